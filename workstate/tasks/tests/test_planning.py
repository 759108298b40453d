"""What a task can be given, and how it ends: chosen in panels and on pages, refused in words, taken back."""

from __future__ import annotations

import json
from datetime import date, time, timedelta
from typing import Any
from uuid import uuid4

from workstate.activity.models import Event
from workstate.core.actor import Via
from workstate.core.clock import today
from workstate.projects.actions import create_project, create_sections
from workstate.tasks.actions import (
    archive_tasks,
    cancel_tasks,
    change_task,
    complete_task,
    create_task,
    link_tasks,
    set_reminders,
)
from workstate.tasks.actions.reminding import Remind
from workstate.tasks.due import Due
from workstate.tasks.forms import read_reminders, read_when
from workstate.tasks.models import Completion, Label, Recurrence, Reminder, Task, TaskAssignee, TaskLink
from workstate.tasks.recurrence import Repeat
from workstate.tasks.tests.test_acts import HTMX, FuzzyCount, TaskViewsTest
from workstate.testing import CastTransactionTestCase, at_once
from workstate.workspaces.models import Membership

PICKER = {**HTMX, "HX-Target": "div#picker"}
OFFERS = (
    "due", "start", "deadline", "defer", "repeat", "reminders", "priority", "project", "labels", "assignees", "parent", "link",
)  # fmt: skip


class PlanningTest(TaskViewsTest):
    other: Task

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.other = create_task("Other", by=cls.by_ana, project=cls.website)

    def toast(self, response: Any) -> dict[str, Any]:
        return dict(json.loads(response["HX-Trigger"])["toast"])

    def undone(self, response: Any) -> None:
        self.assertEqual(self.client.post(self.toast(response)["undo"], headers=HTMX).status_code, 204)

    def state(self) -> tuple[Any, ...]:
        counts = [m.objects.count() for m in (Recurrence, Reminder, TaskLink, TaskAssignee, Completion)]
        return (*super().state(), *counts)


