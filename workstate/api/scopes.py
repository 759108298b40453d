"""What of the API a key reaches: every address lies in one area, by the first word of its path."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext as _
from rest_framework import permissions
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request

from workstate.accounts.keys.models import ApiKey
from workstate.accounts.keys.scopes import READ, WRITE, Area

IN_WORKSPACE: Final = "api/v1/workspaces/<slug:workspace>/"
SHELL: Final = "api/v1/"

_OF_NOUN: Final = {
    Area.TASKS: "tasks quick-add changes labels comments attachments fields views looks search activity",
    Area.PROJECTS: "projects sections folders clients budgets templates public-links publishing",
    Area.TIME: "timer entries timesheet notices goals focus capacity time-rules locked-periods submissions",
    Area.REPORTS: "reports rates letterhead billing-settings",
    Area.WORKSPACE: "people groups invitations departure archival logo audit webhooks",
}
AREAS: Final = {noun: area for area, nouns in _OF_NOUN.items() for noun in nouns.split()}
# What a borrowed key must not do: see or end sign-ins, make or revoke other keys.
FOR_BROWSERS: Final = frozenset({"me/sessions/", "me/sessions/<int:session>/", "me/keys/", "me/keys/<uuid:api_key>/"})
# Told and given to whoever asks.
OPEN: Final = frozenset({"schema/", "device/authorization/", "device/token/"})
# A key may always ask what it is, and end itself.
FOR_ANY_KEY: Final = frozenset({"me/key/"})


def area_of(route: str) -> Area | None:
    """The area of an address by its route; None for what no key reaches. Raises KeyError for a noun that is in no area."""
    if route.startswith(IN_WORKSPACE):
        noun = route.removeprefix(IN_WORKSPACE).partition("/")[0]
        return AREAS[noun] if noun else Area.WORKSPACE
    inner = route.removeprefix(SHELL)
    if inner in FOR_BROWSERS:
        return None
    if inner.startswith("me/"):
        return {"me/time-preferences/": Area.TIME, "me/focus/": Area.TIME}.get(inner, Area.ME)
    return {"workspaces": Area.WORKSPACE, "invitations": Area.WORKSPACE}[inner.partition("/")[0]]


class WithinScopes(permissions.BasePermission):
    """A key does what it was made for; a person who is signed in is asked nothing here."""

    def has_permission(self, request: Request, view: Any) -> bool:
        key = request.auth
        match = request._request.resolver_match
        if not isinstance(key, ApiKey) or match is None or match.route.removeprefix(SHELL) in FOR_ANY_KEY:
            return True
        area = area_of(match.route)
        if area is None:
            raise PermissionDenied(_("No key may do this. Sign in on the web."), code="key_not_allowed")
        writes = request.method not in permissions.SAFE_METHODS
        if not key.allows(area, writes=writes):
            needed = f"{area}:{WRITE if writes else READ}"
            raise PermissionDenied(
                _("This key may not do that; it would need %(scope)s.") % {"scope": needed}, code="insufficient_scope"
            )
        return True
