"""What can be done to tasks, and the places where they are."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workstate.core.commands import Command, Group, Where, Words, register
from workstate.tasks.models import Priority

register(
    Command(
        name="task.add",
        order=1,
        title=_("Quick add"),
        group=Group.ANYWHERE,
        keys=("q",),
        icon="circle-plus",
        words=_("new task create"),
        act="add",
        writes=True,
    ),
    Command(name="go.archive", title=_("Archive"), group=Group.GO, icon="archive", place="tasks:archived"),
    Command(
        name="go.bin",
        title=_("Bin"),
        group=Group.GO,
        keys=("g b",),
        icon="trash-2",
        words=_("deleted trash restore"),
        place="tasks:bin",
    ),
)


OPEN, DONE = ".check[aria-pressed=false]", ".check[aria-pressed=true]"
DATES = {"due", "start", "deadline", "defer"}


def _days(field: str) -> tuple[tuple[str, Words], ...]:
    days = (("today", _("Today")), ("tomorrow", _("Tomorrow")), ("next week", _("Next week")), ("", _("No date")))
    return tuple((f"{field}={day}", said) for day, said in days)


def _given(
    name: str,
    title: Words,
    *,
    what: str,
    keys: tuple[str, ...] = (),
    icon: str,
    words: Words = "",
    choices: tuple[tuple[str, Words], ...] | str = (),
    typed: str = "",
    single: bool = False,
) -> Command:
    """A command that opens the choice of what tasks can be given."""
    return Command(
        name=f"task.{name}",
        title=title,
        group=Group.TASK,
        where=Where.TASK,
        keys=keys,
        icon=icon,
        words=words,
        act="choose",
        value=what,
        choices=choices,
        typed=typed,
        place="tasks:dates" if what in DATES else "",  # which says what the words mean
        single=single,
        writes=True,
    )


def _done(
    name: str,
    title: Words,
    *,
    act: str,
    value: str,
    keys: tuple[str, ...] = (),
    icon: str,
    words: Words = "",
    single: bool = False,
    needs: str = "",
    writes: bool = True,
) -> Command:
    """A command that does something to tasks at once."""
    return Command(
        name=f"task.{name}",
        title=title,
        group=Group.TASK,
        where=Where.TASK,
        keys=keys,
        icon=icon,
        words=words,
        act=act,
        value=value,
        single=single,
        needs=needs,
        writes=writes,
    )


register(
    _done(
        "complete",
        _("Complete"),
        act="task",
        value="complete",
        keys=("Space",),
        icon="circle-check",
        words=_("done finish"),
        needs=OPEN,
    ),
    _done("reopen", _("Reopen"), act="task", value="reopen", icon="rotate-ccw", words=_("not done"), needs=DONE),
    _given(
        "due",
        _("Date"),
        what="due",
        keys=("d",),
        icon="calendar",
        words=_("due schedule when"),
        choices=_days("due_day"),
        typed="due",
    ),
    _done("today", _("Due today"), act="set", value="due_day=today", keys=("t",), icon="sun", words=_("date")),
    _done(
        "tomorrow",
        _("Due tomorrow"),
        act="set",
        value="due_day=tomorrow",
        keys=("T",),
        icon="arrow-right",
        words=_("date"),
    ),
    _given(
        "priority",
        _("Priority"),
        what="priority",
        keys=("p",),
        icon="flag",
        words=_("important urgent"),
        choices=tuple((f"priority={value}", words) for value, words in Priority.choices),
    ),
    _given(
        "labels",
        _("Labels"),
        what="labels",
        keys=("l",),
        icon="tag",
        words=_("tag"),
        choices="labels",
        typed="add_labels",
    ),
    _given("assign", _("Assign"), what="assignees", keys=("a",), icon="user", words=_("person give to")),
    _done(
        "mine", _("Assign to me"), act="set", value="add_assignees=me", keys=("i",), icon="user-check", words=_("take")
    ),
    _given(
        "move",
        _("Move to a project"),
        what="project",
        keys=("m",),
        icon="folder-input",
        words=_("section inbox"),
        choices="projects",
    ),
    _given("repeat", _("Repeat"), what="repeat", keys=("r",), icon="repeat", words=_("every recurring"), single=True),
    _given(
        "start",
        _("Start"),
        what="start",
        icon="calendar-days",
        words=_("begin date"),
        choices=_days("start_on"),
        typed="start_on",
    ),
    _given(
        "deadline",
        _("Deadline"),
        what="deadline",
        icon="flag",
        words=_("date latest"),
        choices=_days("deadline_on"),
        typed="deadline_on",
    ),
    _given(
        "defer",
        _("Hide until"),
        what="defer",
        icon="moon",
        words=_("defer snooze later"),
        choices=_days("deferred_until")[1:],
        typed="deferred_until",
    ),
    _given("reminders", _("Remind me"), what="reminders", icon="bell", words=_("reminder alarm"), single=True),
    _given(
        "parent", _("Make it a subtask of…"), what="parent", icon="list-tree", words=_("under another"), single=True
    ),
    _done(
        "duplicate",
        _("Duplicate"),
        act="task",
        value="duplicate",
        keys=("y",),
        icon="copy",
        words=_("copy again"),
        single=True,
    ),
    _done("page", _("Open as a page"), act="task", value="page", icon="maximize-2", single=True, writes=False),
    _done(
        "copy-link",
        _("Copy the link"),
        act="task",
        value="copy-link",
        icon="link",
        words=_("address url"),
        single=True,
        writes=False,
    ),
    _done(
        "copy-title", _("Copy the title"), act="task", value="copy-title", icon="clipboard", single=True, writes=False
    ),
    _done(
        "cancel",
        _("Cancel: it will not be done"),
        act="task",
        value="cancel",
        icon="ban",
        words=_("drop won't"),
        needs=OPEN,
    ),
    _done("archive", _("Archive"), act="task", value="archive", icon="archive"),
    _done("delete", _("Delete"), act="task", value="delete", keys=("#",), icon="trash-2", words=_("remove bin")),
    Command(
        name="task.indent",
        title=_("Put under the one above, and out; on a board into the next column"),
        writes=True,
        group=Group.TASK,
        where=Where.TASK,
        keys=("Alt+ArrowRight", "Alt+ArrowLeft"),
        heard_in="subtasks.js",
    ),
    Command(
        name="select.one",
        title=_("Select"),
        group=Group.LIST,
        where=Where.LIST,
        keys=("x",),
        icon="square-check",
        words=_("mark choose"),
        act="select",
        value="one",
    ),
    Command(
        name="select.more",
        title=_("Select more"),
        group=Group.LIST,
        where=Where.LIST,
        keys=("Shift+ArrowDown", "Shift+ArrowUp"),
        heard_in="selecting.js",
    ),
    Command(
        name="select.all",
        title=_("Select all"),
        group=Group.LIST,
        where=Where.LIST,
        keys=("Mod+a",),
        icon="list-checks",
        words=_("mark choose every"),
        act="select",
        value="all",
    ),
    Command(
        name="select.none",
        title=_("Clear the selection"),
        group=Group.LIST,
        where=Where.LIST,
        icon="x",
        act="select",
        value="none",
    ),
)

register(
    Command(
        name="line.add", title=_("Add"), group=Group.LINE, where=Where.LINE, keys=("Enter",), heard_in="quickadd.js"
    ),
    Command(
        name="line.start",
        title=_("Add and start the timer"),
        group=Group.LINE,
        where=Where.LINE,
        keys=("Mod+Enter",),
        heard_in="quickadd.js",
    ),
    Command(
        name="line.drop",
        title=_("Drop the last meaning"),
        group=Group.LINE,
        where=Where.LINE,
        keys=("Backspace Backspace",),
        heard_in="quickadd.js",
    ),
    Command(
        name="line.clear",
        title=_("Clear, then close"),
        group=Group.LINE,
        where=Where.LINE,
        keys=("Escape",),
        heard_in="quickadd.js",
    ),
)
