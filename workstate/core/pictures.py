"""A picture that was uploaded, drawn anew by drawing.py, a process of its own."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils.translation import gettext as _

from workstate.core import drawing
from workstate.core.errors import Invalid

logger = logging.getLogger(__name__)

LARGEST_MB = 5
# Of our own drawing: more than any logo has.
LARGEST_KEPT = 2 * 1024 * 1024
PATIENCE = 40  # seconds; the process itself gives up after 20 of computing


@dataclass(frozen=True, slots=True)
class Picture:
    png: bytes
    width: int
    height: int


def picture_of(chunks: Iterable[bytes], *, field: str, largest: tuple[int, int]) -> Picture:
    """
    A PNG of at most so many pixels, without the empty space around it.

    Raises Invalid at the field for what is too large or no PNG, JPEG or WebP.
    """
    with TemporaryDirectory(prefix="workstate-") as name:
        folder = Path(name)
        size = 0
        with (folder / "source").open("wb") as source:
            for chunk in chunks:
                size += len(chunk)
                if size > LARGEST_MB * 1024 * 1024:
                    words = _("This picture is larger than %(limit)d MB. Choose a smaller one.")
                    raise Invalid(words % {"limit": LARGEST_MB}, field=field, code="too_large")
                source.write(chunk)
        said = _drawn(folder, largest)
        if said is None:
            raise _no_picture(field)
        png = (folder / "drawn").read_bytes()
    if len(png) > LARGEST_KEPT:
        raise Invalid(_("This picture has too many colours for a logo. Choose a simpler one."), field=field)
    width, height = said
    return Picture(png, width, height)


def _drawn(folder: Path, largest: tuple[int, int]) -> tuple[int, int] | None:
    command = [sys.executable, "-I", str(Path(drawing.__file__)), str(folder), *map(str, largest)]
    try:
        done = subprocess.run(command, cwd=folder, env={}, timeout=PATIENCE, capture_output=True, check=False)
    except subprocess.TimeoutExpired:
        return None
    if done.returncode != 0:
        logger.info("Drawing a picture ended with %d: %s", done.returncode, done.stderr[-300:].decode(errors="replace"))
        return None
    width, height = map(int, done.stdout.split())
    return width, height


def _no_picture(field: str) -> Invalid:
    return Invalid(
        _("This is no picture that can be shown. Choose a PNG, a JPEG or a WebP; of an SVG, save a PNG first."),
        field=field,
        code="no_picture",
    )
