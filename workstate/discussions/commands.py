from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workstate.core.commands import Command, Group, Where, register

register(
    Command(
        name="task.description",
        title=_("Edit the description"),
        group=Group.TASK,
        keys=("D",),
        icon="pencil",
        words=_("notes text write"),
    ),
    Command(
        name="text.send",
        title=_("Send, save"),
        group=Group.TEXT,
        where=Where.TEXT,
        keys=("Mod+Enter",),
        heard_in="markdown.js",
    ),
    Command(
        name="text.bold",
        title=_("Bold"),
        group=Group.TEXT,
        where=Where.TEXT,
        keys=("Mod+b",),
        heard_in="markdown.js",
    ),
    Command(
        name="text.italic",
        title=_("Italic"),
        group=Group.TEXT,
        where=Where.TEXT,
        keys=("Mod+i",),
        heard_in="markdown.js",
    ),
    Command(
        name="text.link",
        title=_("Link"),
        group=Group.TEXT,
        where=Where.TEXT,
        keys=("Mod+k",),
        heard_in="markdown.js",
    ),
    Command(
        name="text.stop",
        title=_("Stop, and keep what is written"),
        group=Group.TEXT,
        where=Where.TEXT,
        keys=("Escape",),
        heard_in="markdown-edit.js",
    ),
)
