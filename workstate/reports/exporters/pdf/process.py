"""Has a document set by render.py: in a process of its own, whose time and memory are bounded and that knows nothing else."""

from __future__ import annotations

import json
import logging
import os
import re
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import BoundedSemaphore
from time import monotonic

from django.utils.translation import gettext as _

from workstate.reports.exporters.pdf import render

logger = logging.getLogger(__name__)

RENDER = Path(render.__file__)
# A long report takes up to a gigabyte while it is set: a worker of four threads sets two at a time.
_TURNS = BoundedSemaphore(2)
# Where the system's libraries and fonts are, if it was told to look elsewhere; nothing else of the environment goes along.
_LOADER = (
    "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH",
    "DYLD_FALLBACK_LIBRARY_PATH",
    "WEASYPRINT_DLL_DIRECTORIES",
    "FONTCONFIG_FILE",
    "FONTCONFIG_PATH",
    "SystemRoot",
)
_PROGRESS = re.compile(rb"([0-9]+) / ([0-9]+)\n")


class NotSet(Exception):
    """There is no PDF; the message says why, and what to do, to the person who wanted it."""


class LibrariesMissing(NotSet):
    """The system lacks what sets text."""


@dataclass(frozen=True, slots=True)
class Limits:
    seconds: int = 480
    """By the clock, from when it begins."""
    computing: int = render.SECONDS
    memory: int = render.MEMORY
    """Bytes."""


LIMITS = Limits()


def set_pdf(
    sheets: Mapping[str, object], *, on_progress: Callable[[float], None] | None = None, limits: Limits = LIMITS
) -> bytes:
    """
    The PDF of a document (see render.Sheets). Tells what share of its rows is done; raises NotSet.

    Whatever exceeds its limits is ended, with all that it may have started.
    """
    with _TURNS, TemporaryDirectory(prefix="workstate-") as name:
        folder = Path(name)
        source, target, complaint = folder / "source", folder / "target", folder / "complaint"
        source.write_text(json.dumps(sheets))
        with source.open("rb") as stdin, complaint.open("wb") as stderr:
            ended = _run(folder, target, stdin.fileno(), stderr.fileno(), on_progress or (lambda share: None), limits)
        words = complaint.read_bytes()[-300:].decode(errors="replace").strip()
        if ended == 0 and target.exists():
            return target.read_bytes()
    if ended == render.LIBRARIES_MISSING:
        logger.warning("No PDF can be made: %s", words)
        raise LibrariesMissing(
            _(
                "This server lacks a library that PDF files are made with. Its administrator installs it:"
                " apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 (on macOS: brew install pango)."
            )
        )
    logger.warning("Setting a PDF ended with %s: %s", ended, words)
    if ended == render.CANNOT_BE_SET and "MemoryError" not in words:
        raise NotSet(_("This report could not be set as a PDF. Try another format, or tell your administrator."))
    raise NotSet(
        _("This report is too large for a PDF. Narrow it: fewer days, or a filter. CSV and XLSX have no limit.")
    )


def _run(
    folder: Path, target: Path, stdin: int, stderr: int, on_progress: Callable[[float], None], limits: Limits
) -> int | None:
    """How the process ended; None when its time was over."""
    command = [sys.executable, "-I", str(RENDER), str(target), str(limits.memory), str(limits.computing)]
    environment = {name: os.environ[name] for name in _LOADER if name in os.environ}
    environment |= {"HOME": str(folder), "LANG": "C.UTF-8"}
    deadline = monotonic() + limits.seconds
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=stderr,
        start_new_session=True,
    )
    try:
        assert process.stdout is not None
        heard = b""
        while (left := deadline - monotonic()) > 0:
            if not select.select([process.stdout], [], [], left)[0]:
                break
            if not (piece := os.read(process.stdout.fileno(), 4096)):
                return process.wait(timeout=max(left, 1))
            heard += piece
            if found := _PROGRESS.findall(heard):
                done, all_rows = map(int, found[-1])
                on_progress(done / all_rows if all_rows else 1.0)
                heard = heard[heard.rfind(b"\n") + 1 :]
    except subprocess.TimeoutExpired:
        logger.info("Setting a PDF closed its output and went on.")
    finally:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        if process.stdout:
            process.stdout.close()
        process.wait()
    return None
