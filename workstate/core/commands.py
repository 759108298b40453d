"""
Everything that can be done by a key or from the command palette, said once.

Rooms register their commands in a module `commands.py`, which is read when the server starts. The palette, the sheet of
shortcuts, the hints of buttons and the keys themselves are all made from here, so they never disagree.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from workstate.core.actor import Role

Words = str | Promise
EVERYBODY = frozenset(Role)
MEMBERS = EVERYBODY - {Role.GUEST}


class Where(StrEnum):
    """Where a command holds. Lists, tasks and anywhere share one set of keys; a field that is typed in has its own."""

    ANYWHERE = "anywhere"
    LIST = "list"
    """On the row at the cursor; `press` is looked for in it."""
    TASK = "task"
    """On the tasks that are selected, else the one at the cursor, else the one that is open."""
    LINE = "line"
    """While a task is being added."""
    TEXT = "text"
    """While a description or a comment is being written."""
    LAYOUT = "layout"
    """In one layout of a list, which the first part of the name says; its keys come before those of lists."""


class Group(StrEnum):
    """Under which heading a command stands, in the order of the sheet."""

    ANYWHERE = "anywhere"
    LIST = "list"
    TASK = "task"
    GO = "go"
    VIEW = "view"
    LAYOUT = "layout"
    TIME = "time"
    LINE = "line"
    TEXT = "text"
    YOU = "you"

    @property
    def heading(self) -> str:
        return {
            Group.ANYWHERE: _("Anywhere"),
            Group.LIST: _("In a list"),
            Group.TASK: _("On a task, in a list or open"),
            Group.GO: _("Go to"),
            Group.VIEW: _("How a list looks"),
            Group.LAYOUT: _("On a board, in a table, a calendar or a timeline"),
            Group.TIME: _("In the list, the calendar and the sheet of time, and in the plan of a week"),
            Group.LINE: _("While adding"),
            Group.TEXT: _("While writing"),
            Group.YOU: _("You"),
        }[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """
    One thing that can be done: it leads to a `place`, does an `act` of a script, or presses what is there to be pressed.

    Without any of the three it presses the element with `data-command="<name>"`; what is not on the page is not offered.
    """

    name: str
    title: Words
    group: Group
    where: Where = Where.ANYWHERE
    keys: tuple[str, ...] = ()
    """As KeyboardEvent.key says them: "q", "g t" one after the other, "Mod+k" with Ctrl or ⌘."""
    icon: str = ""
    words: Words = ""
    """Other words by which somebody may look for it."""
    place: str = ""
    """The name of an address, in the workspace or the person's own; with an `act` the act is given it."""
    act: str = ""
    value: str = ""
    press: str = ""
    choices: tuple[tuple[str, Words], ...] | str = ()
    """What can be chosen on a second page of the palette: pairs of value and words, or a list the page knows by this name."""
    typed: str = ""
    """The field of a task as which the second page sends words that are none of its choices."""
    single: bool = False
    """Means one task, never a selection."""
    needs: str = ""
    """What must stand on the task for the palette to offer it, as a selector."""
    heard_in: str = ""
    """The script that listens for the keys itself, because they mean something only in its part of the page; under js/behaviours/
    unless it names a folder."""
    roles: frozenset[Role] = EVERYBODY
    writes: bool = False
    """Does nothing but write, so that an archived workspace would refuse it: not offered there."""
    order: int = 5
    """Where it stands in its group, whichever room it is of."""

    @property
    def listed(self) -> bool:
        """Whether the palette offers it: nobody moves a cursor by typing."""
        return not self.heard_in and self.act != "cursor"


_commands: dict[str, Command] = {}


def register(*commands: Command) -> None:
    """Called once per room, when its module is read. Raises ValueError for a name or a key that is taken."""
    for command in commands:
        if command.name in _commands:
            raise ValueError(f"There are two commands of the name {command.name}.")
        _refuse_taken(command, _commands.values())
        _commands[command.name] = command


def commands() -> list[Command]:
    """All of them, as they stand in the sheet and in the palette."""
    groups = list(Group)
    return sorted(_commands.values(), key=lambda command: (groups.index(command.group), command.order))


def command(name: str) -> Command:
    """Raises KeyError for a name that no room has registered."""
    return _commands[name]


def key_parts(key: str) -> list[str]:
    """What is written on the keys: ["Ctrl", "K"] for "Mod+k", ["g", "t"] for "g t"."""
    presses = [press.split("+") if press != "+" else [press] for press in key.split(" ")]
    return [_cap(part, among=len(parts)) for parts in presses for part in parts]


def _cap(part: str, *, among: int) -> str:
    named = {
        "Mod": "Ctrl",
        "Shift": "⇧",
        "ArrowUp": "↑",
        "ArrowDown": "↓",
        "ArrowLeft": "←",
        "ArrowRight": "→",
        "Escape": "Esc",
        "Backspace": "⌫",
        "Delete": "⌦",
        "PageUp": "Page ↑",
        "PageDown": "Page ↓",
        "Space": _("Space"),
    }
    return named.get(part, part.upper() if among > 1 and len(part) == 1 else part)


def _space(command: Command) -> str:
    """Commands of one space can be meant by one key at the same moment."""
    if command.where == Where.LAYOUT and command.heard_in:
        return command.name.split(".")[0]
    return command.where if command.where in {Where.LINE, Where.TEXT} else ""


def _refuse_taken(new: Command, others: Iterable[Command]) -> None:
    for key in new.keys:
        for other in others:
            for taken in other.keys if _space(other) == _space(new) else ():
                # A key that begins another's sequence would never be heard, or never alone.
                if key == taken or key.startswith(f"{taken} ") or taken.startswith(f"{key} "):
                    raise ValueError(f"{new.name} and {other.name} want the same key: {key}.")
