"""The pages of copies and templates."""

from __future__ import annotations

import json
from datetime import date
from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext

from workstate.blueprints.actions import delete_template, save_task_as_template
from workstate.blueprints.models import Template
from workstate.blueprints.tests.case import BlueprintViewsTest
from workstate.projects.actions import create_project
from workstate.projects.models import Project
from workstate.tasks.actions import complete_task, create_task
from workstate.tasks.models import Task

HTMX = {"HX-Request": "true"}
TEMPLATES = "/acme/templates/"


class DuplicateViewsTest(BlueprintViewsTest):
    def test_a_task_is_duplicated_and_undone_from_the_toast(self) -> None:
        response = self.client.post(f"{self.task_url}duplicate/", headers=HTMX)
        said = json.loads(response["HX-Trigger"])
        self.assertIn("tasks:changed", said)
        copy = Task.objects.latest("number")
        self.assertEqual((said["toast"]["text"], said["toast"]["method"]), ("Duplicated.", "DELETE"))
        undo = Task.objects.get(parent=None, title="Draft", number__gt=5)
        self.assertEqual(said["toast"]["undo"], f"/acme/tasks/{undo.number}/")
        self.client.delete(said["toast"]["undo"], headers=HTMX)
        self.assertFalse(Task.objects.filter(number__gt=5, deleted_at=None).exists())
        self.assertEqual(copy.title, "Quotes")

    def test_a_task_is_duplicated_alone(self) -> None:
        before = Task.objects.count()
        self.client.post(f"{self.task_url}duplicate/", {"alone": "1"}, headers=HTMX)
        self.assertEqual(Task.objects.count(), before + 1)

    def test_a_plain_form_returns_to_where_it_stood_and_offers_undo(self) -> None:
        came_from = f"http://testserver{self.project_url}"
        response = self.client.post(f"{self.task_url}duplicate/", headers={"Referer": came_from})
        self.assertRedirects(response, self.project_url, fetch_redirect_response=False)
        page = self.client.get(self.project_url)
        self.assertContains(page, '<input type="hidden" name="_method" value="DELETE">')

    def test_the_menus_offer_what_there_is(self) -> None:
        for address in (f"{self.task_url}menu/", self.task_url):
            page = self.client.get(address, headers=HTMX)
            for found in ("duplicate/", "template/", 'data-copy="ACME-1"', "data-copy-link", "outline/"):
                self.assertContains(page, found)
            self.assertContains(page, "Duplicate without subtasks")
        alone = self.client.get(f"/acme/tasks/{self.report.number}/menu/", headers=HTMX)
        self.assertNotContains(alone, "without subtasks")

    def test_a_guest_duplicates_in_their_inbox_and_keeps_no_templates(self) -> None:
        mine = create_task("Mine", by=self.by_gil)
        self.client.force_login(self.gil)
        menu = self.client.get(f"/acme/tasks/{mine.number}/menu/", headers=HTMX)
        self.assertContains(menu, "duplicate/")
        self.assertNotContains(menu, "template/")
        before = self.state()
        for method in (self.client.get, self.client.post):
            self.assertEqual(method(f"/acme/tasks/{mine.number}/template/", {"name": "x"}).status_code, 403)
        self.assertEqual(self.state(), before)
        self.client.post(f"/acme/tasks/{mine.number}/duplicate/", headers=HTMX)
        self.assertEqual(Task.objects.filter(created_by=self.gil).count(), 2)

    def test_a_project_is_duplicated_as_the_form_says(self) -> None:
        complete_task(self.report, by=self.by_ana)
        form = self.client.get(f"{self.project_url}duplicate/", headers=HTMX)
        self.assertContains(form, "<dialog")
        self.assertContains(form, "Launch (copy)")
        self.assertTemplateUsed(self.client.get(f"{self.project_url}duplicate/"), "web/app.html")
        sent = {"id": str(uuid4()), "name": "Second", "start": "2026-06-03", "dates": "on"}
        for _again in range(2):
            response = self.client.post(f"{self.project_url}duplicate/", sent)
        copy = Project.objects.get(name="Second")
        self.assertRedirects(response, f"/acme/projects/{copy.pk}/", fetch_redirect_response=False)
        tasks = Task.objects.filter(project=copy)
        self.assertEqual(tasks.count(), 4)
        self.assertEqual(tasks.get(title="Draft").due_on, date(2026, 6, 3))
        self.assertFalse(tasks.filter(assignees__isnull=False).exists())
        page = self.client.get(f"/acme/projects/{copy.pk}/")
        self.assertContains(page, "This is the copy of “Launch”.")
        again = self.client.post(f"/acme/projects/{copy.pk}/settings/", {"_method": "DELETE"})
        self.assertRedirects(again, "/acme/projects/", fetch_redirect_response=False)
        self.assertIsNotNone(Project.objects.get(pk=copy.pk).deleted_at)

    def test_a_first_day_is_given_in_words(self) -> None:
        self.client.post(
            f"{self.project_url}duplicate/", {"name": "Second", "start": "3 dec 2027", "dates": "on", "workdays": "on"}
        )
        self.assertEqual(Task.objects.get(project__name="Second", title="Draft").due_on, date(2027, 12, 3))

    def test_bad_values_are_told_at_the_field_and_write_nothing(self) -> None:
        before = self.state()
        good = {"name": "Good"}
        wrong = [
            *[{"name": text} for text in ("", " ", "x" * 121, "a\x00b", "a\u202eb")],
            *[{"start": text} for text in ("sometime", "0001-01-01", "2026-13-01", "x" * 10_000, "2200-01-01")],
            {"start": "2199-12-30", "dates": "on"},
            {"id": "nonsense"},
        ]
        for change in wrong:
            for headers in (HTMX, {}):
                with self.subTest(change=str(change)[:40], headers=headers):
                    response = self.client.post(f"{self.project_url}duplicate/", good | change, headers=headers)
                    self.assertEqual(response.status_code, 400)
                    if "id" not in change:
                        self.assertContains(response, 'class="field-error"', status_code=400)
        self.assertEqual(self.state(), before)

    def test_an_outline_is_plain_text(self) -> None:
        complete_task(self.quotes, by=self.by_ana)
        page = self.client.get(f"{self.task_url}outline/")
        self.assertEqual(page["Content-Type"], "text/plain; charset=utf-8")
        self.assertEqual(page.content.decode(), "- [ ] Draft\n  - [ ] one\n  - [ ] Outline\n    - [x] Quotes\n")
        project = self.client.get(f"{self.project_url}outline/").content.decode()
        self.assertEqual(
            project,
            "# Launch\n\nAll of it\n\n- [ ] Publish\n\n## Prepare\n\n- [ ] Draft\n  - [ ] one\n  - [ ] Outline\n"
            "    - [x] Quotes\n\n## After\n\n- [ ] Report\n",
        )


