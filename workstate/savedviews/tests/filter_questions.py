"""Questions of the filter language, each with its answer worked out in Python from the facts of a task."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import strategies as st

from workstate.core.actor import Actor
from workstate.savedviews.tests.filter_world import ZONE, Facts, Predicate

Question = tuple[str, Predicate]
Column = Callable[[Facts], date | None]

_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
    ":": lambda one, other: one == other,
}
_MIRRORED = {"<": _COMPARE[">"], "<=": _COMPARE[">="], ">": _COMPARE["<"], ">=": _COMPARE["<="]}


def questions(actor: Actor, now: datetime) -> st.SearchStrategy[Question]:
    """Any of them, joined in any way."""
    return st.recursive(st.sampled_from(atoms(actor, now)), _joined, max_leaves=8)


def atoms(actor: Actor, now: datetime) -> list[Question]:
    """Each of them alone."""
    today = now.astimezone(ZONE).date()
    return [
        *_flags(actor, now, today),
        *_names(actor),
        *_words(),
        *_dates(today),
        *_instants(today),
        *_lengths(),
        *_fields(actor, today),
        *_facets(),
    ]


def _not(answer: Predicate) -> Predicate:
    return lambda facts: not answer(facts)


def _joined(inner: st.SearchStrategy[Question]) -> st.SearchStrategy[Question]:
    pairs = st.tuples(inner, inner)
    return st.one_of(
        inner.map(lambda one: (f"!({one[0]})", _not(one[1]))),
        inner.map(lambda one: (f"not ({one[0]})", _not(one[1]))),
        st.tuples(pairs, st.sampled_from([" & ", " and ", " ", " && "])).map(_and),
        st.tuples(pairs, st.sampled_from([" | ", " or ", ", ", " || "])).map(_or),
    )


def _and(drawn: tuple[tuple[Question, Question], str]) -> Question:
    (one, other), sign = drawn
    return f"({one[0]}){sign}({other[0]})", lambda facts: one[1](facts) and other[1](facts)


def _or(drawn: tuple[tuple[Question, Question], str]) -> Question:
    (one, other), sign = drawn
    return f"(({one[0]}){sign}({other[0]}))", lambda facts: one[1](facts) or other[1](facts)


def _flags(actor: Actor, now: datetime, today: date) -> list[Question]:
    def overdue(facts: Facts) -> bool:
        late = facts.task.due_on is not None and facts.task.due_on < today
        return facts.open and (late or (facts.task.due_at is not None and facts.task.due_at < now))

    return [
        ("overdue", overdue),
        ("today", lambda facts: facts.task.due_on == today),
        ("tomorrow", lambda facts: facts.task.due_on == today + timedelta(days=1)),
        ("deferred", lambda facts: facts.task.deferred_until is not None and facts.task.deferred_until > today),
        ("open", lambda facts: facts.open),
        ("done", lambda facts: facts.task.completed_at is not None),
        ("cancelled", lambda facts: facts.task.cancelled_at is not None),
        ("archived", lambda facts: facts.archived),
        ("running", lambda facts: facts.running),
        ("repeats", lambda facts: facts.repeats),
        ("blocked", lambda facts: facts.waits_for > 0),
        ("blocking", lambda facts: facts.open and facts.blocks > 0),
        ("subtask", lambda facts: facts.task.parent_id is not None),
        ("has subtasks", lambda facts: facts.children > 0),
        ("inbox", lambda facts: facts.task.project_id is None and facts.task.created_by_id == actor.user.pk),
        ("unassigned", lambda facts: not facts.people),
        *(_priority(text, numbers) for text, numbers in _PRIORITIES.items()),
    ]


_PRIORITIES = {
    "p1": {1},
    "p4": {4},
    "priority: 2": {2},
    "priority <= 2": {1, 2},
    "priority > 2": {3, 4},
    "priority: 1, p3": {1, 3},
    "priority != 4": {1, 2, 3},
}


def _priority(text: str, numbers: set[int]) -> Question:
    return text, lambda facts: facts.task.priority in numbers


def _names(actor: Actor) -> list[Question]:
    me = actor.user.name
    found: list[Question] = [
        ("assigned: me", lambda facts: me in facts.people),
        ("+me", lambda facts: me in facts.people),
        ("assigned: others", lambda facts: bool(facts.people - {me})),
        ("assigned: nobody", lambda facts: not facts.people),
        ("created by: me", lambda facts: facts.made_by == me),
        ("created by: others", lambda facts: facts.made_by not in {"", me}),
        ("completed by: me", lambda facts: facts.task.completed_by_id == actor.user.pk),
    ]
    if actor.is_guest:
        return found
    return [
        *found,
        ("#Website", lambda facts: facts.project == "Website"),
        ("##website", lambda facts: "Website" in facts.projects_above),
        ('#"Spring launch"', lambda facts: facts.project == "Spring launch"),
        ("in: Sales, Website", lambda facts: facts.project in {"Sales", "Website"}),
        ('project: "R&D, rest"', lambda facts: facts.project == "R&D, rest"),
        ("#*e*", lambda facts: "e" in facts.project),
        ("#nothing*", lambda facts: False),
        ("/Launch", lambda facts: facts.section == "Launch"),
        ('#Website /"In review"', lambda facts: facts.section == "In review"),
        ("@waiting", lambda facts: "waiting" in facts.labels),
        ("@wait*", lambda facts: bool(facts.labels & {"waiting", "wait-list"})),
        ("label: phone, On the road", lambda facts: bool(facts.labels & {"phone", "On the road"})),
        ('client: "nordwind ag"', lambda facts: facts.client == "Nordwind AG"),
        ("assigned: Ana, mara adler", lambda facts: bool(facts.people & {"Ana Keller", "Mara Adler"})),
        ("+olga", lambda facts: "Olga Owner" in facts.people),
        ("created by: Mara", lambda facts: facts.made_by == "Mara Adler"),
    ]


def _words() -> list[Question]:
    return [
        ("call", lambda facts: "call" in facts.task.title.casefold()),
        ('"draft call"', lambda facts: "draft call" in facts.task.title.casefold()),
        ("ünïc", lambda facts: "ünïc" in facts.task.title.casefold()),
        ('"100%"', lambda facts: "100%" in facts.task.title),
        ("a_b", lambda facts: "a_b" in facts.task.title),
        ("title: in*ice", lambda facts: "invoice" in facts.task.title.casefold()),
        ('"open"', lambda facts: "open" in facts.task.title.casefold()),
        ('"p1"', lambda facts: "p1" in facts.task.title.casefold()),
        ("description: DRAFT", lambda facts: "draft" in facts.task.description.casefold()),
        ("text: open", lambda facts: "open" in f"{facts.task.title}\n{facts.task.description}".casefold()),
        ("comment: approved", lambda facts: any("approved" in one for one in facts.comments)),
        ("number: 7, 12", lambda facts: facts.task.number in {7, 12}),
        ("number > 50", lambda facts: facts.task.number > 50),
    ]


def _dates(today: date) -> list[Question]:
    monday = today - timedelta(days=today.weekday())
    columns: dict[str, Column] = {
        "due": lambda facts: facts.task.due_on,
        "start": lambda facts: facts.task.start_on,
        "deadline": lambda facts: facts.task.deadline_on,
        "deferred until": lambda facts: facts.task.deferred_until,
    }
    stretches = {
        "today": (today, today),
        "tomorrow": (today + timedelta(days=1),) * 2,
        "yesterday": (today - timedelta(days=1),) * 2,
        "-7 days": (today - timedelta(days=7),) * 2,
        "in 30 days": (today + timedelta(days=30),) * 2,
        "this week": (monday, monday + timedelta(days=6)),
        "next week": (monday + timedelta(days=7), monday + timedelta(days=13)),
        "last 7 days": (today - timedelta(days=6), today),
        "yesterday..+2 days": (today - timedelta(days=1), today + timedelta(days=2)),
        (today + timedelta(days=6)).isoformat(): (today + timedelta(days=6),) * 2,
    }
    return [
        question
        for name, column in columns.items()
        for words, (first, last) in stretches.items()
        for question in _in_days(name, column, words, first, last)
    ]


def _in_days(name: str, column: Column, words: str, first: date, last: date) -> list[Question]:
    def asked(test: Callable[[date], bool]) -> Predicate:
        def answer(facts: Facts) -> bool:
            day = column(facts)
            return day is not None and test(day)

        return answer

    return [
        (f"{name}: {words}", asked(lambda day: first <= day <= last)),
        (f"{name} before: {words}", asked(lambda day: day < first)),
        (f"{name} after: {words}", asked(lambda day: day > last)),
        (f"{name} <= {words}", asked(lambda day: day <= last)),
        (f"{name} >= {words}", asked(lambda day: day >= first)),
    ]


def _instants(today: date) -> list[Question]:
    columns: dict[str, Callable[[Facts], datetime | None]] = {
        "created": lambda facts: facts.task.created_at,
        "completed": lambda facts: facts.task.completed_at,
        "updated": lambda facts: facts.updated,
    }
    found: list[Question] = []
    for name, column in columns.items():
        for words, days in {"today": 0, "-30 days": -30, "yesterday": -1, "5 days ago": -5}.items():
            first = datetime.combine(today + timedelta(days=days), time.min, ZONE).astimezone(UTC)
            behind = datetime.combine(today + timedelta(days=days + 1), time.min, ZONE).astimezone(UTC)
            found += [
                (f"{name}: {words}", _at(column, first, behind)),
                (f"{name} before: {words}", _at(column, _EVER, first)),
                (f"{name} after: {words}", _at(column, behind, _NEVER)),
            ]
    return found


_EVER, _NEVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


def _at(column: Callable[[Facts], datetime | None], first: datetime, behind: datetime) -> Predicate:
    def answer(facts: Facts) -> bool:
        at = column(facts)
        return at is not None and first <= at < behind

    return answer


def _lengths() -> list[Question]:
    found: list[Question] = []
    for sign, compare in _COMPARE.items():
        for words, seconds in {"30m": 1800, "2h": 7200, "0m": 0, "1h 30m": 5400}.items():
            spaced = "" if sign == ":" else " "
            found += [
                (f"tracked{spaced}{sign} {words}", _tracked(compare, seconds)),
                (f"estimate{spaced}{sign} {words}", _estimated(compare, seconds)),
            ]
        if sign != ":":
            found += [
                (f"tracked {sign} estimate", _against(compare)),
                (f"estimate {sign} tracked", _against(_MIRRORED[sign])),
            ]
    return found


def _tracked(compare: Callable[[float, float], bool], seconds: int) -> Predicate:
    return lambda facts: compare(facts.tracked, seconds)


def _estimated(compare: Callable[[float, float], bool], seconds: int) -> Predicate:
    return lambda facts: facts.task.estimate is not None and compare(facts.task.estimate, seconds)


def _against(compare: Callable[[float, float], bool]) -> Predicate:
    return lambda facts: facts.task.estimate is not None and compare(facts.tracked, facts.task.estimate)


def _fields(actor: Actor, today: date) -> list[Question]:
    if actor.is_guest:
        return []
    return [
        ("Budget > 50", lambda facts: facts.fields.get("Budget", -1) > 50),
        ("budget <= 100", lambda facts: "Budget" in facts.fields and facts.fields["Budget"] <= 100),
        ("Budget: 0, 250", lambda facts: facts.fields.get("Budget") in {0, 250}),
        ("no Budget", lambda facts: "Budget" not in facts.fields),
        ("has: Stage", lambda facts: "Stage" in facts.fields),
        ("Stage: Doing", lambda facts: "Doing" in facts.fields.get("Stage", ())),
        ("Stage: Doing, On hold", lambda facts: "Stage" in facts.fields),
        ("Areas: north", lambda facts: "North" in facts.fields.get("Areas", ())),
        ("Areas != South", lambda facts: "South" not in facts.fields.get("Areas", ())),
        ('"Due diligence": yes', lambda facts: facts.fields.get("Due diligence") is True),
        ('"due diligence": no', lambda facts: facts.fields.get("Due diligence") is not True),
        ("Launch < today", lambda facts: "Launch" in facts.fields and facts.fields["Launch"] < today),
        ("Launch: today, tomorrow", lambda facts: facts.fields.get("Launch") in {today, today + timedelta(days=1)}),
        ("Lead: me", lambda facts: facts.fields.get("Lead") == actor.user.name),
        ("Lead: Mara", lambda facts: facts.fields.get("Lead") == "Mara Adler"),
        ("Note: 100% s", lambda facts: facts.fields.get("Note") == "100% sure"),
    ]


def _facets() -> list[Question]:
    has: dict[str, Predicate] = {
        "due date": lambda facts: facts.task.due_on is not None,
        "due time": lambda facts: facts.task.due_time is not None,
        "start": lambda facts: facts.task.start_on is not None,
        "deadline": lambda facts: facts.task.deadline_on is not None,
        "labels": lambda facts: bool(facts.labels),
        "assignee": lambda facts: bool(facts.people),
        "estimate": lambda facts: facts.task.estimate is not None,
        "time": lambda facts: facts.tracked > 0,
        "project": lambda facts: facts.task.project_id is not None,
        "section": lambda facts: bool(facts.section),
        "client": lambda facts: bool(facts.client),
        "description": lambda facts: bool(facts.task.description),
        "comments": lambda facts: bool(facts.comments),
        "files": lambda facts: facts.files > 0,
        "reminder": lambda facts: facts.reminders > 0,
        "subtasks": lambda facts: facts.children > 0,
        "parent": lambda facts: facts.task.parent_id is not None,
    }
    found: list[Question] = []
    for name, answer in has.items():
        found += [(f"has: {name}", answer), (f"no {name}", _not(answer))]
    return found
