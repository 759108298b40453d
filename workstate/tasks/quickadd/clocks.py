"""Times of day as people write them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import time

from workstate.tasks.quickadd.draft import Context
from workstate.tasks.quickadd.languages.language import PARTS_OF_DAY, PartOfDay
from workstate.tasks.quickadd.languages.lexicon import Lexicon
from workstate.tasks.quickadd.words import Word

_HALF = r"(?P<half>a|p)\.?m"
_COLON = re.compile(rf"@?(?P<hour>[0-9]{{1,2}}):(?P<minute>[0-5][0-9])(?::[0-5][0-9])?(?:{_HALF}|h|uhr)?", re.ASCII)
_DOT = re.compile(rf"(?P<hour>[0-9]{{1,2}})\.(?P<minute>[0-5][0-9])(?:{_HALF}|h|uhr)?", re.ASCII)
_SUFFIXED = re.compile(rf"@?(?P<hour>[0-9]{{1,2}}){_HALF}", re.ASCII)
_GLUED_WORD = re.compile(r"(?P<hour>[0-9]{1,2})uhr(?P<minute>[0-5][0-9])?", re.ASCII)
_LETTER = re.compile(r"(?P<hour>[0-9]{1,2})h(?P<minute>[0-5][0-9])?", re.ASCII)
_BARE = re.compile(r"[0-9]{1,2}", re.ASCII)
_MINUTES = re.compile(r"[0-5][0-9]", re.ASCII)

FIRST_SURE_HOUR = 7
"""From here on "14h" is a time of day; below it is more often a length of time."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A reading of the clock. `half` is a or p once said; `loose` may still be moved to the afternoon."""

    hour: int
    minute: int
    half: str = ""
    loose: bool = False
    part: PartOfDay | None = None

    def at(self, part: PartOfDay | None, *, afternoon: bool) -> time:
        """The time of day, given the part of the day that was named beside it."""
        part = self.part or part
        hour = self.hour
        if self.half:
            hour = hour % 12 + (12 if self.half == "p" else 0)
        elif (
            part in ("afternoon", "evening", "night") and (5 <= hour < 12 or (part == "afternoon" and 1 <= hour < 12))
        ) or (part is None and self.loose and afternoon and 1 <= hour <= 6):
            hour += 12
        # Midnight as an end ("24:00") stays on the day it ends.
        return time(23, 59) if hour == 24 else time(hour, self.minute)


