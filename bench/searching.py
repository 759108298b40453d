"""Search as you type, among tasks, comments, files and time entries in words as common as those of a language."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import partial
from time import perf_counter
from typing import Any
from urllib.parse import quote

import psycopg
from django.db import connection

from bench.cases import Bare, Figure
from bench.floors import replay, statements_of
from bench.measure import Times, alone, in_turn
from bench.world import World
from workstate.accounts.models import User
from workstate.core.actor import Via
from workstate.projects.actions import create_project
from workstate.search.indexing import build
from workstate.workspaces.actions import create_workspace

COMMON = "search: a common word"
VOCABULARY = 30_000
SAID = 40_000  # different texts, of which two are put together
TIMES = 3  # each of the texts of a kind

# Shares of the documents, in turnths.
TASKS, COMMENTS, FILES = 40, 25, 5


def search(sizes: list[int]) -> Iterator[Figure]:
    """For each size: making the documents, and then letters typed one by one, by how common what they say is."""
    for size in sizes:
        world = make_world(size)
        started = perf_counter()
        written = build(world.actor.workspace.pk)
        seconds = perf_counter() - started
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        yield Figure(
            "search: make all documents",
            size,
            Times(p50=seconds * 1000, p99=seconds * 1000),
            note=f"{written / seconds:,.0f} documents/s",
        )
        parameters = connection.get_connection_params()
        keep = {
            name: parameters[name] for name in ("host", "port", "user", "password", "dbname") if parameters.get(name)
        }
        with psycopg.connect(**keep, autocommit=True, prepare_threshold=None) as bare:
            for name, texts in questions():
                yield _typed(name, world, texts, bare)
                if name == COMMON:
                    yield _typed("palette: a common word", world, texts, bare, address="search/palette/")


def questions() -> Iterator[tuple[str, list[str]]]:
    """What is typed, by how much it finds; the words are those of the vocabulary, the first the most common."""
    words = vocabulary()
    common, usual, rare = words[:12], words[200:800:50], words[20000:26000:500]
    yield COMMON, common
    yield "search: two letters", sorted({word[:2] for word in words[:400]})[:12]
    yield "search: a usual word", usual
    yield "search: a rare word", rare
    yield "search: two words, the second begun", [f"{a} {b[:3]}" for a, b in zip(common, usual, strict=True)]
    yield "search: a phrase of common words", [f'"{a} {b}"' for a, b in zip(common, words[20:32], strict=True)]
    yield "search: one without another", [f"{a} -{b}" for a, b in zip(usual, common, strict=True)]


def vocabulary() -> list[str]:
    """Words of two to five syllables, each once, in the order of how common they are."""
    dice = random.Random(11)
    syllables = [a + b for a in "bcdfghjklmnprstvwz" for b in ("a", "e", "i", "o", "u", "an", "er", "in", "ol", "us")]
    found: dict[str, None] = {}
    while len(found) < VOCABULARY:
        found["".join(dice.choices(syllables, k=dice.choice((2, 2, 3, 3, 4, 5))))] = None
    return list(found)


def make_world(size: int) -> World:
    user = User.objects.create_user(f"find-{size}@example.org", None, name=f"Find {size}", time_zone="Europe/Berlin")
    actor = create_workspace(f"Find {size}", owner=user, via=Via.SYSTEM)
    for number in range(20):
        create_project(f"Project {number}", by=actor)
    values: dict[str, str | int] = {
        "workspace": str(actor.workspace.pk),
        "user": str(user.pk),
        "tasks": size * TASKS // 100,
        # The others hang on so many of forty tasks in turn, all through the years.
        "turn": TASKS,
        "comments": COMMENTS,
        "files": FILES,
        "entries": 100 - TASKS - COMMENTS - FILES,
    }
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE timetracking_timeentry DISABLE TRIGGER USER")
        cursor.execute("CREATE TEMPORARY TABLE IF NOT EXISTS said (place int PRIMARY KEY, few text, many text)")
        cursor.execute("TRUNCATE said")
        cursor.execute(
            "INSERT INTO said SELECT t.place - 1, t.few, t.many"
            " FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS t(few, many, place)",
            [_said(1, 5), _said(5, 30)],
        )
        for statement in _STATEMENTS:
            cursor.execute(statement, values)
        cursor.execute("ALTER TABLE timetracking_timeentry ENABLE TRIGGER USER")
        cursor.execute("ANALYZE")
    return World(actor, size)


def _typed(
    name: str, world: World, texts: list[str], bare: psycopg.Connection[Any], address: str = "search/"
) -> Figure:
    """Each text asked for in turn, as the box does while one types: so p99 is that of the slowest of them."""
    client = world.client()
    ours: list[float] = []
    floors: list[float] = []
    sql: list[float] = []
    queries = 0
    for text in texts:
        call = partial(client.get, f"{world.path}/{address}?q={quote(text)}", headers={"HX-Request": "true"})
        answer = call()
        assert answer.status_code == 200, text
        Bare.body = answer.content
        statements = statements_of(call)
        queries = max(queries, len(statements))
        Bare.statements = statements[1:]
        some, floor = in_turn(call, partial(client.get, "/bench/bare/"), times=TIMES, warm_up=1)
        ours += some.all
        floors += floor.all
        sql += alone(replay(statements, bare), times=TIMES, warm_up=1).all
    return Figure(name, world.size, Times.of(ours), Times.of(floors), Times.of(sql), queries, f"{len(texts)} of them")


def _said(fewest: int, most: int) -> list[str]:
    """Texts of so many words. Zipf's law, near enough: the first of the vocabulary stand in most of the long ones."""
    dice, words = random.Random(most), vocabulary()
    return [
        " ".join(words[int(dice.random() ** 4 * len(words))] for _ in range(dice.randint(fewest, most)))
        for _ in range(SAID)
    ]