class ChoicesTest(PlanningTest):
    def test_hiding_until_today_is_not_offered(self) -> None:
        offered = {
            what: self.client.get(f"{self.url}choices/{what}/", headers=PICKER).context["quick"]
            for what in ("start", "defer")
        }
        self.assertEqual(offered["start"][0][0], self.day)
        self.assertEqual(offered["defer"], offered["start"][1:])

    def test_each_is_a_panel_and_a_page(self) -> None:
        change_task(self.task, by=self.by_ana, repeat=Repeat("FREQ=DAILY"), labels=["phone"])
        for what in OFFERS:
            with self.subTest(what=what):
                panel = self.client.get(f"{self.url}choices/{what}/", headers=HTMX)
                self.assertTemplateNotUsed(panel, "web/app.html")
                self.assertContains(panel, f'data-choose="{what}"')
                self.assertTemplateUsed(self.client.get(f"{self.url}choices/{what}/"), "web/app.html")
        self.assertEqual(self.client.get(f"{self.url}choices/nonsense/").status_code, 404)

    def test_strangers_and_guests_choose_nothing(self) -> None:
        before = self.state()
        posts = ("cancellation", "archival", "parent", "reminders", "repeat", "skip", "links")
        for user in (self.boris, self.gil):
            self.client.force_login(user)
            for what in OFFERS:
                self.assertEqual(self.client.get(f"{self.url}choices/{what}/").status_code, 404)
            for path in posts:
                self.assertEqual(self.post(f"{path}/", repeat="every day", other=str(self.other.pk)).status_code, 404)
        self.assertEqual(self.state(), before)

    def test_a_panel_asks_as_often_for_many_as_for_few(self) -> None:
        for what in ("project", "labels", "assignees"):
            self.client.get(f"{self.url}choices/{what}/", headers=HTMX)
            with self.assertNumQueries(FuzzyCount()) as few:
                self.client.get(f"{self.url}choices/{what}/", headers=HTMX)
            for number in range(5):
                project = create_project(f"{what} {number}", by=self.by_ana)
                create_sections([f"Part {number}"], project=project, by=self.by_ana)
                change_task(self.other, by=self.by_ana, add_labels=[f"{what} {number}"])
            with self.assertNumQueries(FuzzyCount()) as many:
                self.client.get(f"{self.url}choices/{what}/", headers=HTMX)
            self.assertEqual(len(many), len(few), what)

    def test_a_plain_form_leads_back_to_the_task(self) -> None:
        origin = {"Referer": f"http://testserver{self.url}choices/priority/"}
        response = self.client.post(self.url, {"choice": "priority", "priority": "1"}, headers=origin)
        self.assertRedirects(response, self.url, fetch_redirect_response=False)
        self.assertEqual(self.fresh().priority, 1)

    def test_a_refusal_is_told_in_the_panel(self) -> None:
        response = self.client.post(self.url, {"choice": "due", "due": "never ever"}, headers=PICKER)
        self.assertContains(response, 'class="field-error"', status_code=400)
        self.assertContains(response, 'data-choose="due"', status_code=400)

    def test_a_panel_of_several_stays(self) -> None:
        response = self.client.post(
            self.url, {"choice": "labels", "stay": "1", "add_labels": "phone", "typed": "ph"}, headers=PICKER
        )
        self.assertContains(response, 'name="remove_labels" value="phone"')
        self.assertIn("tasks:changed", json.loads(response["HX-Trigger"]))
        response = self.client.post(self.url, {"choice": "labels", "stay": "1", "typed": "brand new"}, headers=PICKER)
        self.assertEqual({label.name for label in self.fresh().labels.all()}, {"phone", "brand new"})
        self.client.post(self.url, {"choice": "labels", "stay": "1", "remove_labels": "phone"}, headers=PICKER)
        self.assertEqual([label.name for label in self.fresh().labels.all()], ["brand new"])


class DatesTest(PlanningTest):
    def test_a_day_leaves_the_time_and_words_say_all(self) -> None:
        change_task(self.task, by=self.by_ana, due=Due(self.day, time(14)))
        response = self.post(due_day="tomorrow", due_time="14:00")
        self.assertEqual((self.fresh().due_on, self.fresh().due_time), (self.day + timedelta(1), time(14)))
        self.undone(response)
        self.assertEqual(self.fresh().due_on, self.day)
        self.post(due="tomorrow", due_time="14:00")
        self.assertEqual((self.fresh().due_on, self.fresh().due_time), (self.day + timedelta(1), None))

    def test_the_time_field_sets_and_clears_the_time(self) -> None:
        self.post(due="", due_time="15:30")
        self.assertEqual((self.fresh().due_on, self.fresh().due_time), (self.day, time(15, 30)))
        self.post(due="", due_time="15:30")
        self.assertEqual(self.fresh().due_time, time(15, 30))
        self.post(due_day=self.day.isoformat(), due_time="16:00")
        self.assertEqual(self.fresh().due_time, time(16))
        self.post(due="", due_time="")
        self.assertEqual((self.fresh().due_on, self.fresh().due_time), (self.day, None))

    def test_words_may_say_how_often(self) -> None:
        self.post(due="every day 9:00")
        self.assertEqual(Recurrence.objects.get(task=self.task).times, [time(9)])
        self.assertEqual(self.fresh().due_time, time(9))

    def test_start_deadline_and_hiding_are_days(self) -> None:
        for field in ("start_on", "deadline_on", "deferred_until"):
            self.assertEqual(self.post(**{field: "in 3 days"}).status_code, 204)
            self.assertEqual(getattr(self.fresh(), field), self.day + timedelta(3))
            before = self.state()
            for text in ("nonsense", "tomorrow 14:00", "20000-01-01", "every day", "x" * 500, "a\x00b"):
                self.assertEqual(self.post(**{field: text}).status_code, 400, text)
            self.assertEqual(self.state(), before)
            self.post(**{field: ""})
            self.assertIsNone(getattr(self.fresh(), field))

    def read(self, **query: Any) -> dict[str, Any]:
        return dict(self.client.get("/acme/tasks/dates/", query).json())

    def test_what_words_mean_is_said_and_nothing_is_written(self) -> None:
        before = self.state()
        answer = self.read(text="in 2 days 14:00", task=self.task.number)
        self.assertEqual((answer["day"], answer["time"]), ((self.day + timedelta(2)).isoformat(), "14:00"))
        self.assertIn("every day", self.read(text="every day")["said"])
        self.assertEqual(len(self.read(text="every day", field="repeat", task=self.task.number)["times"]), 5)
        self.assertEqual(self.read(text="30m before", field="remind", task=self.task.number)["said"], "30 min before")
        for text in ("", "nonsense", "x" * 5000, "\x00", "\u202e", "0000-00-00", "99999999999"):
            for field in ("due", "repeat", "remind", "start_on", "whatever"):
                self.assertEqual(self.read(text=text, field=field, task=self.task.number)["said"], "", (text, field))
        self.assertEqual(self.read(text="tomorrow", task="12345678901234")["time"], "")
        self.assertEqual(self.state(), before)

    def test_times_of_day_that_are_none_are_refused(self) -> None:
        before = self.state()
        for clock in ("25:00", "nonsense", "1:75", "\x00"):
            self.assertEqual(self.post(due_day="today", due_time=clock).status_code, 400, clock)
        self.assertEqual(self.state(), before)


