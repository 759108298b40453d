"""Public links for those who make them: of a project, of a view, and all of a workspace."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.core.clock import now
from workstate.core.errors import Conflict, Invalid, require
from workstate.projects.models import Project
from workstate.publishing import actions
from workstate.publishing.forms import PublicLinkForm, PublicLinkSettingsForm
from workstate.publishing.models import PublicLink
from workstate.publishing.policies import can_publish, can_rule_publishing
from workstate.publishing.rows import is_allowed_in, links_to, rows_of
from workstate.savedviews.models import SavedView
from workstate.workspaces.acts import ActingView, chosen, toast


class LinksView(ActingView):
    """GET shows the public links to something, or with `link` the settings of one; POST makes one and shows it this once."""

    http_method_names = ["get", "post", "head", "options"]
    subject: Project | SavedView

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        links = links_to(self.subject, self.actor).select_related("project", "view")
        link = chosen(links, request.GET.get("link", ""), field="link", gone=_("This link is not there any more."))
        if link is None:
            return draw_links(self, self.subject, PublicLinkForm())
        actions.require_changing(self.actor, link)
        if not link.works(now()):
            raise Conflict(_("This link does not open any more. Make a new one."))
        return draw_settings(self, link, PublicLinkSettingsForm(link=link))

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        form = PublicLinkForm(request.POST)
        if not form.is_valid():
            return draw_links(self, self.subject, form, status=400)
        try:
            link, token = actions.create_link(self.subject, by=self.actor, **form.values(self.actor))
        except Invalid as refusal:
            form.refuse(refusal)
            return draw_links(self, self.subject, form, status=400)
        made = f"{settings.SITE_URL}{reverse('public-link', args=[token])}"
        return draw_links(self, self.subject, PublicLinkForm(), made=made, made_id=link.pk)


class ProjectLinksView(LinksView):
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.subject = get_object_or_404(Project.objects.visible_to(self.actor).kept(), pk=kwargs["project"])


class ViewLinksView(LinksView):
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.subject = get_object_or_404(SavedView.objects.visible_to(self.actor).kept(), pk=kwargs["view"])


class LinkView(ActingView):
    """DELETE revokes a link at once; POST with its settings changes it, without any lets one that was revoked open again."""

    http_method_names = ["post", "delete", "options"]
    changes: ClassVar[tuple[str, ...]] = ("links:changed",)
    link: PublicLink

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        links = PublicLink.objects.visible_to(self.actor).select_related("project", "view")
        self.link = get_object_or_404(links, pk=kwargs["public_link"])

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        if "expires" in request.POST:
            return self.change(request)
        actions.reinstate_link(self.link, by=self.actor)
        return self.done(_("The link opens again."))

    def change(self, request: HttpRequest) -> HttpResponse:
        actions.require_changing(self.actor, self.link)
        form = PublicLinkSettingsForm(request.POST, link=self.link)
        if not form.is_valid():
            return draw_settings(self, self.link, form, status=400)
        try:
            actions.change_link(self.link, by=self.actor, **form.changes(self.actor))
        except Invalid as refusal:
            form.refuse(refusal)
            return draw_settings(self, self.link, form, status=400)
        said = _("The link is changed. Its address stays.")
        if not self.wants_fragment:
            return self.go(list_url(self, self.link.subject), said)
        response = draw_links(self, self.link.subject, PublicLinkForm(), changed=self.link)
        toast(response, said)
        return response

    def delete(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.revoke_link(self.link, by=self.actor)
        mine = self.link.created_by_id == self.actor.user.pk
        return self.done(_("The link is revoked. It opens nothing any more."), undo=request.path if mine else "")


class RulesView(ActingView):
    """GET shows all public links of the workspace and whether there may be any, POST says so."""

    changes: ClassVar[tuple[str, ...]] = ("links:changed",)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        require(can_rule_publishing(self.actor), _("Only administrators of the workspace see this page."))

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        links = PublicLink.objects.visible_to(self.actor)
        context = {
            "links": rows_of(links, self.actor),
            "is_allowed": is_allowed_in(self.actor),
            "address": request.path,
            "names_subject": True,
        }
        return render(request, "publishing/_rules.html" if self.wants_fragment else "publishing/rules.html", context)

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        is_allowed = request.POST.get("is_allowed", request.GET.get("is_allowed", "")) == "1"
        actions.set_publishing(is_allowed, by=self.actor)
        if is_allowed:
            return self.done(_("Public links are allowed."), then=request.path)
        undo = f"{request.path}?is_allowed=1"
        return self.done(_("Public links are closed. None of them opens."), undo=undo, then=request.path)


def draw_links(
    view: ActingView,
    subject: Project | SavedView,
    form: PublicLinkForm,
    *,
    made: str = "",
    made_id: object = None,
    changed: PublicLink | None = None,
    status: int = 200,
) -> HttpResponse:
    require(
        can_publish(view.actor, subject),
        _("Only who administers a project, or made a view, makes public links to it."),
    )
    context = {
        "subject": subject,
        "is_view": isinstance(subject, SavedView),
        "subject_url": subject_url(view, subject),
        "form": form,
        "made": made,
        "made_id": made_id,
        "changed": changed,
        "links": rows_of(links_to(subject, view.actor), view.actor),
        "is_allowed": is_allowed_in(view.actor),
        "address": list_url(view, subject),
    }
    template = "publishing/links.swap.html" if view.wants_fragment else "publishing/links.html"
    return render(view.request, template, context, status=status)


def draw_settings(
    view: ActingView, link: PublicLink, form: PublicLinkSettingsForm, *, status: int = 200
) -> HttpResponse:
    end = link.expires_at
    context = {
        "subject": link.subject,
        "subject_url": subject_url(view, link.subject),
        "link": link,
        "until": Formats.of(view.actor.user).exact(end) if end else "",
        "form": form,
        "address": view.url("publishing:link", link.pk),
        "list_url": list_url(view, link.subject),
    }
    template = "publishing/links.swap.html" if view.wants_fragment else "publishing/links.html"
    return render(view.request, template, context, status=status)


def subject_url(view: ActingView, subject: Project | SavedView) -> str:
    return view.url("views:project" if isinstance(subject, Project) else "views:view", subject.pk)


def list_url(view: ActingView, subject: Project | SavedView) -> str:
    return view.url(f"publishing:{'project' if isinstance(subject, Project) else 'view'}-links", subject.pk)
