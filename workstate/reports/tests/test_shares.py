"""Links to reports: what they show, to whom, and when they open nothing any more."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from unittest import mock
from uuid import UUID

from django.test import Client
from django.urls import reverse

from workstate.activity.models import Event
from workstate.billing.models import BillingSettings
from workstate.core.actor import Role
from workstate.core.clock import now
from workstate.core.errors import Conflict, Invalid, NotAllowed
from workstate.reports.actions import saved as saving
from workstate.reports.actions.shares import change_share, create_share, reinstate_share, revoke_share
from workstate.reports.models import ReportShare, ReportShareVisits
from workstate.reports.saved import shared_views
from workstate.reports.shapes import ReportKind
from workstate.reports.tests.saved_world import EARNED, SavedWorld
from workstate.testing import CastTestCase
from workstate.workspaces.models import Membership

PASSWORD = "open sesame"  # nosec B105


class ShareCase(SavedWorld, CastTestCase):
    def setUp(self) -> None:
        self.track()

    def shared(
        self, by: Any = None, *, kind: ReportKind = ReportKind.SUMMARY, **options: Any
    ) -> tuple[ReportShare, str]:
        by = by or self.by_mara
        share, token = create_share(self.saved(by, kind=kind, parameters=self.march(kind)), by=by, **options)
        return share, reverse("shared-report", args=[token])

    def march(self, kind: ReportKind) -> dict[str, str]:
        return {"from": "2026-03-01", "to": "2026-03-31"}

    def stranger(self) -> Client:
        return Client(enforce_csrf_checks=False)


class MakingTests(ShareCase):
    def test_the_token_is_told_once_and_kept_nowhere(self) -> None:
        share, url = self.shared(password=PASSWORD)
        token = url.rstrip("/").rpartition("/")[2]
        kept = ReportShare.objects.values().get(pk=share.pk)
        self.assertGreaterEqual(len(token), 43)
        self.assertNotIn(token, str(kept))
        self.assertNotIn(PASSWORD, str(kept))
        said = str(list(Event.objects.values("data")))
        self.assertNotIn(token, said)
        self.assertNotIn(kept["token_hash"], said)
        self.assertNotIn(PASSWORD, said)

    def test_only_whoever_saved_a_report_lets_it_out(self) -> None:
        saved = self.saved(self.by_ana, is_shared=True)
        for actor in (self.by_olga, self.by_mara, self.by_gil, self.by_boris):
            with self.subTest(actor=actor.user.name), self.assertRaises(NotAllowed):
                create_share(saved, by=actor)
        with self.assertRaises(NotAllowed):
            create_share(self.saved(self.by_gil), by=self.by_gil)
        self.assertFalse(ReportShare.objects.exists())

    def test_only_who_sees_amounts_shows_them(self) -> None:
        saved = self.saved(self.by_ana)
        with self.assertRaises(NotAllowed):
            create_share(saved, by=self.by_ana, with_rates=True)
        share, _token = create_share(saved, by=self.by_ana)
        with self.assertRaises(NotAllowed):
            change_share(share, by=self.by_ana, with_rates=True)

    def test_passwords_and_days_are_looked_at(self) -> None:
        saved = self.saved(self.by_ana)
        for options in ({"password": "short"}, {"password": "x" * 129}, {"expires_at": now() - timedelta(seconds=1)}):
            with self.subTest(options=options), self.assertRaises(Invalid):
                create_share(saved, by=self.by_ana, **options)

    def test_whoever_revoked_decides_who_lets_it_open_again(self) -> None:
        share, _url = self.shared(self.by_ana)
        revoke_share(share, by=self.by_ana)
        self.assertIsNone(reinstate_share(share, by=self.by_ana).revoked_at)
        revoke_share(share, by=self.by_mara)
        with self.assertRaises(NotAllowed):
            reinstate_share(share, by=self.by_ana)
        with self.assertRaises(Conflict):
            change_share(share, by=self.by_ana, with_files=True)


class OpeningTests(ShareCase):
    def test_anybody_sees_it_without_an_account_and_nothing_leads_inside(self) -> None:
        share, url = self.shared()
        response = self.stranger().get(url)
        html = response.content.decode()
        self.assertContains(response, "Website")
        self.assertContains(response, "7:00")
        links = set(re.findall(r'(?:href|src|action)="([^"]*)"', html))
        self.assertEqual({link for link in links if not link.startswith(("/static/", "#"))}, set())
        self.assertEqual(re.findall(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}", html), [])
        self.assertNotIn("acme", html.lower().replace("acme</p>", "").replace(">acme ·", ""))
        self.assertNotIn("@example.org", html)
        self.assertNotIn("data-live", html)
        self.assertEqual(response["Referrer-Policy"], "no-referrer")
        self.assertIn("no-store", response["Cache-Control"])
        self.assertIn("noindex", response["X-Robots-Tag"])
        self.assertIn("default-src 'none'", response["Content-Security-Policy"])
        self.assertEqual(len(response.cookies), 0)
        self.assertEqual(ReportShareVisits.objects.get(share=share).count, 1)

    def test_whoever_is_signed_in_sees_it_as_anybody_does(self) -> None:
        _share, url = self.shared()
        self.client.force_login(self.boris)
        response = self.client.get(url)
        self.assertNotContains(response, "Boris")
        self.assertContains(response, "Shared by Mara Adler")

    def test_what_opens_nothing_is_answered_alike(self) -> None:
        share, revoked = self.shared(password=PASSWORD)
        revoke_share(share, by=self.by_mara)
        share, expired = self.shared(expires_at=now() + timedelta(hours=1))
        ReportShare.objects.filter(pk=share.pk).update(expires_at=now() - timedelta(seconds=1))
        share, deleted = self.shared()
        saving.delete_report(share.report, by=self.by_mara)
        share, left = self.shared(self.by_ana)
        Membership.objects.filter(user=self.ana).delete()
        unknown = reverse("shared-report", args=["A" * 43])
        answers = set()
        for url in (unknown, revoked, expired, deleted, left):
            for method in ("get", "post"):
                response = getattr(self.stranger(), method)(url, {"password": PASSWORD})
                self.assertEqual(response.status_code, 404, url)
                answers.add(
                    re.sub(
                        r'name="csrf-token" content="[^"]*"|server-time" content="[^"]*"', "", response.content.decode()
                    )
                )
            self.assertEqual(self.stranger().get(f"{url}report.csv").status_code, 404)
        self.assertEqual(len(answers), 1)

    def test_it_ends_at_once_with_the_right_of_its_maker(self) -> None:
        _share, url = self.shared(self.by_ana)
        browser = self.stranger()
        self.assertEqual(browser.get(url).status_code, 200)
        Membership.objects.filter(user=self.ana).update(role=Role.GUEST)
        self.assertEqual(browser.get(url).status_code, 404)
        Membership.objects.filter(user=self.ana).update(role=Role.MEMBER)
        self.ana.is_active = False
        self.ana.save(update_fields=["is_active"])
        self.assertEqual(browser.get(url).status_code, 404)

    def test_amounts_leave_only_where_they_are_wished_for_and_still_seen(self) -> None:
        _share, with_rates = self.shared(self.by_mara, with_rates=True, with_files=True)
        self.assertContains(self.stranger().get(with_rates), EARNED)
        Membership.objects.filter(user=self.mara).update(role=Role.MEMBER)
        response = self.stranger().get(with_rates)
        self.assertEqual(response.status_code, 200)
        self.assertNotContains(response, EARNED)
        BillingSettings.objects.update_or_create(
            workspace=self.by_mara.workspace, defaults={"members_see_amounts": True, "currency": "CHF"}
        )
        self.assertNotContains(self.stranger().get(with_rates), "Cost")

    def test_without_rates_nothing_of_any_kind_holds_an_amount(self) -> None:
        for kind in ReportKind:
            with self.subTest(kind=kind):
                _share, url = self.shared(self.by_mara, kind=kind, with_files=True)
                response = self.stranger().get(url)
                if kind == ReportKind.PROFITABILITY:
                    # It is about nothing but amounts.
                    self.assertIn(response.status_code, (200, 404))
                else:
                    self.assertEqual(response.status_code, 200)
                pages = [response.content.decode()]
                for name in ("csv", "xlsx"):
                    file = self.stranger().get(f"{url}report.{name}")
                    pages.append(b"".join(file).decode("latin-1") if file.status_code == 200 else "")
                for page in pages:
                    for secret in (EARNED, "864", "123.45", "CHF", "Amount"):
                        self.assertNotIn(secret, page)

    def test_costs_never_leave(self) -> None:
        from decimal import Decimal

        from workstate.billing.actions.rates import set_rate

        set_rate(by=self.by_mara, amount=Decimal("33.33"), kind="cost", currency="CHF")
        for kind in ReportKind:
            _share, url = self.shared(self.by_mara, kind=kind, with_rates=True, with_files=True)
            for page in (url, f"{url}report.csv"):
                response = self.stranger().get(page)
                content = response.getvalue().decode("latin-1")
                self.assertNotIn("233.31", content, kind)
                self.assertNotIn("630.84", content, kind)  # the margin

    def test_files_are_given_only_where_they_are_wished_for(self) -> None:
        _share, url = self.shared()
        self.assertEqual(self.stranger().get(f"{url}report.csv").status_code, 404)
        _share, url = self.shared(with_files=True)
        self.assertIn(b"Website", b"".join(self.stranger().get(f"{url}report.csv")))
        self.assertEqual(self.stranger().get(f"{url}report.json").status_code, 404)
        self.assertEqual(self.stranger().get(f"{url}report.exe").status_code, 404)

    def test_named_days_move_on_with_the_makers_clock(self) -> None:
        self.mara.time_zone = "Pacific/Kiritimati"
        self.mara.save(update_fields=["time_zone"])
        saved = self.saved(self.by_mara, parameters={"period": "today"})
        _share, token = create_share(saved, by=self.by_mara)
        for instant, day in (("2026-03-01T09:59:59+00:00", "Sun 1 Mar"), ("2026-03-01T10:00:00+00:00", "Mon 2 Mar")):
            from datetime import datetime

            with mock.patch("django.utils.timezone.now", return_value=datetime.fromisoformat(instant)):
                self.assertContains(self.stranger().get(reverse("shared-report", args=[token])), day)

    def test_looking_changes_no_link(self) -> None:
        share, url = self.shared()
        before = ReportShare.objects.values().get(pk=share.pk)
        self.stranger().get(url)
        self.assertEqual(ReportShare.objects.values().get(pk=share.pk), before)


class PasswordTests(ShareCase):
    def setUp(self) -> None:
        super().setUp()
        self.share, self.url = self.shared(password=PASSWORD, with_files=True)
        self.browser = self.stranger()

    def test_nothing_is_told_before_the_password(self) -> None:
        response = self.browser.get(self.url)
        self.assertContains(response, 'type="password"')
        for secret in ("Website", "Client hours", "Mara", "Acme"):
            self.assertNotContains(response, secret)
        self.assertEqual(self.browser.get(f"{self.url}report.csv")["Location"], self.url)
        self.assertEqual(response["Referrer-Policy"], "same-origin")
        self.assertEqual(ReportShareVisits.objects.get(share=self.share).count, 0)

    def test_the_right_one_opens_this_link_alone(self) -> None:
        wrong = self.browser.post(self.url, {"password": "open says me"})
        self.assertEqual(wrong.status_code, 403)
        self.assertEqual(self.browser.get(self.url).status_code, 200)
        self.assertNotContains(self.browser.get(self.url), "Website")
        right = self.browser.post(self.url, {"password": PASSWORD})
        cookie = right.cookies[shared_views.COOKIE]
        self.assertEqual((cookie["path"], cookie["httponly"], cookie["samesite"]), (self.url, True, "Lax"))
        self.assertNotIn(PASSWORD, cookie.value)
        self.assertContains(self.browser.get(self.url), "Website")
        _other, url = self.shared(password=PASSWORD)
        stolen = self.stranger()
        stolen.cookies[shared_views.COOKIE] = cookie.value
        self.assertNotContains(stolen.get(url), "Website")

    def test_another_password_closes_what_was_open(self) -> None:
        self.browser.post(self.url, {"password": PASSWORD})
        self.assertContains(self.browser.get(self.url), "Website")
        change_share(self.share, by=self.by_mara, password="another one")  # nosec B106
        self.assertNotContains(self.browser.get(self.url), "Website")
        revoke_share(self.share, by=self.by_mara)
        self.assertEqual(self.browser.get(self.url).status_code, 404)

    def test_guessing_is_bounded_and_whoever_is_in_stays_in(self) -> None:
        self.browser.post(self.url, {"password": PASSWORD})
        guesser = self.stranger()
        answers = [guesser.post(self.url, {"password": f"guess {number}"}).status_code for number in range(12)]
        self.assertEqual(answers[:9], [403] * 9)
        self.assertEqual(answers[-1], 429)
        # Not even the right one is tried then.
        refused = guesser.post(self.url, {"password": PASSWORD})
        self.assertEqual(refused.status_code, 429)
        self.assertIn("Retry-After", refused)
        self.assertContains(self.browser.get(self.url), "Website")

    def test_bad_input_is_a_wrong_password(self) -> None:
        for password in ("", "\x00", "x" * 10_000, "\u202e"):
            self.assertEqual(self.browser.post(self.url, {"password": password}).status_code, 403)


class LinkPagesTests(ShareCase):
    def test_the_page_shows_the_link_once_and_revokes_it(self) -> None:
        saved = self.saved(self.by_ana)
        self.client.force_login(self.ana)
        url = reverse("reports:saved-links", args=["acme", saved.pk])
        made = self.client.post(url, {"expires": "week", "password": ""}, headers={"HX-Request": "true"})
        link = re.search(r'value="(http[^"]+/shared/reports/[^"]+)"', made.content.decode())
        assert link
        path = link[1].partition("/shared/")[2]
        self.assertEqual(self.stranger().get(f"/shared/{path}").status_code, 200)
        self.assertNotContains(self.client.get(url), link[1])
        share = ReportShare.objects.get()
        assert share.expires_at
        self.assertAlmostEqual(share.expires_at, now() + timedelta(days=7), delta=timedelta(minutes=1))
        one = reverse("reports:saved-link", args=["acme", saved.pk, share.pk])
        self.client.delete(one)
        self.assertEqual(self.stranger().get(f"/shared/{path}").status_code, 404)
        self.client.post(one)
        self.assertEqual(self.stranger().get(f"/shared/{path}").status_code, 200)

    def test_what_a_link_gives_is_changed_and_its_address_stays(self) -> None:
        share, url = self.shared(self.by_mara, password=PASSWORD, expires_at=now() + timedelta(days=1))
        address = reverse("reports:saved-link-settings", args=["acme", share.report_id, share.pk])
        self.client.force_login(self.mara)

        def change(**values: str) -> ReportShare:
            fields = {"expires": "keep", **values}
            self.assertContains(self.client.post(address, fields, headers={"HX-Request": "true"}), "links-dialog")
            return ReportShare.objects.get(pk=share.pk)

        self.assertContains(self.client.get(address), "It asks for a password.")
        before = ReportShare.objects.get(pk=share.pk)
        kept = change()
        self.assertEqual((kept.password, kept.expires_at), (before.password, before.expires_at))
        shown = change(with_rates="on", with_files="on")
        self.assertEqual((shown.with_rates, shown.with_files, shown.password), (True, True, before.password))
        another = change(password="open says me")
        self.assertNotIn(another.password, {"", before.password})
        self.assertEqual((another.with_rates, another.with_files), (False, False))
        self.assertNotContains(self.stranger().get(url), "Website")
        opened = change(no_password="on", expires="never")
        self.assertEqual((opened.password, opened.expires_at), ("", None))
        self.assertContains(self.stranger().get(url), "Website")
        self.assertNotContains(self.client.get(address), "no_password")

    def test_what_cannot_be_is_said_at_its_field_and_changes_nothing(self) -> None:
        share, _url = self.shared(self.by_mara, password=PASSWORD)
        address = reverse("reports:saved-link-settings", args=["acme", share.report_id, share.pk])
        self.client.force_login(self.mara)
        before = ReportShare.objects.values().get(pk=share.pk)
        for fields in (
            {"expires": "keep", "password": "short"},
            {"expires": "keep", "password": "long enough", "no_password": "on"},
            {"expires": "on"},
            {"expires": "on", "day": "1999-01-01"},
            {"expires": "on", "day": "9999-12-31"},
            {"expires": "x"},
        ):
            self.assertEqual(self.client.post(address, fields).status_code, 400, fields)
        self.assertEqual(ReportShare.objects.values().get(pk=share.pk), before)
        revoke_share(share, by=self.by_mara)
        self.assertEqual(self.client.get(address).status_code, 409)
        self.assertEqual(self.client.post(address, {"expires": "never"}).status_code, 409)

    def test_a_day_is_the_last_whole_one_of_the_maker(self) -> None:
        saved = self.saved(self.by_ana)
        self.client.force_login(self.ana)
        url = reverse("reports:saved-links", args=["acme", saved.pk])
        self.client.post(url, {"expires": "on", "day": "2030-06-30"})
        self.assertEqual(str(ReportShare.objects.get().expires_at), "2030-06-30 22:00:00+00:00")
        for body in (
            {"expires": "on"},
            {"expires": "on", "day": "9999-12-31"},
            {"expires": "on", "day": "1999-01-01"},
            {"expires": "x"},
        ):
            self.assertEqual(self.client.post(url, body).status_code, 400, body)

    def test_an_administrator_ends_what_a_colleague_let_out_and_lets_out_nothing_in_their_name(self) -> None:
        share, _url = self.shared(self.by_ana)
        self.client.force_login(self.mara)
        self.assertContains(self.client.get(reverse("reports:saved", args=["acme"])), "Client hours")
        url = reverse("reports:saved-links", args=["acme", share.report_id])
        self.assertNotContains(self.client.get(url), "Make a link")
        self.assertEqual(self.client.post(url, {"expires": "week"}).status_code, 403)
        self.client.delete(reverse("reports:saved-link", args=["acme", share.report_id, share.pk]))
        share.refresh_from_db()
        self.assertEqual(share.revoked_by, self.mara)
        quiet = self.saved(self.by_ana, "Nobody knows")
        self.assertEqual(self.client.get(reverse("reports:saved-links", args=["acme", quiet.pk])).status_code, 404)

    def test_links_of_one_report_are_not_reached_through_another(self) -> None:
        share, _url = self.shared(self.by_ana)
        other = self.saved(self.by_ana, "Other")
        self.client.force_login(self.ana)
        url = reverse("reports:saved-link", args=["acme", other.pk, share.pk])
        self.assertEqual(self.client.delete(url).status_code, 404)
        self.assertIsInstance(share.pk, UUID)
