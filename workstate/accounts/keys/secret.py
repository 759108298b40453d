"""
How a key is written, and what is kept of it.

`wst_`, 36 random letters and figures (214 bits), and six that follow from them, so that a scanner of leaked secrets knows a key
from chance. Kept is a plain SHA-256: what cannot be guessed needs neither salt nor slowness.
"""

from __future__ import annotations

import re
import secrets
import string
import zlib
from hashlib import sha256
from typing import Final

PREFIX: Final = "wst_"
SHOWN: Final = 10
"""So many characters tell keys apart in a list."""
_ALPHABET: Final = string.digits + string.ascii_letters
_RANDOM: Final = 36
_CHECK: Final = 6
FORM: Final = re.compile(rf"{PREFIX}[0-9A-Za-z]{{{_RANDOM + _CHECK}}}")


def new_key() -> str:
    random = "".join(secrets.choice(_ALPHABET) for _ in range(_RANDOM))
    return f"{PREFIX}{random}{_check(random)}"


def is_key(text: str) -> bool:
    """Whether this can be a key of ours; asked before the database is."""
    if not FORM.fullmatch(text):
        return False
    random = text[len(PREFIX) : len(PREFIX) + _RANDOM]
    return text.endswith(_check(random))


def fingerprint(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _check(random: str) -> str:
    number, letters = zlib.crc32(random.encode()), ""
    for _ in range(_CHECK):
        number, digit = divmod(number, len(_ALPHABET))
        letters = _ALPHABET[digit] + letters
    return letters
