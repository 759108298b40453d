"""What templates of other rooms show of discussions."""

from __future__ import annotations

from django import template
from django.template import Context

from workstate.accounts.formats import Formats
from workstate.core import markdown
from workstate.core.ids import new_id
from workstate.discussions.models import Emoji
from workstate.discussions.policies import can_comment
from workstate.discussions.reading import Description
from workstate.discussions.stream import MOST, PAGE, SHOWN, Stream, stream_of
from workstate.projects.models import Project
from workstate.tasks.history import history
from workstate.tasks.models import Task

register = template.Library()


@register.simple_tag(takes_context=True)
def description_of(context: Context, subject: Task | Project) -> Description:
    """The description of a task or a project, for `discussions/_description.html`."""
    return Description.of(subject, context["request"].actor)


@register.simple_tag(takes_context=True)
def discussion_of(context: Context, task: Task) -> Stream:
    """Comments and history of a task; the address says which of them, and how many."""
    request = context["request"]
    formats = Formats.of(request.actor.user)
    happenings = context.get("happenings")
    if happenings is None:
        happenings = history(task, formats=formats, actor=request.actor)
    show = request.GET.get("show", "")
    most = request.GET.get("most", "")
    return stream_of(
        task,
        happenings,
        actor=request.actor,
        formats=formats,
        show=show if show in SHOWN else SHOWN[0],
        most=max(PAGE, min(MOST, int(most))) if most.isascii() and most.isdigit() and len(most) < PAGE else PAGE,
    )


@register.simple_tag(takes_context=True)
def may_comment(context: Context, task: Task) -> bool:
    return can_comment(context["request"].actor, task)


@register.simple_tag
def emojis() -> list[tuple[str, str, str]]:
    """What may be answered without words: value, symbol, name."""
    return [(emoji.value, emoji.symbol, str(emoji.label)) for emoji in Emoji]


@register.simple_tag
def fresh_id() -> str:
    return str(new_id())


@register.filter
def checklist(text: str) -> dict[str, int] | None:
    """How much of a text's checklist is done; None when it has none."""
    done, total = markdown.checklist(text)
    return {"done": done, "total": total} if total else None
