"""
How far a person is with their goals, and how often in a row they reached them.

What was tracked is added up from DayShare, whose days are the person's own, fixed when time is written: a day of 23 or 25
hours is one day, and a day that a zone left out is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection

from workstate.accounts.models import User
from workstate.core.actor import Actor
from workstate.core.clock import day_of, instant_of, now, start_of_day, week_of
from workstate.focus.models.goals import Goal, GoalTarget
from workstate.timetracking.models import TimeEntry

WEEKS_SHOWN = 8

# Whether a share of time is of what a goal is about: the one place that says so.
COUNTS = """
CASE goal.about
WHEN 'all' THEN true
WHEN 'project' THEN share.project_id = goal.project_id
WHEN 'client' THEN EXISTS (SELECT FROM projects_project p WHERE p.id = share.project_id AND p.client_id = goal.client_id)
ELSE EXISTS (SELECT FROM timetracking_entrylabel l WHERE l.entry_id = share.entry_id AND l.label_id = goal.label_id)
END
"""

# Units are the days on which a goal holds, or the weeks. Those that are over are judged; the rows in which one after the
# other was reached are found by the difference of two countings, as gaps and islands are.
_STATES = f"""
WITH goal AS (
  SELECT g.id, g.workspace_id, g.user_id, g.period, g.about, g.client_id, g.project_id, g.label_id, g.at_most,
         CASE g.period WHEN 'week' THEN 7 ELSE 1 END AS days,
         CASE g.period WHEN 'week' THEN min(t.since) - ((extract(isodow FROM min(t.since))::int + 6 - %(begins)s) %% 7)
              ELSE min(t.since) END AS since
  FROM focus_goal g JOIN focus_goaltarget t ON t.goal_id = g.id
  WHERE g.id = ANY(%(goals)s)
  GROUP BY g.id
), unit AS (
  SELECT goal.id, day::date AS first, goal.at_most, target.seconds AS wanted, day::date + goal.days <= %(today)s AS is_over
  FROM goal
  CROSS JOIN LATERAL generate_series(goal.since::timestamp, %(today)s::timestamp, make_interval(days => goal.days)) AS day
  CROSS JOIN LATERAL (
    SELECT t.seconds, t.weekdays FROM focus_goaltarget t
    WHERE t.goal_id = goal.id AND t.since < day::date + goal.days ORDER BY t.since DESC LIMIT 1
  ) AS target
  WHERE goal.period = 'week'
     OR (target.weekdays >> (extract(isodow FROM day)::int - 1) & 1 = 1 AND day::date <> ALL(%(skipped)s::date[]))
), spent AS (
  SELECT goal.id, share.day - CASE goal.period WHEN 'week'
         THEN (extract(isodow FROM share.day)::int + 6 - %(begins)s) %% 7 ELSE 0 END AS first, sum(share.seconds) AS seconds
  FROM goal
  JOIN timetracking_dayshare share ON share.day >= goal.since AND share.day < %(after)s
  -- Said outright, the owner of all these goals: or else the time of everybody is read.
  WHERE share.workspace_id = %(workspace)s AND share.user_id = %(user)s AND share.day >= %(since)s AND {COUNTS}
  GROUP BY 1, 2
), judged AS (
  SELECT unit.id, unit.first, unit.wanted, unit.is_over, coalesce(spent.seconds, 0) AS seconds,
         CASE WHEN unit.at_most THEN coalesce(spent.seconds, 0) <= unit.wanted
              ELSE coalesce(spent.seconds, 0) >= unit.wanted END AS is_met
  FROM unit LEFT JOIN spent USING (id, first)
), counted AS (
  SELECT id, is_met, row_number() OVER (PARTITION BY id ORDER BY first) AS place,
         row_number() OVER (PARTITION BY id, is_met ORDER BY first) AS among, count(*) OVER (PARTITION BY id) AS units
  FROM judged WHERE is_over
), run AS (
  SELECT id, count(*) AS length, max(place) = max(units) AS is_last FROM counted WHERE is_met GROUP BY id, place - among
)
SELECT goal.id, coalesce(max(run.length), 0), coalesce(max(run.length) FILTER (WHERE run.is_last), 0),
       (SELECT json_agg(json_build_array(judged.first, judged.seconds, judged.wanted, judged.is_met) ORDER BY judged.first)
        FROM judged WHERE judged.id = goal.id AND judged.is_over AND judged.first >= %(shown)s)
