"""Sections of a project. Deleting one and taking one elsewhere moves tasks: the tasks room has those views."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from workstate.core.errors import Invalid
from workstate.projects import actions
from workstate.projects.models import Section
from workstate.projects.policies import can_edit_project
from workstate.projects.views.base import ProjectView, section_chosen
from workstate.workspaces.acts import ActingView, identifier


class SectionListView(ProjectView):
    """POST adds a section."""

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        identity = identifier(request.POST.get("id", ""), field="id")
        actions.create_sections([request.POST.get("name", "")], project=self.project, by=self.actor, id=identity)
        return self.done()


class SectionView(ActingView):
    """A view of one section of a project that the actor sees."""

    changes: ClassVar[tuple[str, ...]] = ("tasks:changed",)
    section: Section
    with_deleted = False

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        sections = Section.objects
        rows = sections.in_sight_or_bin_of(self.actor) if self.with_deleted else sections.visible_to(self.actor)
        self.section = get_object_or_404(
            rows.filter(project__deleted_at=None).select_related("project"), pk=kwargs["section"]
        )

    def back_to_project(self, said: str = "", **more: str) -> HttpResponse:
        return self.done(said, then=self.url("views:project", self.section.project_id), **more)


class SectionDetailView(SectionView):
    """GET shows what can be done to the section, POST renames it or sets how many tasks may be at work in it."""

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        context = {"section": self.section, "can_edit": can_edit_project(self.actor, self.section.project)}
        return render(
            request, "projects/_section_menu.html" if self.wants_fragment else "projects/section.html", context
        )

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        changes: dict[str, Any] = {}
        if "name" in request.POST:
            changes["name"] = request.POST["name"]
        if "limit" in request.POST:
            changes["limit"] = _number(request.POST["limit"])
        actions.change_section(self.section, by=self.actor, **changes)
        return self.back_to_project()


class SectionPlaceView(SectionView):
    """POST puts the section between two others of its project, or first."""

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        after = section_chosen(self, request.POST.get("after", ""), field="after")
        before = section_chosen(self, request.POST.get("before", ""), field="before")
        actions.move_section(self.section, by=self.actor, after=after, before=before if after is None else None)
        return self.back_to_project()


class SectionFoldingView(SectionView):
    """POST keeps the section closed for this person, DELETE open."""

    changes = ()

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.fold_section(self.section, by=self.actor, folded=True)
        return self.back_to_project()

    def delete(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.fold_section(self.section, by=self.actor, folded=False)
        return self.back_to_project()


def _number(text: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        raise Invalid(_("Give a whole number, or nothing."), field="limit")
    return int(text)
