"""Numbers of an import in words."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.translation import ngettext

from workstate.transfer.plan import Report


def counted(report: Report) -> list[str]:
    """What is made, largest things first: "2 clients", "1 project", …; nothing is not told."""
    counts = [
        (report.clients, ngettext("%(count)s client", "%(count)s clients", report.clients)),
        (report.projects, ngettext("%(count)s project", "%(count)s projects", report.projects)),
        (report.sections, ngettext("%(count)s section", "%(count)s sections", report.sections)),
        (report.labels, ngettext("%(count)s label", "%(count)s labels", report.labels)),
        (report.tasks, ngettext("%(count)s task", "%(count)s tasks", report.tasks)),
        (report.entries, ngettext("%(count)s time entry", "%(count)s time entries", report.entries)),
    ]
    return [words % {"count": grouped(count)} for count, words in counts if count]


def grouped(count: int) -> str:
    """12,345, as the language writes it."""
    return number_format(count, force_grouping=True)
