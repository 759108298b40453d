"""What every answer carries, whatever went wrong."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from workstate.testing import CastTestCase


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("on purpose")


urlpatterns = [path("broken/", broken), path("", include("workstate.config.urls"))]
handler400 = "workstate.web.errors.bad_request"
handler403 = "workstate.web.errors.permission_denied"
handler404 = "workstate.web.errors.not_found"


@override_settings(ROOT_URLCONF=__name__)
class HeadersTest(CastTestCase):
    def answers(self) -> list[tuple[str, Any]]:
        ana = Client(raise_request_exception=False)
        ana.force_login(self.ana)
        nobody = Client(raise_request_exception=False)
        strict = Client(enforce_csrf_checks=True)
        return [
            ("200 page", ana.get("/settings/")),
            ("200 signed out", nobody.get("/accounts/login/")),
            ("302", nobody.get("/settings/")),
            ("400", nobody.post("/accounts/login/", {})),
            ("400 host", nobody.get("/", headers={"host": "evil.example"})),
            ("403 csrf", strict.post("/accounts/login/", {})),
            ("404", ana.get("/nowhere/at/all/")),
            ("404 stranger", ana.get("/other/today/")),
            ("405", ana.get("/settings/devices/1/")),
            ("500", ana.get("/broken/")),
        ]

    def test_the_policy_is_strict_on_every_answer(self) -> None:
        for name, answer in self.answers():
            with self.subTest(name):
                self.assertTrue(name.startswith(str(answer.status_code)), f"{name}: {answer.status_code}")
                policy = answer["Content-Security-Policy"]
                self.assertIn("default-src 'none'", policy)
                self.assertIn("frame-ancestors 'none'", policy)
                self.assertIn("base-uri 'none'", policy)
                self.assertNotIn("unsafe", policy)
                self.assertEqual(answer["X-Content-Type-Options"], "nosniff")
                self.assertEqual(answer["Referrer-Policy"], "same-origin")

    def test_nothing_is_framed_or_kept_by_a_cache(self) -> None:
        for name, answer in self.answers():
            with self.subTest(name):
                self.assertIn("no-store", answer["Cache-Control"])
                self.assertIn("private", answer["Cache-Control"])
                if answer.status_code not in {400, 500} or name == "400":
                    self.assertEqual(answer["X-Frame-Options"], "DENY")

    def test_no_page_holds_inline_script_or_style(self) -> None:
        for name, answer in self.answers():
            text = answer.content.decode()
            with self.subTest(name):
                self.assertNotRegex(text, r"<script(?![^>]*(src=|application/json))")
                self.assertNotRegex(text, r"<style|\sstyle=|\son[a-z]+=\"|javascript:")
