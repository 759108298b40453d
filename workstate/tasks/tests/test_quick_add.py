"""The line that makes a task: what it shows while it is typed, what it makes, what it refuses."""

from __future__ import annotations

import json
from datetime import date, time, timedelta
from typing import Any
from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from rest_framework.test import APIClient

from workstate.activity.models import Event
from workstate.core.clock import instant_of, now, today
from workstate.core.ids import new_id
from workstate.projects.actions import archive_project, create_project, create_sections
from workstate.projects.models import Project, Section
from workstate.tasks.actions import add_lines, labels_named
from workstate.tasks.line import Place
from workstate.tasks.models import Label, Recurrence, Reminder, Task
from workstate.testing import CastTestCase

ADD, PREVIEW, NAMES = "/acme/tasks/", "/acme/tasks/preview/", "/acme/tasks/line-names/"
HTMX = {"HX-Request": "true"}


class QuickAddTest(CastTestCase):
    day: date

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.day = today(cls.by_ana.zone)
        cls.website = create_project("Website", by=cls.by_ana, colour="teal")

    def setUp(self) -> None:
        self.client.force_login(self.ana)

    def test_one_line_makes_a_whole_task(self) -> None:
        response = self.client.post(ADD, {"text": "Call Ana tomorrow 2pm p1 #website @phone ~45m"}, headers=HTMX)
        self.assertEqual(response.status_code, 204)
        task = Task.objects.get()
        self.assertEqual((task.title, task.priority, task.estimate, task.project), ("Call Ana", 1, 2700, self.website))
        self.assertEqual((task.due_on, str(task.due_time)), (self.day + timedelta(1), "14:00:00"))
        self.assertEqual([label.name for label in task.labels.all()], ["phone"])
        self.assertIn("tasks:changed", response["HX-Trigger"])

    def test_a_plain_form_returns_to_its_page(self) -> None:
        response = self.client.post(
            ADD, {"text": "Buy milk"}, headers={"Referer": "http://testserver/acme/inbox/?rows=400"}
        )
        self.assertRedirects(response, "/acme/inbox/?rows=400", fetch_redirect_response=False)
        elsewhere = self.client.post(ADD, {"text": "Buy eggs"}, headers={"Referer": "https://evil.example/acme/"})
        self.assertRedirects(elsewhere, "/acme/today/", fetch_redirect_response=False)

    def test_the_same_request_again_makes_one_task(self) -> None:
        sent = {"text": "Buy milk #Errands", "id": str(uuid4())}
        for _again in range(2):
            self.assertEqual(self.client.post(ADD, sent, headers=HTMX).status_code, 204)
        self.assertEqual((Task.objects.count(), Project.objects.count()), (1, 2))

    def test_a_page_gives_what_the_line_does_not_say(self) -> None:
        (label,) = labels_named(["phone"], by=self.by_ana)
        self.client.post(f"{ADD}?due=today", {"text": "A"}, headers=HTMX)
        self.client.post(f"{ADD}?project={self.website.pk}", {"text": "B"}, headers=HTMX)
        self.client.post(f"{ADD}?label={label.pk}", {"text": "C @mail"}, headers=HTMX)
        self.client.post(f"{ADD}?due=today", {"text": "D in 3 days"}, headers=HTMX)
        self.client.post(f"{ADD}?due=today", {"text": "E", "ignored": "page:due"}, headers=HTMX)
        a, b, c, d, e = Task.objects.order_by("number")
        self.assertEqual((a.due_on, b.project), (self.day, self.website))
        self.assertEqual(sorted(label.name for label in c.labels.all()), ["mail", "phone"])
        self.assertEqual((d.due_on, e.due_on), (self.day + timedelta(3), None))

    def test_a_project_that_is_not_there_is_announced_and_made_on_enter(self) -> None:
        preview = self.client.post(PREVIEW, {"text": "Plan #Atlas"})
        self.assertContains(preview, "new project")
        self.assertFalse(Project.objects.filter(name="Atlas").exists())
        self.client.post(ADD, {"text": "Plan #Atlas"}, headers=HTMX)
        self.assertEqual(Task.objects.get().project, Project.objects.get(name="Atlas"))

    def test_a_dropped_meaning_stays_words(self) -> None:
        preview = self.client.post(PREVIEW, {"text": "Plan #Atlas tomorrow"})
        self.assertContains(preview, 'data-key="project:#atlas"')
        self.client.post(ADD, {"text": "Plan #Atlas tomorrow", "ignored": ["project:#atlas"]}, headers=HTMX)
        task = Task.objects.get()
        self.assertEqual((task.title, task.project, task.due_on), ("Plan #Atlas", None, self.day + timedelta(1)))

    def test_the_preview_tints_what_it_understood_and_writes_nothing(self) -> None:
        preview = self.client.post(f"{PREVIEW}?due=today", {"text": "Call <b> p1 @phone ~45m #Website"})
        for piece in (
            'class="k-priority p1"',
            'class="k-label"',
            "Priority 1",
            "45 min",
            "colour-teal",
            "new label",
            "Today",
        ):
            self.assertContains(preview, piece)
        self.assertNotContains(preview, "<b> ")
        self.assertFalse(Task.objects.exists() or Label.objects.exists())

    def test_an_archived_project_is_not_filled_by_its_name(self) -> None:
        archive_project(self.website, by=self.by_ana)
        self.client.post(ADD, {"text": "New start #Website"}, headers=HTMX)
        self.assertNotEqual(Task.objects.get().project, self.website)

    def test_refusals_stand_at_the_line_and_write_nothing(self) -> None:
        foreign = create_project("Foreign", by=self.by_boris)
        before = self.counts()
        cases = [
            (ADD, {"text": ""}, 400),
            (ADD, {}, 400),
            (ADD, {"text": "   "}, 400),
            (ADD, {"text": "tomorrow p1"}, 400),
            (ADD, {"text": "x" * 10_000}, 400),
            (ADD, {"text": "a\x00b"}, 400),
            (ADD, {"text": "abc \u202e evil"}, 400),
            (ADD, {"text": "Fine #" + "n" * 150}, 400),
            (ADD, {"text": "Fine", "id": "not-an-id"}, 400),
            (f"{ADD}?project={foreign.pk}", {"text": "Fine"}, 400),
            (f"{ADD}?project=nonsense", {"text": "Fine"}, 400),
            (f"{ADD}?label={uuid4()}", {"text": "Fine"}, 400),
        ]
        for url, sent, status in cases:
            for headers in (HTMX, {}):
                with self.subTest(url=url, sent=str(sent)[:40], headers=headers):
                    self.assertEqual(self.client.post(url, sent, headers=headers).status_code, status)
        self.assertEqual(self.counts(), before)

    def test_a_refused_line_keeps_its_text(self) -> None:
        self.assertContains(self.client.post(ADD, {"text": "tomorrow p1"}), ">tomorrow p1</textarea>", status_code=400)
        again = self.client.post(ADD, {"text": "tomorrow p1"}, headers=HTMX)
        self.assertContains(again, "<p data-error>Say what is to be done", status_code=400)

    def test_an_identifier_of_somebody_elses_task_is_refused(self) -> None:
        taken = new_id()
        self.client.post(ADD, {"text": "Mine", "id": str(taken)}, headers=HTMX)
        self.client.force_login(self.mara)
        self.assertEqual(self.client.post(ADD, {"text": "Hers", "id": str(taken)}, headers=HTMX).status_code, 409)
        self.assertEqual(Task.objects.count(), 1)

    def test_a_guest_adds_to_their_inbox_but_makes_no_project_and_no_label(self) -> None:
        self.client.force_login(self.gil)
        self.assertEqual(self.client.post(ADD, {"text": "Mine"}, headers=HTMX).status_code, 204)
        before = self.counts()
        self.assertEqual(self.client.post(ADD, {"text": "A #Secret"}, headers=HTMX).status_code, 403)
        self.assertEqual(self.client.post(ADD, {"text": "A @label"}, headers=HTMX).status_code, 403)
        self.assertEqual(
            self.client.post(f"{ADD}?project={self.website.pk}", {"text": "A"}, headers=HTMX).status_code, 400
        )
        self.assertEqual(self.counts(), before)

    def test_a_stranger_finds_no_line(self) -> None:
        self.client.force_login(self.boris)
        before = self.counts()
        self.assertEqual(self.client.post(ADD, {"text": "Hello"}, headers=HTMX).status_code, 404)
        self.assertEqual(self.client.post(PREVIEW, {"text": "Hello"}).status_code, 404)
        self.assertEqual(self.counts(), before)

    def counts(self) -> tuple[int, ...]:
        return tuple(model.objects.count() for model in (Task, Project, Section, Label, Event, Reminder, Recurrence))

    # -- section, people, deadline, repeat, reminders, time, description ------------------------------------------------

    def test_a_line_says_everything_that_a_task_knows(self) -> None:
        (launch,) = create_sections(["Launch"], project=self.website, by=self.by_ana)
        line = "Call Tom tomorrow 2pm p1 #Website /launch @phone +ana 30m/2h {in 5 days} !30m !1d every week // the draft, by Friday"
        self.assertEqual(self.client.post(ADD, {"text": line}, headers=HTMX).status_code, 204)
        task = Task.objects.get()
        self.assertEqual((task.title, task.section, task.description), ("Call Tom", launch, "the draft, by Friday"))
        self.assertEqual([member.user for member in task.assignees.all()], [self.ana])
        self.assertEqual((task.deadline_on, task.estimate), (self.day + timedelta(5), 7200))
        self.assertEqual(sorted(task.reminders.values_list("before", flat=True)), [1800, 86400])
        self.assertEqual((task.recurrence.rule, task.recurrence.start_on), ("FREQ=WEEKLY", self.day + timedelta(1)))

    def test_a_section_is_that_of_the_pages_project_and_is_made_on_enter(self) -> None:
        here = f"?project={self.website.pk}"
        preview = self.client.post(f"{PREVIEW}{here}", {"text": "Copy /Review"})
        self.assertContains(preview, "new section")
        self.assertFalse(Section.objects.exists())
        self.client.post(f"{ADD}{here}", {"text": "Copy /Review"}, headers=HTMX)
        self.client.post(f"{ADD}{here}", {"text": "Proof /review"}, headers=HTMX)
        section = Section.objects.get()
        self.assertEqual([task.section for task in Task.objects.all()], [section, section])
        self.client.post(ADD, {"text": "Copy /Review"}, headers=HTMX)
        self.assertEqual(Task.objects.latest("number").title, "Copy /Review")

    def test_a_section_of_another_workspace_is_no_section(self) -> None:
        foreign = create_project("Website", by=self.by_boris)
        create_sections(["Secret"], project=foreign, by=self.by_boris)
        self.assertContains(self.client.post(PREVIEW, {"text": "Copy #Website /Secret"}), "new section")

    def test_a_person_must_be_a_member_and_see_the_list(self) -> None:
        self.client.post(ADD, {"text": "A #Website +boris"}, headers=HTMX)
        self.assertEqual(Task.objects.get().title, "A +boris")
        preview = self.client.post(PREVIEW, {"text": "A +mara"})
        self.assertContains(preview, "needs a project")
        before = self.counts()
        refused = self.client.post(ADD, {"text": "A +mara"}, headers=HTMX)
        self.assertContains(refused, "they do not see it", status_code=400)
        self.assertEqual(self.counts(), before)
        self.client.post(ADD, {"text": "B #Website +mara +me"}, headers=HTMX)
        people = {member.user for member in Task.objects.latest("number").assignees.all()}
        self.assertEqual(people, {self.mara, self.ana})

    def test_a_reminder_without_a_date_is_from_now(self) -> None:
        self.client.post(ADD, {"text": "Tea !30m"}, headers=HTMX)
        reminder = Reminder.objects.get()
        assert reminder.at is not None
        self.assertAlmostEqual(reminder.at, now() + timedelta(minutes=30), delta=timedelta(minutes=2))
        self.client.post(f"{ADD}?due=today", {"text": "Call !9:00"}, headers=HTMX)
        self.assertEqual(Reminder.objects.latest("created_at").at, instant_of(self.day, time(9), self.by_ana.zone))

    def test_a_repeat_without_a_date_is_due_the_first_time(self) -> None:
        self.client.post(ADD, {"text": "Water plants every day"}, headers=HTMX)
        task = Task.objects.get()
        self.assertEqual((task.title, task.due_on, task.recurrence.rule), ("Water plants", self.day, "FREQ=DAILY"))

    def test_chips_say_the_value_of_every_kind(self) -> None:
        line = "X tomorrow #Website /New +ana {2030-01-05} !30m !1d 30m/2h every week // note"
        preview = self.client.post(PREVIEW, {"text": line})
        for piece in ("k-section", "new section", "k-assignee", "Ana", "k-deadline", "5 Jan 2030", "k-reminder", "30 min before",
                      "1 day before", "k-spent", "30 min of 2 h", "k-repeat", "Every week", "k-description", "note"):  # fmt: skip
            self.assertContains(preview, piece)

    # -- lists -----------------------------------------------------------------------------------------------------------

    def test_a_pasted_list_becomes_a_tree_that_one_undo_takes_away(self) -> None:
        text = "- Party tomorrow #Website /Plan @fun\n  - Cake p1\n    - [ ] Eggs ~10m\n  - Music #Mobile\n- Rest"
        response = self.client.post(ADD, {"text": text}, headers=HTMX)
        self.assertEqual(response.status_code, 204)
        party, cake, eggs, music, rest = (Task.objects.get(title=t) for t in ("Party", "Cake", "Eggs", "Music", "Rest"))
        self.assertEqual((cake.parent, eggs.parent, music.parent, rest.parent), (party, cake, None, None))
        self.assertEqual({party.section, cake.section, eggs.section}, {Section.objects.get()})
        self.assertEqual((cake.priority, eggs.estimate, cake.due_on), (1, 600, None))
        self.assertEqual(
            (party.project, music.project, rest.project), (self.website, Project.objects.get(name="Mobile"), None)
        )
        self.assertIn("5 tasks added.", response["HX-Trigger"])
        undo = json.loads(response["HX-Trigger"])["toast"]["undo"]
        self.assertEqual(self.client.post(undo, headers=HTMX).status_code, 204)
        self.assertFalse(Task.objects.kept().exists())

    def test_a_list_is_shown_before_it_is_made(self) -> None:
        text = "\n".join(f"Task {number} #Atlas +ana" for number in range(12))
        preview = self.client.post(PREVIEW, {"text": text})
        for piece in ("Add 12 tasks?", "Task 7", "and 4 more", "<b>#Atlas</b>", "k-assignee"):
            self.assertContains(preview, piece)
        self.assertNotContains(preview, ">Task 8<")
        self.assertFalse(Task.objects.exists() or Project.objects.filter(name="Atlas").exists())

    def test_five_hundred_lines_take_as_many_queries_as_five(self) -> None:
        def queries(count: int) -> int:
            lines = "\n".join(f"{'  ' * (n % 3)}T{n} tomorrow @a +me !30m 5m/10m every day" for n in range(count))
            with CaptureQueriesContext(connection) as captured:
                add_lines(f"{lines}\nlast /New @new", by=self.by_ana, place=Place(project=self.website))
            return len(captured)

        labels_named(["a"], by=self.by_ana)
        few = queries(5)
        Task.objects.all().delete()
        self.assertLessEqual(queries(499), few)
        self.assertEqual(Task.objects.count(), 500)
        self.assertEqual(Reminder.objects.count(), 499)

    def test_the_same_list_again_is_made_once(self) -> None:
        sent = {"text": "A\n  B", "id": str(uuid4())}
        first = self.client.post(ADD, sent, headers=HTMX)
        again = self.client.post(ADD, sent, headers=HTMX)
        self.assertEqual((first.status_code, again.status_code, Task.objects.count()), (204, 204, 2))
        self.assertEqual(
            json.loads(first["HX-Trigger"])["toast"]["undo"], json.loads(again["HX-Trigger"])["toast"]["undo"]
        )

    def test_a_list_is_made_whole_or_not_at_all(self) -> None:
        before = self.counts()
        cases = [
            "A\ntomorrow p1",
            "A\n" + "x" * 501,
            "\n".join(["A"] * 501),
            "A #Atlas\nB +mara",
            "A\nb\x00c",
            "A\n" * 60_000,
        ]
        for text in cases:
            with self.subTest(text=text[:30]):
                self.assertEqual(self.client.post(ADD, {"text": text}, headers=HTMX).status_code, 400)
        refused = self.client.post(ADD, {"text": cases[0]}, headers=HTMX)
        self.assertContains(refused, "Line 2", status_code=400)
        self.assertEqual(self.counts(), before)

    # -- names -----------------------------------------------------------------------------------------------------------

    def test_the_names_that_a_line_completes_are_those_one_sees(self) -> None:
        create_sections(["Launch"], project=self.website, by=self.by_ana)
        labels_named(["phone"], by=self.by_ana)
        create_project("Foreign", by=self.by_boris)
        response = self.client.get(NAMES)
        self.assertIn("no-store", response["Cache-Control"])
        self.assertIn("private", response["Cache-Control"])
        found = response.json()
        self.assertEqual(found["projects"], [["Website", "teal"]])
        self.assertEqual(
            ([name for name, _colour in found["labels"]], found["sections"]), (["phone"], {"Website": ["Launch"]})
        )
        self.assertIn([self.mara.name, self.mara.email], found["people"])
        self.assertNotIn(self.boris.email, response.content.decode())
        self.client.force_login(self.gil)
        guest = self.client.get(NAMES).json()
        self.assertEqual((guest["projects"], guest["labels"], guest["sections"], guest["makes"]), ([], [], {}, False))
        self.assertEqual([address for _name, address in guest["people"]], [self.gil.email])


