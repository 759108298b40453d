"""The timer driven over a socket: as by REST, answered to whoever asked alone, and asked anew each time whether they may."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from asgiref.sync import async_to_sync, sync_to_async

from workstate.accounts.models import User
from workstate.activity.models import Event
from workstate.activity.relay import relay_next
from workstate.core.clock import now
from workstate.core.ids import new_id
from workstate.live.acts import LONGEST, answer_to
from workstate.live.consumers import NOT_SIGNED_IN
from workstate.live.tests.sockets import socket_of
from workstate.projects.actions import create_project
from workstate.tasks.actions import create_task
from workstate.testing import CastTestCase, CastTransactionTestCase
from workstate.timetracking.actions import start_timer
from workstate.timetracking.models import TimeEntry
from workstate.workspaces.models import Membership


class ActsTest(CastTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.task = create_task("Call", by=cls.by_ana, project=create_project("Website", by=cls.by_ana))
        cls.theirs = create_task("Theirs", by=cls.by_boris)

    def act(self, name: str, *, user: User | None = None, status: int = 200, **fields: Any) -> dict[str, Any]:
        message = {"act": name, "ref": "r1", "workspace": "acme", **fields}
        answer = answer_to(json.dumps(message), user or self.ana)
        self.assertEqual((answer["ref"], answer["status"]), ("r1", status), answer)
        return answer

    def counted(self) -> tuple[int, int]:
        return TimeEntry.objects.count(), Event.objects.count()

    def test_a_timer_is_started_changed_stopped_continued_and_discarded(self) -> None:
        started = self.act("timer.start", task=str(self.task.pk), id=str(new_id()), version=0)["timer"]
        self.assertEqual((started["version"], started["entry"]["task"]), (1, self.task.pk))
        self.assertEqual(self.act("timer.change", description="Draft")["timer"]["entry"]["description"], "Draft")
        stopped = self.act("timer.stop", entry=str(started["entry"]["id"]))["timer"]["entry"]
        self.assertIsNotNone(stopped["stopped_at"])
        again = self.act("timer.continue", entry=str(stopped["id"]), version=2)["timer"]["entry"]
        self.assertEqual((again["description"], again["stopped_at"]), ("Draft", None))
        self.assertIsNotNone(self.act("timer.discard", entry=str(again["id"]))["timer"]["entry"]["deleted_at"])

    def test_a_stale_act_is_refused_with_what_the_timer_is_now(self) -> None:
        self.act("timer.start", version=0)
        before = self.counted()
        answer = self.act("timer.start", version=0, status=409)
        self.assertEqual((answer["problem"]["code"], answer["timer"]["version"]), ("stale", 1))
        self.assertIsNotNone(answer["timer"]["entry"])
        self.assertEqual(self.counted(), before)

    def test_the_same_message_twice_acts_once(self) -> None:
        key = str(new_id())
        first, second = self.act("timer.start", id=key), self.act("timer.start", id=key)
        self.assertEqual(first["timer"]["entry"], second["timer"]["entry"])
        self.assertEqual(TimeEntry.objects.count(), 1)

    def test_rights_are_those_of_the_person_in_the_workspace_named(self) -> None:
        entry = start_timer(by=self.by_mara, at=now() - timedelta(minutes=5))
        before = self.counted()
        self.act("timer.start", user=self.boris, status=404)
        self.act("timer.start", workspace="", status=404)
        self.act("timer.start", workspace={"a": 1}, status=404)
        self.act("timer.start", user=self.gil, task=str(self.task.pk), status=404)
        self.act("timer.start", task=str(self.theirs.pk), status=404)
        self.act("timer.stop", entry=str(entry.pk), status=404)
        self.act("timer.continue", entry=str(entry.pk), status=404)
        self.act("timer.continue", user=self.olga, entry=str(entry.pk), status=403)
        self.act("timer.discard", entry=str(entry.pk), status=409)
        Membership.objects.filter(user=self.ana).delete()
        self.act("timer.start", status=404)
        self.assertEqual(self.counted(), before)

    def test_nonsense_is_refused_in_words(self) -> None:
        before = self.counted()
        refused: list[tuple[str, dict[str, Any]]] = [
            ("timer.explode", {}),
            ("", {}),
            ("timer.start", {"entry": "x"}),
            ("timer.start", {"at": (now() + timedelta(hours=1)).isoformat()}),
            ("timer.start", {"description": "x" * 1001}),
            ("timer.start", {"description": "\x00"}),
            ("timer.start", {"version": "new"}),
            ("timer.stop", {"entry": "x"}),
            ("timer.continue", {}),
            ("timer.change", {"duration": 60}),
        ]
        for name, fields in refused:
            with self.subTest(name=name, fields=fields):
                problem = self.act(name, status=400, **fields)["problem"]
                self.assertTrue(problem["errors"][0]["message"])
        for text, status in [
            ("{", 400),
            ("{}", 400),
            ('{"act": "timer.start", "ref": "\\ud800"}', 400),
            ('{"act": "timer.start", "ref": {"a": 1}}', 400),
            ('{"act": "timer.start", "ref": "' + "x" * 200 + '"}', 400),
            ('{"a":' * 1000 + "1" + "}" * 1000, 400),
            ('{"a": NaN}', 400),
            ("{" + " " * LONGEST, 413),
        ]:
            with self.subTest(text=text[:40]):
                answer = answer_to(text, self.ana)
                self.assertEqual((answer["status"], answer["ref"]), (status, None))
        self.assertEqual(self.counted(), before)


class SocketTest(CastTransactionTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.relay()

    def relay(self) -> None:
        while relay_next():
            pass

    @async_to_sync
    async def test_who_asked_is_answered_and_the_other_page_only_hears_that_something_changed(self) -> None:
        here, there = await sync_to_async(socket_of)(self.ana), await sync_to_async(socket_of)(self.ana)
        await here.connect()
        await there.connect()
        message = {"act": "timer.start", "ref": 7, "workspace": "acme", "description": "Draft", "version": 0}
        await here.send_to(json.dumps(message))
        answer = json.loads(await here.receive_from())
        self.assertEqual((answer["ref"], answer["status"], answer["timer"]["entry"]["description"]), (7, 200, "Draft"))
        self.assertTrue(await there.receive_nothing(timeout=0.2))
        await sync_to_async(self.relay)()
        for page in (here, there):
            self.assertIn("timer", json.loads(await page.receive_from())["changed"])

        # What cannot be read is refused, and the socket stays open.
        for text in ["{", "{" + "x" * LONGEST, json.dumps({**message, "act": "no"})]:
            await here.send_to(text)
            self.assertIn(json.loads(await here.receive_from())["status"], {400, 413})
        await here.send_to("ping")
        self.assertIn("now", json.loads(await here.receive_from()))
        await here.disconnect()
        await there.disconnect()

    async def _sends_after(self, change: Callable[[Any], Awaitable[None]]) -> None:
        page = await sync_to_async(socket_of)(self.ana)
        await page.connect()
        await change(page)
        await page.send_to(json.dumps({"act": "timer.start", "ref": 1, "workspace": "acme"}))
        closed: dict[str, Any] = await page.receive_output()
        self.assertEqual((closed["type"], closed["code"]), ("websocket.close", NOT_SIGNED_IN))
        self.assertEqual(await sync_to_async(TimeEntry.objects.count)(), 0)

    @async_to_sync
    async def test_an_ended_session_acts_no_more(self) -> None:
        async def end(page: Any) -> None:
            await sync_to_async(page.browser.logout)()

        await self._sends_after(end)

    @async_to_sync
    async def test_a_person_who_was_shut_out_acts_no_more(self) -> None:
        async def shut_out(page: Any) -> None:
            await sync_to_async(User.objects.filter(pk=self.ana.pk).update)(is_active=False)

        await self._sends_after(shut_out)
