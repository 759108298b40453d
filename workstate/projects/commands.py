from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workstate.core.commands import MEMBERS, Command, Group, register

register(
    Command(
        name="go.projects",
        order=3,
        title=_("Projects"),
        group=Group.GO,
        keys=("g p",),
        icon="folder",
        place="projects:list",
    ),
    Command(
        name="project.new",
        title=_("New project"),
        group=Group.ANYWHERE,
        icon="folder-plus",
        words=_("create add"),
        writes=True,
        place="projects:new",
        roles=MEMBERS,
    ),
    Command(
        name="go.clients",
        title=_("Clients"),
        group=Group.GO,
        icon="briefcase",
        words=_("customers address vat bill"),
        place="projects:clients",
        roles=MEMBERS,
    ),
    Command(
        name="section.new",
        title=_("Add a section"),
        group=Group.VIEW,
        icon="plus",
        words=_("new create column"),
        writes=True,
        press="#section-name",
    ),
    Command(
        name="project.share",
        title=_("Share the project"),
        group=Group.VIEW,
        keys=("P",),
        icon="users",
        words=_("people guests private access invite link"),
    ),
)