class QuickAddForProgramsTest(CastTestCase):
    client_class = APIClient
    website: Project

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.website = create_project("Website", by=cls.by_ana)

    def setUp(self) -> None:
        self.client.force_login(self.ana)

    def say(self, **body: object) -> Any:
        return self.client.post(reverse("api:quick-add", kwargs={"workspace": "acme"}), body)

    def test_a_dry_run_says_all_that_a_line_would_make(self) -> None:
        line = "Call +mara #Website /New @new 30m/2h {2030-01-05} !30m !2030-01-01 9:00 every day // note"
        answer = self.say(text=line, dry_run=True)
        self.assertEqual(answer.status_code, 200, answer.content)
        told = answer.json()
        self.assertEqual((told["title"], told["description"], told["project"]), ("Call", "note", str(self.website.pk)))
        self.assertEqual((told["new_section"], told["new_labels"], len(told["assignees"])), ("New", ["new"], 1))
        self.assertEqual((told["spent"], told["estimate"], told["deadline_on"]), (1800, 7200, "2030-01-05"))
        self.assertEqual(told["repeat"]["rule"], "FREQ=DAILY")
        self.assertEqual(told["reminders"][0], {"before": 1800, "at": None})
        self.assertEqual([chip["key"] for chip in told["chips"]], [token["key"] for token in told["tokens"]])
        self.assertEqual(
            [line[token["start"] : token["end"]] for token in told["tokens"]], [t["text"] for t in told["tokens"]]
        )
        self.assertFalse(Task.objects.exists() or Section.objects.exists())

    def test_a_list_is_told_and_then_made(self) -> None:
        text = "- Party #Home\n  - Cake p1"
        told = self.say(text=text, lines=True, dry_run=True).json()
        self.assertEqual([(line["depth"], line["title"]) for line in told["lines"]], [(0, "Party"), (1, "Cake")])
        self.assertEqual(told["new"], [{"sign": "#", "name": "Home"}])
        self.assertFalse(Task.objects.exists())
        made = self.say(text=text, lines=True, project=str(self.website.pk)).json()
        party, cake = made["tasks"]
        self.assertEqual((cake["parent"], cake["priority"]), (party["id"], 1))
        self.assertEqual(Task.objects.filter(project__name="Home").count(), 2)

    def test_a_line_belongs_to_the_project_that_is_given(self) -> None:
        task = self.say(text="Copy /Review", project=str(self.website.pk)).json()
        self.assertEqual((task["title"], task["project"]), ("Copy", str(self.website.pk)))
        self.assertEqual(task["section"], str(Section.objects.get().pk))

    def test_what_cannot_be_is_refused_and_nothing_is_made(self) -> None:
        foreign = create_project("Foreign", by=self.by_boris)
        cases: list[tuple[dict[str, Any], int]] = [
            ({"text": "A", "project": str(foreign.pk)}, 404),
            ({"text": "A\nB", "lines": True, "start": True}, 400),
            ({"text": "A\ntomorrow", "lines": True}, 400),
            ({"text": "x" * 3000}, 400),
            ({"text": " \n ", "lines": True}, 400),
        ]
        for body, status in cases:
            with self.subTest(body=str(body)[:60]):
                self.assertEqual(self.say(**body).status_code, status)
        self.assertFalse(Task.objects.exists())