class TemplateViewsTest(BlueprintViewsTest):
    def test_the_list_shows_templates_by_kind_and_those_that_are_deleted(self) -> None:
        page = self.client.get(TEMPLATES)
        self.assertContains(page, "Launch")
        self.assertContains(page, "How we launch")
        self.assertContains(page, "5 tasks")
        self.assertNotContains(page, "Deleted")
        delete_template(self.of_task, by=self.by_ana)
        self.assertContains(self.client.get(TEMPLATES, headers=HTMX), "Restore: Draft")

    def test_an_empty_list_teaches(self) -> None:
        Template.objects.all().delete()
        self.assertContains(self.client.get(TEMPLATES), "Save as a template")

    def test_boris_finds_nothing(self) -> None:
        self.client.force_login(self.boris)
        before = self.state()
        there = f"{TEMPLATES}{self.of_project.pk}/"
        own = there.replace("acme", "other")
        for address in (there, own, f"{own}settings/", TEMPLATES, f"{self.task_url}outline/"):
            self.assertEqual(self.client.get(address).status_code, 404)
        for address in (own, f"{own}settings/", f"{own}restoration/"):
            self.assertEqual(self.client.post(address, {"name": "x"}).status_code, 404)
        self.assertEqual(self.client.delete(own).status_code, 404)
        self.assertNotContains(self.client.get("/other/templates/"), "Launch")
        self.assertEqual(self.state(), before)

    def test_a_task_and_a_project_are_kept(self) -> None:
        for url, name in ((self.task_url, "Draft"), (self.project_url, "Launch")):
            form = self.client.get(f"{url}template/", headers=HTMX)
            self.assertContains(form, f'value="{name}"')
            sent = {"id": str(uuid4()), "name": f"Kept {name}", "description": "Why", "done": "on", "dates": "on"}
            response = self.client.post(f"{url}template/", sent, headers=HTMX)
            said = json.loads(response["HX-Trigger"])
            self.assertIn("dialog:close", said)
            template = Template.objects.get(name=f"Kept {name}")
            self.assertEqual(said["toast"]["undo"], f"{TEMPLATES}{template.pk}/")
            self.client.post(f"{url}template/", sent)
            self.assertEqual(Template.objects.filter(name=f"Kept {name}").count(), 1)
            self.client.delete(said["toast"]["undo"], headers=HTMX)
            self.assertIsNotNone(Template.objects.get(pk=template.pk).deleted_at)

    def test_a_long_title_proposes_a_name_that_fits(self) -> None:
        long = create_task("x" * 500, by=self.by_ana)
        form = self.client.get(f"/acme/tasks/{long.number}/template/")
        self.assertContains(form, f'value="{"x" * 120}"')

    def test_a_template_shows_what_it_makes(self) -> None:
        page = self.client.get(f"{TEMPLATES}{self.of_project.pk}/")
        for words in ("Prepare", "Draft", "Outline", "Day 1, 09:00", "Day 5", "over 12 days", "Comes back"):
            self.assertContains(page, words)
        self.assertContains(page, 'class="tree-line depth-2')

    def test_a_project_is_made_of_it(self) -> None:
        sent = {"id": str(uuid4()), "name": "Third", "start": "2027-01-04"}
        response = self.client.post(f"{TEMPLATES}{self.of_project.pk}/", sent)
        made = Project.objects.get(name="Third")
        self.assertRedirects(response, f"/acme/projects/{made.pk}/", fetch_redirect_response=False)
        self.assertEqual(Task.objects.get(project=made, title="Draft").due_on, date(2027, 1, 4))

    def test_a_task_is_made_of_it_where_the_form_says(self) -> None:
        url = f"{TEMPLATES}{self.of_task.pk}/"
        page = self.client.get(url)
        self.assertContains(page, "Launch / After")
        response = self.client.post(url, {"name": "In section", "place": f"section:{self.after.pk}"})
        self.assertRedirects(response, self.project_url, fetch_redirect_response=False)
        self.assertEqual(Task.objects.get(title="In section").section, self.after)
        self.client.post(url, {"name": "In project", "place": f"project:{self.launch.pk}"})
        self.assertEqual(Task.objects.get(title="In project").section, None)
        response = self.client.post(url, {"name": "In the inbox", "place": ""})
        self.assertRedirects(response, "/acme/inbox/", fetch_redirect_response=False)

    def test_bad_values_are_told_at_the_field_and_write_nothing(self) -> None:
        theirs = create_project("Theirs", by=self.by_boris)
        before = self.state()
        places = (
            f"project:{theirs.pk}",
            f"section:{self.launch.pk}",
            "project:nonsense",
            "section:",
            "x" * 101,
            "\x00",
        )
        wrong = [
            *[{"place": place} for place in places if place != "section:"],
            *[{"name": text} for text in ("", "x" * 501, "a\x00b", "a\u202eb")],
            *[{"start": text} for text in ("sometime", "0001-01-01", "2199-12-31")],
        ]
        for change in wrong:
            with self.subTest(change=str(change)[:40]):
                response = self.client.post(f"{TEMPLATES}{self.of_task.pk}/", {"name": "Good"} | change)
                self.assertContains(response, 'class="field-error"', status_code=400)
        self.assertEqual(self.state(), before)

    def test_name_and_description_are_changed_by_whoever_may(self) -> None:
        url = f"{TEMPLATES}{self.of_task.pk}/settings/"
        self.assertContains(self.client.get(url, headers=HTMX), "<dialog")
        self.client.post(url, {"name": "Better", "description": "Since today"})
        self.assertEqual(Template.objects.get(pk=self.of_task.pk).name, "Better")
        self.assertContains(self.client.post(url, {"name": ""}), "Give it a name.", status_code=400)
        theirs = save_task_as_template(self.draft, by=self.by_mara)
        self.assertEqual(self.client.get(f"{TEMPLATES}{theirs.pk}/settings/").status_code, 403)
        self.assertEqual(self.client.post(f"{TEMPLATES}{theirs.pk}/settings/", {"name": "Mine"}).status_code, 403)
        self.assertEqual(self.client.delete(f"{TEMPLATES}{theirs.pk}/").status_code, 403)
        self.assertEqual(Template.objects.get(pk=theirs.pk).name, "Draft")

    def test_a_template_is_deleted_and_restored(self) -> None:
        url = f"{TEMPLATES}{self.of_task.pk}/"
        said = json.loads(self.client.delete(url, headers=HTMX)["HX-Trigger"])
        self.assertIn("templates:changed", said)
        self.assertEqual(self.client.get(url).status_code, 404)
        self.assertEqual(self.client.post(url, {"name": "x"}).status_code, 404)
        self.client.post(said["toast"]["undo"], headers=HTMX)
        self.assertEqual(self.client.get(url).status_code, 200)
        response = self.client.post(f"{url}?from=page", {"_method": "DELETE"}, headers=HTMX)
        self.assertEqual(response["HX-Redirect"], TEMPLATES)

    def test_a_template_that_cannot_be_read_says_so_and_can_be_deleted(self) -> None:
        Template.objects.filter(pk=self.of_task.pk).update(body={"version": 99})
        url = f"{TEMPLATES}{self.of_task.pk}/"
        self.assertContains(self.client.get(url), "newer version", status_code=409)
        self.assertContains(self.client.get(TEMPLATES), "Draft")
        self.client.delete(url)
        self.assertIsNotNone(Template.objects.get(pk=self.of_task.pk).deleted_at)

    def test_the_pages_of_projects_lead_here(self) -> None:
        for address in ("/acme/projects/", "/acme/projects/new/"):
            self.assertContains(self.client.get(address), f'href="{TEMPLATES}"')
        self.assertContains(self.client.get(self.project_url), f"{self.project_url}duplicate/")

    def test_lists_take_as_many_queries_for_fifty_as_for_two(self) -> None:
        self.client.get(TEMPLATES)  # The first page of a session writes down where the person is.
        counts = []
        for more in (0, 50):
            for number in range(more):
                kind, body = ("task", self.of_task.body) if number % 2 else ("project", self.of_project.body)
                by = self.mara if number % 3 else self.ana
                Template.objects.create(
                    workspace=self.of_task.workspace, kind=kind, name=f"{number}", body=body, size=3, created_by=by
                )
            with CaptureQueriesContext(connection) as sent:
                self.client.get(TEMPLATES)
            counts.append(len(sent))
        self.assertEqual(counts[0], counts[1])
        self.assertLessEqual(counts[1], 14)
