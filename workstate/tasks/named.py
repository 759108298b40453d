"""What events name by id, looked up for many of them at once, each kind by one query and only if it is named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from workstate.activity.models import Event
from workstate.activity.sentences import Thing
from workstate.core.actor import Actor
from workstate.projects.models import Project, Section
from workstate.tasks.models import Task
from workstate.workspaces.models import Membership

LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True)
class Names:
    """Names by id, of what the reader sees; of anything else no more than that there is something."""

    projects: dict[str, Thing]
    sections: dict[str, Thing]
    people: dict[str, str]
    tasks: dict[str, Thing]

    @classmethod
    def of(cls, events: Iterable[Event], actor: Actor) -> Names:
        projects: set[str] = set()
        sections: set[str] = set()
        people: set[str] = set()
        tasks: set[str] = set()
        for event in events:
            before, after = event.data.get("before", {}), event.data.get("after", {})
            projects |= {after.get("project")} - {None}
            sections |= {after.get("section")} - {None}
            tasks |= {after.get("parent"), event.data.get("other")} - {None}
            people |= {*before.get("assignees", []), *after.get("assignees", [])}
        slug = actor.workspace.slug
        rows = Task.objects.visible_to(actor).filter(pk__in=_ids(tasks)) if tasks else []
        members = Membership.objects.visible_to(actor).filter(pk__in=_ids(people)) if people else None
        return cls(
            {
                str(pk): Thing(name, reverse("views:project", args=[slug, pk]))
                for pk, name in Project.objects.visible_to(actor)
                .filter(pk__in=_ids(projects))
                .values_list("pk", "name")
            }
            if projects
            else {},
            {
                str(pk): Thing(name)
                for pk, name in Section.objects.visible_to(actor)
                .filter(pk__in=_ids(sections))
                .values_list("pk", "name")
            }
            if sections
            else {},
            {str(one.pk): one.user.get_short_name() for one in members.select_related("user")} if members else {},
            {str(task.pk): task_thing(task, actor) for task in rows},
        )

    def project(self, pk: str) -> Thing:
        return self.projects.get(pk) or Thing(_("another project"))

    def section(self, pk: str) -> Thing:
        return self.sections.get(pk) or Thing(_("another section"))

    def person(self, pk: str) -> str:
        return self.people.get(pk, _("someone who has left"))

    def task(self, pk: object) -> Thing:
        return self.tasks.get(str(pk)) or Thing(_("another task"))


def task_thing(task: Task, actor: Actor) -> Thing:
    """The task by its key and title, at its page."""
    title = Truncator(task.title).chars(LONGEST_TITLE)
    url = reverse("tasks:detail", args=[actor.workspace.slug, task.number])
    return Thing(f"{actor.workspace.key_prefix}-{task.number} {title}", url)


def _ids(texts: Iterable[str]) -> list[UUID]:
    return [UUID(text) for text in texts]
