from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workstate.core.commands import MEMBERS, Command, Group, register

register(
    Command(
        name="go.import",
        title=_("Import"),
        group=Group.GO,
        icon="upload",
        words=_("bring in toggl todoist csv"),
        writes=True,
        place="transfer:start",
        roles=MEMBERS,
    ),
)
