"""What the views do when something happens elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.customfields.models import CustomField
from workstate.projects.models import Project, Section
from workstate.savedviews.actions.following import follow_new_name
from workstate.savedviews.filters.renaming import FIELDS, LABELS, PROJECTS, SECTIONS, NewName


def _simply(keys: frozenset[str]) -> Callable[[Event, str, str], NewName]:
    return lambda event, before, after: NewName(keys, before, after)


def _choice(event: Event, before: str, after: str) -> NewName:
    field = CustomField.objects.filter(pk=event.subject_id, workspace=event.workspace_id).first()
    return NewName(frozenset(), before, after, field.name if field else "\0")


NAMED: Final[Mapping[Verb, Callable[[Event, str, str], NewName]]] = {
    Verb.PROJECT_CHANGED: _simply(PROJECTS),
    Verb.SECTION_CHANGED: _simply(SECTIONS),
    Verb.LABEL_CHANGED: _simply(LABELS),
    Verb.FIELD_CHANGED: _simply(FIELDS),
    Verb.FIELD_CHOICE_CHANGED: _choice,
}


def follow_new_names(events: Sequence[Event]) -> None:
    for event in events:
        if (new := new_name_of(event)) and event.workspace:
            follow_new_name(new, workspace=event.workspace)


def new_name_of(event: Event) -> NewName | None:
    """What filters are to say instead; None where nothing got another name, or something else keeps the old one."""
    before, after = event.data.get("before") or {}, event.data.get("after") or {}
    old, new = before.get("name"), after.get("name")
    return NAMED[Verb(event.verb)](event, old, new) if old and new and not _stays(event, old) else None


def _stays(event: Event, name: str) -> bool:
    """Whether something else of the kind keeps the old name: then the filters go on to mean that."""
    if event.verb == Verb.PROJECT_CHANGED:
        others = Project.objects.filter(workspace=event.workspace_id, name__iexact=name, deleted_at=None)
        return others.exclude(pk=event.subject_id).exists()
    if event.verb == Verb.SECTION_CHANGED:
        sections = Section.objects.filter(workspace=event.workspace_id, name__iexact=name, deleted_at=None)
        return sections.exclude(pk=event.subject_id).exists()
    return False
