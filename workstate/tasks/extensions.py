"""
What rooms above this one add to its pages. They register in their apps.py; nobody here knows who they are.

A page of tasks shows time, but time leans on tasks and not the other way round.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise

from workstate.accounts.formats import Formats
from workstate.activity.models import Event
from workstate.core.actor import Actor
from workstate.tasks.models import Task

Annotation = Callable[[QuerySet[Task], Actor], QuerySet[Task]]
DayTotal = Callable[[Actor, date], int]
Starter = Callable[[Task, Actor], object]
Farewell = Callable[[Sequence[UUID]], object]
TimeLogger = Callable[[Sequence[tuple[Task, int]], Actor], object]
FactsOf = Callable[[Task, Actor], Mapping[str, Any]]
# What became of reminders of a task, in the person's words, by the reminder's id.
RemindersTold = Callable[[Task, Actor, Formats], Mapping[UUID, str]]
# Says, of the name of a person and of what they changed (before, after), an icon and words each.
Teller = Callable[[str, Mapping[str, Any], Mapping[str, Any]], Iterable[tuple[str, str]]]
ChangeWords = Callable[[Sequence[Event], Actor, Formats], Teller]


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of a task's page: its heading and a template that is drawn from `task` and the page's context."""

    title: str | Promise
    template: str


@dataclass(frozen=True, slots=True)
class Said:
    """What an event tells of one key; after `only_if_unchanged` the value is put back only where `after` still stands."""

    before: Any
    after: Any
    only_if_unchanged: bool = True


# Those of the tasks that a text lets through; raises Invalid at "filter" where it says nothing that can be read.
# The last says that the list itself says whether it is of what is open or done.
Filtering = Callable[[QuerySet[Task], str, Actor, bool], QuerySet[Task]]
PutBack = Callable[[Mapping[Task, Mapping[str, Said]], Actor, UUID], Iterable[Task]]


@dataclass(frozen=True, slots=True)
class Facts:
    """
    More rows of a task's facts: a template that is drawn from `content` and the page's context.

    The template `more`, if there is one, offers what the task does not show yet, beside what else can be added to it.
    """

    template: str
    more: str
    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Shape:
    """What more the API shows of a task: fetched for a whole page ahead, then printed for each of its tasks."""

    fetch: Annotation
    show: Callable[[Task], Mapping[str, Any]]


_annotations: list[Annotation] = []
_change_words: list[ChangeWords] = []
_put_backs: dict[str, PutBack] = {}
_facts: dict[tuple[str, str], FactsOf] = {}
_shapes: list[Shape] = []
_filterings: list[Filtering] = []
_day_totals: list[DayTotal] = []
_starters: list[Starter] = []
_farewells: list[Farewell] = []
_time_loggers: list[TimeLogger] = []
_panels: list[Panel] = []
_reminders_told: list[RemindersTold] = []


def register_annotation(annotate: Annotation) -> None:
    """Have rows carry more columns, by annotation and never by a query for each row."""
    if annotate not in _annotations:
        _annotations.append(annotate)


def annotated(tasks: QuerySet[Task], actor: Actor) -> QuerySet[Task]:
    for annotate in _annotations:
        tasks = annotate(tasks, actor)
    return tasks


def register_day_total(total: DayTotal) -> None:
    """Have a day say how many seconds the actor tracked on it."""
    if total not in _day_totals:
        _day_totals.append(total)


def tracked_on(actor: Actor, day: date) -> int:
    """Seconds."""
    return sum(total(actor, day) for total in _day_totals)


def register_farewell(part: Farewell) -> None:
    """Have a room keep what it needs of tasks, by id, that are about to leave the bin for good; in that transaction."""
    if part not in _farewells:
        _farewells.append(part)


def register_reminders_told(told: RemindersTold) -> None:
    """Have a task say beside its reminders that they came, or until when they were put off."""
    if told not in _reminders_told:
        _reminders_told.append(told)


def reminders_told(task: Task, actor: Actor, formats: Formats) -> dict[UUID, str]:
    return {pk: words for told in _reminders_told for pk, words in told(task, actor, formats).items()}


def say_farewell(tasks: Sequence[UUID]) -> None:
    for part in _farewells:
        part(tasks)


def register_starter(start: Starter) -> None:
    """Have "add and start" start the clock; it runs in the transaction that makes the task."""
    if start not in _starters:
        _starters.append(start)


def start_clock(task: Task, actor: Actor) -> None:
    for start in _starters:
        start(task, actor)


def register_time_logger(log: TimeLogger) -> None:
    """Have "30m/2h" log the half hour; it runs in the transaction that makes the tasks."""
    if log not in _time_loggers:
        _time_loggers.append(log)


def log_time(spent: Sequence[tuple[Task, int]], actor: Actor) -> None:
    """Write down seconds that the actor worked on tasks today."""
    for log in _time_loggers:
        log(spent, actor)


def register_panel(title: str | Promise, template: str) -> None:
    """Have a task's page show the template under a heading; a lazily translated title is translated when it is shown."""
    panel = Panel(title, template)
    if panel not in _panels:
        _panels.append(panel)


def panels() -> list[Panel]:
    return list(_panels)