class RepeatTest(PlanningTest):
    def repeats(self) -> Recurrence:
        return Recurrence.objects.get(task=self.task)

    def test_it_is_set_by_words_by_a_rule_and_by_its_anchor_and_ended(self) -> None:
        response = self.post("repeat/", repeat="every 2 weeks on mon and fri")
        self.assertEqual(self.repeats().rule, "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR")
        self.undone(response)
        self.assertFalse(Recurrence.objects.exists())
        self.post("repeat/", rule="FREQ=DAILY", repeat="")
        self.post("repeat/", anchor="completion", repeat="")
        self.assertEqual((self.repeats().rule, self.repeats().anchor), ("FREQ=DAILY", "completion"))
        ended = self.client.delete(f"{self.url}repeat/", headers=HTMX)
        self.assertFalse(Recurrence.objects.exists())
        self.undone(ended)
        self.assertEqual(self.repeats().anchor, "completion")

    def test_what_cannot_be_meant_is_refused(self) -> None:
        before = self.state()
        for fields in (
            {"repeat": "now and then"},
            {"repeat": "x" * 5000},
            {"rule": "FREQ=SECONDLY"},
            {"rule": "nonsense"},
            {"rule": "FREQ=DAILY;INTERVAL=99999"},
            {"rule": "FREQ=DAILY", "anchor": "sometimes"},
            {},
        ):
            with self.subTest(fields=str(fields)[:60]):
                self.assertEqual(self.post("repeat/", **fields).status_code, 400)
        self.assertEqual(self.state(), before)

    def test_one_time_is_skipped_and_days_are_left_out(self) -> None:
        change_task(self.task, by=self.by_ana, repeat=Repeat("FREQ=DAILY"))
        response = self.post("skip/")
        self.assertEqual(self.fresh().due_on, self.day + timedelta(1))
        self.undone(response)
        self.assertEqual(self.fresh().due_on, self.day)
        self.post("skip/", day=(self.day + timedelta(1)).isoformat())
        self.post("skip/")
        self.assertEqual(self.fresh().due_on, self.day + timedelta(2))
        self.assertEqual(self.post("skip/", day="").status_code, 400)
        self.assertEqual(self.post("skip/", day="nonsense").status_code, 400)

    def test_a_task_that_does_not_repeat_is_not_skipped(self) -> None:
        before = self.state()
        self.assertEqual(self.post("skip/").status_code, 409)
        self.assertEqual(self.state(), before)


