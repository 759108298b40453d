"""The rows of a report as SQL, with the rates that hold for each: what sums and lists of entries are asked of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from workstate.billing.models import RateKind
from workstate.billing.pricing import Pricing, pricings_of
from workstate.reports.asking.rows import asks_of_everybody, shares_of, sums_of, totals_of
from workstate.reports.description import Description
from workstate.reports.filtering import needs_entries
from workstate.reports.periods import Period
from workstate.reports.reader import Reader

_OF_SHARES = (
    "entry_id",
    "workspace_id",
    "user_id",
    "task_id",
    "project_id",
    "description",
    "billable",
    "started_at",
    "day",
    "seconds",
    "before",
    "is_first",
)
_OF_TOTALS = ("workspace_id", "project_id", "billable", "day", "seconds", "entries")
_OF_SUMS = ("user_id", *_OF_TOTALS)


@dataclass(frozen=True, slots=True)
class Source:
    """
    `sql` goes after FROM; its rows are called `s`. The rest are expressions over them: `rounded` and `raw` seconds, what an
    hour earns and costs and in which currency, each None where the reader may not see it or there is no such rate at all.
    """

    sql: str
    params: tuple[Any, ...]
    rounded: str
    raw: str
    rate: str | None
    currency: str | None
    cost_rate: str | None
    cost_currency: str | None
    shares: str  # how many shares of time are in a row: of sums of a day, perhaps none any more
    currencies: tuple[str, ...]


def source_of(
    description: Description,
    reader: Reader,
    *,
    period: Period | None = None,
    by_entry: bool = False,
    by_person: bool = False,
) -> Source:
    """
    The shares of time that the report is about, priced. `by_entry` says that more is asked of a row than its day, person,
    project and whether it is billable; otherwise the sums of each day serve, which are far fewer. `by_person` says that the
    person is asked for; otherwise the sums over everybody serve where the reader may see all of it.
    """
    earns, costs = _pricings(reader)
    rates = [pricing for pricing in (earns, costs) if pricing]
    deep = (
        by_entry
        or not description.rounding.is_none
        or (bool(description.filter) and needs_entries(description.filter, reader.actor))
        or any(pricing.needs_task for pricing in rates)
    )
    named = by_person or any(pricing.needs_person for pricing in rates) or not asks_of_everybody(description, reader)
    rows: QuerySet[Any]
    columns: tuple[str, ...]
    if deep:
        rows, columns = shares_of(description, reader, period), _OF_SHARES
    elif named:
        rows, columns = sums_of(description, reader, period), _OF_SUMS
    else:
        rows, columns = totals_of(description, reader, period), _OF_TOTALS
    inner, params = rows.order_by().values(*columns).query.sql_with_params()
    joins = "\n".join(pricing.joins for pricing in rates)
    return Source(
        f"({inner}) s\n{joins}",
        params,
        rounded=description.rounding.sql("s.seconds", "s.before") if deep else "s.seconds",
        raw="s.seconds",
        rate=earns.amount if earns else None,
        currency=earns.currency if earns else None,
        cost_rate=costs.amount if costs else None,
        cost_currency=costs.currency if costs else None,
        shares="1" if deep else "s.entries",
        currencies=tuple(sorted({code for pricing in rates for code in pricing.currencies})),
    )


def _pricings(reader: Reader) -> tuple[Pricing | None, Pricing | None]:
    if not (reader.amounts or reader.costs):
        return None, None
    found = pricings_of(reader.actor.workspace)
    earns, costs = found[RateKind.BILLABLE], found[RateKind.COST]
    return (
        earns if reader.amounts and not earns.is_empty else None,
        costs if reader.costs and not costs.is_empty else None,
    )
