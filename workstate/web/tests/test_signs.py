"""What every page knows of the clock and of notices, and what it costs."""

from __future__ import annotations

from datetime import timedelta

from workstate.core.clock import now
from workstate.timetracking.models import Clock, Notice, TimeEntry, TimePreferences
from workstate.timetracking.models.notices import NoticeKind
from workstate.timetracking.tests.case import TimeTestCase
from workstate.web.context_processors import Shell
from workstate.workspaces.models import Membership


class SignsOfAPageTest(TimeTestCase):
    def shell(self) -> Shell:
        return Shell(self.by_ana, "/acme/today/")

    def given(self, kind: NoticeKind = NoticeKind.TIMER_STOPPED, **values: object) -> Notice:
        return Notice.objects.create(user=self.ana, kind=kind, key=str(Notice.objects.count()), **values)

    def test_a_person_who_never_clicked_has_a_clock_at_nought(self) -> None:
        clock = self.shell().clock
        self.assertEqual((clock.version, clock.asked_at, clock.mark), (0, None, "0-0"))
        self.assertEqual((clock.idle_after, clock.remind_after), (600, None))

    def test_the_clock_is_read_as_it_stands(self) -> None:
        at = now()
        Clock.objects.create(user=self.ana, version=7, seen_at=at, asked_at=at, answered_at=at)
        TimePreferences.objects.create(user=self.ana, idle_after=None, remind_after=900)
        clock = self.shell().clock
        self.assertEqual((clock.version, clock.seen_at, clock.asked_at, clock.answered_at), (7, at, at, at))
        self.assertEqual((clock.idle_after, clock.remind_after), (None, 900))
        self.assertEqual(clock.mark, f"7-{int(at.timestamp())}")

    def test_it_comes_in_the_request_that_the_frame_makes_anyway(self) -> None:
        shell = self.shell()
        with self.assertNumQueries(1):
            self.assertEqual((shell.counts["inbox"], shell.clock.version, shell.notices), (1, 0, []))

    def test_an_answer_that_draws_the_timer_alone_does_not_count_tasks(self) -> None:
        shell = self.shell()
        with self.assertNumQueries(1) as asked:
            self.assertEqual((shell.clock.version, shell.notices), (0, []))
        self.assertNotIn("tasks_task", asked[0]["sql"])

    def test_a_question_about_a_timer_that_was_stopped_is_none(self) -> None:
        at = now()
        Clock.objects.create(user=self.ana, asked_at=at - timedelta(hours=1))
        self.assertIs(self.shell().is_asked, False)
        entry = TimeEntry.objects.create(
            workspace=self.by_ana.workspace, user=self.ana, started_at=at - timedelta(minutes=5), day=at.date()
        )
        self.assertIs(self.shell().is_asked, False, "It was asked about the timer before.")
        TimeEntry.objects.filter(pk=entry.pk).update(started_at=at - timedelta(hours=2))
        self.assertIs(self.shell().is_asked, True)

    def test_notices_are_ones_own_open_and_newest_first(self) -> None:
        first = self.given(workspace=self.by_ana.workspace, data={"at": "x"})
        second = self.given(NoticeKind.WEEK_APPROVED)
        self.given(dismissed_at=now())
        Notice.objects.create(user=self.mara, kind=NoticeKind.WEEK_APPROVED, key="hers")
        notices = self.shell().notices
        self.assertEqual([notice.pk for notice in notices], [str(second.pk), str(first.pk)])
        self.assertEqual(
            (notices[1].workspace, notices[1].data, notices[1].kind), ("acme", {"at": "x"}, "timer_stopped")
        )

    def test_nothing_is_told_of_a_workspace_that_one_left(self) -> None:
        self.given(workspace=self.by_ana.workspace)
        Membership.objects.filter(user=self.ana).delete()
        self.assertEqual(self.shell().notices, [])

    def test_that_nothing_is_tracked_is_not_said_while_a_timer_runs(self) -> None:
        self.given(NoticeKind.NOT_TRACKING)
        self.assertEqual(len(self.shell().notices), 1)
        at = now()
        TimeEntry.objects.create(workspace=self.by_ana.workspace, user=self.ana, started_at=at, day=at.date())
        self.assertEqual(self.shell().notices, [])
