"""The pictures of a file: fetched, drawn in a process of its own, stored, noted."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import BoundedSemaphore

from django.core.files import File

from workstate.attachments import storage
from workstate.attachments.actions import keep_pictures
from workstate.attachments.drawing import NO_PICTURE
from workstate.attachments.models import Attachment
from workstate.core.actor import Actor, Via
from workstate.core.errors import NotFound
from workstate.workspaces.queries import actor_in

logger = logging.getLogger(__name__)

PATIENCE = 40  # seconds; the process itself gives up after 20 of computing
PICTURES = ("thumbnail", "preview")
# A large picture takes up to 400 MB while it is drawn: a worker of four threads draws two at a time.
_TURNS = BoundedSemaphore(2)
HOME = Path(__file__).resolve().parents[2]


def draw(attachment: Attachment) -> None:
    """Draw the pictures of a file, or note that there are none to draw. What fails on our side is tried again later."""
    keys: dict[str, str] = {}
    with TemporaryDirectory(prefix="workstate-") as name:
        folder = Path(name)
        try:
            with storage.opened(attachment.key) as file, (folder / "source").open("wb") as source:
                for chunk in storage.chunks_of(file):
                    source.write(chunk)
        except FileNotFoundError:
            logger.warning("The file of attachment %s is gone.", attachment.pk)
        else:
            if drawn(folder):
                keys = {name: _stored(folder / name) for name in PICTURES}
    noted = keep_pictures(
        attachment,
        by=_uploader(attachment),
        thumbnail_key=keys.get("thumbnail", ""),
        preview_key=keys.get("preview", ""),
    )
    if not noted:  # another worker was faster, or the file is gone meanwhile
        for key in keys.values():
            storage.remove(key)


def drawn(folder: Path) -> bool:
    """Whether pictures of `source` stand in the folder now; see drawing.py for what is done to whom."""
    with _TURNS:
        return _drawn(folder)


def _drawn(folder: Path) -> bool:
    command = [sys.executable, "-m", "workstate.attachments.drawing", str(folder)]
    try:
        # No environment: there is nothing in it that a picture needs to know.
        done = subprocess.run(command, cwd=HOME, env={}, timeout=PATIENCE, capture_output=True, check=False)
    except subprocess.TimeoutExpired:
        logger.info("A picture took too long to draw.")
        return False
    if done.returncode not in {0, NO_PICTURE}:
        logger.info("Drawing a picture ended with %d: %s", done.returncode, done.stderr[-300:].decode(errors="replace"))
    return done.returncode == 0


def _stored(path: Path) -> str:
    with path.open("rb") as file:
        return storage.store(File(file, name=path.name), limit=path.stat().st_size).key


def _uploader(attachment: Attachment) -> Actor | None:
    if attachment.uploaded_by is None:
        return None
    try:
        return actor_in(attachment.workspace.slug, attachment.uploaded_by, via=Via.SYSTEM)
    except NotFound:
        return None
