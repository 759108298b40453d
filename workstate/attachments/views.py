"""The files of a task: listed, attached, renamed, deleted, handed out."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workstate.attachments import actions
from workstate.attachments.addresses import Expired, Purpose, opened, signed_address
from workstate.attachments.models import Attachment
from workstate.attachments.serving import handed_out
from workstate.core.errors import Invalid, NotAllowed, NotFound
from workstate.tasks.views.base import ListedView, TaskView
from workstate.workspaces.acts import identifier
from workstate.workspaces.views import WorkspaceView

MOST_AT_ONCE = 20


class FilesView(TaskView):
    """The files of one task: GET shows them, POST attaches some."""

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        return render(request, "attachments/_panel.html", {"task": self.task})

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        files = request.FILES.getlist("file")
        if not files:
            raise Invalid(_("Choose a file."), field="file", code="required")
        if len(files) > MOST_AT_ONCE:
            raise Invalid(_("Attach at most %d files at once.") % MOST_AT_ONCE, field="file")
        chosen_id = identifier(request.POST.get("id", ""), field="id") if len(files) == 1 else None
        refused = []
        for file in files:
            try:
                actions.attach_file(self.task, file, by=self.actor, id=chosen_id)
            except Invalid as refusal:
                refused.append((file.name, " ".join(refusal.messages)))
        if refused:
            raise Invalid(_words(refused, of=len(files)), field="file")
        said = ngettext("Attached.", "%(count)d files attached.", len(files)) % {"count": len(files)}
        # A script shows the file in its place, which says enough.
        return self.done("" if self.request.htmx else said, then=self.url("tasks:detail", self.task.number))


class _OneFileView(ListedView):
    attachment: Attachment
    with_bin: ClassVar[bool] = False

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        visible = Attachment.objects.visible_to(self.actor).select_related("task__project")
        files = visible if self.with_bin else visible.within_reach()
        self.attachment = get_object_or_404(files, pk=kwargs["attachment"])

    def hand_out(self, purpose: Purpose) -> HttpResponse:
        return HttpResponseRedirect(signed_address(self.attachment, purpose, actor=self.actor))


class FileView(_OneFileView):
    """One file: GET hands it out, POST renames it, DELETE puts it in the bin."""

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        return self.hand_out(Purpose.DOWNLOAD)

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.rename_attachment(self.attachment, request.POST.get("name", ""), by=self.actor)
        return self.done()

    def delete(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.delete_attachment(self.attachment, by=self.actor)
        return self.done(_("File deleted."), undo=self.url("attachments:restoration", self.attachment.pk))


class RestorationView(_OneFileView):
    """POST takes a file out of the bin."""

    with_bin = True

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.restore_attachment(self.attachment, by=self.actor)
        return self.done()


class ThumbnailView(_OneFileView):
    """GET hands out the small picture, for a tile."""

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        return self.hand_out(Purpose.THUMBNAIL)


class PreviewView(_OneFileView):
    """GET hands out the large picture."""

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        return self.hand_out(Purpose.PREVIEW)


class ContentView(WorkspaceView):
    """What a signed address leads to. Whether the person may see the file is asked again."""

    def get(self, request: HttpRequest, *, token: str, **kwargs: object) -> HttpResponseBase:
        try:
            address = opened(token, actor=self.actor)
        except Expired as error:
            raise NotAllowed(_("This address is no longer good. Open the file from its task again.")) from error
        attachment = Attachment.objects.visible_to(self.actor).within_reach().filter(pk=address.attachment_id).first()
        if attachment is None:
            raise NotFound
        return handed_out(attachment, address.purpose, request)


def _words(refused: list[tuple[str | None, str]], *, of: int) -> str:
    """Why files were not attached; each by its name when there were several."""
    if of == 1:
        return refused[0][1]
    said = [f"{name}: {words}" for name, words in refused]
    return " ".join([*said, _("The other files are attached.")] if len(refused) < of else said)
