"""Pages that say no."""

from __future__ import annotations

from workstate.testing import CastTestCase

NOT_HERS = "/acme/reports/profitability/"


class RefusalPagesTest(CastTestCase):
    def test_who_may_not_look_stays_inside_the_frame_and_has_a_way_on(self) -> None:
        self.client.force_login(self.ana)
        page = self.client.get(NOT_HERS)
        self.assertEqual(page.status_code, 403)
        self.assertTemplateUsed(page, "web/app.html")
        self.assertContains(page, "Only who may see what time earns can open this report.", status_code=403)
        self.assertContains(page, '<a class="nav-item" href="/acme/reports/"', status_code=403)
        self.assertContains(page, '<h1 class="clip">You may not do that', status_code=403)
        self.assertContains(page, "Go to your tasks", 1, status_code=403)

    def test_htmx_is_told_by_a_toast_alone(self) -> None:
        self.client.force_login(self.ana)
        reply = self.client.get(NOT_HERS, headers={"HX-Request": "true"})
        self.assertEqual((reply.status_code, reply["HX-Retarget"]), (403, "#toasts"))
        self.assertTemplateNotUsed(reply, "web/base.html")

    def test_where_there_is_nothing_no_frame_says_that_there_is_a_place(self) -> None:
        self.client.force_login(self.boris)
        for address in (NOT_HERS, "/nowhere/today/"):
            page = self.client.get(address)
            self.assertEqual(page.status_code, 404)
            self.assertTemplateNotUsed(page, "web/app.html")
            self.assertNotContains(page, "Acme", status_code=404)
