"""What the rows of a report are called and which colour they have. Names come through `visible_to` alone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.core.actor import Actor
from workstate.projects.models import Client, Project
from workstate.reports.groupings import Grouping
from workstate.reports.table import Subject
from workstate.tasks.models import Label, Task
from workstate.workspaces.models import Group, Membership

Key = UUID | date | bool | str | None

# For what has no colour of its own, by rank: neighbours differ most.
TONES = ("indigo", "amber", "pink", "teal", "blue", "lime", "red", "purple", "sky", "orange", "green")
REST = "slate"

# The theme's colour of nothing: no project may have it.
NOTHING = "none"

# No row has this id: it marks what the person has lost sight of.
HIDDEN = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Names:
    """The subjects of one grouping, by key; whatever is not among them is hidden."""

    subjects: dict[Key, Subject] = field(default_factory=dict)
    hidden: Subject = field(default_factory=lambda: Subject(HIDDEN, ""))

    def subject(self, key: Key) -> Subject:
        return self.subjects.get(key, self.hidden)


def names_of(grouping: Grouping, keys: Iterable[Key], actor: Actor, *, toned: bool = False) -> Names:
    """
    The subjects of the keys. With `toned`, those without a colour get one each; the first of the keys come first.
    """
    keys = list(keys)
    found = {subject.id: subject for subject in _FIND[grouping]([key for key in keys if key is not None], actor)}
    found[None] = Subject(None, _nothing(grouping), NOTHING)
    if toned:
        tones = iter(TONES)
        for key in keys:
            if key in found and not found[key].colour:
                found[key] = replace(found[key], colour=next(tones, REST))
    return Names({key: found[key] for key in keys if key in found}, Subject(HIDDEN, _hidden(grouping), NOTHING))


def _nothing(grouping: Grouping) -> str:
    match grouping:
        case Grouping.CLIENT:
            return _("No client")
        case Grouping.TASK:
            return _("No task")
        case Grouping.LABEL:
            return _("No label")
        case Grouping.GROUP:
            return _("No group")
    return _("No project")


def _hidden(grouping: Grouping) -> str:
    match grouping:
        case Grouping.CLIENT:
            return _("Clients you no longer see")
        case Grouping.TASK:
            return _("Tasks you no longer see")
        case Grouping.LABEL:
            return _("Labels you no longer see")
        case Grouping.PERSON:
            return _("People who left")
    return _("Projects you no longer see")


def _ids(keys: Collection[Key]) -> list[UUID]:
    return [key for key in keys if isinstance(key, UUID)]


def _projects(keys: Collection[Key], actor: Actor) -> Iterable[Subject]:
    found = Project.objects.visible_to(actor).filter(pk__in=_ids(keys))
    return (Subject(pk, name, colour) for pk, name, colour in found.values_list("pk", "name", "colour"))


def _clients(keys: Collection[Key], actor: Actor) -> Iterable[Subject]:
    found = Client.objects.visible_to(actor).filter(pk__in=_ids(keys))
    return (Subject(pk, name) for pk, name in found.values_list("pk", "name"))


def _tasks(keys: Collection[Key], actor: Actor) -> Iterable[Subject]:
    found = Task.objects.visible_to(actor).filter(pk__in=_ids(keys))
    yield from (Subject(pk, title, "", number) for pk, title, number in found.values_list("pk", "title", "number"))
    yield from (Subject(key, key) for key in keys if isinstance(key, str))


def _labels(keys: Collection[Key], actor: Actor) -> Iterable[Subject]:
    found = Label.objects.visible_to(actor).filter(pk__in=_ids(keys)).order_by()
    return (Subject(pk, name, colour) for pk, name, colour in found.values_list("pk", "name", "colour"))


def _people(keys: Collection[Key], actor: Actor) -> Iterable[Subject]:
    # Oneself by name too, and whoever is here; who left is told apart from nobody.
    found = Membership.objects.visible_to(actor).filter(user__in=_ids(keys)).select_related("user")
    return (Subject(member.user_id, str(member.user)) for member in found)


def _groups(keys: Collection[Key], actor: Actor) -> Iterable[Subject]:
    found = Group.objects.visible_to(actor).filter(pk__in=_ids(keys))
    return (Subject(pk, name, colour) for pk, name, colour in found.values_list("pk", "name", "colour"))


def _days(keys: Collection[Key], actor: Actor) -> Iterable[Subject]:
    formats = Formats.of(actor.user)
    return (
        Subject(day, formats.weekday_date(day, year=True), code=day.isoformat())
        for day in keys
        if isinstance(day, date)
    )


def _weeks(keys: Collection[Key], actor: Actor) -> Iterable[Subject]:
    formats = Formats.of(actor.user)
    return (
        Subject(day, formats.days(day, day + timedelta(days=6)), code=day.isoformat())
        for day in keys
        if isinstance(day, date)
    )


def _months(keys: Collection[Key], actor: Actor) -> Iterable[Subject]:
    formats = Formats.of(actor.user)
    return (Subject(day, formats.month(day), code=f"{day:%Y-%m}") for day in keys if isinstance(day, date))


def _billable(keys: Collection[Key], actor: Actor) -> Iterable[Subject]:
    return (Subject(True, _("Billable"), TONES[0]), Subject(False, _("Not billable"), REST))


_FIND: dict[Grouping, Callable[[Collection[Key], Actor], Iterable[Subject]]] = {
    Grouping.PROJECT: _projects,
    Grouping.CLIENT: _clients,
    Grouping.TASK: _tasks,
    Grouping.LABEL: _labels,
    Grouping.PERSON: _people,
    Grouping.GROUP: _groups,
    Grouping.DAY: _days,
    Grouping.WEEK: _weeks,
    Grouping.MONTH: _months,
    Grouping.BILLABLE: _billable,
}
