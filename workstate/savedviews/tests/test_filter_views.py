"""Saved views whose filter names what has got another name, or is gone."""

from __future__ import annotations

from workstate.activity.models import Event
from workstate.activity.relay import relay_next
from workstate.activity.verbs import Verb
from workstate.customfields.actions import change_choice, change_field
from workstate.customfields.models import CustomField, FieldChoice
from workstate.projects.actions import change_project, create_project, delete_project
from workstate.savedviews.actions import create_view
from workstate.savedviews.models import SavedView
from workstate.savedviews.tests.test_filter_names import NamedTestCase
from workstate.tasks.actions import change_label
from workstate.tasks.models import Label


class BrokenViewTest(NamedTestCase):
    def test_a_view_whose_filter_names_what_is_gone_says_so_and_finds_nothing(self) -> None:
        view = create_view("Web", by=self.by_ana, filter="#Website & !@nothing*")
        delete_project(self.website, by=self.by_ana)
        self.client.force_login(self.ana)

        for layout in ("list", "board", "table"):
            page = self.client.get(f"/acme/views/{view.pk}/?layout={layout}")
            self.assertContains(page, "There is no project “Website”.")
            self.assertNotContains(page, ">Call<")
        self.assertEqual(self.client.get(f"/acme/views/{view.pk}/?filter=p1").status_code, 200)
        self.assertEqual(self.client.get(f"/acme/views/{view.pk}/settings/").status_code, 200)


class BarTest(NamedTestCase):
    def test_the_bar_keeps_what_else_the_address_says(self) -> None:
        self.client.force_login(self.ana)
        page = self.client.get("/acme/upcoming/?days=14&layout=board&rows=200&filter=p1+%26+%23Wesbite")
        bar = page.content.decode().partition('id="filter-bar"')[2].partition("</form>")[0]
        self.assertEqual(bar.count('<input type="hidden" name="days" value="14">'), 1)
        self.assertEqual(bar.count('<input type="hidden" name="layout" value="board">'), 1)
        self.assertNotIn('name="rows"', bar)
        self.assertIn('href="/acme/upcoming/?days=14&amp;layout=board"', bar)
        self.assertIn("There is no project “Wesbite”.", bar)
        self.assertIn('name="filter" value="p1 &amp; #Website"', bar)


class NewNameTest(NamedTestCase):
    def kept(self, text: str, by: object = None) -> SavedView:
        return create_view("View", by=by or self.by_ana, filter=text)  # type: ignore[arg-type]

    def told(self) -> None:
        while relay_next():
            pass

    def test_filters_follow_when_what_they_name_gets_another_name(self) -> None:
        view = self.kept('(#website | ##Website) & @waiting & Stage: Doing, "On hold" & no Budget & website')
        change_project(self.website, by=self.by_mara, name="Home page")
        change_label(Label.objects.get(name="waiting"), by=self.by_mara, name="on hold")
        change_choice(FieldChoice.objects.get(name="Doing"), by=self.by_mara, name="At work")
        self.told()
        change_field(CustomField.objects.get(name="Budget"), by=self.by_mara, name="Cost")
        change_field(CustomField.objects.get(name="Stage"), by=self.by_mara, name="Step")
        self.told()

        view.refresh_from_db()
        self.assertEqual(
            view.filter,
            '(#"Home page" | ##"Home page") & @"on hold" & Step: At work, On hold & no Cost & website',
        )
        event = Event.objects.filter(verb=Verb.SAVED_VIEW_CHANGED).latest("pk")
        self.assertEqual(event.user, self.ana)
        self.assertNotIn(event, Event.objects.visible_to(self.by_mara).filter(user=self.mara))

    def test_a_name_that_something_else_keeps_goes_on_to_mean_that(self) -> None:
        create_project("Website", by=self.by_ana)
        view = self.kept("#Website")
        change_project(self.website, by=self.by_ana, name="Home page")
        self.told()
        view.refresh_from_db()
        self.assertEqual(view.filter, "#Website")

    def test_views_of_others_and_of_another_workspace_stay_as_they_are(self) -> None:
        create_project("Website", by=self.by_boris)
        view = self.kept("#Website", self.by_boris)
        change_project(self.website, by=self.by_ana, name="Home page")
        self.told()
        view.refresh_from_db()
        self.assertEqual(view.filter, "#Website")
