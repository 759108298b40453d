"""The pages of projects: made, changed, put in order, archived, into the bin and back."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext

from workstate.activity.models import Event
from workstate.projects.actions import change_project, create_project
from workstate.projects.models import Client, Favourite, Project, Section
from workstate.testing import CastTestCase

HTMX = {"HX-Request": "true"}
LIST = "/acme/projects/"


class ProjectViewsTest(CastTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.website = create_project("Website", by=cls.by_ana, colour="teal")
        cls.atlas = create_project("Atlas", by=cls.by_ana)
        cls.url = f"{LIST}{cls.website.pk}/"

    def setUp(self) -> None:
        self.client.force_login(self.ana)

    def fresh(self) -> Project:
        return Project.objects.get(pk=self.website.pk)

    def state(self) -> tuple[Any, ...]:
        counts = (model.objects.count() for model in (Client, Favourite, Section, Event))
        return (*Project.objects.order_by("pk").values_list(), *counts)

    def test_a_project_is_made_and_opened(self) -> None:
        sent = {
            "id": str(uuid4()),
            "name": "Rebrand",
            "colour": "amber",
            "client": "Café Lumière",
            "description": "New face",
        }
        for _again in range(2):
            response = self.client.post(LIST, sent)
        made = Project.objects.get(name="Rebrand")
        self.assertRedirects(response, f"{LIST}{made.pk}/", fetch_redirect_response=False)
        assert made.client is not None
        self.assertEqual((made.colour, made.client.name, made.description), ("amber", "Café Lumière", "New face"))
        again = self.client.post(LIST, {"name": "Second", "client": "café lumière"}, headers=HTMX)
        self.assertEqual(again["HX-Redirect"], f"{LIST}{Project.objects.get(name='Second').pk}/")
        self.assertEqual(Client.objects.count(), 1)

    def test_the_form_of_a_new_project_offers_a_colour_that_no_other_has(self) -> None:
        change_project(self.website, by=self.by_ana, colour="indigo")
        create_project("Shop", by=self.by_ana, colour="blue")
        form = self.client.get(f"{LIST}new/").context["form"]
        self.assertEqual(form["colour"].value(), "sky")

    def test_the_form_is_a_dialog_for_htmx_and_else_a_page(self) -> None:
        for path in ("new/", f"{self.website.pk}/settings/"):
            self.assertContains(self.client.get(LIST + path, headers=HTMX), "<dialog")
            self.assertTemplateUsed(self.client.get(LIST + path), "web/app.html")

    def test_a_project_is_changed(self) -> None:
        sent = {"name": "Web site", "colour": "red", "client": "", "description": "x"}
        self.client.post(f"{self.url}settings/", sent)
        project = self.fresh()
        self.assertEqual(
            (project.name, project.colour, project.client, project.description), ("Web site", "red", None, "x")
        )

    def test_bad_values_are_told_at_the_field_and_write_nothing(self) -> None:
        before = self.state()
        good = {"name": "Good", "colour": "teal", "client": "", "description": ""}
        wrong = [
            *[{"name": text} for text in ("", "  ", "x" * 121, "x" * 10_000, "a\x00b", "a\u202eb")],
            *[{"colour": text} for text in ("octarine", "a\x00b", "<b>")],
            *[{"client": text} for text in ("x" * 121, "a\x00b", "a\u202eb")],
            *[{"description": text} for text in ("x" * 50_001, "a\x00b", "a\u2066b")],
        ]
        for change in wrong:
            for address in (LIST, f"{self.url}settings/"):
                for headers in (HTMX, {}):
                    with self.subTest(change=str(change)[:40], address=address, headers=headers):
                        response = self.client.post(address, good | change, headers=headers)
                        self.assertContains(response, 'class="field-error"', status_code=400)
        self.assertEqual(self.client.post(LIST, good | {"id": "nonsense"}).status_code, 400)
        self.assertEqual(self.state(), before)

    def test_favourites_archive_and_bin_are_switched_on_and_off(self) -> None:
        favourite, archive, settings = (f"{self.url}{path}/" for path in ("favourite", "archive", "settings"))
        self.client.post(favourite, headers=HTMX)
        self.assertTrue(Favourite.objects.filter(project=self.website, user=self.ana).exists())
        self.client.post(favourite, {"_method": "DELETE"}, headers=HTMX)
        self.assertFalse(Favourite.objects.exists())
        response = self.client.post(archive, headers=HTMX)
        self.assertIsNotNone(self.fresh().archived_at)
        self.assertEqual(json.loads(response["HX-Trigger"])["toast"]["method"], "DELETE")
        self.client.delete(archive, headers=HTMX)
        self.assertIsNone(self.fresh().archived_at)
        undo = json.loads(self.client.delete(settings, headers=HTMX)["HX-Trigger"])["toast"]["undo"]
        self.assertIsNotNone(self.fresh().deleted_at)
        self.client.post(undo, headers=HTMX)
        self.assertIsNone(self.fresh().deleted_at)

    def test_deleting_from_its_own_page_leads_to_the_list_which_offers_undo(self) -> None:
        response = self.client.post(f"{self.url}settings/?from=page", {"_method": "DELETE"}, headers=HTMX)
        self.assertEqual(response["HX-Redirect"], LIST)
        self.assertContains(self.client.get(LIST), f'action="{self.url}restoration/"')

    def test_projects_are_put_in_order(self) -> None:
        self.client.post(f"{self.url}place/", {"after": str(self.atlas.pk)}, headers=HTMX)
        names = list(Project.objects.visible_to(self.by_ana).by_position().values_list("name", flat=True))
        self.assertEqual(names, ["Atlas", "Website"])
        self.client.post(f"{self.url}place/", {"after": "", "before": str(self.atlas.pk)}, headers=HTMX)
        self.assertLess(self.fresh().position, Project.objects.get(pk=self.atlas.pk).position)
        before = self.state()
        theirs = create_project("Theirs", by=self.by_boris)
        Event.objects.filter(subject_id=str(theirs.pk)).delete()
        for wrong in (str(theirs.pk), str(uuid4()), "nonsense"):
            self.assertEqual(self.client.post(f"{self.url}place/", {"after": wrong}, headers=HTMX).status_code, 400)
        theirs.delete()
        self.assertEqual(self.state(), before)

    def test_a_section_is_added(self) -> None:
        self.assertEqual(self.client.post(f"{self.url}sections/", {"name": "Sprint"}, headers=HTMX).status_code, 204)
        self.assertEqual(Section.objects.get().name, "Sprint")
        before = self.state()
        for name in ("", "x" * 121, "a\x00b"):
            self.assertEqual(self.client.post(f"{self.url}sections/", {"name": name}, headers=HTMX).status_code, 400)
        self.assertEqual(self.state(), before)

    def test_strangers_find_nothing_and_guests_may_make_nothing(self) -> None:
        before = self.state()
        paths = ("settings", "favourite", "archive", "place", "restoration", "sections")
        for user in (self.boris, self.gil):
            self.client.force_login(user)
            for path in paths:
                response = self.client.post(f"{self.url}{path}/", {"name": "x", "colour": "red"})
                self.assertEqual(response.status_code, 404, path)
            for path in ("settings", "favourite", "archive"):
                self.assertEqual(self.client.delete(f"{self.url}{path}/").status_code, 404, path)
        self.assertEqual(self.client.get(LIST).status_code, 200)
        self.assertEqual(self.client.get(f"{LIST}new/").status_code, 403)
        self.assertEqual(self.client.post(LIST, {"name": "Mine"}).status_code, 403)
        self.client.force_login(self.boris)
        self.assertEqual(self.client.get(LIST).status_code, 404)
        self.assertEqual(self.client.post(LIST, {"name": "Mine"}).status_code, 404)
        self.assertEqual(self.state(), before)

    def test_the_list_costs_the_same_with_many_projects(self) -> None:
        self.client.get(LIST)
        with CaptureQueriesContext(connection) as few:
            self.client.get(LIST)
        for i in range(30):
            create_project(f"Project {i}", by=self.by_ana)
        with CaptureQueriesContext(connection) as many:
            self.client.get(LIST)
        self.assertEqual(len(many), len(few))