class RemindersTest(PlanningTest):
    def test_each_person_sets_their_own(self) -> None:
        self.post("reminders/", remind="30m before")
        self.post("reminders/", remind="tomorrow 9:00")
        self.client.force_login(self.mara)
        self.post("reminders/", remind="1d before")
        mine = Reminder.objects.visible_to(self.by_ana)
        self.assertEqual([row.before for row in mine.order_by("at", "-before")], [None, 1800])
        self.client.force_login(self.ana)
        hers = Reminder.objects.get(user=self.mara)
        self.post("reminders/", remove=str(hers.pk))
        self.assertTrue(Reminder.objects.filter(pk=hers.pk).exists())
        self.post("reminders/", remove=str(mine.get(before=1800).pk), remind="")
        self.assertEqual(mine.count(), 1)
        self.assertNotContains(self.client.get(self.url), "1 day before")

    def test_moments_that_are_none_are_refused(self) -> None:
        before = self.state()
        for text in ("", "nonsense", "x" * 500, "p1", "a\x00b"):
            self.assertEqual(self.post("reminders/", remind=text).status_code, 400, text)
        self.assertEqual(self.post("reminders/", remove="nonsense").status_code, 400)
        self.assertEqual(self.state(), before)

    def test_the_task_s_own_date_is_what_a_time_alone_is_meant_on(self) -> None:
        [one] = read_reminders("9:00", self.fresh(), by=self.by_ana)
        assert one.at is not None
        self.assertEqual(one.at.astimezone(self.by_ana.zone).date(), self.day)
        self.assertEqual(read_reminders("30 min before", self.fresh(), by=self.by_ana), [Remind(before=1800)])

    def test_words_are_read_in_the_person_s_language(self) -> None:
        self.ana.language = "de"
        self.assertEqual(read_when("übermorgen", by=self.by_ana).due.day, self.day + timedelta(2))


class EndingTest(PlanningTest):
    def test_open_subtasks_are_asked_about(self) -> None:
        part = create_task("Part", by=self.by_ana, parent=self.task, project=self.website)
        create_task("Part of it", by=self.by_ana, parent=part, project=self.website)
        before = self.state()
        asked = self.post("completion/")
        self.assertContains(asked, "2 subtasks are open")
        self.assertEqual(asked["HX-Retarget"], "#ask")
        page = self.client.post(f"{self.url}completion/")
        self.assertContains(page, "2 subtasks are open")
        self.assertTemplateUsed(page, "web/app.html")
        self.assertEqual(self.state(), before)
        self.undone(self.post("completion/", children="all"))
        self.assertEqual(Task.objects.filter(completed_at__isnull=False).count(), 0)
        self.post("completion/", children="one")
        self.assertEqual([task.title for task in Task.objects.filter(completed_at__isnull=False)], ["Fix totals"])

    def test_the_same_repeating_task_seen_on_two_devices_moves_on_once(self) -> None:
        change_task(self.task, by=self.by_ana, repeat=Repeat("FREQ=DAILY"))
        url = f"{self.url}completion/?seen={self.day}"
        first, second = (self.client.post(url, headers=HTMX) for _device in range(2))
        self.assertEqual(self.fresh().due_on, self.day + timedelta(1))
        self.assertIn("Next: tomorrow", self.toast(first)["text"])
        self.assertEqual(self.toast(second)["text"], "This was done already.")
        self.undone(first)
        self.assertEqual((self.fresh().due_on, Completion.objects.count()), (self.day, 0))
        self.assertContains(self.client.get(self.url), f"completion/?seen={self.day}")

    def test_it_is_cancelled_and_archived_and_both_are_taken_back(self) -> None:
        for path, column in (("cancellation/", "cancelled_at"), ("archival/", "archived_at")):
            self.undone(self.post(path))
            self.assertIsNone(getattr(self.fresh(), column))
            self.post(path)
            self.assertIsNotNone(getattr(self.fresh(), column))
            self.assertContains(self.client.get(self.url), f'formaction="{self.url}{path}"')
            self.client.post(f"{self.url}{path}", {"_method": "DELETE"})
            self.assertIsNone(getattr(self.fresh(), column))

    def test_only_one_s_own_act_is_taken_back(self) -> None:
        undo = self.toast(self.post("cancellation/"))["undo"]
        for user, status in ((self.mara, 409), (self.gil, 409), (self.boris, 404)):
            self.client.force_login(user)
            self.assertEqual(self.client.post(undo, headers=HTMX).status_code, status)
        self.assertIsNotNone(self.fresh().cancelled_at)


