from __future__ import annotations

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import connection
from django.test import SimpleTestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.core.clock import UTC, now
from workstate.core.errors import NotAllowed
from workstate.core.ids import new_id
from workstate.tasks.actions import create_task
from workstate.timetracking.actions import (
    NewEntry,
    change_entry,
    continue_entry,
    copy_entry,
    create_entries,
    create_entry,
    delete_entry,
    restore_entry,
    start_timer,
    stop_timer,
)
from workstate.timetracking.actions.idle import Part, settle_gap
from workstate.timetracking.actions.mending import extend_entry
from workstate.timetracking.actions.merging import merge_entries
from workstate.timetracking.actions.rules import change_time_rules
from workstate.timetracking.actions.splitting import split_entry
from workstate.timetracking.models import Clock, RoundingMode, TimeEntry, TimeRules
from workstate.timetracking.rules import missing_fields, missing_words, require_rules, rules_for
from workstate.timetracking.tests.case import TimeTestCase

DAY = date(2026, 3, 2)
ALL = {"requires_description", "requires_task", "requires_project", "requires_label"}


class MissingTests(SimpleTestCase):
    def test_what_is_wanted_and_not_said_is_missing_in_the_order_of_the_form(self) -> None:
        rules = TimeRules(**dict.fromkeys(ALL, True))
        self.assertEqual(
            missing_fields(TimeEntry(), rules, labelled=False), ("description", "task", "project", "labels")
        )
        entry = TimeEntry(description="Reading", task_id=new_id(), project_id=new_id())
        self.assertEqual(missing_fields(entry, rules, labelled=False), ("labels",))
        self.assertEqual(missing_fields(entry, rules, labelled=True), ())
        self.assertEqual(
            missing_fields(TimeEntry(description="  "), TimeRules(requires_description=True)), ("description",)
        )
        self.assertEqual(missing_fields(TimeEntry(), TimeRules()), ())

    def test_each_field_is_refused_at_its_own(self) -> None:
        with self.assertRaises(ValidationError) as refused:
            require_rules(TimeEntry(), TimeRules(requires_description=True, requires_label=True), labelled=False)
        self.assertEqual(list(refused.exception.message_dict), ["description", "labels"])
        require_rules(TimeEntry(), TimeRules(requires_label=True), labelled=False, excused={"labels"})

    def test_it_is_said_in_words(self) -> None:
        self.assertEqual(missing_words(["project", "labels"]), "No project, no label")


class RulesTestCase(TimeTestCase):
    def want(self, *names: str) -> None:
        change_time_rules(by=self.by_mara, **dict.fromkeys(names, True))

    def refused(self, act: object, *fields: str) -> None:
        before = self.counted()
        with self.assertRaises(ValidationError) as refusal:
            act()  # type: ignore[operator]
        self.assertEqual(list(refusal.exception.message_dict), list(fields))
        self.assertEqual(self.counted(), before)


