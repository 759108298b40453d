"""Bodies and cursors that no honest client sends: answered with a problem, and nothing written."""

from __future__ import annotations

from base64 import b64encode

from workstate.tasks.actions import labels_named
from workstate.tasks.models import Task
from workstate.testing import CastTestCase

TASKS = "/api/v1/workspaces/acme/tasks/"


class BodiesTest(CastTestCase):
    def setUp(self) -> None:
        self.client.force_login(self.ana)

    def test_bodies_that_nobody_can_keep_are_refused(self) -> None:
        bodies = {
            "half a character": (r'{"title": "a\ud800"}', 400),
            "half a character for a name": (r'{"title": "a", "\ud800": 1}', 400),
            "nested lists": ("[" * 100_000 + "]" * 100_000, 400),
            "nested objects": ('{"a":' * 50_000 + "1" + "}" * 50_000, 400),
            "a number of 5,000 digits": ('{"title": "a", "estimate": 1' + "0" * 5_000 + "}", 400),
            "no number": ('{"title": "a", "estimate": NaN}', 400),
            "infinity": ('{"title": "a", "estimate": 1e400}', 400),
            "no object": ("[]", 400),
            "no JSON": (b"\xff\xfe", 400),
            "three megabytes": ('{"title": "' + "a" * 3_000_000 + '"}', 413),
        }
        for what, (body, status) in bodies.items():
            with self.subTest(what=what):
                answer = self.client.post(TASKS, body, content_type="application/json")
                self.assertEqual((answer.status_code, answer["Content-Type"]), (status, "application/problem+json"))
        self.assertFalse(Task.objects.exists())

    def test_cursors_that_were_not_given_out_are_not_found(self) -> None:
        labels_named(["dev"], by=self.by_ana)
        for cursor in (b"p=%00", b"p=%E2%80%AE", b"p=x&o=999999999999999", b"\xff"):
            with self.subTest(cursor=cursor):
                answer = self.client.get(
                    "/api/v1/workspaces/acme/labels/", {"cursor": b64encode(cursor).decode(), "limit": "1"}
                )
                self.assertIn(answer.status_code, {200, 400, 404})
