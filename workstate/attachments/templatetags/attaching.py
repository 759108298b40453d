"""What templates show of files."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.conf import settings
from django.template import Context
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.attachments.models import Attachment
from workstate.attachments.policies import can_attach, can_edit_attachment
from workstate.core.actor import Actor
from workstate.tasks.models import Task

register = template.Library()

MOST = 200


@dataclass(frozen=True, slots=True)
class Tile:
    """A file as it is shown."""

    attachment: Attachment
    address: str
    size: str
    who: str
    when: str
    exact: str
    can_edit: bool

    @property
    def thumbnail(self) -> str:
        return f"{self.address}thumbnail/" if self.attachment.thumbnail_key else ""

    @property
    def preview(self) -> str:
        return f"{self.address}preview/" if self.attachment.preview_key else ""


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a task, the oldest first, and whether the reader may attach more."""

    tiles: list[Tile]
    address: str
    can_attach: bool
    drop_words: str
    limit: int
    """Bytes."""
    too_large_words: str


@register.simple_tag(takes_context=True)
def files_of(context: Context, task: Task) -> Files:
    """One query. Of more than two hundred files the newest are shown."""
    actor: Actor = context["request"].actor
    newest = (
        Attachment.objects.visible_to(actor)
        .kept()
        .filter(task=task)
        .select_related("uploaded_by", "task__project")
        .order_by("-created_at", "-id")
    )
    formats = Formats.of(actor.user)
    slug = actor.workspace.slug
    return Files(
        tiles=[_tile(attachment, actor, formats) for attachment in reversed(newest[:MOST])],
        address=reverse("attachments:list", args=[slug, task.number]),
        can_attach=can_attach(actor, task),
        drop_words=_("Drop to attach"),
        limit=settings.ATTACHMENT_MAX_MB * 1024 * 1024,
        too_large_words=_("This file is larger than %(limit)d MB. Attach a smaller one, or a link to where it is.")
        % {"limit": settings.ATTACHMENT_MAX_MB},
    )


def _tile(attachment: Attachment, actor: Actor, formats: Formats) -> Tile:
    return Tile(
        attachment=attachment,
        address=reverse("attachments:file", args=[actor.workspace.slug, attachment.pk]),
        size=filesizeformat(attachment.size),
        who=str(attachment.uploaded_by or _("Somebody who left")),
        when=formats.moment(attachment.created_at),
        exact=formats.exact(attachment.created_at),
        can_edit=can_edit_attachment(actor, attachment),
    )
