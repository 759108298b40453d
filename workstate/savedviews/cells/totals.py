"""What the cells of a column come to, for all tasks that a table shows and not only for those that are drawn: one query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum

from workstate.core.durations import format_duration
from workstate.customfields.models import FieldValue
from workstate.customfields.values import number_words
from workstate.savedviews.cells.columns import Column
from workstate.savedviews.facets import Facet
from workstate.tasks.extensions import annotated
from workstate.tasks.models import Task


@dataclass(slots=True)
class Totals:
    """How many tasks, and the sums by the column's key: seconds, or what a field of numbers holds."""

    count: int = 0
    sums: dict[str, int | Decimal] = field(default_factory=dict)

    def add(self, other: Totals) -> None:
        self.count += other.count
        for key, value in other.sums.items():
            self.sums[key] = self.sums.get(key, 0) + value

    def words(self, column: Column) -> str:
        value = self.sums.get(column.key)
        if value is None:
            return ""
        if column.field:
            return number_words(column.field, Decimal(value))
        return format_duration(int(value))


def totals_of(
    tasks: QuerySet[Task], columns: Sequence[Column], grouping: Facet | None, actor: Any
) -> Mapping[Any, Totals]:
    """By the key of the group; all under None where nothing is grouped."""
    rows: QuerySet[Any] = tasks.order_by()
    if grouping:
        rows = grouping.keyed(rows)
    sums: dict[str, Any] = {}
    names: dict[str, str] = {}
    for at, column in enumerate(one for one in columns if one.is_summed):
        names[f"sum_{at}"] = column.key
        if column.field:
            said = FieldValue.objects.filter(task=OuterRef("pk"), field=column.field)
            rows = rows.annotate(**{f"said_{at}": Subquery(said.values("number")[:1])})
            sums[f"sum_{at}"] = Sum(f"said_{at}")
        elif column.key == "tracked":
            rows = annotated(rows, actor)
            sums[f"sum_{at}"] = Sum("tracked")
        else:
            sums[f"sum_{at}"] = Sum(column.key)
    rows = rows.values("group_key") if grouping else rows.values("workspace")
    found: dict[Any, Totals] = {}
    for row in rows.annotate(count=Count("pk"), **sums):
        summed = {key: row[name] for name, key in names.items() if row[name]}
        found[row.get("group_key")] = Totals(row["count"], summed)
    return found