class RequiredTests(RulesTestCase):
    def test_time_written_by_hand_says_what_is_wanted(self) -> None:
        self.want(*ALL)
        self.refused(
            lambda: create_entry(by=self.by_ana, day=DAY, duration=60), "description", "task", "project", "labels"
        )
        self.refused(
            lambda: create_entry(
                by=self.by_ana, task=self.inbox_task, description="x", labels=["a"], day=DAY, duration=60
            ),
            "project",
        )
        create_entry(by=self.by_ana, task=self.task, description="x", labels=["a"], day=DAY, duration=60)

    def test_a_change_does_not_take_away_what_is_wanted_and_may_complete_the_rest_step_by_step(self) -> None:
        entry = create_entry(by=self.by_ana, day=DAY, duration=60)
        whole = create_entry(by=self.by_ana, day=DAY, duration=60, project=self.website, labels=["a"])
        self.want("requires_project", "requires_label")
        self.refused(lambda: change_entry(whole, by=self.by_ana, labels=[]), "labels")
        self.refused(lambda: change_entry(whole, by=self.by_ana, project=None), "project")
        change_entry(whole, by=self.by_ana, duration=120, day=DAY)
        change_entry(entry, by=self.by_ana, duration=120, day=DAY)
        change_entry(entry, by=self.by_ana, project=self.website)
        self.refused(lambda: change_entry(entry, by=self.by_ana, project=None), "project")
        change_entry(entry, by=self.by_ana, labels=["a"])
        self.assertEqual(missing_fields(TimeEntry.objects.get(pk=entry.pk), rules_for(self.by_ana)), ())

    def test_a_timer_starts_and_stops_whatever_is_missing(self) -> None:
        self.want(*ALL)
        start_timer(by=self.by_ana, at=now() - timedelta(hours=1))
        stopped = stop_timer(by=self.by_ana)
        assert stopped
        self.assertEqual(len(missing_fields(stopped, rules_for(self.by_ana))), 4)
        continue_entry(stopped, by=self.by_ana)
        self.assertIsNotNone(stop_timer(by=self.by_ana))

    def test_what_lacks_something_is_split_merged_and_stretched_and_time_away_told_apart(self) -> None:
        start = datetime(2026, 3, 2, 9, tzinfo=UTC)
        hours = [start + timedelta(hours=number) for number in range(4)]
        one, two = (create_entry(by=self.by_ana, started_at=hours[n], stopped_at=hours[n + 1]) for n in (0, 1))
        self.want(*ALL)
        merged = merge_entries([one.pk, two.pk], by=self.by_ana).entries
        extend_entry(one, by=self.by_ana, to=hours[3])
        split_entry(one, by=self.by_ana, parts=3)
        self.assertEqual(TimeEntry.objects.kept().filter(duration=3600).count(), 3)
        self.assertTrue(merged)
        running = start_timer(by=self.by_ana, at=now() - timedelta(hours=2))
        Clock.objects.update(answered_at=None)
        assert running.started_at
        since = running.started_at + timedelta(minutes=30)
        parts = [Part(600, description="Lunch")]
        settle_gap(running, since=since, until=since + timedelta(hours=1), parts=parts, goes_on=False, by=self.by_ana)
        self.assertEqual(TimeEntry.objects.get(description="Lunch").duration, 600)

    def test_what_is_in_the_bin_comes_back_as_it_was(self) -> None:
        entry = delete_entry(create_entry(by=self.by_ana, day=DAY, duration=60), by=self.by_ana)
        self.want(*ALL)
        self.assertIsNone(restore_entry(entry, by=self.by_ana).deleted_at)

    def test_an_import_of_years_is_not_refused_for_a_missing_label(self) -> None:
        self.want(*ALL)
        start = datetime(2026, 3, 2, 9, tzinfo=UTC)
        made = create_entries([[NewEntry(start, start + timedelta(hours=1), DAY)]], by=self.by_ana)
        self.assertEqual(made, 1)

    def test_a_guest_is_not_asked_for_what_they_cannot_see(self) -> None:
        self.want("requires_project", "requires_label")
        create_entry(by=self.by_gil, task=create_task("Mine", by=self.by_gil), day=DAY, duration=60)
        self.want("requires_task")
        self.refused(lambda: create_entry(by=self.by_gil, day=DAY, duration=60), "task")

    def test_another_workspaces_rules_do_not_count(self) -> None:
        self.want(*ALL)
        create_entry(by=self.by_boris, day=DAY, duration=60)

    def test_the_form_shows_it_at_the_field_and_programs_are_told_the_field(self) -> None:
        self.want("requires_description", "requires_label")
        page = self.client.post(self.url("day-list"), {"worked": "1:00", "day": str(DAY)})
        self.assertContains(page, "This workspace wants a description", status_code=400)
        self.assertContains(page, "This workspace wants a label", status_code=400)
        answer = self.client.post(
            "/api/v1/workspaces/acme/entries/", {"day": str(DAY), "duration": 60}, content_type="application/json"
        )
        self.assertEqual(answer.status_code, 400)
        self.assertIn("labels", answer.content.decode())
        self.assertFalse(TimeEntry.objects.exists())

    def test_a_write_asks_for_the_rules_once(self) -> None:
        self.want("requires_description")
        with CaptureQueriesContext(connection) as asked:
            create_entry(by=self.by_ana, description="x", day=DAY, duration=60)
        self.assertEqual(sum("timetracking_timerules" in query["sql"] for query in asked), 1)


