"""Folders over projects: made, called something, put in order, folded, taken away and brought back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from workstate.projects import actions
from workstate.projects.models import Folder
from workstate.projects.views.base import ProjectsActingView, folder_chosen
from workstate.workspaces.acts import identifier


class FolderListView(ProjectsActingView):
    """POST makes a folder."""

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        identity = identifier(request.POST.get("id", ""), field="id")
        actions.create_folder(request.POST.get("name", ""), by=self.actor, id=identity)
        return self.done(then=self.url("projects:list"))


class FolderView(ProjectsActingView):
    """POST renames the folder, DELETE takes it away; its projects stay."""

    folder: Folder
    with_deleted = False

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        folders = Folder.objects.visible_to(self.actor)
        self.folder = get_object_or_404(folders if self.with_deleted else folders.kept(), pk=kwargs["folder"])


class FolderDetailView(FolderView):
    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.change_folder(self.folder, by=self.actor, name=request.POST.get("name", ""))
        return self.done(then=self.url("projects:list"))

    def delete(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.delete_folder(self.folder, by=self.actor)
        said = _("The folder “%s” is deleted. Its projects stay.") % self.folder.name
        undo = self.url("projects:folder-restoration", self.folder.pk)
        return self.done(said, undo=undo, then=self.url("projects:list"))


class FolderRestorationView(FolderView):
    """POST brings the folder back with its projects."""

    with_deleted = True

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.restore_folder(self.folder, by=self.actor)
        return self.done(_("Restored."), then=self.url("projects:list"))


class FolderPlaceView(FolderView):
    """POST puts the folder between two others, or first."""

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        after = folder_chosen(self, request.POST.get("after", ""), field="after")
        before = folder_chosen(self, request.POST.get("before", ""), field="before")
        actions.move_folder(self.folder, by=self.actor, after=after, before=before if after is None else None)
        return self.done()


class FolderFoldingView(FolderView):
    """POST keeps the folder closed in the sidebar, DELETE open."""

    changes = ()

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.fold_folder(self.folder, by=self.actor, folded=True)
        return self.done()

    def delete(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.fold_folder(self.folder, by=self.actor, folded=False)
        return self.done()
