"""Saved reports, links and schedules, for programs."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from django.test import Client

from workstate.reports.models import ReportShare
from workstate.reports.tests.saved_world import MARCH, SavedWorld
from workstate.testing import CastTestCase

API = "/api/v1/workspaces/acme/reports/saved/"


class SavedApiTests(SavedWorld, CastTestCase):
    def setUp(self) -> None:
        self.track()
        self.client.force_login(self.ana)

    def asks(self, method: str, path: str, body: object = None, *, status: int = 200) -> Any:
        response = getattr(self.client, method)(API + path, json.dumps(body or {}), content_type="application/json")
        self.assertEqual(response.status_code, status, response.content)
        return json.loads(response.content) if response.content else None

    def listed(self, path: str = "") -> list[dict[str, Any]]:
        return list(self.client.get(API + path).json()["results"])

    def test_a_report_is_saved_changed_deleted_and_brought_back(self) -> None:
        body = {"id": str(uuid4()), "name": "Hours", "kind": "summary", "parameters": MARCH}
        made = self.asks("post", "", body, status=201)
        self.assertEqual(self.asks("post", "", body, status=201), made)
        self.assertEqual((made["parameters"], made["is_mine"]), (MARCH, True))
        changed = self.asks("patch", f"{made['id']}/", {"kind": "weekly", "parameters": {"period": "last-week"}})
        self.assertEqual(changed["kind"], "weekly")
        self.asks("patch", f"{made['id']}/", {"parameters": {"period": "never"}}, status=400)
        self.asks("patch", f"{made['id']}/", {"colour": "red"}, status=400)
        self.asks("delete", f"{made['id']}/", status=204)
        self.assertEqual(self.listed(), [])
        self.asks("post", f"{made['id']}/restoration/")
        self.assertEqual(len(self.listed()), 1)

    def test_a_link_is_told_once_and_changed_and_revoked(self) -> None:
        saved = self.saved(self.by_ana)
        made = self.asks("post", f"{saved.pk}/shares/", {"password": "open sesame", "with_files": True}, status=201)
        self.assertNotIn(made["url"], json.dumps(self.listed(f"{saved.pk}/shares/")))
        path = urlsplit(made["url"]).path
        self.assertNotContains(Client().get(path), "Website")
        self.asks("patch", f"{saved.pk}/shares/{made['id']}/", {"password": ""})
        self.assertContains(Client().get(path), "Website")
        self.asks("patch", f"{saved.pk}/shares/{made['id']}/", {"expires_at": "2020-01-01T00:00:00Z"}, status=400)
        self.asks("post", f"{saved.pk}/shares/", {"with_rates": True}, status=403)
        self.asks("delete", f"{saved.pk}/shares/{made['id']}/", status=204)
        self.assertEqual(Client().get(path).status_code, 404)
        (shown,) = self.listed(f"{saved.pk}/shares/")
        self.assertEqual((shown["works"], shown["has_password"], shown["views"]), (False, False, 1))
        self.assertEqual(ReportShare.objects.count(), 1)

    def test_a_schedule_is_made_changed_paused_and_deleted(self) -> None:
        saved = self.saved(self.by_ana)
        body = {"frequency": "weekly", "weekday": 0, "at": "08:00", "formats": ["csv"], "people": [str(self.mara.pk)]}
        made = self.asks("post", f"{saved.pk}/schedules/", body, status=201)
        self.assertEqual(made["recipients"], [{"user": str(self.mara.pk), "email": "", "is_stopped": False}])
        one = f"{saved.pk}/schedules/{made['id']}/"
        self.assertEqual(self.asks("put", one, {**body, "at": "09:30"})["at"], "09:30")
        self.asks("put", one, {**body, "weekday": None}, status=400)
        self.asks("put", one, {**body, "addresses": ["client@example.com"]}, status=403)
        self.assertIsNone(self.asks("post", f"{one}pause/")["next_at"])
        self.assertIsNotNone(self.asks("delete", f"{one}pause/")["next_at"])
        self.asks("delete", one, status=204)
        self.asks("post", f"{one}restoration/")
        self.assertEqual(len(self.listed(f"{saved.pk}/schedules/")), 1)