FROM goal LEFT JOIN run USING (id)
GROUP BY goal.id
"""  # nosec B608: put together of constants

# The same for one stretch of days of each goal, whosever they are.
_SPENT = f"""
SELECT goal.id, coalesce(sum(share.seconds), 0)
FROM unnest(%(goals)s::uuid[], %(firsts)s::date[], %(lasts)s::date[]) AS wanted(id, first, last)
JOIN focus_goal goal ON goal.id = wanted.id
LEFT JOIN LATERAL (
  SELECT share.seconds FROM timetracking_dayshare share
  WHERE share.workspace_id = goal.workspace_id AND share.user_id = goal.user_id
    AND share.day BETWEEN wanted.first AND wanted.last AND {COUNTS}
  OFFSET 0
) share ON true
GROUP BY goal.id
"""  # nosec B608: put together of constants


@dataclass(frozen=True, slots=True)
class Unit:
    """A day or a week that is over, and what became of the goal in it."""

    first: date
    seconds: int
    wanted: int
    is_met: bool


@dataclass(frozen=True, slots=True)
class Now:
    """A goal in the day or week that goes on. `since` is the instant from which a running timer adds to `seconds`."""

    goal: Goal
    first: date
    last: date
    wanted: int
    weekdays: int
    applies: bool
    seconds: int
    since: datetime | None

    def seconds_at(self, instant: datetime) -> int:
        return self.seconds + (max(0, int((instant - self.since).total_seconds())) if self.since else 0)

    def is_met_at(self, instant: datetime) -> bool:
        spent = self.seconds_at(instant)
        return spent <= self.wanted if self.goal.at_most else spent >= self.wanted


@dataclass(frozen=True, slots=True)
class GoalState:
    """A goal with what its page shows of it: `streak` counts today or this week once it is reached."""

    now: Now
    streak: int
    best: int
    history: list[Unit] = field(default_factory=list)

    @property
    def goal(self) -> Goal:
        return self.now.goal


def states_of(
    goals: Sequence[Goal], by: Actor, at: datetime | None = None, since: date | None = None
) -> list[GoalState]:
    """
    The goals of the actor as they stand, in their order, with what became of them `since` a day, else in the last weeks.
    Five queries, however many goals, days and entries there are.
    """
    at = at or now()
    at_hand = standing(goals, at)
    rows = _judged(goals, by, at, since)
    return [_state(one, *rows.get(one.goal.pk, (0, 0, [])), at) for one in at_hand]


def _state(one: Now, best: int, streak: int, history: list[Unit], at: datetime) -> GoalState:
    met = one.is_met_at(at)
    if one.applies and one.goal.at_most and not met:
        streak = 0  # A limit that is exceeded is so for the whole day; one that is kept may still be.
    elif one.applies and not one.goal.at_most and met:
        streak += 1
    return GoalState(one, streak, max(best, streak), history)


def _judged(
    goals: Sequence[Goal], by: Actor, at: datetime, shown: date | None
) -> dict[UUID, tuple[int, int, list[Unit]]]:
    today, begins = day_of(at, by.zone), by.user.first_weekday
    shown = shown or week_of(today, begins)[0] - timedelta(weeks=WEEKS_SHOWN - 1)
    if not goals:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(since) FROM focus_goaltarget WHERE goal_id = ANY(%s)", [[goal.pk for goal in goals]])
        [since] = cursor.fetchone()
        values: dict[str, Any] = {
            "goals": [goal.pk for goal in goals],
            "workspace": by.workspace.pk,
            "user": by.user.pk,
            # A week may have begun before its goal was set.
            "since": (since or today) - timedelta(days=6),
            "begins": begins,
            "today": today,
            "after": today + timedelta(days=7),
            "shown": shown,
            "skipped": skipped_days(since or today, today, by.zone),
        }
        cursor.execute(_STATES, values)
        return {pk: (best, streak, _units(history)) for pk, best, streak, history in cursor.fetchall()}


def _units(rows: Iterable[Sequence[Any]] | None) -> list[Unit]:
    return [Unit(date.fromisoformat(first), int(seconds), wanted, met) for first, seconds, wanted, met in rows or ()]


def standing(goals: Sequence[Goal], at: datetime) -> list[Now]:
    """
    Each goal in its day or week that goes on at the instant, whosever they are. Three queries at most.

    Expects `user` of the goals to be fetched ahead.
    """
    people = {goal.user_id: goal.user for goal in goals}
    targets = _targets(goals)
    running = _running(people)
    spans = {goal.pk: unit_at(goal, goal.user, at) for goal in goals}
    spent = seconds_within(spans)
    found = []
    for goal in goals:
        first, last = spans[goal.pk]
        target = next((one for one in reversed(targets.get(goal.pk, [])) if one.since <= last), None)
        if target is None:
            # Set on a day that has not begun where the person is now.
            target = targets[goal.pk][0]
        since = _adds_since(goal, running.get(goal.user_id, []), start_of_day(first, goal.user.zone))
        applies = goal.is_weekly or target.applies_on(first)
        found.append(Now(goal, first, last, target.seconds, target.weekdays, applies, spent[goal.pk], since))
    return found


def unit_at(goal: Goal, user: User, at: datetime) -> tuple[date, date]:
    """The day or week of the person in which the instant lies; both days included."""
    day = day_of(at, user.zone)
    return week_of(day, user.first_weekday) if goal.is_weekly else (day, day)


def seconds_within(spans: dict[UUID, tuple[date, date]]) -> dict[UUID, int]:
    """Finished seconds that count for each goal on days of its person, first and last included. One query."""
    if not spans:
        return {}
    with connection.cursor() as cursor:
        firsts, lasts = zip(*spans.values(), strict=True)
        cursor.execute(_SPENT, {"goals": list(spans), "firsts": list(firsts), "lasts": list(lasts)})
        return {pk: int(seconds) for pk, seconds in cursor.fetchall()}


def skipped_days(first: date, last: date, zone: ZoneInfo) -> list[date]:
    """Days that never were in the zone, because its clocks jumped over them: Apia had no 30 December 2011."""
    days = (first + timedelta(days=place) for place in range((last - first).days + 1))
    return [day for day in days if day_of(instant_of(day, time(12), zone), zone) != day]


def _targets(goals: Sequence[Goal]) -> dict[UUID, list[GoalTarget]]:
    found: dict[UUID, list[GoalTarget]] = {}
    for target in GoalTarget.objects.filter(goal__in=goals).order_by("since"):
        found.setdefault(target.goal_id, []).append(target)
    return found


def _running(people: dict[UUID, User]) -> dict[UUID, list[TimeEntry]]:
    """The running timer of each, with the client of its project and its labels."""
    found: dict[UUID, list[TimeEntry]] = {}
    rows = TimeEntry.objects.running().filter(user__in=people).select_related("project")
    for entry in rows.prefetch_related("labels"):
        found.setdefault(entry.user_id, []).append(entry)
    return found


def _adds_since(goal: Goal, running: Sequence[TimeEntry], begins: datetime) -> datetime | None:
    for entry in running:
        if entry.started_at and entry.workspace_id == goal.workspace_id and is_about(goal, entry):
            return max(entry.started_at, begins)
    return None


def is_about(goal: Goal, entry: TimeEntry) -> bool:
    """Whether the entry counts, as COUNTS says it of what is finished."""
    if goal.project_id:
        return entry.project_id == goal.project_id
    if goal.client_id:
        return bool(entry.project and entry.project.client_id == goal.client_id)
    if goal.label_id:
        return any(label.pk == goal.label_id for label in entry.labels.all())
    return True
