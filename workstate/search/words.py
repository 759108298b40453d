"""
Words as they are compared: without case, accents and punctuation; and which rules of grammar PostgreSQL has for a language.

Every text is indexed twice: as plain words ("simple"), which holds for names, numbers and any language, and by the stems
of the language in which its author uses the product ("invoices" is found by "invoice").
"""

from __future__ import annotations

import re
import unicodedata

_NO_WORD = re.compile(r"[\W_]+")
# What NFKD does not take apart and people type without.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})

SIMPLE = "simple"
# Of the Latin alphabet: what begins with a single letter is a good part of everything.
SHORTEST_PREFIX = 2
# Languages (ISO 639-1) that PostgreSQL 15 has a stemmer for, by the name of its configuration.
CONFIGURATIONS = {
    "ar": "arabic",
    "ca": "catalan",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "eu": "basque",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "ne": "nepali",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}


def configuration_of(language: str | None) -> str:
    """PostgreSQL's configuration for a language tag such as "de" or "pt-BR"; the plain one for a language without."""
    return CONFIGURATIONS.get((language or "").replace("_", "-").split("-")[0].lower(), SIMPLE)


def folded(text: str) -> str:
    """The words alone, made comparable, with single spaces between them."""
    if not text.isascii():
        apart = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
        text = "".join(char for char in apart if not unicodedata.combining(char))
    else:
        text = text.lower()
    return _NO_WORD.sub(" ", text).strip()
