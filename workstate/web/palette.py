"""What a page knows of the commands: the data for the keys and the palette, and the sheet of shortcuts. One registry for all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.html import json_script
from django.utils.safestring import SafeString, mark_safe

from workstate.core.actor import Role
from workstate.core.commands import Command, Group, command, commands, key_parts
from workstate.core.stencils import mark, stencil
from workstate.web.navigation import address

# Stands for the workspace while addresses are made; JSON would escape the mark of a stencil.
SOMEWHERE = "_-workspace-_"
_ARROWS = "←→↑↓"
_SENT = ("where", "icon", "act", "value", "press", "typed", "single", "needs")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the sheet: what it does, and its keys, each as what is written on them one after the other."""

    name: str
    title: str
    keys: list[list[str]]


def drawn(role: Role, slug: str, *, reads_only: bool = False) -> SafeString:
    """The data, the sheet and the empty palette for whoever has the role in the workspace. Drawn once per role and language."""
    return stencil("web/_commands.html", "slug", role=role.value, reads_only=reads_only).fill({"slug": slug})


def data(role: Role, *, reads_only: bool = False) -> SafeString:
    """All that scripts know of the commands, as a data block for a stencil with a place `slug`."""
    known = {
        "commands": [_data(one) for one in allowed(role, reads_only=reads_only) if one.listed or one.act],
        "groups": {group.value: group.heading for group in Group},
        "find": address("search:results", SOMEWHERE),
        "tasks": address("search:palette", SOMEWHERE),
    }
    return mark_safe(json_script(known, "commands").replace(SOMEWHERE, mark("slug")))  # nosec: escaped by json_script


def allowed(role: Role, *, reads_only: bool = False) -> list[Command]:
    """The commands of this role whose place there is; where nothing can be written, those that do not write."""
    known = [one for one in commands() if role in one.roles and (not one.place or url_of(one))]
    return [one for one in known if not (reads_only and one.writes)]


def sheet(role: Role, *, reads_only: bool = False) -> list[tuple[str, list[Line]]]:
    """Every key there is, under its heading."""
    groups = []
    for group in Group:
        lines = [
            Line(one.name, str(one.title), _joined([key_parts(key) for key in one.keys]))
            for one in allowed(role, reads_only=reads_only)
            if one.group == group and one.keys
        ]
        if lines:
            groups.append((group.heading, lines))
    return groups


def as_markdown() -> str:
    """Every key in tables, as docs/keyboard.md has them."""
    parts = []
    for heading, lines in sheet(Role.OWNER):
        rows = [f"| {line.title} | {_written(line.keys)} |" for line in lines]
        parts.append("\n".join([f"### {heading}", "", "| | |", "|---|---|", *rows]))
    return "\n\n".join(parts)


def _joined(keys: list[list[str]]) -> list[list[str]]:
    """Ways that differ in the arrow alone are told in one: Alt ← →."""
    joined: list[list[str]] = []
    for caps in keys:
        last = joined[-1] if joined else []
        held = caps[:-1]
        if (
            caps[-1][-1] in _ARROWS
            and last[: len(held)] == held
            and all(cap[-1] in _ARROWS for cap in last[len(held) :] or ".")
        ):
            last.append(caps[-1])
        else:
            joined.append(caps)
    return joined


def _written(keys: list[list[str]]) -> str:
    return " or ".join(" ".join(f"`{cap}`" for cap in caps) for caps in keys)


def url_of(one: Command) -> str:
    """The address that a command leads to, in the workspace SOMEWHERE or the person's own; "" when there is none."""
    return address(one.place, SOMEWHERE) or address(one.place) if one.place else ""


def hint(name: str) -> str:
    """The first key of a command in one line: "Ctrl K". Raises KeyError for a command there is not."""
    return " ".join(key_parts(command(name).keys[0]))


def _data(one: Command) -> dict[str, Any]:
    known: dict[str, Any] = {"name": one.name, "title": str(one.title), "group": one.group.value}
    known |= {field: value for field in _SENT if (value := getattr(one, field))}
    if one.where == "anywhere":
        del known["where"]
    if one.keys:
        known["keys"] = one.keys
        known["hint"] = hint(one.name)
    if one.words:
        known["words"] = str(one.words)
    if url := url_of(one):
        known["url"] = url
    if one.choices:
        choices = one.choices
        known["choices"] = choices if isinstance(choices, str) else [(value, str(said)) for value, said in choices]
    return known
