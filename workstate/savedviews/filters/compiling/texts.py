"""Words in a title, a description, a comment: in small or large letters, a star for any others."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.db.models import Exists, F, OuterRef, Q, TextField
from django.db.models import Value as Constant
from django.db.models.functions import Upper
from django.db.models.lookups import Lookup

from workstate.discussions.models import Comment
from workstate.savedviews.filters.compiling.asking import Asking
from workstate.savedviews.filters.tree import Value

_KEY = re.compile(r"([A-Za-z][A-Za-z0-9]{0,7})-([0-9]{1,9})", re.ASCII)


class Like(Lookup):
    """A column against a pattern of LIKE that was made here, its own signs escaped."""

    lookup_name = "like"

    def as_sql(self, compiler: object, connection: object) -> tuple[str, list[object]]:  # type: ignore[override]
        left, left_params = self.process_lhs(compiler, connection)  # type: ignore[arg-type]
        right, right_params = self.process_rhs(compiler, connection)  # type: ignore[arg-type]
        return f"{left} LIKE {right}", [*left_params, *right_params]


def like(column: str, text: str) -> Q:
    """Whether the words stand anywhere in the column."""
    escaped = re.sub(r"([\\%_])", r"\\\1", text)
    wanted = f"%{re.sub(r'[*]+', '%', escaped)}%"
    return Q(Like(Upper(F(column)), Upper(Constant(wanted, output_field=TextField()))))


def has_words(*columns: str) -> Callable[[str, Value, Asking], Q]:
    def condition(operator: str, value: Value, asking: Asking) -> Q:
        key = _KEY.fullmatch(value.text) if columns == ("title",) else None
        if key and asking.actor.workspace.calls_tasks(key[1]):
            # What this workspace calls its tasks is a task, and not a word of a title.
            return Q(number=int(key[2])) if int(key[2]) < 2**31 else Q(pk__in=[])
        return Q(*(like(column, value.text) for column in columns), _connector=Q.OR)

    return condition


def comment_has(operator: str, value: Value, asking: Asking) -> Q:
    comments = Comment.objects.filter(workspace=asking.actor.workspace, task=OuterRef("pk")).kept()
    return Q(Exists(comments.filter(like("text", value.text))))
