from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from workstate.core.clock import now, today
from workstate.core.ids import new_id
from workstate.projects.actions import archive_project
from workstate.timetracking.actions import create_entry, delete_entry, start_timer
from workstate.timetracking.models import TimeEntry
from workstate.timetracking.tests.case import HTMX, TimeTestCase


class ByHandTest(TimeTestCase):
    def add(self, **fields: str) -> Any:
        body = {"description": "By hand", "worked": "1:30", "day": "2026-03-02", **fields}
        return self.htmx(self.url("day-list"), body, page=self.url("day-list"))

    def only(self) -> TimeEntry:
        return TimeEntry.objects.get()

    def test_a_length_on_a_day(self) -> None:
        for typed, seconds in [("1:30", 5400), ("1.5h", 5400), ("90m", 5400), ("2", 7200), ("0:00:45", 45)]:
            with self.subTest(typed=typed):
                self.assertEqual(self.add(worked=typed).status_code, 200)
                entry = self.only()
                self.assertEqual((entry.duration, entry.day, entry.started_at), (seconds, date(2026, 3, 2), None))
                entry.delete()

    def test_from_and_to_are_times_of_the_persons_zone(self) -> None:
        self.add(worked="9-10:30")
        entry = self.only()
        self.assertEqual(entry.started_at, datetime(2026, 3, 2, 8, 0, tzinfo=UTC))
        self.assertEqual((entry.duration, entry.day), (5400, date(2026, 3, 2)))

    def test_over_midnight_it_ends_on_the_day_after(self) -> None:
        self.add(worked="22:00–01:15")
        entry = self.only()
        self.assertEqual((entry.duration, entry.day), (11700, date(2026, 3, 2)))

    def test_a_day_in_the_words_wins_over_the_day_beside_them(self) -> None:
        self.add(worked="yesterday 9-10")
        self.assertEqual(self.only().day, today(self.by_ana.zone) - timedelta(days=1))

    def test_a_time_that_the_clock_skips_is_the_one_it_jumps_to(self) -> None:
        self.add(worked="2:30-4:00", day="2026-03-29")
        entry = self.only()
        self.assertEqual(entry.started_at, datetime(2026, 3, 29, 1, 30, tzinfo=UTC))
        self.assertEqual(entry.duration, 30 * 60)

    def test_the_night_in_which_the_clock_is_set_back_has_an_hour_more(self) -> None:
        self.add(worked="1:00-4:00", day="2025-10-26")
        self.assertEqual(self.only().duration, 4 * 3600)

    def test_with_task_project_labels_and_billable(self) -> None:
        self.add(task=str(self.task.number), billable="on")
        entry = self.only()
        self.assertEqual((entry.task, entry.project, entry.billable), (self.task, self.website, True))

    def test_sent_twice_it_is_written_once(self) -> None:
        identifier = str(new_id())
        self.add(id=identifier)
        self.add(id=identifier)
        self.assertEqual(TimeEntry.objects.count(), 1)

    def test_it_says_on_which_day_it_was_written_down(self) -> None:
        self.assertIn("1 h 30 m written down on Mon 2 March", self.add().headers["HX-Trigger"])

    def test_without_script_the_page_comes_back(self) -> None:
        fields = {"worked": "1:30", "day": "2026-03-02"}
        self.assertRedirects(self.client.post(self.url("day-list"), fields), self.url("day-list"))
        refused = self.client.post(self.url("day-list"), {**fields, "worked": "x"})
        self.assertContains(refused, "That is not a duration", status_code=400)
        self.assertContains(refused, "<html", status_code=400)


