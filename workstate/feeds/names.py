"""What many events name, looked up at once as their reader sees it: a query for each kind of thing that is named at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from workstate.accounts.formats import Formats
from workstate.activity.models import Event
from workstate.activity.sentences import Thing
from workstate.core.actor import Actor
from workstate.feeds.things import COMMENT, MEMBER, PERSON, PROJECT, TASK, noun_of, things
from workstate.tasks.extensions import Teller, change_tellers
from workstate.tasks.models import Task
from workstate.tasks.named import Names as NamesOfTasks

# What data says by id, and of which model.
REFERENCES = {
    "task": TASK,
    "project": PROJECT,
    "group": "workspaces.group",
    "user": PERSON,
    "person": PERSON,
    "member": MEMBER,
    "report": "reports.savedreport",
}


@dataclass(frozen=True, slots=True)
class Names:
    """Made by of(); never of things that the reader does not see."""

    actor: Actor
    formats: Formats
    found: Mapping[str, Mapping[str, Thing]]
    of_tasks: NamesOfTasks
    tellers: Sequence[Teller]
    own: frozenset[str]
    """The tasks that the reader made: what became of these in an inbox was their own doing."""

    @classmethod
    def of(cls, events: Iterable[Event], actor: Actor, *, formats: Formats | None = None) -> Names:
        events = list(events)
        formats = formats or Formats.of(actor.user)
        wanted: dict[str, set[str]] = {}
        for event in events:
            for label, pk in _references(event):
                wanted.setdefault(label, set()).add(pk)
        found = {label: things(label, ids, actor) for label, ids in sorted(wanted.items())}
        of_tasks = [event for event in events if event.subject_type == TASK]
        seen = found.get(TASK, {})
        own = Task.objects.filter(pk__in=seen, created_by=actor.user).values_list("pk", flat=True) if seen else ()
        return cls(
            actor,
            formats,
            found,
            NamesOfTasks.of(of_tasks, actor),
            change_tellers(of_tasks, actor, formats),
            frozenset(map(str, own)),
        )

    def sees(self, label: str, pk: object) -> bool:
        return str(pk) in self.found.get(label, {})

    def thing(self, label: str, pk: object) -> Thing:
        return self.found.get(label, {}).get(str(pk)) or Thing(str(noun_of(label).unseen))

    def subject(self, event: Event) -> Thing:
        """What the event is about; of what is gone the name that it had, where that was no secret among members."""
        noun, name = noun_of(event.subject_type), event.data.get("name")
        known = self.found.get(event.subject_type, {}).get(event.subject_id)
        if known is None and noun.is_open and isinstance(name, str) and not self.actor.is_guest:
            return Thing(name)
        return known or Thing(str(noun.unseen))

    def knows(self, event: Event) -> bool:
        """Whether the reader may hear more of it than that something happened."""
        noun = noun_of(event.subject_type)
        if event.subject_type == COMMENT or "task" in event.data:
            return self.sees(TASK, event.data.get("task"))
        if event.subject_type == TASK:
            return self.sees(TASK, event.subject_id) and self._saw(event)
        if not noun.column:
            return True
        return self.sees(event.subject_type, event.subject_id) or (noun.is_open and not self.actor.is_guest)

    def _saw(self, event: Event) -> bool:
        """Whether the task was, at that time, where the reader may look now: what it was called in an inbox stays there."""
        if event.subject_id in self.own:
            return True
        return event.project_id is not None and self.sees(PROJECT, event.project_id)


def _references(event: Event) -> Iterable[tuple[str, str]]:
    if noun_of(event.subject_type).column:
        yield event.subject_type, event.subject_id
    if event.project_id:
        yield PROJECT, str(event.project_id)
    for key, label in REFERENCES.items():
        value = event.data.get(key)
        if isinstance(value, str) and value:
            yield label, value
