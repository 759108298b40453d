from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from django.core.exceptions import ValidationError

from workstate.accounts.models import User
from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.core.clock import now, today
from workstate.core.errors import Conflict, NotAllowed, NotFound
from workstate.core.ids import new_id
from workstate.testing import CastTransactionTestCase, at_once
from workstate.timetracking import actions
from workstate.timetracking.actions.approval import (
    Incomplete,
    approve_submission,
    approve_submissions,
    reopen_submission,
    reopen_submissions,
    return_submission,
    submit_week,
    withdraw_submission,
)
from workstate.timetracking.actions.locking import Locked
from workstate.timetracking.actions.rules import change_time_rules
from workstate.timetracking.approving import Status, week_in
from workstate.timetracking.models import Notice, Submission, TimeEntry
from workstate.timetracking.tests.case import TimeTestCase
from workstate.workspaces.models import Membership

MONDAY, SUNDAY = date(2026, 3, 2), date(2026, 3, 8)


class WeekTestCase(TimeTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        change_time_rules(by=cls.by_mara, approves_weeks=True)
        cls.entry = actions.create_entry(by=cls.by_ana, day=MONDAY, duration=3600, task=cls.task, description="Call")
        # From Sunday evening into the next week.
        actions.create_entry(
            by=cls.by_ana,
            started_at=datetime(2026, 3, 8, 22, tzinfo=UTC),
            stopped_at=datetime(2026, 3, 9, 0, tzinfo=UTC),
        )
        actions.create_entry(by=cls.by_mara, day=MONDAY, duration=60)

    def submit(self, **details: object) -> Submission:
        return submit_week(by=self.by_ana, day=MONDAY + timedelta(days=3), **details)  # type: ignore[arg-type]

    def open_for_ana(self) -> bool:
        try:
            actions.create_entry(by=self.by_ana, day=SUNDAY, duration=60)
        except Locked:
            return False
        return True

    def told(self, user: User) -> list[str]:
        return list(Notice.objects.open().filter(user=user).order_by("id").values_list("kind", flat=True))


class SubmittingTests(WeekTestCase):
    def test_the_week_is_the_persons_with_what_falls_on_its_days(self) -> None:
        submission = self.submit(note="  Done  ")
        self.assertEqual((submission.first, submission.last), (MONDAY, SUNDAY))
        self.assertEqual((submission.seconds, submission.note), (3600 + 3600, "Done"))
        self.assertIs(Status.of(submission), Status.WAITING)
        self.assertFalse(self.open_for_ana())
        actions.create_entry(by=self.by_ana, day=date(2026, 3, 10), duration=60)
        actions.create_entry(by=self.by_mara, day=MONDAY, duration=60)
        event = Event.objects.get(verb=Verb.SUBMISSION_CREATED)
        self.assertEqual((event.subject_id, event.data["person"]), (str(submission.pk), str(self.ana.pk)))

    def test_a_week_is_handed_in_once(self) -> None:
        pk = new_id()
        self.assertEqual(self.submit(id=pk).pk, self.submit(id=pk).pk)
        self.assertRaises(Conflict, self.submit)
        self.assertEqual(Submission.objects.count(), 1)

    def test_another_persons_identifier_is_not_taken_over(self) -> None:
        theirs = submit_week(by=self.by_mara, day=MONDAY)
        self.assertRaises(Conflict, self.submit, id=theirs.pk)

    def test_where_weeks_are_not_submitted_it_is_refused(self) -> None:
        change_time_rules(by=self.by_mara, approves_weeks=False)
        self.assertRaises(Conflict, self.submit)
        self.assertFalse(Submission.objects.exists())

    def test_a_week_to_come_and_one_with_a_timer_are_refused(self) -> None:
        day = today(self.by_ana.zone)
        self.assertRaises(Conflict, submit_week, by=self.by_ana, day=day + timedelta(days=7))
        running = actions.start_timer(by=self.by_ana)
        self.assertRaises(Conflict, submit_week, by=self.by_ana, day=day)
        self.submit()
        actions.stop_timer(by=self.by_ana, entry=running.pk)
        submit_week(by=self.by_ana, day=day)
        self.assertEqual(Submission.objects.count(), 2)

    def test_what_is_missing_is_named_and_keeps_the_week_back(self) -> None:
        change_time_rules(by=self.by_mara, requires_project=True, requires_label=True)
        with self.assertRaises(Incomplete) as refused:
            self.submit()
        self.assertRegex(refused.exception.message, r"Mon 2 Mar( 2026)? “Call” \(No label\)")
        self.assertRegex(refused.exception.message, r"Sun 8 Mar( 2026)? “Time” \(No project, no label\)")
        self.assertEqual(refused.exception.details["entries"][0]["missing"], ["labels"])  # type: ignore[index]
        for entry in TimeEntry.objects.of(self.ana):
            actions.change_entry(entry, by=self.by_ana, task=self.task, labels=["deep"])
        self.assertIs(Status.of(self.submit()), Status.WAITING)

    def test_who_counts_weeks_anew_hands_in_the_rest(self) -> None:
        self.submit()
        self.ana.first_weekday = 6
        self.ana.save(update_fields=["first_weekday"])
        rest = submit_week(by=self.by_ana, day=date(2026, 3, 10))
        self.assertEqual((rest.first, rest.last), (date(2026, 3, 9), date(2026, 3, 14)))
        before = submit_week(by=self.by_ana, day=date(2026, 3, 3))
        self.assertEqual((before.first, before.last), (date(2026, 3, 1), date(2026, 3, 1)))

    def test_administrators_are_told_until_it_is_decided(self) -> None:
        submission = self.submit()
        for user in (self.mara, self.olga):
            self.assertEqual(self.told(user), ["week_submitted"])
        self.assertEqual(self.told(self.ana), [])
        approve_submission(submission, by=self.by_mara)
        self.assertEqual((self.told(self.mara), self.told(self.olga)), ([], []))
        self.assertEqual(self.told(self.ana), ["week_approved"])

    def test_they_are_told_once_however_many_weeks_wait_until_none_does(self) -> None:
        weeks = [self.submit(), submit_week(by=self.by_gil, day=MONDAY), submit_week(by=self.by_mara, day=MONDAY)]
        self.assertEqual((self.told(self.mara), self.told(self.olga)), (["week_submitted"], ["week_submitted"]))
        approve_submission(weeks[0], by=self.by_olga)
        self.assertEqual(self.told(self.mara), ["week_submitted"])
        withdraw_submission(weeks[1], by=self.by_gil)
        # Her own week still waits, for Olga.
        self.assertEqual((self.told(self.mara), self.told(self.olga)), ([], ["week_submitted"]))
        Notice.objects.update(dismissed_at=now())
        submit_week(by=self.by_gil, day=MONDAY)
        self.assertEqual(self.told(self.olga), ["week_submitted"])

    def test_a_bad_note_or_day_is_refused(self) -> None:
        for note in ("x" * 1001, "a\x00b", "\u202eevil"):
            self.assertRaises(ValidationError, self.submit, note=note)
        self.assertRaises(ValidationError, submit_week, by=self.by_ana, day=date(1, 1, 1))
        self.assertFalse(Submission.objects.exists())


class DecidingTests(WeekTestCase):
    def test_taken_back_its_days_are_open_and_it_may_be_handed_in_again(self) -> None:
        first = self.submit()
        withdraw_submission(first, by=self.by_ana)
        withdraw_submission(first, by=self.by_ana)
        self.assertEqual(self.told(self.mara), [])
        self.assertTrue(self.open_for_ana())
        self.submit()
        self.assertFalse(self.open_for_ana())
        statuses = [handed.status for handed in week_in(self.by_ana, MONDAY).handed]
        self.assertCountEqual(statuses, [Status.WAITING, Status.WITHDRAWN])

    def test_approved_it_stays_locked_and_is_not_taken_back(self) -> None:
        submission = approve_submission(self.submit(), by=self.by_mara)
        self.assertEqual((Status.of(submission), submission.decided_by), (Status.APPROVED, self.mara))
        self.assertRaises(Conflict, withdraw_submission, submission, by=self.by_ana)
        self.assertFalse(self.open_for_ana())

    def test_returned_it_says_why_and_is_open(self) -> None:
        submission = self.submit()
        self.assertRaises(ValidationError, return_submission, submission, by=self.by_mara, comment="  ")
        returned = return_submission(submission, by=self.by_mara, comment="Tuesday is missing")
        self.assertIs(Status.of(returned), Status.RETURNED)
        self.assertTrue(self.open_for_ana())
        self.assertEqual(self.told(self.ana), ["week_returned"])
        self.assertEqual(Notice.objects.open().get(user=self.ana).data["comment"], "Tuesday is missing")
        for act in (approve_submission, reopen_submission, withdraw_submission):
            with self.subTest(act.__name__), self.assertRaises(Conflict):
                act(returned, by=self.by_ana if act is withdraw_submission else self.by_mara)
        self.assertRaises(Conflict, return_submission, returned, by=self.by_mara, comment="Again")

    def test_an_approved_week_may_still_be_returned(self) -> None:
        submission = approve_submission(self.submit(), by=self.by_mara)
        returned = return_submission(submission, by=self.by_olga, comment="Wrong task")
        self.assertEqual((Status.of(returned), returned.approved_at), (Status.RETURNED, None))
        self.assertTrue(self.open_for_ana())

    def test_an_approval_is_taken_back_alone_and_of_many_at_once(self) -> None:
        weeks = [self.submit(), submit_week(by=self.by_mara, day=MONDAY)]
        batch = new_id()
        approve_submissions([week.pk for week in weeks], by=self.by_mara, batch=batch)
        self.assertEqual(Submission.objects.filter(approved_at__isnull=False).count(), 2)
        self.assertRaises(NotFound, reopen_submissions, batch, by=self.by_olga)
        reopen_submissions(batch, by=self.by_mara)
        self.assertEqual(Submission.objects.waiting().count(), 2)
        self.assertFalse(self.open_for_ana())
        self.assertRaises(Conflict, reopen_submissions, batch, by=self.by_mara)
        approve_submission(weeks[0], by=self.by_mara)
        self.assertEqual(Status.of(reopen_submission(weeks[0], by=self.by_olga)), Status.WAITING)

    def test_many_are_approved_all_or_none(self) -> None:
        weeks = [self.submit(), submit_week(by=self.by_mara, day=MONDAY)]
        withdraw_submission(weeks[1], by=self.by_mara)
        self.assertRaises(Conflict, approve_submissions, [week.pk for week in weeks], by=self.by_mara)
        self.assertFalse(Submission.objects.filter(approved_at__isnull=False).exists())
        self.assertRaises(NotFound, approve_submissions, [weeks[0].pk, new_id()], by=self.by_mara)
        approve_submissions([weeks[0].pk], by=self.by_olga)
        approve_submissions([weeks[0].pk], by=self.by_mara)
        self.assertEqual(Submission.objects.get(pk=weeks[0].pk).decided_by, self.olga)

    def test_who_administers_may_decide_on_their_own_week(self) -> None:
        own = submit_week(by=self.by_mara, day=MONDAY)
        self.assertEqual(self.told(self.mara), [])
        approve_submission(own, by=self.by_mara)
        self.assertEqual(self.told(self.mara), [])

    def test_members_and_strangers_decide_on_nothing(self) -> None:
        submission = self.submit()
        for by in (self.by_ana, self.by_gil):
            self.assertRaises(NotAllowed, approve_submission, submission, by=by)
            self.assertRaises(NotAllowed, return_submission, submission, by=by, comment="x")
            self.assertRaises(NotAllowed, reopen_submission, submission, by=by)
        self.assertRaises(NotFound, approve_submissions, [submission.pk], by=self.by_boris)
        self.assertRaises(NotAllowed, return_submission, submission, by=self.by_boris, comment="x")
        self.assertRaises(NotAllowed, withdraw_submission, submission, by=self.by_mara)
        self.assertIs(Status.of(Submission.objects.get()), Status.WAITING)

    def test_who_left_is_not_told(self) -> None:
        submission = self.submit()
        Membership.objects.filter(user=self.ana, workspace=submission.workspace).delete()
        approve_submission(submission, by=self.by_mara)
        self.assertEqual(self.told(self.ana), [])

    def test_weeks_that_stand_are_decided_on_also_when_no_more_are_asked_for(self) -> None:
        submission = self.submit()
        change_time_rules(by=self.by_mara, approves_weeks=False)
        self.assertFalse(self.open_for_ana())
        self.assertTrue(week_in(self.by_ana, MONDAY).is_shown)
        withdraw_submission(submission, by=self.by_ana)
        self.assertTrue(self.open_for_ana())


class RaceTests(CastTransactionTestCase):
    def test_of_many_who_decide_at_once_one_does(self) -> None:
        change_time_rules(by=self.by_mara, approves_weeks=True)
        for _ in range(4):
            submission = submit_week(by=self.by_ana, day=MONDAY)
            answers = at_once(
                lambda s=submission: approve_submission(s, by=self.by_mara),  # type: ignore[misc]
                lambda s=submission: return_submission(s, by=self.by_olga, comment="No"),  # type: ignore[misc]
                lambda s=submission: withdraw_submission(s, by=self.by_ana),  # type: ignore[misc]
            )
            self.assertTrue(all(isinstance(a, (Submission, Conflict)) for a in answers), answers)
            stored = Submission.objects.get()
            set_ = [bool(at) for at in (stored.approved_at, stored.returned_at, stored.withdrawn_at)]
            self.assertEqual(sum(set_), 1)
            Submission.objects.all().delete()

    def test_a_week_holds_what_was_written_while_it_was_submitted(self) -> None:
        change_time_rules(by=self.by_mara, approves_weeks=True)
        for _ in range(4):
            write = [lambda: actions.create_entry(by=self.by_ana, day=MONDAY, duration=60)] * 3
            answers = at_once(lambda: submit_week(by=self.by_ana, day=MONDAY), *write)
            refused = [answer for answer in answers if isinstance(answer, Exception)]
            self.assertTrue(all(isinstance(answer, Locked) for answer in refused), answers)
            self.assertEqual(Submission.objects.get().seconds, TimeEntry.objects.count() * 60)
            Submission.objects.all().delete()
            TimeEntry.objects.all().delete()
