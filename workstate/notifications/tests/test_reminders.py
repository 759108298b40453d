from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from workstate.accounts.formats import Formats
from workstate.accounts.models import User
from workstate.core.clock import instant_of
from workstate.notifications.actions.marking import finish, snooze, surface_snoozed, wake
from workstate.notifications.actions.preferring import change_preferences
from workstate.notifications.actions.reminding import remind, remind_some
from workstate.notifications.kinds import Channel, Kind
from workstate.notifications.models import Delivery, DeliveryState, Notification, ReminderMoment
from workstate.notifications.reading import told, with_subjects
from workstate.notifications.tests.case import TellingCase, listen
from workstate.notifications.wanted import still_wanted
from workstate.projects.models import Project
from workstate.tasks.actions import Remind, change_task, complete_task, create_task, delete_tasks, set_reminders
from workstate.tasks.due import Due
from workstate.tasks.models import Reminder, Task
from workstate.tasks.recurrence import Repeat
from workstate.testing import CastTransactionTestCase
from workstate.workspaces.actions import archive_workspace
from workstate.workspaces.models import Membership

HOUR = 3600
DAY = 24 * HOUR
NEW_YORK = ZoneInfo("America/New_York")


def due(task: Task, at: datetime) -> None:
    """Give it a date and a time, as an import would: past the actions."""
    zone = "America/New_York"
    local = at.astimezone(ZoneInfo(zone))
    Task.objects.filter(pk=task.pk).update(due_on=local.date(), due_time=local.time(), due_zone=zone, due_at=at)
    task.refresh_from_db()


class ReminderMomentTests(TellingCase):
    """The database says when a reminder comes."""

    def moment(self) -> datetime | None:
        return ReminderMoment.objects.get().next_at

    def test_it_counts_from_the_time_at_which_the_task_is_due(self) -> None:
        at = datetime(2031, 5, 6, 14, tzinfo=UTC)
        due(self.task, at)
        set_reminders(self.task, [Remind(before=1800)], by=self.by_ana)
        self.assertEqual(self.moment(), at - timedelta(minutes=30))

    def test_whole_days_are_counted_on_the_wall_clock(self) -> None:
        # On 9 March 2031 the clock in New York is set forward: the day before has an hour more until then.
        due(self.task, datetime(2031, 3, 9, 10, tzinfo=NEW_YORK))
        set_reminders(self.task, [Remind(before=DAY + HOUR)], by=self.by_ana)
        self.assertEqual(self.moment(), datetime(2031, 3, 8, 9, tzinfo=NEW_YORK))

    def test_a_day_without_a_time_begins_at_nine_where_the_person_lives_and_follows_them(self) -> None:
        Task.objects.filter(pk=self.task.pk).update(due_on=date(2031, 5, 6))
        self.task.refresh_from_db()
        set_reminders(self.task, [Remind(before=0)], by=self.by_ana)
        self.assertEqual(self.moment(), datetime.combine(date(2031, 5, 6), time(9), tzinfo=self.ana.zone))
        User.objects.filter(pk=self.ana.pk).update(time_zone="Asia/Tokyo")
        self.assertEqual(self.moment(), datetime(2031, 5, 6, 9, tzinfo=ZoneInfo("Asia/Tokyo")))

    def test_it_follows_the_date_of_the_task_and_waits_while_there_is_none(self) -> None:
        at = datetime(2031, 5, 6, 14, tzinfo=UTC)
        due(self.task, at)
        set_reminders(self.task, [Remind(before=0)], by=self.by_ana)
        due(self.task, at + timedelta(days=7))
        self.assertEqual(self.moment(), at + timedelta(days=7))
        Task.objects.filter(pk=self.task.pk).update(due_on=None, due_time=None, due_zone="", due_at=None)
        self.assertIsNone(self.moment())

    def test_a_day_without_a_time_begins_at_the_hour_that_its_person_chose_and_moves_with_it(self) -> None:
        change_task(self.task, by=self.by_ana, due=Due(date(2031, 5, 6)))
        set_reminders(self.task, [Remind(before=0)], by=self.by_ana)
        for hour in (7, 22, 0):
            change_preferences(self.ana, reminder_hour=hour)
            self.assertEqual(self.moment(), instant_of(date(2031, 5, 6), time(hour), self.ana.zone))
        # One that is set later, and a task that is moved, keep to it.
        set_reminders(self.task, [Remind(before=86400)], by=self.by_ana)
        self.assertEqual(self.moment(), instant_of(date(2031, 5, 5), time(0), self.ana.zone))
        change_task(self.task, by=self.by_ana, due=Due(date(2031, 5, 8)))
        self.assertEqual(self.moment(), instant_of(date(2031, 5, 7), time(0), self.ana.zone))
        # A time of day is what counts where there is one.
        change_task(self.task, by=self.by_ana, due=Due(date(2031, 5, 8), time(14)))
        self.assertEqual(self.moment(), instant_of(date(2031, 5, 7), time(14), self.ana.zone))

    def test_what_is_past_when_it_is_set_never_comes(self) -> None:
        due(self.task, timezone.now() + timedelta(minutes=10))
        set_reminders(self.task, [Remind(before=HOUR)], by=self.by_ana)
        self.assertIsNone(self.moment())

    def test_a_reminder_that_is_taken_away_leaves_nothing(self) -> None:
        set_reminders(self.task, [Remind(at=datetime(2031, 5, 6, tzinfo=UTC))], by=self.by_ana)
        set_reminders(self.task, [], by=self.by_ana)
        self.assertIs(ReminderMoment.objects.exists(), False)


