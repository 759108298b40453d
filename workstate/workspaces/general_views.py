"""The settings that are the workspace's own: what it is called and looks like, and whether it still is."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from workstate.core.errors import Invalid, NotFound, require
from workstate.workspaces import actions
from workstate.workspaces.actions.addresses import LONGEST_SLUG
from workstate.workspaces.actions.logos import put_logo, remove_logo
from workstate.workspaces.acts import ActingView
from workstate.workspaces.forms import GeneralForm
from workstate.workspaces.models import WorkspaceLogo
from workstate.workspaces.models.workspaces import GRACE
from workstate.workspaces.policies import can_administer, can_archive_workspace, can_delete_workspace

_YEAR = 365 * 24 * 3600


class GeneralActingView(ActingView):
    def page(self, form: GeneralForm | None = None, *, wrong_logo: str = "", status: int = 200) -> HttpResponse:
        workspace = self.actor.workspace
        context = {
            "form": form or GeneralForm.of(workspace),
            "wrong_logo": wrong_logo,
            "can_change": can_administer(self.actor) and workspace.archived_at is None,
            "can_close": can_delete_workspace(self.actor),
            "is_team": workspace.personal_to_id is None,
            "longest_slug": LONGEST_SLUG,
            "days_of_grace": GRACE.days,
        }
        return render(self.request, "workspaces/settings/general.html", context, status=status)

    def require_changing(self) -> None:
        require(can_administer(self.actor), _("Only administrators change the workspace. Ask one of them."))


class GeneralView(GeneralActingView):
    """GET shows what the workspace is called, POST changes it."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.require_changing()
        form = GeneralForm(request.POST)
        form.explain(self.actor.workspace)
        if not form.is_valid():
            return self.page(form, status=400)
        try:
            workspace = actions.change_workspace(by=self.actor, **form.changes())
        except Invalid as refusal:
            form.refuse(refusal)
            return self.page(form, status=400)
        # It may have moved.
        return self.go(reverse("workspaces:settings", args=[workspace.slug]), _("Saved."))


@method_decorator(cache_control(private=True, max_age=_YEAR, immutable=True), name="get")
class LogoView(GeneralActingView):
    """The logo: GET shows it (its address changes with it), POST takes a picture, DELETE removes it."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        logo = WorkspaceLogo.objects.filter(workspace=self.actor.workspace).first()
        if logo is None:
            raise NotFound
        return HttpResponse(bytes(logo.png), content_type="image/png", headers={"X-Content-Type-Options": "nosniff"})

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.require_changing()
        file = request.FILES.get("logo")
        if file is None:
            return self.page(wrong_logo=_("Choose a picture."), status=400)
        try:
            put_logo(file.chunks(), by=self.actor)
        except Invalid as refusal:
            return self.page(wrong_logo=" ".join(refusal.messages), status=400)
        return self.go(self.url("workspaces:settings"), _("Saved."))

    def delete(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        remove_logo(by=self.actor)
        return self.go(self.url("workspaces:settings"), _("Logo removed."))


class TeamView(GeneralActingView):
    """POST opens somebody's own workspace to a team."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        actions.open_to_team(by=self.actor)
        said = _("This workspace is a team's now: invite people. You have a new one of your own.")
        return self.go(self.url("workspaces:people"), said)


class ArchivalView(GeneralActingView):
    """POST archives the workspace, DELETE takes it out again."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        actions.archive_workspace(by=self.actor)
        undo = self.url("workspaces:archival")
        return self.go(self.url("workspaces:settings"), _("The workspace is archived."), undo=undo, method="DELETE")

    def delete(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        actions.unarchive_workspace(by=self.actor)
        return self.go(self.url("workspaces:settings"), _("The workspace is out of the archive."))


class DeletionView(GeneralActingView):
    """GET says what deleting means, POST with the workspace's name deletes it."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        require(can_delete_workspace(self.actor), _("Only owners delete a workspace. Ask one of them."))
        return self.question()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        require(can_delete_workspace(self.actor), _("Only owners delete a workspace. Ask one of them."))
        name = self.actor.workspace.name
        if " ".join(request.POST.get("name", "").split()).casefold() != " ".join(name.split()).casefold():
            return self.question(_("This is not its name. Type it as it stands above."), status=400)
        deleted = actions.delete_workspace(by=self.actor)
        said = _("“%(name)s” is deleted. Its owners can bring it back for %(days)d days.")
        undo = reverse("places:restoration", args=[deleted.pk])
        return self.go(reverse("places:list"), said % {"name": name, "days": GRACE.days}, undo=undo)

    def question(self, wrong: str = "", status: int = 200) -> HttpResponse:
        can_archive = can_archive_workspace(self.actor) and self.actor.workspace.archived_at is None
        context = {"wrong": wrong, "days_of_grace": GRACE.days, "can_archive": can_archive}
        return render(self.request, "workspaces/settings/deletion.html", context, status=status)
