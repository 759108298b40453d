"""
Writing of documents. They hold nothing that anybody entered: each is made from its thing, at any time, to the same effect.

Documents of a workspace are written under one lock, taken before the things are read: so of two that index the same thing
at the same moment, the later one has read what is true now.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from workstate.attachments.models import Attachment
from workstate.discussions.models import Comment
from workstate.search.models import Document, Index, Kind
from workstate.search.scopes import lock_number
from workstate.search.sources import SOURCES, Text
from workstate.search.words import SHORTEST_PREFIX, folded
from workstate.tasks.models import Task

VERSION = 2
"""Of the rules by which documents are made. Raise it when they change: every workspace is then built anew."""

AT_ONCE = 500
LONGEST_WORD = 60
MOST_BYTES = 150_000


@transaction.atomic
def index(workspace: UUID, things: Mapping[Kind, Iterable[UUID]]) -> int:
    """Make the documents of these things as the things are now; how many were written."""
    _lock(workspace)
    written = 0
    for kind in Kind:
        ids = sorted(set(things.get(kind, ())))
        for start in range(0, len(ids), AT_ONCE):
            written += _write(workspace, kind, ids[start : start + AT_ONCE])
    return written


@transaction.atomic
def index_tasks(workspace: UUID, ids: Iterable[UUID]) -> None:
    """Like index(), for tasks; where others may find one from now on, what hangs on it and lies below it is filed anew too."""
    _lock(workspace)
    wanted = sorted(set(ids))
    before = _scopes(wanted)
    index(workspace, {Kind.TASK: wanted})
    after = _scopes(wanted)
    if refiled := [pk for pk, scopes in before.items() if after.get(pk) != scopes]:
        family = _with_descendants(refiled)
        index(
            workspace,
            {
                Kind.TASK: family,
                Kind.COMMENT: Comment.objects.filter(task__in=family).values_list("pk", flat=True),
                Kind.ATTACHMENT: Attachment.objects.filter(task__in=family).values_list("pk", flat=True),
            },
        )


def refile(workspace: UUID, project: UUID) -> int:
    """Make the documents of a project, and of what lies in it, anew: others find them from now on. In short transactions."""
    inside = {
        Kind.PROJECT: {"pk": project},
        Kind.TASK: {"project": project},
        Kind.COMMENT: {"task__project": project},
        Kind.ATTACHMENT: {"task__project": project},
    }
    return sum(_index_batch(workspace, kind, ids) for kind, ids in _batches(workspace, inside=inside))


def build(workspace: UUID) -> int:
    """
    Make all documents of the workspace anew and remember by which rules; how many were written or put right.

    In short transactions, so that people and the relay go on beside it; the memory that it takes does not depend on the
    number of things.
    """
    written = sum(_index_batch(workspace, kind, ids) for kind, ids in _batches(workspace))
    Index.objects.update_or_create(workspace_id=workspace, defaults={"version": VERSION})
    return written


def index_missing(workspace: UUID) -> int:
    """Make the documents of what has none: after an import, which tells of all that it brought as one."""
    return sum(_index_batch(workspace, kind, ids) for kind, ids in _batches(workspace, missing=True))


def _index_batch(workspace: UUID, kind: Kind, ids: Sequence[UUID]) -> int:
    return index(workspace, {kind: ids}) if ids else 0


def _batches(
    workspace: UUID, *, missing: bool = False, inside: Mapping[Kind, Mapping[str, UUID]] | None = None
) -> Iterator[tuple[Kind, list[UUID]]]:
    """
    All things of the workspace by id, which the key over (workspace, id) gives without sorting; or those `inside` something.
    """
    for kind in Kind if inside is None else inside:
        rows = SOURCES[kind].rows.filter(workspace=workspace, **(inside or {}).get(kind, {})).order_by("pk")
        if missing:
            found = Exists(Document.objects.filter(**{kind: OuterRef("pk")}))
            rows = rows.annotate(is_indexed=found)
        last: UUID | None = None
        while ids := _after(rows, last, missing):
            last = ids[-1][0]
            yield kind, [pk for pk, is_indexed in ids if not is_indexed]


def _after(rows: Any, last: UUID | None, missing: bool) -> list[tuple[UUID, bool]]:
    if last is not None:
        rows = rows.filter(pk__gt=last)
    if missing:
        return list(rows.values_list("pk", "is_indexed")[:AT_ONCE])
    return [(pk, False) for pk in rows.values_list("pk", flat=True)[:AT_ONCE]]


def _lock(workspace: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock_number(workspace)])


def _scopes(tasks: Sequence[UUID]) -> dict[UUID, list[int]]:
    return dict(Document.objects.filter(task__in=tasks).values_list("task_id", "scopes"))


def _with_descendants(tasks: Sequence[UUID]) -> list[UUID]:
    found, level = set(tasks), list(tasks)
    while level:
        level = list(Task.objects.filter(parent__in=level).exclude(pk__in=found).values_list("pk", flat=True))
        found.update(level)
    return sorted(found)


def _write(workspace: UUID, kind: Kind, ids: Sequence[UUID]) -> int:
    texts = list(SOURCES[kind].texts(workspace, ids))
    if silent := set(ids) - {text.subject for text in texts}:
        Document.objects.filter(**{f"{kind}__in": silent}).delete()
    if not texts:
        return 0
    with connection.cursor() as cursor:
        columns = _columns(texts)
        cursor.execute(_UPSERT.replace("{kind}", kind.value), columns)
        written = int(cursor.rowcount)
        if written:
            cursor.execute(_KEEP_WORDS, [workspace, _words(columns)])
        return written


def _words(columns: Sequence[Sequence[str]]) -> list[str]:
    """The plain words of the texts; those that nobody would have completed are left out."""
    words = {word for place in _PLAIN for text in columns[place] for word in text.split()}
    return sorted(word for word in words if SHORTEST_PREFIX < len(word) <= LONGEST_WORD)


def _plain(text: str) -> str:
    """The plain words, as many as a vector takes for certain: taken apart, a sign may become eighteen letters."""
    return folded(text).encode()[:MOST_BYTES].decode(errors="ignore")


def _columns(texts: Sequence[Text]) -> list[list[Any]]:
    return [
        [text.subject for text in texts],
        [text.workspace for text in texts],
        [text.dated for text in texts],
        [f"{{{','.join(map(str, text.scopes))}}}" for text in texts],
        [text.configuration for text in texts],
        [_plain(text.name) for text in texts],
        [text.name.lower() for text in texts],
        [_plain(text.words) for text in texts],
        [text.words.lower() for text in texts],
    ]


_PLAIN = (5, 7)  # which of the columns hold the plain words
_KEEP_WORDS = """
    INSERT INTO search_word (workspace_id, word) SELECT %s, t.word FROM unnest(%s::text[]) AS t(word)
    ON CONFLICT (workspace_id, word) DO NOTHING
