"""Quick add: one line of text describes a task. Pure: no database, no clock of its own, no network.

The grammar
-----------
Words stand for themselves and become the title, except these:

`p1` … `p4`
    the priority, as a whole word in either case.
`#project`, `@label`
    A name that exists (Context.projects, Context.labels) is matched with its spaces, longest first, in either case; other
    names end at the next space or stand in quotes: `#"two words"`. Not names: numbers (`#12` is an issue) and colours
    (`#ff8800`) unless a project is called so, an e-mail address, the fragment of a URL, `C#`, `@2pm` (a time).
`/section`
    of the project that the line names, else of the page's project (Context.place_project); without a project it is words. A
    section that exists (Context.sections) is matched with its spaces; a new one is one word of letters, digits, hyphens or
    stands in quotes: `/"In review"`. Not sections: paths (`/etc/hosts`, `/tmp`), files, `and/or`, `3/4`, `50 € /month`.
`+person`
    whom the task is for, as often as wanted: somebody of Context.people by full name, first name, e-mail address or its part
    before the @, or by a beginning of two letters or more if only one person's name begins so; `+me` is who types. Nobody of
    that name, or several: words. So are `+49 170 …`, `C++`, `1+1`.
`~45m`, `~1h30`, `~1:30`, `~1.5h`, `~2 hours`, `~90`
    the estimate; a bare number is minutes, unless it counts something (`~5 people`).
`30m/2h`
    thirty minutes worked of an estimate of two hours; both have a unit. French and Spanish `9h/12h` are times and words.
`{friday}`, `deadline friday`, `Frist: 5.12.`
    the deadline: a day in braces, or behind the word (English deadline, German Frist, French date limite, Spanish fecha
    límite; a colon or "is" may stand between). A deadline has no time of day: with one, the date is the due date as ever.
`!30m`, `!2h`, `!1d`, `!30 min before`
    a reminder so long before the task is due; `!14h` is a time where people write times so (French, from 7 on).
`!9:00`, `!tomorrow`, `!friday 9:00`
    a reminder at a moment: a time alone is meant on the due day, a day alone at 9:00. `wow!30`, `!!!`, `!important` are words.
`every friday`
    how the task comes back, in the phrases of workstate.tasks.recurrence. Where no other day stands, the task is due on the
    first day of its series, and a time that stands apart is its time; otherwise the series starts on the due day.
` // description`
    two slashes between spaces: everything behind them to the end of the line describes the task and is not parsed. It may
    stand beyond MAX_LENGTH. Its key is always "description://", since its text is what is being typed.
dates and times
    in words and numbers, in the person's language and (long words only) in English; see below.

Of labels, assignees and reminders every one counts. Of all others the last counts, as people put such things at the end and
correct themselves by typing on; earlier ones stay words (an estimate and `30m/2h` are of one kind here). A day and a time
that stand apart belong together ("tomorrow call Ana at 2pm") and make two tokens. Nothing is parsed in double quotes
("…", “…”, „…“, «…»); the quote characters leave the title when what they hold would have been a token, and stay otherwise
(Read "The Hobbit"). A token whose key is in Context.ignored is words again. Only the first MAX_LENGTH characters are
parsed, up to the last whole word.

`print_line` writes a draft as such a line, and `many_lines` cuts a pasted list into lines with their depth.

Dates
-----
- "Friday" is the next Friday after today: on a Friday it is a week ahead, since people say "today" for today. "this
  Friday" may be today. "next Friday" is Friday of the next week, and weeks begin on Context.week_start: on Monday
  23 November "next Sunday" is 6 December where weeks begin on Monday and 29 November where they begin on Sunday.
- "next week", "next month", "next year", "next quarter" are their first days; "weekend" is Saturday; "end of week" is
  Friday, "end of month" the last day, "mid January" the 15th, "in March" the first.
- A day without a year is the next such day, today included. "3/4" is read in Context.date_order. Years from 1970 to 2199.
- A time alone is the next one: today, or tomorrow once it has passed. A time that the clock skips in spring becomes the first
  that exists. "midnight" and "24:00" are 23:59 of the day they end. "morning" is 9:00, "afternoon" 14:00, "evening" and
  "tonight" 19:00, "night" 21:00. "at 5" is 17:00 in English and Spanish; with time_format "12" so is "5:30".
- "in 2 hours" counts real time, to the minute; "in 3 days" counts days and has no time.
- Never dates: a word that also means something else, unless it stands at the end or has company ("sun cream", "wed Ana",
  "may I", "march past", German "so", French "mars"); fractions that go on ("1/2 cup"), names and scores ("chapter 3/4"),
  versions, prices, phone numbers, addresses; spans ("9-5", "Mon – Fri", "9:00 - 10:00"); "last" and "a" Friday, and "every" Friday
  (unless it is a repeat phrase); "Black Friday", "24/7".
"""

from __future__ import annotations

from workstate.tasks.quickadd.draft import (
    MAX_LENGTH,
    Context,
    Draft,
    Kind,
    Person,
    Series,
    Spent,
    Token,
    When,
    segments,
    token_key,
)
from workstate.tasks.quickadd.lines import many_lines
from workstate.tasks.quickadd.parser import parse
from workstate.tasks.quickadd.printing import print_line

__all__ = [
    "MAX_LENGTH",
    "Context",
    "Draft",
    "Kind",
    "Person",
    "Series",
    "Spent",
    "Token",
    "When",
    "many_lines",
    "parse",
    "print_line",
    "segments",
    "token_key",
]
