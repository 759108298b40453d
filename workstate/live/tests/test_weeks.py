from __future__ import annotations

from datetime import date

from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.live.audience import pokes_for, user_group, workspace_group
from workstate.testing import CastTestCase
from workstate.timetracking.actions.approval import approve_submission, submit_week
from workstate.timetracking.actions.periods import lock_period
from workstate.timetracking.actions.rules import change_time_rules


class WeekTests(CastTestCase):
    def test_whose_week_it_is_and_who_may_decide_hear_of_it(self) -> None:
        change_time_rules(by=self.by_mara, approves_weeks=True)
        week = submit_week(by=self.by_gil, day=date(2026, 3, 2))
        approve_submission(week, by=self.by_mara)
        pokes = pokes_for(Event.objects.filter(verb=Verb.SUBMISSION_APPROVED))
        self.assertEqual(set(pokes), {user_group(person.pk) for person in (self.gil, self.mara, self.olga)})
        for topics in pokes.values():
            self.assertIn("submissions", topics)

    def test_everybody_hears_that_days_were_locked(self) -> None:
        lock_period(by=self.by_mara, last=date(2026, 3, 2))
        pokes = pokes_for(Event.objects.filter(verb=Verb.PERIOD_LOCKED))
        for group in (workspace_group(self.by_mara.workspace.pk), user_group(self.gil.pk)):
            self.assertIn("entries", pokes[group])
