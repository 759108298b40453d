"""Who acts, where, with what role and by what means. Every action takes one as `by`."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from workstate.accounts.models import User
    from workstate.workspaces.models import Workspace


class Role(TextChoices):
    OWNER = "owner", _("Owner")
    ADMINISTRATOR = "administrator", _("Administrator")
    MEMBER = "member", _("Member")
    GUEST = "guest", _("Guest")


class Via(TextChoices):
    WEB = "web", _("Web")
    API = "api", _("API")
    IMPORT = "import", _("Import")
    COMMAND = "command", _("Command line")
    SYSTEM = "system", _("System")


@dataclass(frozen=True, slots=True)
class Origin:
    """From where a request came: the address on the net, and the device as devices.device_code() names it."""

    address: str
    device: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """A person in a workspace. There is no ambient current user: whoever acts is passed along."""

    user: User
    workspace: Workspace
    role: Role
    via: Via = Via.WEB
    origin: Origin | None = field(default=None, compare=False)
    """None for what no request asked for: jobs, handlers, commands."""

    @property
    def zone(self) -> ZoneInfo:
        return self.user.zone

    @property
    def first_weekday(self) -> int:
        """With which the weeks of reports, timesheets and capacity begin, Monday is 0: the workspace's, else one's own."""
        here = self.workspace.first_weekday
        return self.user.first_weekday if here is None else here

    @property
    def is_guest(self) -> bool:
        return self.role == Role.GUEST

    @property
    def reads_only(self) -> bool:
        """Whether the workspace is archived, so that whatever would be written is refused: pages offer none of it."""
        return self.workspace.archived_at is not None

    @property
    def administers(self) -> bool:
        return self.role in {Role.OWNER, Role.ADMINISTRATOR}

    def through(self, via: Via) -> Actor:
        return replace(self, via=via)

    def coming_from(self, origin: Origin | None) -> Actor:
        return replace(self, origin=origin)
