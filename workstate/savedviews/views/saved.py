"""Saved views: the list of them, the form, and what is done with one."""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlencode

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from workstate.core.colours import COLOUR_NAMES
from workstate.core.errors import Invalid, require
from workstate.core.icons import ICONS
from workstate.core.ids import new_id
from workstate.savedviews import actions, looks
from workstate.savedviews.forms import SavedViewForm
from workstate.savedviews.models import FavouriteView, SavedView
from workstate.savedviews.places import ViewPlace
from workstate.savedviews.policies import can_edit_view, can_share_views
from workstate.workspaces.acts import ActingView, chosen


class SavedViewsView(ActingView):
    changes: ClassVar[tuple[str, ...]] = ("tasks:changed",)

    def draw_form(
        self, form: SavedViewForm, view: SavedView | None = None, *, look: str = "", status: int = 200
    ) -> HttpResponse:
        """The form in a dialog for htmx, else on a page of its own. `look` is how a new view opens, as an address says it."""
        context = {
            "form": form,
            "view": view,
            "look_text": look,
            "colours": COLOUR_NAMES,
            "icons": ICONS,
            "can_share": can_share_views(self.actor),
            "address": self.url("views:settings", view.pk) if view else self.url("views:views"),
            "cancel": self.url("views:view", view.pk) if view else self.url("views:views"),
        }
        template = "savedviews/saved/form.swap.html" if self.wants_fragment else "savedviews/saved/form.html"
        return render(self.request, template, context, status=status)

    def values_of(self, form: SavedViewForm) -> dict[str, Any]:
        data = form.cleaned_data
        values = {name: data[name] for name in ("name", "filter", "icon", "is_shared")}
        return values | ({"colour": data["colour"]} if data["colour"] else {})


class SavedViewListView(SavedViewsView):
    """GET shows them, POST makes one."""

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        kept = FavouriteView.objects.filter(user=self.actor.user, view=OuterRef("pk"))
        views = SavedView.objects.visible_to(self.actor).kept().annotate(is_favourite=Exists(kept)).by_position()
        lines = [(view, can_edit_view(self.actor, view)) for view in views.select_related("created_by")[:500]]
        context = {"views": lines, "view_url": request.get_full_path()}
        template = "savedviews/saved/_list.html" if self.wants_fragment else "savedviews/saved/list.html"
        return render(request, template, context)

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        form, look = SavedViewForm(request.POST), request.POST.get("look", "")[:2000]
        if not form.is_valid():
            return self.draw_form(form, look=look, status=400)
        try:
            wanted = looks.asked(dict(parse_qsl(look)), ViewPlace.usual) if look else None
            view = actions.create_view(by=self.actor, look=wanted, id=form.cleaned_data["id"], **self.values_of(form))
        except Invalid as refusal:
            form.refuse(refusal)
            return self.draw_form(form, look=look, status=400)
        return self.go(self.url("views:view", view.pk))


class NewSavedViewView(SavedViewsView):
    """The empty form; what the address says of filter and look is what the view will show."""

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        query = request.GET
        look = urlencode({name: query[name] for name in looks.NAMES if query.get(name)})
        initial = {"id": new_id(), "colour": "indigo", "filter": query.get("filter", "")}
        return self.draw_form(SavedViewForm(initial=initial), look=look)


class SavedViewView(SavedViewsView):
    """A view of one saved view among those that the actor sees."""

    saved: SavedView
    with_bin = False

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        views = SavedView.objects.visible_to(self.actor)
        self.saved = get_object_or_404(views if self.with_bin else views.kept(), pk=kwargs["view"])


class SettingsView(SavedViewView):
    """GET shows the form, POST changes the view, DELETE takes it away."""

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        require(can_edit_view(self.actor, self.saved))
        names = ("name", "filter", "colour", "icon", "is_shared")
        initial = {name: getattr(self.saved, name) for name in names} | (
            {"filter": request.GET["filter"]} if "filter" in request.GET else {}
        )
        return self.draw_form(SavedViewForm(initial=initial), self.saved)

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        form = SavedViewForm(request.POST)
        if not form.is_valid():
            return self.draw_form(form, self.saved, status=400)
        try:
            actions.change_view(self.saved, by=self.actor, **self.values_of(form))
        except Invalid as refusal:
            form.refuse(refusal)
            return self.draw_form(form, self.saved, status=400)
        return self.go(self.url("views:view", self.saved.pk))

    def delete(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.delete_view(self.saved, by=self.actor)
        said, undo = _("The view “%s” is deleted.") % self.saved.name, self.url("views:restoration", self.saved.pk)
        if self.request.htmx and request.GET.get("from") == "page":
            return self.go(self.url("views:views"), said, undo=undo)
        return self.done(said, undo=undo, then=self.url("views:views"))


class RestorationView(SavedViewView):
    """POST brings the view back."""

    with_bin = True

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.restore_view(self.saved, by=self.actor)
        return self.done(_("Restored."))


class FavouriteViewView(SavedViewView):
    """POST keeps the view at hand, DELETE no longer does."""

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.favour_view(self.saved, by=self.actor)
        return self.done()

    def delete(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.unfavour_view(self.saved, by=self.actor)
        return self.done()


class PlaceView(SavedViewView):
    """POST puts the view between two others of the list."""

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        after, before = (self._named(request.POST.get(name, ""), field=name) for name in ("after", "before"))
        actions.move_view(self.saved, by=self.actor, after=after, before=before if after is None else None)
        return self.done()

    def _named(self, text: str, *, field: str) -> SavedView | None:
        gone = _("That view is no longer here. Reload the page and try again.")
        return chosen(SavedView.objects.visible_to(self.actor).kept(), text, field=field, gone=gone)