class ChangingRulesTests(RulesTestCase):
    def test_administrators_change_them_and_it_is_written_down(self) -> None:
        change_time_rules(by=self.by_mara, rounding="up", rounding_step=360, requires_task=True)
        rules = TimeRules.objects.get()
        self.assertEqual((rules.rounding, rules.rounding_step, rules.requires_task), (RoundingMode.UP, 360, True))
        event = Event.objects.get(verb=Verb.TIME_RULES_CHANGED)
        self.assertEqual(event.data["before"], {"rounding": "none", "rounding_step": 900, "requires_task": False})
        change_time_rules(by=self.by_olga, rounding="up")
        self.assertEqual(Event.objects.filter(verb=Verb.TIME_RULES_CHANGED).count(), 1)

    def test_members_guests_and_bad_values_change_nothing(self) -> None:
        for by in (self.by_ana, self.by_gil):
            with self.assertRaises(NotAllowed):
                change_time_rules(by=by, approves_weeks=True)
        for wrong in (
            {"rounding": "sideways"},
            {"rounding_step": 0},
            {"rounding_step": 90},
            {"rounding_step": 24 * 3600 + 60},
            {"rounding_step": "900"},
            {"colour": "red"},
        ):
            with self.subTest(wrong), self.assertRaises(ValidationError) as refused:
                change_time_rules(by=self.by_mara, **wrong)
            self.assertEqual(list(refused.exception.message_dict), list(wrong))
        self.assertFalse(TimeRules.objects.exists())

    def test_the_page_is_changed_by_administrators_and_read_by_members(self) -> None:
        url = self.url("rules")
        fields = {"rounding": "nearest", "rounding_step": "360", "requires_label": "on", "approves_weeks": "on"}
        self.assertEqual(self.client.post(url, fields).status_code, 403)
        self.assertFalse(TimeRules.objects.exists())
        self.client.force_login(self.mara)
        self.assertContains(self.client.post(url, fields, follow=True), "Saved.")
        rules = TimeRules.objects.get()
        self.assertEqual((rules.rounding, rules.rounding_step, rules.requires_label), ("nearest", 360, True))
        wrong = self.client.post(url, {**fields, "rounding_step": "7"})
        self.assertContains(wrong, "field-error", status_code=400)
        self.client.force_login(self.ana)
        page = self.client.get(url)
        self.assertContains(page, "Rounded to the nearest 6 m, entry by entry")
        self.assertContains(page, "A label")
        self.assertNotContains(page, '<form class="settings"')
        self.client.force_login(self.gil)
        self.assertEqual(self.client.get(url).status_code, 403)
        self.client.force_login(self.boris)
        self.assertEqual(self.client.get(url).status_code, 404)

    def test_programs_read_and_change_them(self) -> None:
        url = reverse("api:time-rules", args=["acme"])
        self.assertEqual(self.client.get(url).json()["rounding"], "none")
        self.assertEqual(self.client.patch(url, {"rounding": "up"}, "application/json").status_code, 403)
        self.client.force_login(self.mara)
        answer = self.client.patch(url, {"rounding": "up", "rounding_step": 600}, "application/json")
        self.assertEqual((answer.json()["rounding"], answer.json()["rounding_step"]), ("up", 600))
        self.assertEqual(self.client.patch(url, {"rounding": "off"}, "application/json").status_code, 400)
        self.assertEqual(self.client.patch(url, {"rounding_step": 61}, "application/json").status_code, 400)
        self.assertEqual(self.client.patch(url, {"nonsense": 1}, "application/json").status_code, 400)

    def test_a_copy_of_what_lacks_something_is_refused(self) -> None:
        entry = create_entry(by=self.by_ana, day=DAY, duration=60)
        self.want("requires_project")
        self.refused(lambda: copy_entry(entry, by=self.by_ana), "project")
