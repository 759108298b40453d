from __future__ import annotations

from django.test import SimpleTestCase, override_settings

from workstate.web.styleguide import StyleguideView


class StyleguideTests(SimpleTestCase):
    def test_it_is_not_there_in_production(self) -> None:
        self.assertEqual(self.client.get("/styleguide/").status_code, 404)
        self.assertEqual(self.client.get("/styleguide/today/").status_code, 404)

    @override_settings(DEBUG=True)
    def test_every_page_is_drawn_without_a_database(self) -> None:
        for page in StyleguideView.pages:
            with self.subTest(page):
                self.assertContains(self.client.get(f"/styleguide/{page}/"), "</html>")
        self.assertEqual(self.client.get("/styleguide/nothing/").status_code, 404)
