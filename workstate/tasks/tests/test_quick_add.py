"""The line that makes a task: what it shows while it is typed, what it makes, what it refuses."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

from workstate.activity.models import Event
from workstate.core.clock import today
from workstate.core.ids import new_id
from workstate.projects.actions import archive_project, create_project
from workstate.projects.models import Project
from workstate.tasks.actions import labels_named
from workstate.tasks.models import Label, Task
from workstate.testing import CastTestCase

ADD, PREVIEW = "/acme/tasks/", "/acme/tasks/preview/"
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
        return tuple(model.objects.count() for model in (Task, Project, Label, Event))