class PeopleTest(PlanningTest):
    def member(self, user: Any) -> str:
        return str(Membership.objects.get(workspace=self.by_ana.workspace, user=user).pk)

    def names(self) -> list[str]:
        return sorted(member.user.name for member in self.fresh().assignees.select_related("user"))

    def test_people_are_added_and_taken_off_and_oneself_by_one_word(self) -> None:
        self.post(add_assignees="me")
        self.post(add_assignees=self.member(self.mara))
        self.assertEqual(self.names(), ["Ana Keller", "Mara Adler"])
        self.post(remove_assignees=self.member(self.ana))
        self.assertEqual(self.names(), ["Mara Adler"])

    def test_nobody_is_given_what_they_do_not_see(self) -> None:
        theirs = str(Membership.objects.get(user=self.boris, workspace__slug="other").pk)
        before = self.state()
        for text in (self.member(self.gil), theirs, str(uuid4()), "nonsense", "", "\x00"):
            self.assertEqual(self.post(add_assignees=text).status_code, 400, text)
        self.assertEqual(self.state(), before)

    def test_a_place_names_a_project_and_a_section(self) -> None:
        (sprint,) = create_sections(["Sprint"], project=self.website, by=self.by_ana)
        response = self.post(place=f"{self.website.pk}:{sprint.pk}")
        self.assertEqual(self.fresh().section, sprint)
        self.undone(response)
        self.assertIsNone(self.fresh().section)
        self.post(place="")
        self.assertIsNone(self.fresh().project)


