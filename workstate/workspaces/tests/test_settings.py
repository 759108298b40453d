"""The settings of a workspace: one frame, in which rooms have their pages, and what is the workspace's own."""

from __future__ import annotations

from dataclasses import replace

from django.urls import reverse

from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.core.errors import Invalid, NotAllowed
from workstate.testing import CastTestCase
from workstate.workspaces.actions import change_workspace
from workstate.workspaces.models import Workspace
from workstate.workspaces.settings_pages import SettingsPage, register_page, tabs_of


class FrameTest(CastTestCase):
    def test_each_page_of_a_room_stands_in_the_frame_and_says_that_it_is_the_one(self) -> None:
        self.client.force_login(self.mara)
        tabs = tabs_of(self.by_mara, "/acme/settings/")
        self.assertEqual(
            [tab.title for tab in tabs][:7],
            ["General", "People", "Groups", "Custom fields", "Public links", "Webhooks", "Time rules"],
        )
        for tab in tabs:
            page = self.client.get(tab.url)
            self.assertContains(page, f'<a class="nav-item" href="{tab.url}" aria-current="page">')
            self.assertContains(page, 'class="settings-tabs"', count=1)
            self.assertContains(page, 'id="act"', count=1)

    def test_everybody_is_led_to_the_pages_that_they_see_and_to_no_other(self) -> None:
        for by in (self.by_mara, self.by_ana, self.by_gil):
            self.client.force_login(by.user)
            for tab in tabs_of(by, ""):
                self.assertEqual(self.client.get(tab.url).status_code, 200, f"{tab.url} for {by.user}")
        self.assertEqual([tab.title for tab in tabs_of(self.by_gil, "")], ["General", "People"])

    def test_a_part_of_a_page_belongs_to_it(self) -> None:
        def here(path: str) -> list[str]:
            return [tab.title for tab in tabs_of(self.by_mara, path) if tab.is_here]

        self.assertEqual(here("/acme/settings/groups/new/"), ["Groups"])
        self.assertEqual(here("/acme/settings/"), ["General"])
        self.assertEqual(here("/acme/today/"), [])

    def test_two_pages_of_one_name_are_refused(self) -> None:
        with self.assertRaises(ValueError):
            register_page(SettingsPage(name="people", title="Others", place="workspaces:people", icon="user"))


class GeneralTest(CastTestCase):
    def test_an_administrator_gives_the_workspace_another_name(self) -> None:
        self.client.force_login(self.mara)
        answer = self.client.post("/acme/settings/", {"name": "  Acme & Søns "}, follow=True)
        self.assertContains(answer, "Acme &amp; Søns")
        event = Event.objects.get(verb=Verb.WORKSPACE_CHANGED)
        self.assertEqual((event.user, event.data["before"]), (self.mara, {"name": "Acme"}))
        self.client.post("/acme/settings/", {"name": "Acme & Søns"})
        self.assertEqual(Event.objects.filter(verb=Verb.WORKSPACE_CHANGED).count(), 1)

    def test_names_that_cannot_be_taken_are_refused_at_the_field(self) -> None:
        self.client.force_login(self.mara)
        for name in ("", "x" * 121, "a\u202eb", "a\x00b"):
            answer = self.client.post("/acme/settings/", {"name": name})
            self.assertContains(answer, 'aria-invalid="true"', status_code=400)
            with self.assertRaises(Invalid):
                change_workspace(by=self.by_mara, name=name)
        self.assertEqual(Workspace.objects.get(slug="acme").name, "Acme")

    def test_members_read_what_it_is_called_and_cannot_change_it(self) -> None:
        for by in (self.by_ana, self.by_gil):
            self.client.force_login(by.user)
            page = self.client.get("/acme/settings/")
            self.assertContains(page, "Administrators of the workspace change this.")
            self.assertNotContains(page, "Save</button>")
            self.assertEqual(self.client.post("/acme/settings/", {"name": "Mine"}).status_code, 403)
            with self.assertRaises(NotAllowed):
                change_workspace(by=by, name="Mine")
        self.assertFalse(Event.objects.filter(verb=Verb.WORKSPACE_CHANGED).exists())


class PeopleTest(CastTestCase):
    def test_people_stand_by_rank_and_name_and_a_guest_sees_themself_alone(self) -> None:
        self.client.force_login(self.ana)
        page = self.client.get("/acme/settings/people/").content.decode()
        places = [page.index(f"{name}@example.org") for name in ("olga", "mara", "ana", "gil")]
        self.assertEqual(places, sorted(places))
        self.client.force_login(self.gil)
        page = self.client.get("/acme/settings/people/").content.decode()
        self.assertIn("gil@example.org", page)
        self.assertNotIn("ana@example.org", page)


class WeekOfTheWorkspaceTests(CastTestCase):
    """With which day weeks begin for everybody in a workspace, whatever each of them chose for themselves."""

    def test_the_workspace_says_how_weeks_are_counted_and_gives_that_back(self) -> None:
        self.client.force_login(self.mara)
        address = reverse("workspaces:settings", args=[self.by_mara.workspace.slug])
        self.assertEqual(self.by_ana.first_weekday, self.ana.first_weekday)
        for sent, kept, weekday in (("6", 6, 6), ("", None, self.ana.first_weekday)):
            self.client.post(address, {"name": "Acme", "first_weekday": sent, "whole": "1"})
            here = Workspace.objects.get(pk=self.by_mara.workspace.pk)
            self.assertEqual(here.first_weekday, kept)
            self.assertEqual(replace(self.by_ana, workspace=here).first_weekday, weekday)
        self.assertEqual(self.client.post(address, {"name": "Acme", "first_weekday": "7"}).status_code, 400)

    def test_a_form_without_the_day_leaves_it(self) -> None:
        change_workspace(by=self.by_mara, first_weekday=5)
        change_workspace(by=self.by_mara, name="Acme & Sons")
        self.assertEqual(Workspace.objects.get(pk=self.by_mara.workspace.pk).first_weekday, 5)
        for wrong in (-1, 7):
            with self.assertRaises(Invalid):
                change_workspace(by=self.by_mara, first_weekday=wrong)

    def test_programs_read_and_set_it(self) -> None:
        self.client.force_login(self.mara)
        address = f"/api/v1/workspaces/{self.by_mara.workspace.slug}/"
        told = self.client.patch(address, {"first_weekday": 6}, content_type="application/json")
        self.assertEqual(told.json()["first_weekday"], 6)
        self.assertEqual(self.client.patch(address, {"first_weekday": 9}, "application/json").status_code, 400)
        self.assertIsNone(
            self.client.patch(address, {"first_weekday": None}, "application/json").json()["first_weekday"]
        )
