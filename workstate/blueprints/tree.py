"""
What is copied and what a template keeps: tasks, how they stand under and beside each other, and nothing that happened to them.

A tree has no place in time: its days are counted from its first one. It has no place in a list either, no numbers, no
comments, time, files, reminders or completions. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Part:
    """A section of a project."""

    name: str
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Returning:
    """How a task comes back. `start` is where the rule counts from, in days from the day on which the task is due."""

    rule: str
    anchor: str
    times: tuple[time, ...] = ()
    start: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """
    A task. `parent` and `section` are places in the tree's lists; a parent stands ahead of what is under it.

    Days count from the first day of the tree, `estimate` is in seconds, `due_time` is wall clock in `due_zone` or, where
    that is empty, in the zone of whoever writes the task. `done` is for reading: what is written is open.
    """

    title: str
    description: str = ""
    priority: int = 4
    estimate: int | None = None
    parent: int | None = None
    section: int | None = None
    labels: tuple[str, ...] = ()
    assignees: tuple[UUID, ...] = ()
    start: int | None = None
    deferred: int | None = None
    due: int | None = None
    due_time: time | None = None
    due_zone: str = ""
    deadline: int | None = None
    returning: Returning | None = None
    extras: Mapping[str, Any] = field(default_factory=dict)
    done: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """What one item is to another, by their places."""

    source: int
    target: int
    kind: str


@dataclass(frozen=True, slots=True)
class Cover:
    """What a project is besides its tasks."""

    description: str = ""
    colour: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Tree:
    """`first` is the first day of all, None where nothing has a day; `cover` is there for a project."""

    items: tuple[Item, ...] = ()
    sections: tuple[Part, ...] = ()
    links: tuple[Link, ...] = ()
    first: date | None = None
    cover: Cover | None = None

    def depths(self) -> list[int]:
        """How deep each item stands."""
        found: list[int] = []
        for item in self.items:
            found.append(0 if item.parent is None else found[item.parent] + 1)
        return found


@dataclass(frozen=True, slots=True)
class Keep:
    """What is taken along of what may be left: tasks that are done (as open ones), who is to do them, their dates."""

    done: bool = False
    assignees: bool = True
    dates: bool = True
