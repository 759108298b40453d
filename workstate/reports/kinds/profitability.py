"""What time earns beside what it costs, by client, project, task, person or month."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from workstate.billing.queries import settings_of
from workstate.core.durations import HOUR, format_duration_long
from workstate.core.errors import require
from workstate.core.money import Money, rounded
from workstate.reports import words
from workstate.reports.asking import Amount, Sums, ask
from workstate.reports.bars import Step, bars_of, start_of
from workstate.reports.description import Description
from workstate.reports.groupings import Grouping
from workstate.reports.names import Key, Names, names_of
from workstate.reports.reader import Reader
from workstate.reports.report import Chart, Figure, Report, Series, total_row
from workstate.reports.running import is_running
from workstate.reports.table import Column, Kind, Row, Subject, Table, Value

EARNED, COST = "green", "amber"


@dataclass(slots=True)
class Line:
    subject: Subject
    amount: Amount = field(default_factory=Amount)
    lines: dict[Key, Line] = field(default_factory=dict)


def make(description: Description, reader: Reader) -> Report:
    """
    What every group earned and cost, each currency by itself; without a word of costs for who may not see them.

    Raises NotAllowed for who does not see what time earns.
    """
    require(reader.amounts, _("Only who may see what time earns can open this report."))
    period = description.period
    step = Step.of(period)
    sums = ask(description, reader, description.groupings, step=step)
    lines = _lines(description, sums, reader)
    return Report(
        description,
        reader,
        title=_title(sums),
        lead=_lead(sums.total),
        notes=(*words.notes(description, sums), *_notes(sums, reader)),
        tables=(_table(description, lines, sums, reader),),
        figures=_figures(sums),
        charts=tuple(_charts(description, sums, reader)),
        is_running=is_running(description, reader),
        is_empty=not sums.total.raw,
        teaching=_("Track time on what is billable, and see here what it earned."),
    )


def margin_of(earned: Money, cost: Money) -> Decimal | None:
    """Profit by what was earned, in percent; None unless both are in one and the same currency."""
    currencies = {*earned.currencies, *cost.currencies}
    if len(currencies) != 1 or not earned:
        return None
    (currency,) = currencies
    return _percent((earned - cost).parts[currency], earned.parts[currency])


def hourly(earned: Money, seconds: int) -> Money | None:
    """What an hour earned, of all the time."""
    if not seconds or not earned.currencies:
        return None
    return Money({currency: amount * HOUR / seconds for currency, amount in earned.parts.items()})


def _percent(part: Fraction | int, whole: Fraction | int) -> Decimal | None:
    """With one digit."""
    if not whole:
        return None
    share = round(1000 * Fraction(part) / Fraction(whole))
    return Decimal(share).scaleb(-1)


def _lines(description: Description, sums: Sums, reader: Reader) -> list[Line]:
    """Groups, and those within; what one may not tell apart any more becomes one."""
    if description.group is None:
        return []
    names = names_of(description.group, [key for (key,) in sums.by(0)], reader.actor)
    lines: dict[Key, Line] = {}
    for key, amount in sums.by_group.items():
        subject = names.subject(key)
        lines.setdefault(subject.id, Line(subject)).amount.add(amount)
    order = _order(sums, reader)
    if description.then:
        _put_within(lines, names, description.then, sums, reader)
        for line in lines.values():
            line.lines = {inner.subject.id: inner for inner in _sorted(line.lines.values(), description.then, order)}
    return _sorted(lines.values(), description.group, order)


def _put_within(lines: dict[Key, Line], names: Names, then: Grouping, sums: Sums, reader: Reader) -> None:
    then_names = names_of(then, [key for (key,) in sums.by(1)], reader.actor)
    for (key, inner), amount in sums.by_cell.items():
        line, subject = lines[names.subject(key).id], then_names.subject(inner)
        line.lines.setdefault(subject.id, Line(subject)).amount.add(amount)


def _order(sums: Sums, reader: Reader) -> Callable[[Amount], tuple[Fraction, ...]]:
    """By profit, or by what is earned where costs are not told: in the workspace's currency first."""
    own = settings_of(reader.actor.workspace).currency
    currencies = sorted(sums.currencies, key=lambda currency: (currency != own, currency))

    def value(amount: Amount) -> tuple[Fraction, ...]:
        money = amount.profit if sums.has_costs else amount.earned
        return tuple(-money.parts.get(currency, Fraction()) for currency in currencies)

    return value


def _sorted(lines: Iterable[Line], grouping: Grouping, order: Callable[[Amount], tuple[Fraction, ...]]) -> list[Line]:
    """Months as they come, the rest from what brings most."""
    if grouping.is_calendar:
        return sorted(lines, key=lambda line: str(line.subject.id))
    return sorted(
        lines,
        key=lambda line: (order(line.amount), -line.amount.raw, line.subject.name.casefold(), str(line.subject.id)),
    )


