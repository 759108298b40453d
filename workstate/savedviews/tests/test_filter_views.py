"""Saved views whose filter names what has got another name, or is gone."""

from __future__ import annotations

from workstate.projects.actions import delete_project
from workstate.savedviews.actions import create_view
from workstate.savedviews.tests.test_filter_names import NamedTestCase


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
