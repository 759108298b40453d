"""What a file may be called: nothing that leads to another folder, lies about its end, or breaks a header."""

from __future__ import annotations

import unicodedata

from django.utils.translation import gettext as _

from workstate.attachments.models import NAME_LENGTH
from workstate.core.text import is_clean

_LONGEST_ENDING = 20


def clean_name(name: str) -> str:
    """
    The name as it is kept. A client's is mended rather than refused, for the person did not type it.

    Folders, control and direction characters go, and dots at the end; a long one is cut in the middle, so that it keeps
    its ending.
    """
    name = name.replace("\\", "/").rpartition("/")[2]
    name = "".join(char for char in name if is_clean(char))
    name = unicodedata.normalize("NFC", " ".join(name.split())).rstrip(". ").lstrip()
    return shortened(name) or _("Unnamed file")


def shortened(name: str) -> str:
    if len(name) <= NAME_LENGTH:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > _LONGEST_ENDING:
        return f"{name[: NAME_LENGTH - 1]}…"
    return f"{stem[: NAME_LENGTH - len(ending) - 2]}….{ending}"