_STATEMENTS = [
    """
    WITH p AS (SELECT array_agg(id ORDER BY position) AS ids FROM projects_project WHERE workspace_id = %(workspace)s)
    INSERT INTO tasks_task (id, workspace_id, number, project_id, title, description, priority, due_zone, position,
                            created_by_id, created_at, completed_at, completed_by_id)
    SELECT uuidv7(), %(workspace)s, n, p.ids[1 + n %% array_length(p.ids, 1)], a.few || ' ' || b.few,
           CASE WHEN n %% 3 = 0 THEN a.many || ' ' || b.many ELSE '' END, 4, '', 'h' || lpad(n::text, 8, '0'), %(user)s,
           made.at, CASE WHEN n %% 10 < 7 THEN made.at + interval '5 days' END, CASE WHEN n %% 10 < 7 THEN %(user)s::uuid END
    FROM generate_series(1, %(tasks)s) AS n CROSS JOIN p
         JOIN said AS a ON a.place = n * 7919::bigint %% 40000 JOIN said AS b ON b.place = n * 104729::bigint / 3 %% 40000,
         LATERAL (SELECT now() - (1 - n::float / %(tasks)s) * interval '1000 days' AS at) AS made
    """,
    "INSERT INTO tasks_tasknumber (workspace_id, last) VALUES (%(workspace)s, %(tasks)s)",
    """
    INSERT INTO discussions_comment (id, workspace_id, task_id, author_id, text, created_at)
    SELECT uuidv7(), %(workspace)s, t.id, %(user)s, a.many || ' ' || b.few, t.created_at
    FROM tasks_task AS t JOIN said AS a ON a.place = t.number * 7907::bigint %% 40000
         JOIN said AS b ON b.place = t.number * 104723::bigint / 3 %% 40000
    WHERE t.workspace_id = %(workspace)s AND t.number %% %(turn)s < %(comments)s
    """,
    """
    INSERT INTO attachments_attachment (id, workspace_id, task_id, name, size, content_type, sha256, key, thumbnail_key,
                                        preview_key, created_at, uploaded_by_id)
    SELECT uuidv7(), %(workspace)s, t.id, replace(a.few, ' ', '_') || '.pdf', 1, 'application/pdf',
           repeat('0', 64), t.id, '', '', t.created_at, %(user)s
    FROM tasks_task AS t JOIN said AS a ON a.place = t.number * 7907::bigint %% 40000
         JOIN said AS b ON b.place = t.number * 104723::bigint / 3 %% 40000
    WHERE t.workspace_id = %(workspace)s AND t.number %% %(turn)s < %(files)s
    """,
    """
    INSERT INTO timetracking_timeentry (id, workspace_id, user_id, task_id, project_id, description, billable,
                                        started_at, stopped_at, day, duration)
    SELECT uuidv7(), %(workspace)s, %(user)s, t.id, t.project_id, a.few || ' ' || b.few, true, t.created_at,
           t.created_at + interval '30 minutes', t.created_at::date, 1800
    FROM tasks_task AS t JOIN said AS a ON a.place = t.number * 7907::bigint %% 40000
         JOIN said AS b ON b.place = t.number * 104723::bigint / 3 %% 40000
    WHERE t.workspace_id = %(workspace)s AND t.number %% %(turn)s < %(entries)s
    """,
]