class RemindingTests(TellingCase):
    at: datetime

    def setUp(self) -> None:
        super().setUp()
        self.at = timezone.now().replace(microsecond=0) + timedelta(hours=2)
        due(self.task, self.at)

    def set(self, *before: int) -> None:
        set_reminders(self.task, [Remind(before=one) for one in before], by=self.by_ana)

    def reminded(self) -> int:
        return Notification.objects.filter(user=self.ana, kind=Kind.REMINDER).count()

    def test_each_comes_at_its_time_and_once(self) -> None:
        self.set(0, HOUR)
        self.assertEqual(remind(self.at - timedelta(seconds=HOUR + 1)), 0)
        self.assertEqual(remind(self.at - timedelta(seconds=HOUR)), 1)
        self.assertEqual(remind(self.at - timedelta(seconds=HOUR)), 0)
        self.assertEqual(remind(self.at), 1)
        self.assertEqual(self.reminded(), 2)

    def test_it_leaves_by_mail_and_push_and_stands_in_the_centre(self) -> None:
        self.set(0)
        listen(self.ana)
        remind(self.at)
        self.assertEqual(self.told(self.ana), [Kind.REMINDER])
        self.assertEqual(
            set(Delivery.objects.values_list("channel", "state")), {("mail", "waiting"), ("push", "waiting")}
        )

    def test_after_a_day_of_downtime_it_comes_once_and_says_that_it_is_late(self) -> None:
        self.set(0)
        remind(self.at + timedelta(days=1))
        self.assertEqual(self.reminded(), 1)
        row = with_subjects(Notification.objects.filter(user=self.ana)).get()
        row.made_at = self.at + timedelta(days=1)
        self.assertIn(
            "This is late: you wanted to be reminded", told([row], self.ana, formats=Formats.of(self.ana))[0].sentence
        )

    def test_the_task_says_that_it_came_and_until_when_it_is_put_off_and_to_its_person_alone(self) -> None:
        self.set(0)
        page = f"/acme/tasks/{self.task.number}/"
        self.client.force_login(self.ana)
        self.assertNotContains(self.client.get(page), "reminded ")
        remind(self.at)
        self.assertContains(self.client.get(page), "reminded ")
        rows = Notification.objects.filter(user=self.ana, kind=Kind.REMINDER)
        snooze(rows, timezone.now() + timedelta(hours=3), user=self.ana)
        self.assertContains(self.client.get(page), "snoozed to ")
        self.assertContains(self.client.get(f"{page}choices/reminders/"), "snoozed to ")
        wake(rows, user=self.ana)
        self.assertNotContains(self.client.get(page), "snoozed to ")
        self.client.force_login(self.mara)
        self.assertNotContains(self.client.get(page), "reminded ")

    def test_one_in_time_does_not_say_that_it_is_late(self) -> None:
        self.set(0)
        remind(self.at)
        row = with_subjects(Notification.objects.filter(user=self.ana)).get()
        self.assertEqual(told([row], self.ana)[0].sentence, "You wanted to be reminded of this")

    def test_a_task_that_is_done_with_reminds_nobody_then_or_later(self) -> None:
        self.set(0)
        complete_task(self.task, by=self.by_ana)
        remind(self.at)
        Task.objects.filter(pk=self.task.pk).update(completed_at=None, completed_by=None)
        remind(self.at + timedelta(minutes=1))
        self.assertEqual(self.reminded(), 0)

    def test_a_task_in_the_bin_reminds_nobody(self) -> None:
        self.set(0)
        delete_tasks([self.task], by=self.by_ana)
        remind(self.at)
        self.assertEqual(self.reminded(), 0)

    def test_in_an_archived_workspace_nobody_is_reminded_and_what_waits_does_not_leave(self) -> None:
        self.set(0, HOUR)
        remind(self.at - timedelta(seconds=HOUR))
        told = list(Notification.objects.filter(user=self.ana).values_list("pk", flat=True))
        self.assertEqual(len(still_wanted(told, self.ana, Channel.MAIL)), 1)
        archive_workspace(by=self.by_olga)
        self.assertEqual(still_wanted(told, self.ana, Channel.MAIL), [])
        remind(self.at)
        self.assertEqual(self.reminded(), 1)

    def test_whoever_lost_sight_of_the_task_is_not_reminded(self) -> None:
        self.set(0)
        Project.objects.filter(pk=self.website.pk).update(everyone="")
        remind(self.at)
        self.assertEqual(self.reminded(), 0)

    def test_whoever_left_is_not_reminded(self) -> None:
        self.set(0)
        Membership.objects.filter(user=self.ana, workspace=self.by_ana.workspace).delete()
        remind(self.at)
        self.assertEqual(self.reminded(), 0)

    def test_moving_the_task_reminds_anew_for_the_new_time(self) -> None:
        self.set(0)
        remind(self.at)
        due(self.task, self.at + timedelta(days=1))
        remind(self.at + timedelta(hours=1))
        self.assertEqual(self.reminded(), 1)
        remind(self.at + timedelta(days=1))
        self.assertEqual(self.reminded(), 2)

    def test_putting_the_date_back_does_not_remind_twice_of_the_same_moment(self) -> None:
        self.set(0)
        remind(self.at)
        due(self.task, self.at + timedelta(days=1))
        due(self.task, self.at)
        remind(self.at + timedelta(minutes=1))
        self.assertEqual(self.reminded(), 1)

    def test_each_time_of_a_repeating_task_reminds_anew(self) -> None:
        change_task(self.task, by=self.by_ana, repeat=Repeat("FREQ=DAILY"))
        self.task.refresh_from_db()
        self.set(0)
        first = ReminderMoment.objects.get().next_at
        assert first
        remind(first)
        complete_task(self.task, by=self.by_ana)
        second = ReminderMoment.objects.get().next_at
        assert second
        self.assertGreater(second, first)
        remind(second)
        self.assertEqual(self.reminded(), 2)

    def test_many_are_told_in_a_constant_number_of_queries(self) -> None:
        instant = self.at - timedelta(hours=1)
        rows = [
            Reminder(workspace=self.by_ana.workspace, task=self.task, user=self.ana, at=instant + timedelta(seconds=n))
            for n in range(40)
        ]
        Reminder.objects.bulk_create(rows)
        with CaptureQueriesContext(connection) as one:
            self.assertEqual(remind_some(instant), 1)
        with CaptureQueriesContext(connection) as many:
            self.assertEqual(remind_some(self.at), 39)
        self.assertEqual(len(many), len(one))
        self.assertEqual(self.reminded(), 40)

    def test_a_snoozed_reminder_leaves_again_by_mail_and_push_when_it_comes_back(self) -> None:
        self.set(0)
        remind(self.at)
        Delivery.objects.update(state=DeliveryState.SENT, settled_at=timezone.now(), message_id="<a@b>")
        mine = Notification.objects.filter(user=self.ana)
        snooze(mine, timezone.now() + timedelta(hours=1), user=self.ana)
        Notification.objects.update(made_at=timezone.now() - timedelta(hours=2), snoozed_until=timezone.now())
        surface_snoozed()
        self.assertEqual(set(Delivery.objects.values_list("state", "message_id")), {("waiting", "")})

    def test_a_reminder_that_is_done_with_does_not_come_back(self) -> None:
        self.set(0)
        remind(self.at)
        finish(Notification.objects.filter(user=self.ana), user=self.ana)
        surface_snoozed()
        self.assertIs(Notification.objects.visible_to(self.ana).filter(done_at=None).exists(), False)


