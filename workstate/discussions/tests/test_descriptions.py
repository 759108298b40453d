"""Descriptions: rewritten in place without losing anybody's text, ticked where the boxes stand."""

from __future__ import annotations

from workstate.activity.models import Event
from workstate.core import markdown
from workstate.core.errors import Conflict, Invalid, NotAllowed
from workstate.core.markdown import Overtaken
from workstate.discussions.projects import tick_project_checklist, write_project_description
from workstate.projects.actions import create_project
from workstate.tasks.actions import create_task
from workstate.tasks.actions.checklist import tick_checklist, write_description
from workstate.testing import CastTestCase

HTMX = {"HX-Request": "true"}
TEXT = "Do this:\n\n- [ ] first\n- [x] second\n\n```\n- [ ] no box\n```"


class DescriptionsTest(CastTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.project = create_project("Website", by=cls.by_ana, description=TEXT)
        cls.task = create_task("Call", by=cls.by_ana, project=cls.project, description=TEXT)
        cls.before = markdown.fingerprint(TEXT)
        cls.shape = markdown.shape(TEXT)
        cls.url = f"/acme/tasks/{cls.task.number}/description/"
        cls.ticks = f"/acme/tasks/{cls.task.number}/checklist/"

    def setUp(self) -> None:
        self.client.force_login(self.ana)
        self.events = Event.objects.count()

    def text(self) -> str:
        self.task.refresh_from_db()
        return str(self.task.description)

    def test_a_tick_writes_one_character_and_tells_of_it(self) -> None:
        tick_checklist(self.task, 2, True, by=self.by_mara, before=self.shape)
        self.assertEqual(self.text(), TEXT.replace("- [ ] first", "- [x] first"))
        self.assertEqual(Event.objects.count(), self.events + 1)
        tick_checklist(self.task, 2, True, by=self.by_mara, before=self.shape)
        self.assertEqual(Event.objects.count(), self.events + 1)

    def test_what_is_no_box_or_no_longer_there_is_not_ticked(self) -> None:
        for line in (0, 6, 99):
            with self.assertRaises(Conflict):
                tick_checklist(self.task, line, True, by=self.by_ana, before=self.shape)
        with self.assertRaises(Overtaken):
            tick_checklist(self.task, 2, True, by=self.by_ana, before=markdown.shape("- [ ] other"))
        self.assertEqual((self.text(), Event.objects.count()), (TEXT, self.events))

    def test_only_who_may_edit_ticks_and_writes(self) -> None:
        for by in (self.by_gil, self.by_boris):
            with self.assertRaises(NotAllowed):
                tick_checklist(self.task, 2, True, by=by, before=self.shape)
            with self.assertRaises(NotAllowed):
                write_description(self.task, "Mine", by=by, before=self.before)
            with self.assertRaises(NotAllowed):
                tick_project_checklist(self.project, 2, True, by=by, before=self.shape)
            with self.assertRaises(NotAllowed):
                write_project_description(self.project, "Mine", by=by, before=self.before)
        self.assertEqual((self.text(), Event.objects.count()), (TEXT, self.events))

    def test_a_text_saved_meanwhile_is_not_written_over(self) -> None:
        write_description(self.task, "Mara's", by=self.by_mara, before=self.before)
        with self.assertRaises(Overtaken) as caught:
            write_description(self.task, "Ana's", by=self.by_ana, before=self.before)
        self.assertEqual(caught.exception.theirs, "Mara's")
        self.assertEqual(self.text(), "Mara's")
        write_description(self.task, "Mara's", by=self.by_ana, before=self.before)
        write_description(self.task, "Both", by=self.by_ana, before=markdown.fingerprint("Mara's"))
        self.assertEqual(self.text(), "Both")

    def test_strange_texts_are_refused(self) -> None:
        for text in ("a\0b", "x" * 50_001, "a\u202eb"):
            with self.assertRaises(Invalid):
                write_description(self.task, text, by=self.by_ana, before=self.before)

    def test_a_project_is_described_in_the_same_way(self) -> None:
        tick_project_checklist(self.project, 2, True, by=self.by_mara, before=self.shape)
        with self.assertRaises(Overtaken):
            write_project_description(self.project, "Ana's", by=self.by_ana, before=self.before)
        self.project.refresh_from_db()
        self.assertEqual(self.project.description, TEXT.replace("- [ ] first", "- [x] first"))

    def test_the_page_shows_the_text_as_it_is_meant(self) -> None:
        page = self.client.get(f"/acme/tasks/{self.task.number}/", headers=HTMX)
        self.assertContains(page, '<input type="checkbox" name="line" value="2">', html=True)
        self.assertContains(page, "1 of 2 done")
        self.assertContains(page, f'name="before" value="{self.before}"')

    def test_a_project_is_read_and_ticked_on_its_page(self) -> None:
        page = self.client.get(f"/acme/projects/{self.project.pk}/")
        self.assertContains(page, '<input type="checkbox" name="line" value="2">', html=True)
        self.assertContains(page, f'data-tick-url="/acme/projects/{self.project.pk}/checklist/"')
        sent = {"line": "2", "done": "1", "before": self.shape}
        answer = self.client.post(f"/acme/projects/{self.project.pk}/checklist/", sent, headers=HTMX)
        self.assertContains(answer, "2 of 2 done")

    def test_saving_answers_with_the_new_text_in_place(self) -> None:
        answer = self.client.post(self.url, {"description": "**New**", "before": self.before}, headers=HTMX)
        self.assertContains(answer, "<strong>New</strong>")
        self.assertTemplateNotUsed(answer, "web/base.html")
        plain = self.client.post(self.url, {"description": "Newer", "before": markdown.fingerprint("**New**")})
        self.assertRedirects(plain, f"/acme/tasks/{self.task.number}/")

    def test_a_conflict_shows_both_texts(self) -> None:
        write_description(self.task, "What *Mara* wrote", by=self.by_mara, before=self.before)
        for headers in (HTMX, {}):
            answer = self.client.post(
                self.url, {"description": "What Ana wrote", "before": self.before}, headers=headers
            )
            self.assertContains(answer, "What <em>Mara</em> wrote", status_code=409)
            self.assertContains(answer, "What Ana wrote</textarea>", status_code=409)
            self.assertContains(answer, markdown.fingerprint("What *Mara* wrote"), status_code=409)
        self.assertEqual(self.text(), "What *Mara* wrote")

    def test_a_refused_text_is_kept_in_the_field(self) -> None:
        answer = self.client.post(self.url, {"description": "a\u202eb", "before": self.before}, headers=HTMX)
        self.assertContains(answer, "a\u202eb</textarea>", status_code=400)
        self.assertContains(answer, "invisible control characters", status_code=400)

    def test_ticking_in_the_page_answers_with_the_progress(self) -> None:
        sent = {"line": "2", "done": "1", "before": self.shape}
        self.assertContains(self.client.post(self.ticks, sent, headers=HTMX), "2 of 2 done")
        self.assertContains(self.client.post(self.ticks, {**sent, "done": ""}, headers=HTMX), "1 of 2 done")
        for line in ("", "-1", "x", "²", "9" * 400):
            self.assertEqual(self.client.post(self.ticks, {**sent, "line": line}, headers=HTMX).status_code, 400)

    def test_a_row_says_how_much_is_ticked_and_said(self) -> None:
        self.client.post(f"/acme/tasks/{self.task.number}/comments/", {"text": "Hello"})
        page = self.client.get(f"/acme/projects/{self.project.pk}/")
        self.assertContains(page, 'title="Boxes ticked"')
        self.assertContains(page, "<span>1/2</span>")
        self.assertContains(page, 'title="Comments"')