class Clocks:
    """Finds times of day in the words of one line."""

    def __init__(self, text: str, words: list[Word], lexicon: Lexicon, context: Context) -> None:
        self.text = text
        self.words = words
        self.lexicon = lexicon
        self.loose_colons = context.time_format == "12"

    def at(self, index: int, *, after_day: bool) -> tuple[int, Clock] | None:
        """A time that starts at `index`, with its preposition; `after_day` says that a day stands before it."""
        words, lexicon = self.words, self.lexicon
        hourly = lexicon.before_hour.at(words, index)
        if hourly and (found := self._number(hourly[0], introduced=True, after_day=after_day)):
            return self._with_part(found)
        if hourly and (found := self._bare(hourly[0], index, after_day=after_day)):
            return found
        if named := lexicon.times.at(words, index):
            end, moment = named
            weak = any(word.fold in lexicon.weak for word in words[index:end])
            if after_day or end - index > 1 or not weak or self.edge(end):
                return end, Clock(moment.hour, moment.minute)
        if preposition := lexicon.before_time.at(words, index):
            if found := self._number(preposition[0], introduced=True, after_day=after_day):
                return self._with_part(found)
            if named := lexicon.times.at(words, preposition[0]):
                return named[0], Clock(named[1].hour, named[1].minute)
        if found := self._number(index, introduced=False, after_day=after_day):
            return self._with_part(found)
        return None

    def ending_at(self, end: int) -> int | None:
        """Where the time begins that ends before `end`; an hour without anything counts, since a range follows."""
        for start in (end - 3, end - 2, end - 1):
            if start >= 0 and self.words[start].fold and (found := self.at(start, after_day=False)) and found[0] == end:
                return start
        last = self.words[end - 1].fold
        return end - 1 if _BARE.fullmatch(last) or _LETTER.fullmatch(last) else None

    def edge(self, index: int) -> bool:
        """Whether nothing that belongs to the sentence follows: the end, a sign such as #, or a full stop."""
        if index >= len(self.words) or self.words[index].marker or self.words[index].lead:
            return True
        if set(self.words[index - 1].trail) & set(".;:!?)]}…"):
            return True
        return bool(self.words[index].fold) and not any(char.isalnum() for char in self.words[index].fold)

    def counted(self, index: int) -> bool:
        """Whether the word before makes a number a name or a score: "chapter" 3/4."""
        return self.lexicon.counters.ends_at(self.words, index) and not self.words[index - 1].trail.strip(".")

    def _number(self, index: int, *, introduced: bool, after_day: bool) -> tuple[int, Clock] | None:
        if index >= len(self.words) or (not introduced and not after_day and self.counted(index)):
            return None
        word = self.words[index]
        text = word.fold
        end = index + 1
        after = self.words[end].fold if end < len(self.words) and not word.trail.strip(".") else ""
        half = self.lexicon.halves.at(self.words, end) if after else None
        oclock = bool(after) and after in self.lexicon.oclock
        if (
            (match := _COLON.fullmatch(text))
            or (match := _SUFFIXED.fullmatch(text))
            or (match := _GLUED_WORD.fullmatch(text))
        ):
            said = match.groupdict().get("half") or ""
            if half and not said:
                end, said = half
            elif oclock or (after and after in self.lexicon.hours):
                end += 1
            loose = self.loose_colons and not text.startswith("0")
            return self._clock(end, match["hour"], match.groupdict().get("minute"), said, loose=loose)
        if match := _DOT.fullmatch(text):
            said = match["half"] or ""
            if half and not said:
                end, said = half
            elif oclock:
                end += 1
            elif not said and not text.endswith(("uhr", "h")) and not (introduced and self._dots(index)):
                return None
            return self._clock(end, match["hour"], match["minute"], said)
        if _BARE.fullmatch(text) and half and not word.trail:
            return self._clock(half[0], text, None, half[1])
        if _BARE.fullmatch(text) and oclock:
            minutes = self.words[end + 1].fold if end + 1 < len(self.words) else ""
            if _MINUTES.fullmatch(minutes) and not self.words[end].trail:
                return self._clock(end + 2, text, minutes, "")
            loose = not self.lexicon.language.exact_oclock
            return self._clock(end + 1, text, None, "", loose=loose)
        if _BARE.fullmatch(text) and (part := self.lexicon.parts.at(self.words, end)) and part[0] - end > 1:
            return self._clock(end, text, None, "", loose=True)  # "3 in the afternoon"
        return self._lettered(index, introduced=introduced, after_day=after_day)

    def _dots(self, index: int) -> bool:
        """ "um 14.30": where dates have dots, or after the Nordic kl."""
        return self.lexicon.language.dotted or self.words[index - 1].fold == "kl"

    def _lettered(self, index: int, *, introduced: bool, after_day: bool) -> tuple[int, Clock] | None:
        """ "14h", "14h30", "14 h 30", "14 heures": lengths of time look the same, so a small one needs company."""
        if not self.lexicon.language.hours:
            return None
        words = self.words
        end = index + 1
        if match := _LETTER.fullmatch(words[index].fold):
            hour, minute = match["hour"], match["minute"]
        elif _BARE.fullmatch(words[index].fold) and self.lexicon.hours.at(words, end):
            hour, minute = words[index].fold, None
            end += 1
            if end < len(words) and _MINUTES.fullmatch(words[end].fold) and not words[end - 1].trail:
                minute = words[end].fold
                end += 1
        else:
            return None
        if (
            not introduced
            and not after_day
            and (int(hour) < FIRST_SURE_HOUR or self.lexicon.lengths.ends_at(words, index))
        ):
            return None
        return self._clock(end, hour, minute, "")

    def _bare(self, index: int, start: int, *, after_day: bool) -> tuple[int, Clock] | None:
        """The hour alone after "at": only where the sentence cannot go on counting things."""
        words = self.words
        if index >= len(words) or not _BARE.fullmatch(words[index].fold) or words[index].lead:
            return None
        end = index + 1
        if part := self.lexicon.parts.at(words, end):
            found = self._clock(part[0], words[index].fold, None, "", loose=True)
            return (found[0], replace(found[1], part=part[1])) if found else None
        follows = words[end].fold if end < len(words) else ""
        alone = self.edge(end) or bool(words[index].trail) or follows in self.lexicon.small_words
        opens = start == 0 and not self._capital(end)  # "at 5 call Ana", but not "at 10 Downing Street"
        if not alone and (follows in self.lexicon.measures or not (after_day or opens or self._weekday(end))):
            return None
        return self._clock(end, words[index].fold, None, "", loose=True)

    def _capital(self, index: int) -> bool:
        return index < len(self.words) and self.text[self.words[index].start].isupper()

    def _weekday(self, index: int) -> bool:
        return self.lexicon.weekdays.at(self.words, index) is not None

    def _clock(
        self, end: int, hour: str, minute: str | None, half: str, *, loose: bool = False
    ) -> tuple[int, Clock] | None:
        hours, minutes = int(hour), int(minute or 0)
        if hours > 24 or (hours == 24 and minutes) or (half and not 1 <= hours <= 12):
            return None
        return end, Clock(hours, minutes, half, loose)

    def _with_part(self, found: tuple[int, Clock]) -> tuple[int, Clock]:
        """ "8 Uhr abends", "3 in the afternoon"."""
        end, clock = found
        if (
            not clock.half
            and (part := self.lexicon.parts.at(self.words, end))
            and self.words[end - 1].trail in ("", ".")
        ):
            return part[0], replace(clock, part=part[1])
        return found


def time_of_part(part: PartOfDay) -> time:
    """The hour that a part of the day stands for."""
    return PARTS_OF_DAY[part]
