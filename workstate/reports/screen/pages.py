"""The page of a report: read from its address, also from one of which a part means nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Self

from django.http import QueryDict
from django.utils.translation import gettext as _

from workstate.core.errors import Invalid
from workstate.reports.description import Description, read_description
from workstate.reports.kinds import make_report
from workstate.reports.reader import Reader
from workstate.reports.report import Report
from workstate.reports.screen.choosing import PARTS, Bar
from workstate.reports.screen.showing import ShownReport
from workstate.reports.shapes import ReportKind
from workstate.savedviews.filters import FilterError

# A form says these with a field for each of several.
SEVERAL = ("people", "groups")


def parameters_of(query: QueryDict) -> dict[str, str]:
    """What an address says, each once: of what may be several, all of them."""
    return {
        name: ",".join(value for value in query.getlist(name) if value) if name in SEVERAL else query.get(name, "")
        for name in query
    }


@dataclass
class ReportPage:
    """
    The bar, and the report unless something is `wrong`: then its part of the bar says what. The rest of the address is
    kept, so that nothing has to be chosen twice.
    """

    bar: Bar
    report: Report | None = None
    wrong: list[Invalid] = field(default_factory=list)

    @classmethod
    def read(cls, kind: ReportKind, parameters: Mapping[str, str], reader: Reader) -> Self:
        """Raises NotAllowed for a kind that is not theirs."""
        left, wrong = dict(parameters), []
        while True:
            try:
                description = read_description(kind, left, reader.actor)
                break
            except Invalid as error:
                wrong.append(error)
                if not _without(error, left):
                    description = Description.default(kind, reader.actor)
                    break
        bar = Bar(description, reader, parameters)
        if wrong:
            return cls(bar, None, wrong)
        try:
            report = make_report(description, reader)
        except Invalid as error:
            return cls(bar, None, [error])
        # The report knows which days it shows: of longer ones the weekly report shows one week, and its arrows go on by weeks.
        return cls(Bar(report.description, reader, parameters), report)

    @property
    def title(self) -> str:
        return self.report.title if self.report else _("This report cannot be shown")

    @cached_property
    def shown(self) -> ShownReport | None:
        return ShownReport(self.report) if self.report else None

    @property
    def filter_error(self) -> FilterError | None:
        return next((error for error in self.wrong if isinstance(error, FilterError)), None)

    @property
    def filter(self) -> str:
        return self.bar.typed.get("filter", self.bar.description.filter)

    @cached_property
    def errors(self) -> dict[str, list[str]]:
        """What is wrong, by the part of the bar; what belongs to none stands under "other"."""
        found: dict[str, list[str]] = {}
        for error in self.wrong:
            for name, messages in error.message_dict.items():
                part = next((part for part, names in PARTS.items() if name in names), "other")
                found.setdefault(part, []).extend(messages)
        return found

    @property
    def told(self) -> list[str]:
        """Everything that is wrong, but for what the filter says at its own place."""
        told = {**self.errors}
        if self.filter_error:
            told.pop("filter", None)
        return [message for messages in told.values() for message in messages]


def _without(error: Invalid, parameters: dict[str, str]) -> bool:
    """Take away what the error is about; False where there is nothing to take."""
    parts = [names for names in PARTS.values() if set(names) & set(error.message_dict)]
    said = [name for names in parts for name in names if name in parameters]
    for name in said:
        del parameters[name]
    return bool(said)