class LinksTest(PlanningTest):
    def test_a_task_waits_for_another_until_that_is_done(self) -> None:
        self.post("links/", kind="blocked_by", other=str(self.other.pk))
        self.assertContains(self.client.get(self.url, headers=HTMX), "badge blocked")
        complete_task(self.other, by=self.by_ana)
        self.assertNotContains(self.client.get(self.url, headers=HTMX), "badge blocked")

    def test_a_number_will_do_and_a_circle_is_told_in_words(self) -> None:
        self.post("links/", kind="blocks", q=f"ACME-{self.other.number}")
        self.assertEqual(TaskLink.objects.get().target, self.other)
        before = self.state()
        for fields in (
            {"kind": "blocked_by", "other": str(self.other.pk)},
            {"kind": "blocks", "other": str(self.task.pk)},
            {"kind": "nonsense", "other": str(self.other.pk)},
            {"kind": "relates", "other": str(uuid4())},
            {"kind": "relates", "other": "nonsense"},
            {"kind": "relates", "q": "999999"},
            {"kind": "relates", "q": "Other"},
            {"kind": "relates"},
        ):
            with self.subTest(fields=fields):
                self.assertContains(self.post("links/", **fields), 'class="field-error"', status_code=400)
        self.assertEqual(self.state(), before)

    def test_a_link_is_taken_away_at_either_end(self) -> None:
        link = link_tasks(self.task, self.other, kind="relates", by=self.by_ana)
        url = f"/acme/tasks/{self.other.number}/links/{link.pk}/"
        third = create_task("Third", by=self.by_ana, project=self.website)
        self.assertEqual(self.client.delete(f"/acme/tasks/{third.number}/links/{link.pk}/").status_code, 404)
        self.assertEqual(self.client.delete(url, headers=HTMX).status_code, 204)
        self.assertFalse(TaskLink.objects.exists())

    def test_search_finds_what_one_sees_by_number_and_title(self) -> None:
        secret = create_task("Secret others", by=self.by_mara)
        found = self.client.get("/acme/tasks/search/", {"q": "other"})
        self.assertContains(found, str(self.other.pk))
        self.assertNotContains(found, str(secret.pk))
        self.assertContains(self.client.get("/acme/tasks/search/", {"q": f"#{self.other.number}"}), str(self.other.pk))
        self.assertNotContains(
            self.client.get("/acme/tasks/search/", {"q": "other", "but": str(self.other.number)}), str(self.other.pk)
        )
        for text in ("", "\x00", "%", "_" * 300, "99999999999999999999", "\u202e"):
            self.assertEqual(self.client.get("/acme/tasks/search/", {"q": text}).status_code, 200)

    def test_it_becomes_a_subtask_and_a_task_again(self) -> None:
        (sprint,) = create_sections(["Sprint"], project=self.website, by=self.by_ana)
        change = {"place": f"{self.website.pk}:{sprint.pk}"}
        self.client.post(f"/acme/tasks/{self.other.number}/", change, headers=HTMX)
        response = self.post("parent/", other=str(self.other.pk))
        self.assertEqual((self.fresh().parent, self.fresh().section), (self.other, sprint))
        self.undone(response)
        self.assertIsNone(self.fresh().parent)
        self.post("parent/", other=str(self.other.pk))
        self.post("parent/", other="")
        self.assertIsNone(self.fresh().parent)
        before = self.state()
        for other in (str(self.task.pk), str(uuid4()), "nonsense"):
            self.assertEqual(self.post("parent/", other=other).status_code, 400)
        self.assertEqual(self.state(), before)

    def test_indenting_puts_it_last_under_the_one_above(self) -> None:
        first = create_task("First", by=self.by_ana, parent=self.other, project=self.website)
        self.post("place/", parent=str(self.other.pk))
        children = list(Task.objects.filter(parent=self.other).by_position())
        self.assertEqual(children, [first, self.task])
        deep = self.client.post(f"/acme/tasks/{self.other.number}/subtasks/", {"title": "Deep", "under": str(first.pk)})
        self.assertEqual(deep.status_code, 302)
        self.assertEqual(Task.objects.get(title="Deep").parent, first)