class SeveralSchedulersTests(CastTransactionTestCase):
    at: datetime

    def setUp(self) -> None:
        super().setUp()
        self.at = timezone.now().replace(microsecond=0) + timedelta(hours=2)
        task = create_task("Call the printer", by=self.by_ana)
        set_reminders(task, [Remind(at=self.at)], by=self.by_ana)

    def elsewhere(self) -> int:
        """What another worker takes at this moment."""

        def work() -> int:
            try:
                return remind_some(self.at)
            finally:
                connection.close()

        with ThreadPoolExecutor(1) as pool:
            return pool.submit(work).result()

    def test_a_reminder_that_one_has_taken_is_passed_over_by_the_other(self) -> None:
        with transaction.atomic():
            self.assertEqual(remind_some(self.at), 1)
            self.assertEqual(self.elsewhere(), 0)
        self.assertEqual(self.elsewhere(), 0)
        self.assertEqual(Notification.objects.filter(kind=Kind.REMINDER).count(), 1)

    def test_what_a_worker_had_taken_when_it_died_comes_by_the_next(self) -> None:
        with transaction.atomic():
            self.assertEqual(remind_some(self.at), 1)
            transaction.set_rollback(True)
        self.assertEqual(self.elsewhere(), 1)
        self.assertEqual(Notification.objects.filter(kind=Kind.REMINDER).count(), 1)

    def test_a_task_that_is_being_changed_is_looked_at_again_and_keeps_nobody_waiting(self) -> None:
        with transaction.atomic():
            list(Task.objects.select_for_update())
            self.assertEqual(self.elsewhere(), 0)
        self.assertEqual(self.elsewhere(), 1)
