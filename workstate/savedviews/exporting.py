"""A table as a file for spreadsheets (RFC 4180), in UTF-8 with a byte order mark."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import islice

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from workstate.core.spreadsheets import BYTE_ORDER_MARK, defused
from workstate.savedviews.cells.columns import Column, columns_of
from workstate.savedviews.cells.names import Wording, said_in
from workstate.savedviews.layouts.table import with_columns
from workstate.savedviews.scenes import Scene
from workstate.tasks.models import Task

CHUNK = 500


def lines_of(scene: Scene) -> Iterator[str]:
    """All tasks of the scene in their order, some hundreds at a time, as the columns of the look tell them."""
    columns = columns_of(scene.look, scene.facets)
    head = BYTE_ORDER_MARK + _line([_("Title"), *(column.title for column in columns)])
    # The rest is made when the view has answered, and nobody's language is in force any more.
    return _lines(scene, columns, head, get_language() or "en")


def _lines(scene: Scene, columns: list[Column], head: str, language: str) -> Iterator[str]:
    yield head
    rows = with_columns(scene.listed(scene.tasks), columns).iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        with override(language):
            wording = Wording(scene.formats, said_in(chunk, columns))
            text = "".join([_row(task, columns, wording) for task in chunk])
        yield text


def _row(task: Task, columns: Iterable[Column], wording: Wording) -> str:
    return _line([task.title, *(wording.words(column, task) for column in columns)])


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([defused(cell) for cell in cells])
    return out.getvalue()