class HistoryTest(PlanningTest):
    def words(self) -> list[str]:
        lines = self.client.get(f"/api/v1/workspaces/acme/tasks/{self.task.pk}/history/").json()
        return [line["words"] for line in lines]

    def test_every_act_is_told(self) -> None:
        change_task(self.task, by=self.by_ana, start_on=self.day, deadline_on=self.day, deferred_until=self.day)
        change_task(self.task, by=self.by_ana, repeat=Repeat("FREQ=DAILY"))
        mara = Membership.objects.get(workspace=self.by_ana.workspace, user=self.mara)
        change_task(self.task, by=self.by_ana, assignees=[mara])
        self.post("skip/")
        self.post("completion/")
        change_task(self.task, by=self.by_ana.through(Via.API), repeat=None)
        link_tasks(self.task, self.other, kind="blocks", by=self.by_ana)
        self.post("parent/", other=str(self.other.pk))
        set_reminders(self.task, [Remind(before=60)], by=self.by_ana)
        cancel_tasks([self.fresh()], by=self.by_mara)
        archive_tasks([self.fresh()], by=self.by_mara)
        words = "\n".join(self.words())
        for said in (
            "Mara put this in the archive", "Mara cancelled this", "Ana put this under ACME-2 Other",
            "Ana made this block ACME-2 Other", "Ana (API) ended the repeat", "Ana completed this; next:", "Ana skipped",
            "Ana gave this to Mara", "Ana had this repeat: every day", "Ana set the start to", "Ana set the deadline to",
            "Ana hid this until",
        ):  # fmt: skip
            self.assertIn(said, words)
        self.assertNotIn("remind", words.lower())

    def test_a_change_is_put_back_and_that_is_taken_back(self) -> None:
        change_task(self.task, by=self.by_mara, priority=1, title="Renamed")
        event = Event.objects.filter(verb="task.changed").latest("pk")
        response = self.post(f"history/{event.pk}/")
        self.assertEqual((self.fresh().priority, self.fresh().title), (4, "Fix totals"))
        self.undone(response)
        self.assertEqual(self.fresh().title, "Renamed")

    def test_what_is_another_task_s_or_cannot_go_back_is_not_found(self) -> None:
        change_task(self.other, by=self.by_ana, priority=1)
        others = Event.objects.filter(verb="task.changed").latest("pk")
        created = Event.objects.filter(verb="task.created", subject_id=str(self.task.pk)).get()
        before = self.state()
        for pk in (others.pk, created.pk, 10**12):
            self.assertEqual(self.post(f"history/{pk}/").status_code, 404)
        self.assertEqual(self.state(), before)

    def test_what_happened_in_an_inbox_is_put_back_by_nobody_else(self) -> None:
        mine = create_task("Secret plan", by=self.by_ana)
        change_task(mine, by=self.by_ana, title="Plan")
        secret = Event.objects.filter(verb="task.changed").latest("pk")
        self.client.post(f"/acme/tasks/{mine.number}/", {"place": str(self.website.pk)}, headers=HTMX)
        moved = Event.objects.filter(verb="task.moved").latest("pk")
        self.client.force_login(self.mara)
        for event in (secret, moved):
            url = f"/acme/tasks/{mine.number}/history/{event.pk}/"
            self.assertEqual(self.client.post(url, headers=HTMX).status_code, 404)
        self.assertNotContains(self.client.get(f"/acme/tasks/{mine.number}/"), "Secret plan")


class ConflictTest(PlanningTest):
    def test_a_title_changed_meanwhile_is_shown_beside_one_s_own(self) -> None:
        change_task(self.task, by=self.by_mara, title="Theirs")
        before = self.state()
        for headers in (HTMX, {}):
            asked = self.client.post(self.url, {"title": "Mine", "title_was": "Fix totals"}, headers=headers)
            self.assertContains(asked, "Theirs")
            self.assertContains(asked, "Mine")
        self.assertEqual(self.state(), before)
        self.post(title="Mine", title_was="Theirs", settled="1")
        self.assertEqual(self.fresh().title, "Mine")

    def test_the_same_text_twice_is_no_conflict(self) -> None:
        change_task(self.task, by=self.by_mara, title="Same")
        self.assertEqual(self.post(title="Same", title_was="Fix totals").status_code, 204)

    def test_an_estimate_is_looked_after_too(self) -> None:
        change_task(self.task, by=self.by_mara, estimate=3600)
        self.assertContains(self.post(estimate="2:00", estimate_was=""), "1:00")
        self.assertEqual(self.fresh().estimate, 3600)
        self.assertEqual(self.post(estimate="2:00", estimate_was="1:00").status_code, 204)