class EntryTest(TimeTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.start = datetime(2026, 3, 2, 8, 0, 17, tzinfo=UTC)
        cls.entry = create_entry(
            by=cls.by_ana,
            task=cls.task,
            description="Draft",
            labels=["dev"],
            billable=True,
            started_at=cls.start,
            stopped_at=cls.start + timedelta(hours=1, seconds=12),
        )

    def fields(self, **changed: str) -> dict[str, str]:
        """What the open editor would send, with what the person changed."""
        form = self.client.get(self.url("entry", self.entry.pk), headers=HTMX).context["form"]
        values = {name: form[name].value() for name in form.fields}
        sent = {name: str(value) for name, value in values.items() if value not in {None, False}}
        return {**sent, **changed}

    def edit(self, **changed: str) -> Any:
        fields = self.fields(**changed)
        return self.htmx(self.url("entry", self.entry.pk), fields, page=self.url("day-list"), method="PATCH")

    def test_an_untouched_editor_changes_nothing(self) -> None:
        before = self.counted()
        self.assertEqual(self.edit().status_code, 200)
        self.assertEqual(self.counted(), before)
        self.entry.refresh_from_db()
        self.assertEqual(self.entry.duration, 3612)

    def test_every_field_is_edited_in_place(self) -> None:
        response = self.edit(description="Final", task="", project="", labels="phone", worked="10:00–11:00")
        self.assertContains(response, f'id="entry-{self.entry.pk}"')
        entry = TimeEntry.objects.get(pk=self.entry.pk)
        self.assertEqual((entry.description, entry.task, entry.project), ("Final", None, None))
        self.assertEqual([label.name for label in entry.labels.all()], ["phone"])
        self.assertEqual(entry.started_at, datetime(2026, 3, 2, 9, 0, tzinfo=UTC))
        self.assertEqual(entry.duration, 3600)

    def test_an_end_that_was_not_touched_stays_to_the_second(self) -> None:
        self.edit(worked="08:30–10:00")
        self.entry.refresh_from_db()
        self.assertEqual(self.entry.stopped_at, self.start + timedelta(hours=1, seconds=12))
        self.assertEqual(self.entry.started_at, datetime(2026, 3, 2, 7, 30, tzinfo=UTC))

    def test_hours_typed_over_clock_times_keep_the_start(self) -> None:
        self.edit(worked="0:45")
        self.entry.refresh_from_db()
        self.assertEqual((self.entry.started_at, self.entry.duration), (self.start, 2700))

    def test_another_day_keeps_the_time_of_day_and_the_length(self) -> None:
        self.edit(day="2026-07-01")
        self.entry.refresh_from_db()
        self.assertEqual(self.entry.started_at, datetime(2026, 7, 1, 7, 0, 17, tzinfo=UTC))
        self.assertEqual((self.entry.day, self.entry.duration), (date(2026, 7, 1), 3612))

    def test_hours_only_stay_hours_only(self) -> None:
        logged = create_entry(by=self.by_ana, day=date(2026, 3, 2), duration=5400)
        self.htmx(self.url("entry", logged.pk), {"worked": "2h", "day": "2026-03-03"}, method="PATCH")
        logged.refresh_from_db()
        self.assertEqual((logged.started_at, logged.day, logged.duration), (None, date(2026, 3, 3), 7200))

    def test_deleting_is_taken_back_by_undo(self) -> None:
        response = self.htmx(self.url("entry", self.entry.pk), method="DELETE", page=self.url("day-list"))
        self.assertIn("Entry deleted.", response.headers["HX-Trigger"])
        self.assertNotContains(response, f'id="entry-{self.entry.pk}"')
        self.assertFalse(TimeEntry.objects.kept().exists())
        self.htmx(self.url("restoration", self.entry.pk))
        self.assertTrue(TimeEntry.objects.kept().exists())

    def test_without_script_the_bin_offers_the_way_back(self) -> None:
        page = self.client.post(self.url("entry", self.entry.pk), {"_method": "DELETE"}, follow=True)
        self.assertContains(page, "This entry is in the bin.")
        self.client.post(self.url("restoration", self.entry.pk))
        self.assertTrue(TimeEntry.objects.kept().exists())

    def test_an_entry_in_the_bin_is_not_edited(self) -> None:
        fields = self.fields(description="x")
        delete_entry(self.entry, by=self.by_ana)
        before = self.counted()
        self.assertEqual(self.htmx(self.url("entry", self.entry.pk), fields, method="PATCH").status_code, 409)
        self.assertEqual(self.counted(), before)

    def test_continuing_starts_the_same_again(self) -> None:
        self.htmx(self.url("continuation", self.entry.pk))
        running = self.running()
        assert running is not None
        self.assertEqual((running.task, running.description, running.billable), (self.task, "Draft", True))

    def test_duplicating_copies_all_but_a_running_one(self) -> None:
        self.htmx(self.url("copy", self.entry.pk))
        copy = TimeEntry.objects.exclude(pk=self.entry.pk).get()
        self.assertEqual((copy.started_at, copy.duration, copy.task), (self.start, 3612, self.task))
        self.assertEqual([label.name for label in copy.labels.all()], ["dev"])
        running = start_timer(by=self.by_ana)
        before = self.counted()
        self.assertEqual(self.htmx(self.url("copy", running.pk)).status_code, 409)
        self.assertEqual(self.counted(), before)

    def test_a_project_that_was_archived_since_does_not_stand_in_the_way(self) -> None:
        archive_project(self.website, by=self.by_ana)
        self.assertEqual(self.edit(description="After all").status_code, 200)
        self.entry.refresh_from_db()
        self.assertEqual((self.entry.description, self.entry.project), ("After all", self.website))

    def test_the_row_comes_back_when_the_editor_is_closed(self) -> None:
        editor = self.client.get(self.url("entry", self.entry.pk), headers=HTMX)
        self.assertContains(editor, "data-keep")
        row = self.client.get(self.url("entry-row", self.entry.pk), headers=HTMX)
        self.assertContains(row, f'id="entry-{self.entry.pk}"')
        self.assertNotContains(row, "data-keep")

    def test_an_administrator_looks_but_does_not_touch(self) -> None:
        self.client.force_login(self.mara)
        page = self.client.get(self.url("entry", self.entry.pk))
        self.assertContains(page, "Ana Keller")
        self.assertNotContains(page, 'name="worked"')
        before = self.counted()
        fields = {"description": "Mine now", "worked": "1:30", "day": "2026-03-02"}
        for name, method in [
            ("entry", "PATCH"),
            ("entry", "DELETE"),
            ("copy", ""),
            ("continuation", ""),
            ("restoration", ""),
        ]:
            with self.subTest(name=name, method=method):
                response = self.htmx(self.url(name, self.entry.pk), fields, method=method)
                self.assertEqual(response.status_code, 403)
        self.assertEqual(self.counted(), before)

    def test_colleagues_and_strangers_find_no_entry(self) -> None:
        theirs = create_entry(by=self.by_mara, day=date(2026, 3, 2), duration=60)
        before = self.counted()
        for name, method in [
            ("entry", "PATCH"),
            ("entry", "DELETE"),
            ("copy", ""),
            ("continuation", ""),
            ("restoration", ""),
        ]:
            for identifier in [theirs.pk, new_id()]:
                self.assertEqual(self.htmx(self.url(name, identifier), method=method).status_code, 404)
        self.client.force_login(self.boris)
        for workspace in ["acme", "other"]:
            url = self.url("entry", self.entry.pk, workspace=workspace)
            self.assertEqual(self.client.get(url).status_code, 404)
            self.assertEqual(self.htmx(url, method="DELETE").status_code, 404)
        self.assertEqual(self.counted(), before)

    def test_an_edit_of_a_running_entry_from_its_row(self) -> None:
        running = start_timer(self.task, by=self.by_ana, at=now() - timedelta(minutes=10))
        self.htmx(self.url("entry", running.pk), {"description": "x", "started": "-20m"}, method="PATCH")
        running.refresh_from_db()
        self.assertTrue(running.is_running)
        assert running.started_at is not None
        self.assertAlmostEqual((now() - running.started_at).total_seconds(), 1200, delta=5)
