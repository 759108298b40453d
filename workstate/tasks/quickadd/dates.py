"""Days as people say them: tomorrow, in 3 days, Friday, next week, end of month, on the 5th."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from workstate.tasks.quickadd import days
from workstate.tasks.quickadd.clocks import Clocks
from workstate.tasks.quickadd.draft import Context
from workstate.tasks.quickadd.languages.language import PartOfDay
from workstate.tasks.quickadd.languages.lexicon import Lexicon
from workstate.tasks.quickadd.numbered import Day, NumberedDates, Strength
from workstate.tasks.quickadd.words import Word

_COUNT = re.compile(r"[0-9]{1,4}", re.ASCII)
_COUNT_UNIT = re.compile(r"([0-9]{1,4})([^\W\d_]{1,8})")


class Days:
    """Finds days in the words of one line."""

    def __init__(self, words: list[Word], lexicon: Lexicon, context: Context, clocks: Clocks) -> None:
        self.words = words
        self.lexicon = lexicon
        self.context = context
        self.clocks = clocks
        self.numbered = NumberedDates(words, lexicon, context, clocks)
        self.today = context.now.date()

    def at(self, index: int) -> Day | None:
        """A day that starts at `index`, its preposition included."""
        if not self.numbered.word(index):
            return None
        if found := self._ahead(index) or self._in_month(index) or self._nth(index):
            return found
        preposition = self.lexicon.before_day.at(self.words, index)
        if preposition and (day := self._plain(preposition[0], introduced=True)):
            # Whatever a preposition introduces is strong, except where the phrase goes on: "in the sun cream".
            return day if day.strength is Strength.STRONG else self._strengthened(day)
        return self._plain(index, introduced=False)

    def _plain(self, index: int, *, introduced: bool) -> Day | None:
        if not self.numbered.word(index):
            return None
        return (
            self._ahead(index)
            or self._period(index)
            or self._edge(index)
            or self.numbered.at(index, introduced=introduced)
            or self._weekday(index)
            or self._named(index)
        )

    def _strengthened(self, day: Day) -> Day | None:
        follows = self.numbered.word(day.end)
        # "am So Brunch", but not "am so genannten": a capital tells the abbreviation from the word.
        capital = self.clocks.text[self.words[day.end - 1].start].isupper()
        alone = (
            capital or self.clocks.edge(day.end) or follows in self.lexicon.small_words or day.strength is Strength.WEAK
        )
        return Day(day.end, day.date, Strength.STRONG, day.time, day.part, day.keeps_stop) if alone else None

    # -- counted from now -------------------------------------------------------------------------------------------

    def _named(self, index: int) -> Day | None:
        """today, tomorrow, tonight, in the morning."""
        lexicon, words = self.lexicon, self.words
        if found := lexicon.days.at(words, index):
            on = days.add_days(self.today, found[1])
            return Day(found[0], on) if on else None
        if part := lexicon.todays_parts.at(words, index):
            return Day(part[0], self.today, part=part[1])
        return None

    def coming_part(self, index: int) -> tuple[int, PartOfDay] | None:
        """ "in the evening" without a day."""
        return self.lexicon.coming_parts.at(self.words, index)

    def _ahead(self, index: int) -> Day | None:
        """in 3 days, in two weeks, in half an hour, a week from now."""
        lexicon, words = self.lexicon, self.words
        if inside := lexicon.inside.at(words, index):
            if half := lexicon.half_hour.at(words, inside[0]):
                return self._moment(half[0], timedelta(minutes=30))
            return self._counted(inside[0], behind=False)
        return self._counted(index, behind=True)

    def _counted(self, index: int, *, behind: bool) -> Day | None:
        """A count and its unit; with `behind`, only if "from now" follows."""
        lexicon, words = self.lexicon, self.words
        text = self.numbered.word(index)
        end = index + 1
        if match := _COUNT_UNIT.fullmatch(text):
            count, name = int(match[1]), match[2]
            unit = lexicon.units.word(name)
        else:
            if _COUNT.fullmatch(text):
                count = int(text)
            elif number := lexicon.numbers.at(words, index):
                end, count = number
            else:
                return None
            if end >= len(words) or words[end - 1].trail or not (named := lexicon.units.at(words, end)):
                return None
            end, unit = named
        if unit is None:
            return None
        if behind:
            if not (after := lexicon.from_now.at(words, end)):
                return None
            end = after[0]
        if unit in {"minute", "hour"}:
            return self._moment(end, timedelta(minutes=count) if unit == "minute" else timedelta(hours=count))
        if unit in {"day", "week"}:
            on = days.add_days(self.today, count * (7 if unit == "week" else 1))
        else:
            on = days.add_months(self.today, count * (12 if unit == "year" else 1))
        return Day(end, on) if on else None

    def _moment(self, end: int, ahead: timedelta) -> Day | None:
        """So much real time from now, to the minute, in the person's zone."""
        now = self.context.now
        moment: datetime = now + ahead if now.tzinfo is None else (now.astimezone(UTC) + ahead).astimezone(now.tzinfo)
        if days.within(moment.date()) is None:
            return None
        return Day(end, moment.date(), time=moment.time().replace(second=0, microsecond=0))

    # -- weeks, months, years ---------------------------------------------------------------------------------------

    def _edge(self, index: int) -> Day | None:
        """end of month, mid January, eom."""
        lexicon, words = self.lexicon, self.words
        start = self.context.week_start
        if short := lexicon.edges.at(words, index):
            edge, period, ahead = short[1]
            on = days.edge_of(edge, period, ahead, self.today, start)
            return Day(short[0], on) if on else None
        if not (found := lexicon.edge_of.at(words, index)):
            return None
        end, edge = found
        if stretch := lexicon.periods.at(words, end):
            period, ahead = stretch[1]
            if edge == "start" and ahead == 0:
                return None  # it has begun already
            on = days.edge_of(edge, period, ahead, self.today, start)
            return Day(stretch[0], on) if on else None
        if linked := lexicon.of.at(words, end):
            end = linked[0]
        if month := lexicon.months.at(words, end):
            number = month[1] + 1
            end, year = self.numbered.year(month[0])
            if year == 0:
                return None
            near = self.today.year if number >= self.today.month else self.today.year + 1
            first = days.day(year or near, number, 1)
            on = days.edge_of(edge, "month", 0, first, start) if first else None
            return Day(end, on) if on else None
        return None

    def _period(self, index: int) -> Day | None:
        """next week, the weekend, next month: the first day of it."""
        lexicon, words = self.lexicon, self.words
        if not (found := lexicon.periods.at(words, index)):
            return None
        end, (period, ahead) = found
        if ahead == 0 and period != "weekend":
            return None
        if period == "week":
            place = self.lexicon.before_day.at(words, end)
            if weekday := lexicon.weekdays.at(words, place[0] if place else end):
                on = days.within(days.weekday_in_week(self.today, weekday[1], ahead, self.context.week_start))
                return Day(weekday[0], on, keeps_stop=True) if on else None
        first = days.edge_of("start", period, ahead, self.today, self.context.week_start)
        weak = end - index == 1 and words[index].fold in lexicon.weak
        return Day(end, first, Strength.WEAK if weak else Strength.STRONG) if first else None

    # -- weekdays ---------------------------------------------------------------------------------------------------

    def _weekday(self, index: int) -> Day | None:
        """Friday, this Friday, next Friday, Friday next week, Friday the 5th of May, Freitagabend."""
        lexicon, words, today = self.lexicon, self.words, self.today
        start = self.context.week_start
        if glued := lexicon.glued.get(words[index].fold):
            return Day(index + 1, days.weekday_after(today, glued[0]), part=glued[1])
        this, following, coming = (table.at(words, index) for table in (lexicon.this, lexicon.next, lexicon.coming))
        said = following or coming or this
        place = coming[0] if coming else said[0] if said else index
        if not (found := lexicon.weekdays.at(words, place)):
            return self._next_month(following[0]) if following else None
        end, weekday = found
        if lexicon.past_behind.at(words, end) or (end < len(words) and words[end].fold[:1] == "'"):
            return None
        if self.numbered.goes_on(end):
            article = lexicon.before_date.at(words, end)
            explicit = self.numbered.at(article[0] if article else end, introduced=True)
            if explicit:
                return explicit
            if numbered := self._weekday_number(article[0] if article else end, weekday):
                return numbered
            linked = lexicon.of.at(words, end)
            stretch = lexicon.periods.at(words, end) or (linked and lexicon.periods.at(words, linked[0]))
            if stretch and stretch[1][0] == "week" and stretch[1][1] > 0:
                return Day(stretch[0], days.weekday_in_week(today, weekday, stretch[1][1], start))
            if behind := lexicon.next_behind.at(words, end):
                end, following = behind[0], behind
        if coming:
            on = days.weekday_after(today, weekday)
        elif following:
            on = days.weekday_in_week(today, weekday, 1, start)
        elif this:
            on = days.weekday_from(today, weekday)
        else:
            on = days.weekday_after(today, weekday)
        return Day(end, on, Strength.STRONG if said else self._strength(index, end))

    def _weekday_number(self, index: int, weekday: int) -> Day | None:
        """Friday the 13th, vendredi 13: the next day of both kinds; the number alone counts when none is near."""
        found = self.numbered.ordinal(index)
        if not found or not (found[1] or self.clocks.edge(index + 1)) or self.words[index].marker:
            return None
        number, sure = found
        if not sure and self.lexicon.nth & {"th", "."}:
            return None
        on = days.next_weekday_and_number(self.today, weekday, number)
        return Day(index + 1, on, keeps_stop=sure) if on else None

    def _next_month(self, index: int) -> Day | None:
        """next January: its first day."""
        month = self.lexicon.months.at(self.words, index)
        if not month:
            return None
        number = month[1] + 1
        on = days.day(self.today.year + (number <= self.today.month), number, 1)
        return Day(month[0], on, self._strength(index, month[0])) if on else None

    def _strength(self, start: int, end: int) -> Strength:
        folds = {word.fold for word in self.words[start:end]}
        if folds & self.lexicon.faint:
            return Strength.FAINT
        return Strength.WEAK if folds & self.lexicon.weak else Strength.STRONG

    def _in_month(self, index: int) -> Day | None:
        """in March: its first day. The present month says nothing."""
        lexicon, words = self.lexicon, self.words
        preposition = lexicon.before_month.at(words, index)
        if not preposition or not (month := lexicon.months.at(words, preposition[0])):
            return None
        end, year = self.numbered.year(month[0])
        number = month[1] + 1
        if year == 0 or (year is None and number == self.today.month):
            return None
        if not year and self.numbered.ordinal(end) and lexicon.language.month_first:
            return None  # "by May 5th" is the rule for dates
        on = days.day(year or self.today.year + (number < self.today.month), number, 1)
        strength = Strength.STRONG if year else self._strength(preposition[0], month[0])
        return Day(end, on, strength) if on else None

    def _nth(self, index: int) -> Day | None:
        """on the 5th, am 5., le 5: the next day with that number."""
        lexicon, words = self.lexicon, self.words
        preposition = lexicon.before_nth.at(words, index)
        if not preposition or not (found := self.numbered.ordinal(preposition[0])):
            return None
        number, sure = found
        end = preposition[0] + 1
        if not sure and (lexicon.nth & {"th", "."}):
            return None  # English and German write the ending
        if lexicon.of.at(words, end) or lexicon.months.at(words, end):
            return None
        follows = self.numbered.word(end)
        if not (self.clocks.edge(end) or follows in lexicon.small_words or lexicon.before_hour.at(words, end)):
            return None
        if self.numbered.dotted(preposition[0], introduced=True):
            return None
        on = days.next_day_of_month(self.today, number)
        return Day(end, on, keeps_stop=words[end - 1].trail.startswith(".")) if on else None
