"""The reports there are, and what can be chosen of each."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from workstate.reports.groupings import Grouping
from workstate.reports.periods import Preset


class ReportKind(TextChoices):
    SUMMARY = "summary", _("Summary")
    DETAILED = "detailed", _("Detailed")
    WEEKLY = "weekly", _("Weekly")
    COMPARISON = "comparison", _("Comparison")
    ESTIMATES = "estimates", _("Estimates")
    PROFITABILITY = "profitability", _("Profitability")
    PRODUCTIVITY = "productivity", _("Productivity")
    TEAM = "team", _("Team")
    GOALS = "goals", _("Goals")


EVERY = tuple(Grouping)
SUBJECTS = tuple(grouping for grouping in Grouping if not grouping.is_calendar)


@dataclass(frozen=True, slots=True)
class Shape:
    """
    What an address may say of a kind of report, and what stands for what it does not say. Groupings: none are offered where
    there are none; `group` is what it opens with.
    """

    groups: tuple[Grouping, ...] = ()
    thens: tuple[Grouping, ...] = ()
    group: Grouping | None = None
    then: Grouping | None = None
    preset: Preset = Preset.THIS_WEEK
    rounds: bool = True
    filters: bool = True
    chooses_people: bool = True
    compares: bool = False
    sorts: tuple[str, ...] = ()


SHAPES: dict[ReportKind, Shape] = {
    ReportKind.SUMMARY: Shape(EVERY, EVERY, Grouping.PROJECT, Grouping.TASK),
    ReportKind.DETAILED: Shape(sorts=("-day", "day", "-duration", "duration")),
    ReportKind.WEEKLY: Shape(SUBJECTS, SUBJECTS, Grouping.PROJECT, None),
    ReportKind.COMPARISON: Shape(SUBJECTS, (), Grouping.PROJECT, None, Preset.LAST_MONTH, compares=True),
    ReportKind.ESTIMATES: Shape(
        (Grouping.PROJECT, Grouping.CLIENT), (), Grouping.PROJECT, None, Preset.THIS_MONTH, rounds=False
    ),
    ReportKind.PROFITABILITY: Shape(
        (Grouping.PROJECT, Grouping.CLIENT, Grouping.TASK, Grouping.PERSON, Grouping.MONTH),
        (Grouping.PROJECT, Grouping.CLIENT, Grouping.TASK, Grouping.PERSON, Grouping.MONTH),
        Grouping.CLIENT,
        Grouping.PROJECT,
        Preset.THIS_MONTH,
    ),
    ReportKind.PRODUCTIVITY: Shape(preset=Preset.LAST_30_DAYS, rounds=False, filters=False),
    ReportKind.TEAM: Shape(rounds=False, filters=False),
    ReportKind.GOALS: Shape(preset=Preset.LAST_30_DAYS, rounds=False, filters=False, chooses_people=False),
}
