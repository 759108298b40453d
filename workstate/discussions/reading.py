"""Texts as a reader sees them: with the tasks and people that they name, in a constant number of queries for any number of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString

from workstate.core import markdown
from workstate.core.actor import Actor
from workstate.core.markdown import Links, Reference
from workstate.discussions.people import People
from workstate.projects.models import Project
from workstate.projects.policies import can_edit_project
from workstate.tasks.models import Task
from workstate.tasks.policies import can_edit_task


def links_for(texts: Iterable[str], actor: Actor, *, around: People | None = None) -> Links:
    """
    At most one query, and what `people_in` took. A task that the reader does not see is not named to them.

    `around`: the people of the place where the texts stand, if anybody is called in them.
    """
    prefix = actor.workspace.key_prefix
    numbers: set[int] = set()
    for text in texts:
        numbers |= markdown.task_numbers(text, prefix)
    return Links(
        prefix=prefix,
        tasks=_tasks(numbers, actor) if numbers else {},
        people=around.persons(actor) if around else {},
    )


def people_in(texts: Iterable[str], place: Task | Project, actor: Actor) -> People | None:
    """Who sees the place where these texts stand, if anybody may be called in them; at most two queries."""
    return People.around(place, actor) if any("@" in text for text in texts) else None


def _tasks(numbers: set[int], actor: Actor) -> dict[int, Reference]:
    base = reverse("tasks:list", args=[actor.workspace.slug])
    found = Task.objects.visible_to(actor).kept().filter(number__in=numbers)
    return {
        number: Reference(f"{base}{number}/", title, done=completed_at is not None or cancelled_at is not None)
        for number, title, completed_at, cancelled_at in found.values_list(
            "number", "title", "completed_at", "cancelled_at"
        )
    }


@dataclass(frozen=True, slots=True)
class Description:
    """The text of a task or a project, to be read, ticked and rewritten in place."""

    id: str
    text: str
    html: SafeString
    before: str
    shape: str
    done: int
    total: int
    url: str
    tick_url: str
    names_url: str
    draft: str
    can_edit: bool
    theirs: SafeString | None = None
    """After a conflict: what somebody else saved meanwhile; `text` is then what the reader wrote."""
    open: bool = False
    error: str = ""

    @classmethod
    def of(cls, subject: Task | Project, actor: Actor, *, mine: str | None = None, error: str = "") -> Description:
        """`mine` is what the reader wrote while somebody else saved what the subject says now, or what was refused."""
        text = subject.description
        done, total = markdown.checklist(text)
        slug = actor.workspace.slug
        key: object
        if isinstance(subject, Task):
            kind, key, can_edit = "task", subject.number, can_edit_task(actor, subject)
        else:
            kind, key, can_edit = "project", subject.pk, can_edit_project(actor, subject)
        overtaken = mine is not None and not error
        links = links_for([text], actor, around=people_in([text], subject, actor))
        html = markdown.render(text, links=links, tickable=can_edit and not overtaken)
        return cls(
            id=f"{kind}-description",
            text=text if mine is None else mine,
            html=html,
            before=markdown.fingerprint(text),
            shape=markdown.shape(text),
            done=done,
            total=total,
            url=reverse(f"discussions:{kind}-description", args=[slug, key]),
            tick_url=reverse(f"discussions:{kind}-checklist", args=[slug, key]),
            names_url=reverse(f"discussions:{kind}-names", args=[slug, key]),
            draft=f"description-{subject.pk}",
            can_edit=can_edit,
            theirs=html if overtaken else None,
            open=mine is not None,
            error=error,
        )
