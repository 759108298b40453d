"""
The one statement that finds and ranks. Its cost must not grow with what there is:

Of each kind at most so many documents are looked at: those of the recent months and, when these are few, those of all
months. The index walks over words, readers and months together, so that neither costs more for a common word; then each is
asked of the rooms' rights, ranked, and the best of each kind are kept. A word that stands in most of a million documents
is thus ranked among some of them, the newest if they are enough; one more word finds among all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, Case, Exists, F, FloatField, Func, OuterRef, QuerySet, Value, When
from django.db.models.expressions import Combinable

from workstate.core.actor import Actor
from workstate.core.clock import today
from workstate.search.asking import Query
from workstate.search.models import Document, Kind
from workstate.search.scopes import first_of_recent, readers_for, scopes_for
from workstate.tasks.models import Task


@dataclass(frozen=True, slots=True)
class Reach:
    """How many documents of a kind are looked at, recent ones and again of all months."""

    most: int
    enough: int
    """Recent ones, so that the older need not be looked at."""


AT_A_GLANCE = Reach(300, 100)
IN_FULL = Reach(1000, 400)
SIFTED = 10
"""Times as many are sifted: not all that hold the words will do, for phrases, for filters, and for what lies in the bin."""
DONE_WEIGHS = 0.6
"""A task that is done or put away, beside one that is open."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """The best of a kind, best first; `count` of how many, `more` when there may be others that were not looked at."""

    ids: tuple[UUID, ...]
    count: int
    more: bool


def rank(
    query: Query,
    actor: Actor,
    *,
    kinds: Sequence[Kind],
    first: int,
    end: int,
    reach: Reach = AT_A_GLANCE,
    tasks: QuerySet[Task] | None = None,
) -> Mapping[Kind, Ranked]:
    """From place `first` to before `end` of each kind, counted from 0. `tasks`: only these, and no other kind. Two queries at most."""
    kinds = kinds if tasks is None else [Kind.TASK]
    if not query or not kinds:
        return {}
    parts: list[str] = []
    parameters: list[Any] = []
    readers = readers_for(actor)
    for kind in kinds:
        looked_at, more = _looked_at(kind, query, actor, reach, tasks)  # composed once, for it takes a millisecond
        for name, holding, values in _sources(kind, query, actor, readers, reach, tasks):
            parts.append(f"{name}_holding AS MATERIALIZED ({holding})")
            parameters += values
            sql = looked_at.replace("{source}", f"{name}_holding")
            parameters += more
            if name.endswith("_every"):
                sql = f"SELECT * FROM ({sql}) AS e WHERE (SELECT count(*) FROM {kind.value}_recent) < %s"  # nosec B608
                parameters.append(reach.enough)
            parts.append(f"{name} (id, subject, dated, vector, weight) AS MATERIALIZED ({sql})")
    union = " UNION ALL ".join(_FOUND.replace("{kind}", kind.value) for kind in kinds)
    sql = _RANKING.replace("{candidates}", ", ".join(parts)).replace("{found}", union)
    with connection.cursor() as cursor:
        cursor.execute(sql, [*parameters, query.exact, today(actor.zone), first, end])
        rows = cursor.fetchall()
    found: dict[Kind, Ranked] = {}
    for kind in kinds:
        mine = [row for row in rows if row[0] == kind.value]
        if mine:
            _kind, _subject, count, recent = mine[0]
            is_cut = recent >= reach.enough or count - recent >= reach.most
            found[kind] = Ranked(tuple(row[1] for row in mine), count, is_cut)
    return found


def _sources(
    kind: Kind, query: Query, actor: Actor, readers: list[str], reach: Reach, tasks: QuerySet[Task] | None
) -> list[tuple[str, str, list[Any]]]:
    """Where to look first and, when that is not enough, next: the name of the place and its SQL."""
    recent, every = f"{kind.value}_recent", f"{kind.value}_every"
    if tasks is None:
        since = first_of_recent(today(actor.zone))
        return [
            (recent, _HOLDING, [query.broad, scopes_for(readers, actor.workspace.pk, kind, since=since)]),
            (every, _HOLDING, [query.broad, scopes_for(readers, actor.workspace.pk, kind)]),
        ]
    # By the words, and then by the filter: the one that leaves less finds what the other would pass by.
    sql, parameters = tasks.order_by().values("pk")[: reach.most * SIFTED].query.sql_with_params()
    return [
        (recent, _HOLDING, [query.broad, scopes_for(readers, actor.workspace.pk, kind)]),
        (every, _PASSING.replace("{tasks}", sql), [*parameters, query.broad]),
    ]


class _Holds(Func):
    """Whether a vector holds what a tsquery asks for."""

    template = "%(expressions)s::tsquery"
    arg_joiner = " @@ "
    output_field = BooleanField()


def _looked_at(
    kind: Kind, query: Query, actor: Actor, reach: Reach, tasks: QuerySet[Task] | None
) -> tuple[str, tuple[Any, ...]]:
    """The SQL of what the actor may find among what {source} holds, in no order, and not more than is looked at."""
    documents = Document.objects.all()
    if tasks is not None:
        passing = Exists(tasks.order_by().filter(pk=OuterRef("task_id")))
        documents = documents.filter(passing)
    if query.exact != query.broad:
        documents = documents.filter(_Holds(F("vector"), Value(query.exact)))
    rows = documents.visible_to(actor, [kind]).annotate(weight=_weight(kind))
    chosen = rows.values_list("pk", f"{kind.value}_id", "dated", "vector", "weight")[: reach.most]
    sql, parameters = chosen.query.sql_with_params()
    table = Document._meta.db_table
    some = f'FROM (SELECT * FROM {{source}} LIMIT {reach.most * SIFTED}) AS "{table}"'  # nosec B608: names and numbers of ours
    return sql.replace(f'FROM "{table}"', some, 1), parameters


def _weight(kind: Kind) -> Combinable:
    if kind != Kind.TASK:
        return Value(1.0, output_field=FloatField())
    open_one = Task.objects.filter(pk=OuterRef("task_id"), completed_at=None, cancelled_at=None, archived_at=None)
    return Case(When(Exists(open_one), then=1.0), default=DONE_WEIGHS, output_field=FloatField())


# A common table is planned as if all of it were wanted, which is by the index of words, and is read only as far as it is
# wanted: so PostgreSQL never walks a million rows in the hope of meeting the first few hundred early.
_HOLDING = "SELECT * FROM search_document WHERE vector @@ %s::tsquery AND scopes && %s::bigint[]"
_PASSING = "SELECT * FROM search_document WHERE task_id IN ({tasks}) AND vector @@ %s::tsquery"
_FOUND = """
    SELECT '{kind}' AS kind, r.*, (SELECT count(*) FROM {kind}_recent) AS recent FROM {kind}_recent AS r
    UNION ALL
    SELECT '{kind}', e.*, (SELECT count(*) FROM {kind}_recent) FROM {kind}_every AS e
    WHERE NOT EXISTS (SELECT FROM {kind}_recent AS r WHERE r.id = e.id)
"""
# The rank is that of PostgreSQL, by how near the words stand to each other and where, and a little longer texts count less
# (1: divided by 1 + the logarithm of the length); what is new counts up to twice as much as what is old.
_RANKING = """
    WITH {candidates}
    SELECT kind, subject, count, recent
    FROM (SELECT *, count(*) OVER (PARTITION BY kind) AS count,
                 row_number() OVER (PARTITION BY kind ORDER BY score DESC, dated DESC, id DESC) - 1 AS place
          FROM (SELECT f.kind, f.id, f.subject, f.dated, f.recent,
                       ts_rank_cd('{0.1, 0.3, 0.5, 1}', f.vector, q.query, 1) * f.weight
                       * (1 + 1 / (1 + abs(q.day - f.dated) / 60.0)) AS score
                FROM ({found}) AS f (kind, id, subject, dated, vector, weight, recent),
                     (SELECT %s::tsquery AS query, %s::date AS day) AS q) AS scored) AS placed
    WHERE place >= %s AND place < %s
    ORDER BY kind, place
"""
