"""What the page of a week says beside the numbers: where its buttons lead, and the sentences of its script."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.timesheets.keys import RowKey
from workstate.timesheets.queries import Week
from workstate.timetracking.queries import projects_to_choose, tasks_at_hand

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class WeekPage:
    week: Week

    @property
    def title(self) -> str:
        return Formats.of(self.week.actor.user).days(self.week.first, self.week.last)

    @property
    def address(self) -> str:
        return self._url("week", self.week.first)

    @property
    def present(self) -> str:
        return self._url("week")

    @property
    def previous(self) -> str:
        return self._url("week", self.week.first - WEEK)

    @property
    def following(self) -> str:
        return self._url("week", self.week.first + WEEK)

    @property
    def cells(self) -> str:
        return self._url("cells", self.week.first)

    @property
    def rows(self) -> str:
        return self._url("rows", self.week.first)

    @property
    def copies(self) -> str:
        return self._url("copies", self.week.first)

    @property
    def tasks(self) -> str:
        return reverse("tasks:list", args=[self.week.actor.workspace.slug])

    def offers(self) -> list[dict[str, object]]:
        """What can be put into the week as a row and is not in it yet, as the combobox offers it."""
        actor = self.week.actor
        there = {line.key for line in self.week.lines}
        found: list[tuple[RowKey, str, str]] = [
            (RowKey(task=task.pk), f"{task.title} · {task.project.name}" if task.project else task.title,
             task.project.colour if task.project else "")
            for task in tasks_at_hand(actor)
        ]  # fmt: skip
        found += [(RowKey(project=project.pk), project.name, project.colour) for project in projects_to_choose(actor)]
        found.append((RowKey(), _("Without a project"), ""))
        return [{"value": str(key), "text": text, "colour": colour} for key, text, colour in found if key not in there]

    def words(self) -> dict[str, Any]:
        """Sentences of the script, as those of the table of tasks are named where they say the same."""
        return {
            "noRoom": _("{count} lines of what was copied found no row here."),
            "fixed": _("This cannot be typed over."),
            "copied": _("{count} cells copied."),
            "broken": _("The server did not take this. It stands here as you typed it; try again."),
            "signedOut": _("You are signed out. What you typed stays here: sign in in another tab, then it is saved."),
            "unsaved": _("Not saved yet. It is tried again until the server answers."),
            "unsavedCells": _("{count} cells are not saved yet. They are tried again until the server answers."),
            "saved": _("All saved."),
            "theirs": _("{hours} on another device"),
            "nothing": _("Empty on another device"),
            "keep": _("Keep mine, {hours}"),
            "take": _("Take {hours}"),
            "clear": _("empty"),
            "conflict": _("This cell was changed on another device meanwhile."),
            "conflicts": _("{count} cells were changed on another device meanwhile. They are marked."),
        }

    def _url(self, name: str, *args: object) -> str:
        return reverse(f"timesheets:{name}", args=[self.week.actor.workspace.slug, *args])
