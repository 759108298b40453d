"""
A tree as JSON and back: the typed door to what a template holds.

Version 1 holds `first`, `sections`, `tasks`, `links`, `project`; what has its default is left out. A later version changes
the number and brings a function that makes the older body one of the newer kind (_UPGRADES), so that every template
that was ever made is still read. Keys that a reader does not know are passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from datetime import date, time
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from workstate.blueprints.tree import Cover, Item, Link, Part, Returning, Tree
from workstate.core.errors import Conflict

VERSION = 1
_UPGRADES: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}
_DEFAULTS = {one.name: one.default for one in fields(Item) if one.default is not MISSING}


def written(tree: Tree) -> dict[str, Any]:
    """The tree as JSON."""
    return {
        "version": VERSION,
        "first": tree.first.isoformat() if tree.first else None,
        "sections": [{"name": part.name, "limit": part.limit} for part in tree.sections],
        "tasks": [_item_written(item) for item in tree.items],
        "links": [[link.source, link.target, link.kind] for link in tree.links],
        "project": None
        if tree.cover is None
        else {"description": tree.cover.description, "colour": tree.cover.colour, "icon": tree.cover.icon},
    }


def read(body: Mapping[str, Any]) -> Tree:
    """The tree of a template of any version; raises Conflict for what cannot be read."""
    try:
        return _read(_upgraded(dict(body)))
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise Conflict(_("This template cannot be read any more. Make it anew.")) from error


def _upgraded(body: dict[str, Any]) -> dict[str, Any]:
    version = int(body["version"])
    if version > VERSION:
        raise Conflict(_("This template was made by a newer version of Workstate."))
    while version < VERSION:
        body, version = _UPGRADES[version](body), version + 1
    return body


def _item_written(item: Item) -> dict[str, Any]:
    plain: dict[str, Any] = {
        name: value
        for name, default in _DEFAULTS.items()
        if name not in {"done", "returning", "due_time", "assignees"} and (value := getattr(item, name)) != default
    }
    plain["title"] = item.title
    if item.labels:
        plain["labels"] = list(item.labels)
    if item.assignees:
        plain["assignees"] = [str(member) for member in item.assignees]
    if item.due_time:
        plain["due_time"] = item.due_time.isoformat()
    if item.returning:
        plain["returning"] = {
            "rule": item.returning.rule,
            "anchor": item.returning.anchor,
            "times": [moment.isoformat() for moment in item.returning.times],
            "start": item.returning.start,
        }
    if item.extras:
        plain["extras"] = dict(item.extras)
    return plain


def _read(body: dict[str, Any]) -> Tree:
    sections = tuple(Part(str(part["name"]), _count(part.get("limit"))) for part in body.get("sections") or [])
    items: list[Item] = []
    for place, plain in enumerate(body.get("tasks") or []):
        items.append(_item_read(plain, place, len(sections)))
    count, cover = len(items), body.get("project")
    return Tree(
        items=tuple(items),
        sections=sections,
        links=tuple(
            Link(_place(source, count), _place(target, count), str(kind))
            for source, target, kind in body.get("links") or []
        ),
        first=date.fromisoformat(body["first"]) if body.get("first") else None,
        cover=None
        if cover is None
        else Cover(str(cover.get("description", "")), str(cover.get("colour", "")), str(cover.get("icon", ""))),
    )


def _item_read(plain: dict[str, Any], place: int, sections: int) -> Item:
    parent, section = _count(plain.get("parent")), _count(plain.get("section"))
    returning, clock = plain.get("returning"), plain.get("due_time")
    return Item(
        title=str(plain["title"]),
        description=str(plain.get("description", "")),
        priority=int(plain.get("priority", 4)),
        estimate=_count(plain.get("estimate")),
        parent=None if parent is None else _place(parent, place),
        section=None if section is None else _place(section, sections),
        labels=tuple(str(name) for name in plain.get("labels", ())),
        assignees=tuple(UUID(member) for member in plain.get("assignees", ())),
        start=_count(plain.get("start")),
        deferred=_count(plain.get("deferred")),
        due=_count(plain.get("due")),
        due_time=time.fromisoformat(clock) if clock else None,
        due_zone=str(plain.get("due_zone", "")),
        deadline=_count(plain.get("deadline")),
        returning=Returning(
            rule=str(returning["rule"]),
            anchor=str(returning["anchor"]),
            times=tuple(time.fromisoformat(moment) for moment in returning.get("times", ())),
            start=int(returning.get("start", 0)),
        )
        if returning
        else None,
        extras=dict(plain.get("extras", {})),
    )


def _count(value: Any) -> int | None:
    return None if value is None else int(value)


def _place(value: Any, ahead: int) -> int:
    """A place among so many; raises ValueError for one beyond."""
    place = int(value)
    if not 0 <= place < ahead:
        raise ValueError(place)
    return place