def register_facts(template: str, content: FactsOf, *, more: str = "") -> None:
    """Have a task's facts go on with the template, which is drawn from what `content` answers, in `facts.content`."""
    _facts[template, more] = content


def facts_of(task: Task, actor: Actor) -> list[Facts]:
    return [Facts(template, more, content(task, actor)) for (template, more), content in _facts.items()]


def register_change_words(prepare: ChangeWords) -> None:
    """
    Have history tell of changes that are no column of a task.

    `prepare` looks up, for all events at once, what it needs, and answers with what tells of one.
    """
    if prepare not in _change_words:
        _change_words.append(prepare)


def change_tellers(events: Sequence[Event], actor: Actor, formats: Formats) -> list[Teller]:
    return [prepare(events, actor, formats) for prepare in _change_words]


def register_put_back(prefix: str, put: PutBack) -> None:
    """
    Have what stands under keys of this prefix in the `before` of an event be put back, for many tasks in a constant number
    of queries, in the transaction of the caller. It records its own events under the batch that it is given, and answers
    with the tasks in which anything changed.
    """
    _put_backs[prefix] = put


def put_back(
    events: Sequence[Event], tasks: Mapping[UUID, Task], *, by: Actor, batch: UUID, although_changed: bool = False
) -> list[Task]:
    """Put back what other rooms know of, of events from old to new about some of the tasks; answers those that changed."""
    said: dict[Task, dict[str, Said]] = {}
    for event in events:
        task = tasks.get(UUID(event.subject_id))
        if task is None:
            continue
        before, after = event.data.get("before") or {}, event.data.get("after") or {}
        keys = said.setdefault(task, {})
        for key in before.keys() & after.keys():
            # The oldest says what was there, the newest what is there now.
            oldest = keys[key].before if key in keys else before[key]
            keys[key] = Said(oldest, after[key], not although_changed)
    changed: dict[Task, None] = {}
    for prefix, put in _put_backs.items():
        theirs = {
            task: {key: one for key, one in keys.items() if key.startswith(prefix)} for task, keys in said.items()
        }
        if theirs := {task: keys for task, keys in theirs.items() if keys}:
            changed |= dict.fromkeys(put(theirs, by, batch))
    return list(changed)


def register_shape(fetch: Annotation, show: Callable[[Task], Mapping[str, Any]]) -> None:
    """Have the API show more of each task; `fetch` brings it for all tasks of a page in a constant number of queries."""
    shape = Shape(fetch, show)
    if shape not in _shapes:
        _shapes.append(shape)


def with_shapes(tasks: QuerySet[Task], actor: Actor) -> QuerySet[Task]:
    for shape in _shapes:
        tasks = shape.fetch(tasks, actor)
    return tasks


def shapes_of(task: Task) -> dict[str, Any]:
    """Of a task that with_shapes() brought; of any other what costs no query, which may be nothing."""
    return {name: value for shape in _shapes for name, value in shape.show(task).items()}


@dataclass(frozen=True, slots=True)
class Mark:
    """A small sign behind the title of a row: an icon and perhaps a word; `title` says it in full."""

    icon: str
    text: str
    title: str
    tone: str = ""


MarksOf = Callable[[Task], Iterable[Mark]]
RowEnd = Callable[[Task], str]
PrepareRowEnd = Callable[[Mapping[str, Any]], RowEnd]
ProjectTotals = Callable[[Actor, Sequence[UUID]], Mapping[UUID, int]]

_marks: list[MarksOf] = []
_row_ends: list[PrepareRowEnd] = []
_project_totals: list[ProjectTotals] = []


def register_marks(marks: MarksOf) -> None:
    """Have rows carry more signs, from what an annotation brought (register_annotation): it must ask nothing."""
    if marks not in _marks:
        _marks.append(marks)


def marks_of(task: Task) -> list[Mark]:
    return [mark for marks in _marks for mark in marks(task)]


def register_row_end(prepare: PrepareRowEnd) -> None:
    """
    Have every row of a list end with a control. `prepare` gets the page's context once, and answers with what draws the
    control of one task: a list draws hundreds. What it draws must be safe markup.
    """
    if prepare not in _row_ends:
        _row_ends.append(prepare)


def row_ends(context: Mapping[str, Any]) -> list[RowEnd]:
    return [prepare(context) for prepare in _row_ends]


def register_project_total(total: ProjectTotals) -> None:
    """Have projects say how many seconds went into them, by project, in one query; those with none may be left out."""
    if total not in _project_totals:
        _project_totals.append(total)


def seconds_in(actor: Actor, projects: Sequence[UUID]) -> dict[UUID, int]:
    """Seconds tracked on each of the projects, as far as the actor may see."""
    sums = dict.fromkeys(projects, 0)
    for total in _project_totals:
        for pk, seconds in total(actor, projects).items():
            sums[pk] += seconds
    return sums


def register_filtering(narrow: Filtering) -> None:
    """Have lists of programs be narrowed by a text; to what is open too, unless it or the list (`as_it_is`) speaks of that."""
    if narrow not in _filterings:
        _filterings.append(narrow)


def filtered(tasks: QuerySet[Task], text: str, actor: Actor, *, as_it_is: bool) -> QuerySet[Task]:
    for narrow in _filterings:
        tasks = narrow(tasks, text, actor, as_it_is)
    return tasks
