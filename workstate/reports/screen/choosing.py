"""The bar of a report: everything that its address may say, as links and forms that lead to another address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workstate.core.clock import FIRST_DAY, LAST_DAY
from workstate.reports import words
from workstate.reports.description import Description
from workstate.reports.groupings import Grouping
from workstate.reports.periods import Against, Preset
from workstate.reports.reader import Reader
from workstate.reports.saved.keeping import beside, saved_in
from workstate.reports.screen.choices import Choice, Option, order_words, rounding_words, roundings_of
from workstate.reports.screen.choosing_people import People
from workstate.reports.screen.narrowing import as_kind
from workstate.reports.shapes import ReportKind
from workstate.timetracking.rounding import NO_ROUNDING

# Which parameters of an address a form of the bar writes itself; it keeps the others.
PARTS = {
    "days": ("period", "from", "to"),
    "against": ("against", "against_from", "against_to"),
    "people": ("people", "groups"),
    "group": ("group", "then"),
    "rounding": ("rounding",),
    "filter": ("filter",),
    "sort": ("sort",),
}
PRESETS = (
    (Preset.TODAY, Preset.YESTERDAY),
    (Preset.THIS_WEEK, Preset.LAST_WEEK),
    (Preset.THIS_MONTH, Preset.LAST_MONTH),
    (Preset.THIS_QUARTER, Preset.LAST_QUARTER),
    (Preset.THIS_YEAR, Preset.LAST_YEAR),
    (Preset.LAST_30_DAYS,),
)


@dataclass
class Bar:
    """`typed`: what the address said, also where it means nothing, so that it can be mended in its place."""

    description: Description
    reader: Reader
    typed: Mapping[str, str] = field(default_factory=dict)

    first_day = FIRST_DAY
    last_day = LAST_DAY

    @property
    def workspace(self) -> str:
        return self.reader.actor.workspace.slug

    @property
    def url(self) -> str:
        """Where the forms lead: the report without any choice."""
        return reverse("reports:report", args=[self.workspace, self.description.kind.value])

    @property
    def full_url(self) -> str:
        """This report again."""
        return self._to(self.description)

    @cached_property
    def kept(self) -> dict[str, dict[str, str]]:
        """What each form says along with its own fields."""
        said = self.description.parameters | saved_in(self.typed)
        return {
            part: {name: value for name, value in said.items() if name not in names} for part, names in PARTS.items()
        }

    @cached_property
    def kinds(self) -> list[Choice]:
        """The reports there are for this person, of the same days, people and filter."""
        costs, actor = self.reader.costs, self.reader.actor
        closed = set()
        if not costs:
            closed.add(ReportKind.PROFITABILITY)
        if not actor.administers:
            closed.add(ReportKind.TEAM)
        return [
            Choice(str(kind.label), self._to(as_kind(self.description, kind)), kind == self.description.kind)
            for kind in ReportKind
            if kind not in closed
        ]

    # Days

    @property
    def period_words(self) -> str:
        return words.period_words(self.description, self.reader.formats)

    @property
    def presets(self) -> list[list[Choice]]:
        """In pairs: this one and the last."""
        chosen = self.description.preset
        return [
            [Choice(str(one.label), self._to(self.description.about(one)), one == chosen) for one in pair]
            for pair in PRESETS
        ]

    @property
    def earlier_url(self) -> str:
        period = self.description.period
        return self._to(self.description.about(period.before())) if period.has_before() else ""

    @property
    def later_url(self) -> str:
        later = self.description.period.after()
        return self._to(self.description.about(later)) if later else ""

    @property
    def from_day(self) -> str:
        return self._typed_day("from") or str(self.description.period.first)

    @property
    def to_day(self) -> str:
        return self._typed_day("to") or str(self.description.period.last)

    def _typed_day(self, name: str) -> str:
        """As it was typed, if a field for days can hold it."""
        text = self.typed.get(name, "")
        try:
            return text if date.fromisoformat(text).isoformat() == text else ""
        except ValueError:
            return ""

    # What it is held against

    @property
    def against(self) -> list[Choice]:
        chosen = self.description.against
        return [
            Choice(str(one.label), self._to(replace(self.description, against=one, other=None)), one == chosen)
            for one in Against
        ]

    @property
    def against_words(self) -> str:
        """What the button says: “Against: 9–15 Nov”."""
        compared = self.description.compared
        days = self.reader.formats.days(compared.first, compared.last) if compared else _("nothing")
        return _("Against: %(days)s") % {"days": days}

    @property
    def against_from(self) -> str:
        compared = self.description.compared
        return self._typed_day("against_from") or (str(compared.first) if compared else "")

    @property
    def against_to(self) -> str:
        compared = self.description.compared
        return self._typed_day("against_to") or (str(compared.last) if compared else "")

    # People

    @cached_property
    def people(self) -> People:
        return People(self.description, self.reader)

    @property
    def everybody(self) -> list[Choice]:
        asked = self.description
        nobody = replace(asked, is_own=False, people=(), groups=())
        own = replace(nobody, is_own=True)
        if asked.kind == ReportKind.PRODUCTIVITY:
            return [Choice(_("Only me"), self._to(nobody), not (asked.people or asked.groups))]
        return [
            Choice(_("Everybody I see"), self._to(nobody), not (asked.is_own or asked.people or asked.groups)),
            Choice(_("Only me"), self._to(own), asked.is_own),
        ]

    @property
    def people_words(self) -> str:
        asked = self.description
        if asked.is_own:
            return _("Only me")
        if not (asked.people or asked.groups):
            return _("Only me") if asked.kind == ReportKind.PRODUCTIVITY else _("Everybody")
        names = self.people.chosen
        if len(names) == 1:
            return names[0]
        count = len(asked.people) + len(asked.groups)
        return ngettext("%(count)d chosen", "%(count)d chosen", count) % {"count": count}

    # Groups, rounding, order

    @property
    def group_words(self) -> str:
        """What the button says: “Group: project → task”."""
        said = " → ".join(str(grouping.label).lower() for grouping in self.description.groupings)
        return _("Group: %(groupings)s") % {"groupings": said}

    @property
    def groups(self) -> list[Option]:
        return self._options(self.description.shape.groups, self.description.group)

    @property
    def thens(self) -> list[Option]:
        return self._options(self.description.shape.thens, self.description.then)

    @property
    def rounding_words(self) -> str:
        """What the button says: “Rounding: up to 15 m”."""
        return _("Rounding: %(rounding)s") % {"rounding": rounding_words(self.description.rounding)}

    @property
    def no_rounding(self) -> Option:
        asked = self.description
        return Option(NO_ROUNDING.code, _("Not at all"), asked.rounds and asked.rounding.is_none)

    @property
    def roundings(self) -> list[tuple[str, list[Option]]]:
        return roundings_of(self.description)

    @property
    def sorts(self) -> list[Choice]:
        asked = self.description
        chosen = asked.sort or next(iter(asked.shape.sorts), "")
        return [
            Choice(order_words(one), self._to(replace(asked, sort=one)), one == chosen) for one in asked.shape.sorts
        ]

    @property
    def sort_words(self) -> str:
        return next((choice.text for choice in self.sorts if choice.current), "")

    # The filter

    @property
    def unfiltered_url(self) -> str:
        return self._to(replace(self.description, filter=""))

    # Away from here

    @property
    def files(self) -> list[tuple[str, str, str]]:
        """Format, name and address of what can be saved at once."""
        names = {"csv": "CSV", "xlsx": "Excel", "json": "JSON"}
        return [(name, said, self.description.file_url(self.workspace, name)) for name, said in names.items()]

    @property
    def pdf_url(self) -> str:
        """Where a PDF is asked for; nothing where none is made."""
        try:
            made = reverse("reports:files", args=[self.workspace, self.description.kind.value])
        except NoReverseMatch:
            return ""
        return f"{made}?{self.description.query}"

    def _to(self, description: Description) -> str:
        return beside(description.url(self.workspace), self.typed)

    def _options(self, offered: tuple[Grouping, ...], chosen: Grouping | None) -> list[Option]:
        return [Option(one.value, str(one.label), one == chosen) for one in offered]
