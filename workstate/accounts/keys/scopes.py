"""What a key may do: areas of the product, each to be read or to be written too."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workstate.core.errors import Invalid


class Area(TextChoices):
    TASKS = "tasks", gettext_lazy("Tasks")
    PROJECTS = "projects", gettext_lazy("Projects")
    TIME = "time", gettext_lazy("Time")
    REPORTS = "reports", gettext_lazy("Reports and rates")
    WORKSPACE = "workspace", gettext_lazy("Workspace and people")
    ME = "me", gettext_lazy("My profile and notifications")

    @property
    def covers(self) -> str:
        return {
            Area.TASKS: _("Tasks, quick add, labels, comments, files, fields, views, search"),
            Area.PROJECTS: _("Projects, sections, folders, clients, sharing, budgets, templates"),
            Area.TIME: _("The timer, entries, timesheets, goals, focus"),
            Area.REPORTS: _("Reports and their files, rates, billing"),
            Area.WORKSPACE: _("Settings, people, groups, invitations, the log"),
            Area.ME: _("Who I am, when I work, what I am told"),
        }[self]


READ, WRITE = "read", "write"
EVERYTHING: tuple[str, ...] = tuple(f"{area}:{WRITE}" for area in Area.values)
ALL: tuple[str, ...] = tuple(f"{area}:{mode}" for area in Area.values for mode in (READ, WRITE))


def clean_scopes(scopes: Iterable[str]) -> list[str]:
    """In the order of the areas, one of each: to write includes to read. Raises Invalid at "scopes"."""
    given = set(scopes)
    if not given:
        raise Invalid(_("Choose at least one thing that the key may do."), field="scopes")
    if unknown := sorted(given - set(ALL)):
        raise Invalid(_("There is no such permission: %(name)s.") % {"name": unknown[0][:40]}, field="scopes")
    return [
        scope
        for area in Area.values
        for scope in (f"{area}:{WRITE}" if f"{area}:{WRITE}" in given else f"{area}:{READ}",)
        if scope in given
    ]


def allows(scopes: Iterable[str], area: str, *, writes: bool) -> bool:
    return f"{area}:{WRITE}" in scopes or (not writes and f"{area}:{READ}" in scopes)


def words(scopes: Iterable[str]) -> list[str]:
    """As people read them: "Tasks", "Time (read only)"."""
    said = []
    for scope in scopes:
        area, _colon, mode = scope.partition(":")
        label = str(Area(area).label)
        said.append(label if mode == WRITE else _("%(area)s (read only)") % {"area": label})
    return said
