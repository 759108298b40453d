"""Days are locked and unlocked by administrators, and whoever writes at that moment is waited for."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import date
from time import monotonic
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, connections, transaction
from django.urls import reverse

from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.core.actor import Via
from workstate.core.errors import NotAllowed, NotFound
from workstate.core.ids import new_id
from workstate.testing import CastTransactionTestCase
from workstate.timetracking import actions
from workstate.timetracking.actions.approval import submit_week
from workstate.timetracking.actions.locking import Locked
from workstate.timetracking.actions.periods import lock_period, relock_period, unlock_period
from workstate.timetracking.actions.rules import change_time_rules
from workstate.timetracking.models import LockedPeriod, Submission, TimeEntry
from workstate.timetracking.tests.case import TimeTestCase
from workstate.timetracking.tests.test_locks import FIRST, INSIDE, LAST, at


class PeriodTests(TimeTestCase):
    def test_administrators_lock_and_unlock_and_take_both_back(self) -> None:
        period = lock_period(by=self.by_mara, first=FIRST, last=LAST, note="Billed")
        unlock_period(period, by=self.by_olga)
        unlock_period(period, by=self.by_olga)
        self.assertFalse(LockedPeriod.objects.exists())
        again = relock_period(period.pk, by=self.by_mara)
        relock_period(period.pk, by=self.by_mara)
        self.assertEqual((again.pk, again.first, again.last, again.note), (period.pk, FIRST, LAST, "Billed"))
        verbs = Event.objects.filter(verb__startswith="period.").order_by("pk").values_list("verb", flat=True)
        self.assertEqual(list(verbs), [Verb.PERIOD_LOCKED, Verb.PERIOD_UNLOCKED, Verb.PERIOD_LOCKED])

    def test_a_repeated_request_locks_once(self) -> None:
        pk = new_id()
        for _ in range(2):
            lock_period(by=self.by_mara, last=LAST, id=pk)
        self.assertEqual(LockedPeriod.objects.count(), 1)

    def test_members_and_strangers_lock_nothing(self) -> None:
        period = lock_period(by=self.by_mara, last=LAST)
        for by in (self.by_ana, self.by_gil):
            self.assertRaises(NotAllowed, lock_period, by=by, last=LAST)
            self.assertRaises(NotAllowed, unlock_period, period, by=by)
            self.assertRaises(NotAllowed, relock_period, period.pk, by=by)
        self.assertRaises(NotAllowed, unlock_period, period, by=self.by_boris)
        unlock_period(period, by=self.by_mara)
        self.assertRaises(NotFound, relock_period, period.pk, by=self.by_boris)
        self.assertRaises(NotFound, relock_period, new_id(), by=self.by_mara)
        self.assertFalse(LockedPeriod.objects.exists())

    def test_bad_days_and_notes_are_refused_at_their_field(self) -> None:
        wrong: dict[str, dict[str, Any]] = {
            "last": {"first": LAST, "last": FIRST},
            "first": {"first": date(1, 1, 1), "last": LAST},
            "note": {"last": LAST, "note": "x" * 201},
        }
        for field, values in wrong.items():
            with self.subTest(field), self.assertRaises(ValidationError) as refused:
                lock_period(by=self.by_mara, **values)
            self.assertEqual(list(refused.exception.message_dict), [field])
        for note in ("a\x00b", "\u202eevil"):
            self.assertRaises(ValidationError, lock_period, by=self.by_mara, last=LAST, note=note)

    def test_the_page_locks_unlocks_and_undoes(self) -> None:
        self.client.force_login(self.mara)
        url = self.url("periods")
        answer = self.htmx(url, {"first": "", "last": str(LAST), "note": "Year end", "ref": str(new_id())})
        self.assertContains(answer, "Year end")
        period = LockedPeriod.objects.get()
        self.assertIn(f"settings/time/periods/{period.pk}/", str(answer["HX-Trigger"]))
        self.assertContains(self.client.get(self.url("rules")), "Up to Sun 08.03.2026")
        self.assertEqual(self.htmx(self.url("period", period.pk), method="DELETE").status_code, 204)
        self.assertFalse(LockedPeriod.objects.exists())
        self.assertEqual(self.htmx(self.url("period-restoration", period.pk)).status_code, 204)
        self.assertEqual(LockedPeriod.objects.get().pk, period.pk)
        for wrong in (
            {"last": ""},
            {"last": "2026-02-30"},
            {"first": "2026-03-09", "last": str(LAST)},
            {"last": "٢٠٢٦-٠٣-٠٨"},
        ):
            refused = self.htmx(url, {"note": "", **wrong})
            self.assertContains(refused, "field-error", status_code=400)
        self.client.force_login(self.ana)
        self.assertContains(self.client.get(self.url("rules")), "Year end")
        self.assertEqual(self.htmx(url, {"last": str(LAST)}).status_code, 403)
        self.assertEqual(self.htmx(self.url("period", period.pk), method="DELETE").status_code, 403)
        self.client.force_login(self.boris)
        self.assertEqual(self.htmx(self.url("period", period.pk), method="DELETE").status_code, 404)

    def test_programs_lock_list_and_unlock(self) -> None:
        url = reverse("api:locked-periods", args=["acme"])
        self.assertEqual(self.client.post(url, {"last": str(LAST)}, "application/json").status_code, 403)
        self.client.force_login(self.mara)
        made = self.client.post(url, {"first": str(FIRST), "last": str(LAST), "note": "Q1"}, "application/json")
        self.assertEqual(made.status_code, 201)
        self.client.force_login(self.ana)
        self.assertEqual([row["note"] for row in self.client.get(url).json()["results"]], ["Q1"])
        one = reverse("api:locked-period", args=["acme", made.json()["id"]])
        self.assertEqual(self.client.delete(one).status_code, 403)
        self.client.force_login(self.mara)
        self.assertEqual(self.client.delete(one).status_code, 204)
        self.assertEqual(self.client.delete(one).status_code, 404)


class LockRaceTests(CastTransactionTestCase):
    """While one locks, others write: what was written first is there, and nothing comes after."""

    def write(self) -> object:
        return actions.create_entry(by=self.by_ana, day=INSIDE, duration=60)

    def bring_in(self) -> object:
        return actions.create_entries(
            [[actions.NewEntry(at(INSIDE, 9), at(INSIDE, 10), INSIDE)]], by=self.by_ana.through(Via.IMPORT)
        )

    def close(self) -> object:
        return lock_period(by=self.by_mara, first=FIRST, last=LAST)

    def hand_in(self) -> object:
        return submit_week(by=self.by_ana, day=INSIDE)

    def second_waits_for(self, first: Callable[[], object], second: Callable[[], object]) -> Future[object]:
        """Begin the second while the first is done but not committed, see it wait, and commit."""

        def do() -> object:
            try:
                return second()
            finally:
                connections.close_all()

        with ThreadPoolExecutor(1) as pool:
            with transaction.atomic():
                first()
                waits = pool.submit(do)
                end = monotonic() + 10
                while not self.somebody_waits():
                    self.assertFalse(waits.done(), "It did not wait.")
                    self.assertLess(monotonic(), end)
            wait([waits])
        return waits

    @staticmethod
    def somebody_waits() -> bool:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT 1 FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
                " WHERE NOT granted AND a.datname = current_database()"
            )
            return cursor.fetchone() is not None

    def test_who_locks_waits_for_what_is_being_written_and_keeps_it(self) -> None:
        for first in (self.write, self.bring_in):
            with self.subTest(first.__name__):
                self.assertIsNone(self.second_waits_for(first, self.close).exception())
                self.assertEqual((TimeEntry.objects.count(), LockedPeriod.objects.count()), (1, 1))
                TimeEntry.objects.all().delete()
                LockedPeriod.objects.all().delete()

    def test_who_writes_waits_for_the_lock_and_is_refused(self) -> None:
        for second in (self.write, self.bring_in):
            with self.subTest(second.__name__):
                self.assertIsInstance(self.second_waits_for(self.close, second).exception(), Locked)
                self.assertFalse(TimeEntry.objects.exists())
                LockedPeriod.objects.all().delete()

    def test_a_week_waits_for_what_is_being_written_and_counts_it(self) -> None:
        change_time_rules(by=self.by_mara, approves_weeks=True)
        self.assertIsNone(self.second_waits_for(self.write, self.hand_in).exception())
        self.assertEqual(Submission.objects.get().seconds, 60)

    def test_who_writes_waits_for_a_week_to_be_submitted_and_is_refused(self) -> None:
        change_time_rules(by=self.by_mara, approves_weeks=True)
        self.assertIsInstance(self.second_waits_for(self.hand_in, self.write).exception(), Locked)
        self.assertFalse(TimeEntry.objects.exists())