"""
# {kind} is one of ours, never a stranger's. Between two parts stands a word that is taken out again, so that a phrase
# does not reach from the end of one into the next.
_UPSERT = """
    INSERT INTO search_document (kind, {kind}_id, workspace_id, dated, scopes, vector)
    SELECT '{kind}', t.subject, t.workspace, t.dated, t.scopes::bigint[],
           ts_delete(
             setweight(to_tsvector('simple', t.plain_name || ' gap9x9')
                       || to_tsvector(t.configuration::regconfig, t.name || ' gap9x9'), 'A')
             || setweight(to_tsvector('simple', t.plain_words || ' gap9x9')
                          || to_tsvector(t.configuration::regconfig, t.words), 'C'),
             'gap9x9')
    FROM unnest(%s::uuid[], %s::uuid[], %s::date[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[])
         AS t(subject, workspace, dated, scopes, configuration, plain_name, name, plain_words, words)
    ON CONFLICT ({kind}_id) WHERE {kind}_id IS NOT NULL DO UPDATE
    SET dated = excluded.dated, scopes = excluded.scopes, vector = excluded.vector, indexed_at = statement_timestamp()
    WHERE (search_document.dated, search_document.scopes, search_document.vector)
          IS DISTINCT FROM (excluded.dated, excluded.scopes, excluded.vector)
"""
