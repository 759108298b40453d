"""
What rooms above this one add to its pages. They register in their apps.py; nobody here knows who they are.

A page of tasks shows time, but time leans on tasks and not the other way round.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.functional import Promise

from workstate.core.actor import Actor
from workstate.tasks.models import Task

Annotation = Callable[[QuerySet[Task], Actor], QuerySet[Task]]
DayTotal = Callable[[Actor, date], int]
Starter = Callable[[Task, Actor], object]


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of a task's page: its heading and a template that is drawn from `task` and the page's context."""

    title: str | Promise
    template: str


_annotations: list[Annotation] = []
_day_totals: list[DayTotal] = []
_starters: list[Starter] = []
_panels: list[Panel] = []


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


def register_starter(start: Starter) -> None:
    """Have "add and start" start the clock; it runs in the transaction that makes the task."""
    if start not in _starters:
        _starters.append(start)


def start_clock(task: Task, actor: Actor) -> None:
    for start in _starters:
        start(task, actor)


def register_panel(title: str | Promise, template: str) -> None:
    """Have a task's page show the template under a heading; a lazily translated title is translated when it is shown."""
    panel = Panel(title, template)
    if panel not in _panels:
        _panels.append(panel)


def panels() -> list[Panel]:
    return list(_panels)