class TreeTest(PlanningTest):
    def test_three_levels_are_drawn_and_deeper_ones_are_told(self) -> None:
        above = self.task
        for depth in range(1, 6):
            above = create_task(f"Level {depth}", by=self.by_ana, parent=above, project=self.website)
        page = self.client.get(self.url)
        for depth in (1, 2, 3):
            self.assertContains(page, f"Level {depth}</a>")
        self.assertNotContains(page, "Level 4</a>")
        self.assertContains(page, "1 more")

    def test_a_deep_tree_takes_as_many_queries_as_a_flat_one(self) -> None:
        create_task("Flat", by=self.by_ana, parent=self.task, project=self.website)
        self.client.get(self.url)
        with self.assertNumQueries(FuzzyCount()) as few:
            self.client.get(self.url)
        above = self.task
        for depth in range(6):
            above = create_task(f"Level {depth}", by=self.by_ana, parent=above, project=self.website)
        with self.assertNumQueries(FuzzyCount()) as many:
            self.client.get(self.url)
        self.assertEqual(len(many), len(few))


class LabelsTest(PlanningTest):
    def test_labels_are_renamed_recoloured_deleted_and_brought_back(self) -> None:
        change_task(self.task, by=self.by_ana, labels=["phone"])
        label = Label.objects.get()
        url = f"/api/v1/workspaces/acme/labels/{label.pk}/"
        patched = self.client.patch(url, {"name": "Telephone", "colour": "red"}, content_type="application/json")
        self.assertEqual(patched.json()["name"], "Telephone")
        self.assertEqual(self.client.delete(url).status_code, 204)
        self.assertEqual(self.fresh().labels.count(), 0)
        self.assertEqual(self.client.post(f"{url}restoration/").json()["name"], "Telephone")
        self.assertEqual([one.pk for one in self.fresh().labels.all()], [label.pk])

    def test_a_name_that_is_taken_or_cannot_be_is_refused(self) -> None:
        change_task(self.task, by=self.by_ana, labels=["phone", "mail"])
        url = f"/api/v1/workspaces/acme/labels/{Label.objects.get(name='phone').pk}/"
        before = self.state()
        for body in ({"name": "MAIL"}, {"name": ""}, {"name": "a\x00b"}, {"colour": "mauve"}, {"name": "x" * 121}):
            answer = self.client.patch(url, body, content_type="application/json")
            self.assertEqual(answer.status_code, 400, body)
        self.assertEqual(self.state(), before)

    def test_a_label_has_a_dialog_of_its_own_and_is_deleted_with_undo(self) -> None:
        change_task(self.task, by=self.by_ana, labels=["phone", "mail"])
        label = Label.objects.get(name="phone")
        url = f"/acme/labels/{label.pk}/settings/"
        self.assertContains(self.client.get(url, headers=HTMX), "<dialog")
        self.assertTemplateUsed(self.client.get(url), "web/app.html")
        for fields in ({"name": "mail"}, {"name": ""}, {"name": "phone", "colour": "mauve"}):
            self.assertContains(self.client.post(url, fields, headers=HTMX), "field-error", status_code=400)
        self.client.post(url, {"name": "Telephone", "colour": "red"})
        label.refresh_from_db()
        self.assertEqual((label.name, label.colour), ("Telephone", "red"))
        deleted = self.client.post(url, {"_method": "DELETE"}, follow=True)
        undo = f"/acme/labels/{label.pk}/restoration/"
        self.assertContains(deleted, undo)
        self.client.post(undo)
        self.assertEqual(self.fresh().labels.count(), 2)
        self.client.force_login(self.gil)
        self.assertEqual(self.client.get(url).status_code, 404)


class TwoDevicesTest(CastTransactionTestCase):
    def test_two_devices_complete_a_repeating_task_once(self) -> None:
        day = date(2026, 3, 2)
        task = create_task("Water", by=self.by_ana, due=Due(day), repeat=Repeat("FREQ=DAILY"))
        answers = at_once(*[lambda: complete_task(task, by=self.by_ana, seen=Due(day))] * 2)
        self.assertFalse([answer for answer in answers if isinstance(answer, Exception)])
        self.assertEqual(Completion.objects.filter(task=task).count(), 1)
        self.assertLessEqual(Task.objects.get(pk=task.pk).due_on or day, today(self.ana.zone) + timedelta(1))
