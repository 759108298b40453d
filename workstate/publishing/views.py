"""Public links for those who make them: of a project, of a view, and all of a workspace."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from workstate.core.errors import Invalid, require
from workstate.projects.models import Project
from workstate.publishing import actions
from workstate.publishing.forms import PublicLinkForm
from workstate.publishing.models import PublicLink
from workstate.publishing.policies import can_publish, can_rule_publishing
from workstate.publishing.rows import is_allowed_in, links_to, rows_of
from workstate.savedviews.models import SavedView
from workstate.workspaces.acts import ActingView


class LinksView(ActingView):
    """GET shows the public links to something, POST makes one and shows it this once."""

    http_method_names = ["get", "post", "head", "options"]
    subject: Project | SavedView

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        return self.draw(PublicLinkForm())

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        form = PublicLinkForm(request.POST)
        if not form.is_valid():
            return self.draw(form, status=400)
        try:
            link, token = actions.create_link(self.subject, by=self.actor, **form.values(self.actor))
        except Invalid as refusal:
            form.refuse(refusal)
            return self.draw(form, status=400)
        made = f"{settings.SITE_URL}{reverse('public-link', args=[token])}"
        return self.draw(PublicLinkForm(), made=made, made_id=link.pk)

    def draw(self, form: PublicLinkForm, *, made: str = "", made_id: object = None, status: int = 200) -> HttpResponse:
        require(
            can_publish(self.actor, self.subject),
            _("Only who administers a project, or made a view, makes public links to it."),
        )
        context = {
            "subject": self.subject,
            "is_view": isinstance(self.subject, SavedView),
            "subject_url": self.subject_url,
            "form": form,
            "made": made,
            "made_id": made_id,
            "links": rows_of(links_to(self.subject, self.actor), self.actor),
            "is_allowed": is_allowed_in(self.actor),
            "address": self.request.path,
        }
        template = "publishing/links.swap.html" if self.wants_fragment else "publishing/links.html"
        return render(self.request, template, context, status=status)

    @property
    def subject_url(self) -> str:
        raise NotImplementedError


class ProjectLinksView(LinksView):
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.subject = get_object_or_404(Project.objects.visible_to(self.actor).kept(), pk=kwargs["project"])

    @property
    def subject_url(self) -> str:
        return self.url("views:project", self.subject.pk)


class ViewLinksView(LinksView):
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.subject = get_object_or_404(SavedView.objects.visible_to(self.actor).kept(), pk=kwargs["view"])

    @property
    def subject_url(self) -> str:
        return self.url("views:view", self.subject.pk)


class LinkView(ActingView):
    """DELETE revokes a link at once; POST lets one that was revoked open again."""

    http_method_names = ["post", "delete", "options"]
    changes: ClassVar[tuple[str, ...]] = ("links:changed",)
    link: PublicLink

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        links = PublicLink.objects.visible_to(self.actor).select_related("project", "view")
        self.link = get_object_or_404(links, pk=kwargs["public_link"])

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.reinstate_link(self.link, by=self.actor)
        return self.done(_("The link opens again."))

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