def _table(description: Description, lines: list[Line], sums: Sums, reader: Reader) -> Table:
    depth = len(description.groupings)
    columns = [Column(grouping.value, str(grouping.label), Kind.SUBJECT) for grouping in description.groupings]
    columns += [
        Column("tracked", _("Tracked"), Kind.SECONDS),
        Column("billable_time", _("Billable"), Kind.SECONDS, _("Billable time")),
        Column("billable_share", _("Billable share"), Kind.PERCENT, _("Billable time, of all that was tracked")),
        Column("earned", _("Earned"), Kind.MONEY, _("Billable time at its rate")),
    ]
    if sums.has_costs:
        columns += [
            Column("cost", _("Cost"), Kind.MONEY, _("All time at the cost rate of whoever worked, not rounded")),
            Column("profit", _("Profit"), Kind.MONEY, _("Earned less cost, in each currency")),
            Column("margin", _("Margin"), Kind.PERCENT, _("Profit, of what was earned")),
        ]
    columns.append(Column("hourly", _("An hour"), Kind.MONEY, _("Earned by an hour, of all that was tracked")))

    def values(amount: Amount) -> list[Value]:
        earned, cost = amount.earned, amount.cost
        found: list[Value] = [amount.seconds, amount.billable, _percent(amount.billable, amount.seconds)]
        found.append(_said(earned))
        if sums.has_costs:
            found += [_said(cost), _said(earned - cost), margin_of(earned, cost)]
        return [*found, hourly(earned, amount.seconds)]

    rows = [
        Row(
            [line.subject, *[None] * (depth - 1), *values(line.amount)],
            [Row([None, inner.subject, *values(inner.amount)]) for inner in line.lines.values()],
        )
        for line in lines
    ]
    return Table(columns, rows, total_row(depth, values(sums.total)), depth, currencies=sums.currencies)


def _said(money: Money) -> Money | None:
    return money if money.currencies else None


def _title(sums: Sums) -> str:
    earned, cost = sums.total.earned, sums.total.cost
    if not sums.total.raw:
        return _("Nothing tracked in these days")
    if not earned:
        if cost:
            return _("Nothing earned, at a cost of %(cost)s") % {"cost": _text(cost)}
        return _("Nothing earned in these days")
    margin = margin_of(earned, cost) if sums.has_costs else None
    if margin is None:
        return _("%(earned)s earned") % {"earned": _text(earned)}
    if margin < 0:
        said = {"earned": _text(earned), "loss": _text(cost - earned)}
        return _("%(earned)s earned, %(loss)s less than it cost") % said
    return _("%(earned)s earned, %(margin)d %% margin") % {"earned": _text(earned), "margin": round(margin)}


def _lead(total: Amount) -> str:
    if not total.raw:
        return ""
    said = {"tracked": format_duration_long(total.seconds), "billable": format_duration_long(total.billable)}
    if total.billable == total.seconds:
        return _("%(tracked)s, all of it billable") % said
    return _("%(billable)s of %(tracked)s billable") % said


def _notes(sums: Sums, reader: Reader) -> Iterable[str]:
    """What the numbers leave out. Of costs nobody is told who may not see them."""
    if not sums.has_amounts and sums.total.billable:
        yield _("No billable rate is set, so nothing is earned here. An administrator sets rates in the settings.")
    if reader.costs and not sums.has_costs:
        yield _("No cost rate is set, so there is neither cost nor profit here.")
    if sums.has_costs and sums.total.uncosted:
        yield _("%(time)s has no cost rate and costs nothing here.") % {
            "time": format_duration_long(sums.total.uncosted)
        }
    if sums.has_costs and len(_currencies(sums)) > 1:
        yield _(
            "Currencies are not changed into each other: profit is told in each, and a margin only where there is one."
        )


def _currencies(sums: Sums) -> list[str]:
    """Those that anything was earned or spent in."""
    return sorted({*sums.total.earned.currencies, *sums.total.cost.currencies})


def _figures(sums: Sums) -> tuple[Figure, ...]:
    total = sums.total
    earned, cost = total.earned, total.cost
    figures = [Figure("earned", _("Earned"), _said(earned), Kind.MONEY)]
    if sums.has_costs:
        figures += [
            Figure("cost", _("Cost"), _said(cost), Kind.MONEY),
            Figure("profit", _("Profit"), _said(earned - cost), Kind.MONEY),
            Figure("margin", _("Margin"), margin_of(earned, cost), Kind.PERCENT),
        ]
    figures.append(Figure("hourly", _("An hour"), hourly(earned, total.seconds), Kind.MONEY))
    return tuple(figures)


def _charts(description: Description, sums: Sums, reader: Reader) -> Iterable[Chart]:
    """Earned beside cost over the days, a chart for each currency."""
    period = description.period
    step = Step.of(period)
    bars = bars_of(period, step)
    by_bar = sums.by_bar
    amounts = [by_bar.get(start_of(bar.first, step, period.first_weekday), Amount()) for bar in bars]
    currencies = _currencies(sums)
    for currency in currencies:
        series = [Series(_("Earned"), EARNED, tuple(_number(amount.earned, currency) for amount in amounts))]
        if sums.has_costs:
            series.append(Series(_("Cost"), COST, tuple(_number(amount.cost, currency) for amount in amounts)))
        title = _("Earned and cost over the days") if sums.has_costs else _("Earned over the days")
        yield Chart(
            f"earned-{currency.lower()}",
            f"{title}, {currency}" if len(currencies) > 1 else title,
            "bar",
            "money",
            tuple(words.bar_label(bar, description, reader.formats) for bar in bars),
            tuple(series),
            names=tuple(reader.formats.days(bar.first, bar.last) for bar in bars),
            stacked=False,
            currency=currency,
        )


def _number(money: Money, currency: str) -> float:
    return float(rounded(money.parts.get(currency, Fraction()), currency))


def _text(money: Money) -> str:
    return money.text(get_language() or "en")
