from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from asgiref.sync import async_to_sync, sync_to_async
from django.conf import settings
from django.utils import timezone

from workstate.activity.models import Event
from workstate.activity.relay import relay_next
from workstate.live.audience import groups_for, user_group, workspace_group
from workstate.live.consumers import NOT_SIGNED_IN
from workstate.live.origin import is_own
from workstate.live.tests.sockets import socket_of
from workstate.live.topics import topics_for
from workstate.projects.actions import create_project
from workstate.tasks.actions import create_task, move_task
from workstate.testing import CastTestCase, CastTransactionTestCase
from workstate.timetracking.actions import start_timer

AGES = timedelta(hours=1)


class AudienceTest(CastTestCase):
    def last(self) -> Event:
        return Event.objects.latest("pk")

    def test_a_timer_concerns_its_person_alone(self) -> None:
        start_timer(by=self.by_ana)
        self.assertEqual(groups_for(self.last()), [user_group(self.ana.pk)])
        self.assertIn("timer", topics_for(self.last()))

    def test_a_task_of_a_project_concerns_the_members(self) -> None:
        task = create_task("Plan", by=self.by_ana, project=create_project("Website", by=self.by_ana))
        self.assertIn(workspace_group(self.by_ana.workspace.pk), groups_for(self.last()))
        self.assertIn(f"task:{task.number}", topics_for(self.last()))

    def test_nobody_learns_of_another_persons_inbox(self) -> None:
        task = create_task("Secret", by=self.by_ana)
        self.assertEqual(groups_for(self.last()), [user_group(self.ana.pk)])
        website = create_project("Website", by=self.by_ana)
        task = move_task(task, by=self.by_ana, project=website)
        move_task(task, by=self.by_ana, project=None)
        self.assertIn(workspace_group(self.by_ana.workspace.pk), groups_for(self.last()))


class SocketTest(CastTransactionTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.relay()  # what the making of the cast has to tell

    def relay(self) -> None:
        while relay_next():
            pass

    @async_to_sync
    async def test_another_browser_hears_of_the_timer_and_a_stranger_does_not(self) -> None:
        mine, theirs = await sync_to_async(socket_of)(self.ana), await sync_to_async(socket_of)(self.boris)
        self.assertEqual(((await mine.connect())[0], (await theirs.connect())[0]), (True, True))
        await sync_to_async(start_timer)(by=self.by_ana)
        await sync_to_async(self.relay)()
        self.assertIn("timer", json.loads(await mine.receive_from())["changed"])
        self.assertTrue(await theirs.receive_nothing(timeout=0.3))
        await mine.disconnect()
        await theirs.disconnect()

    @async_to_sync
    async def test_what_happened_between_drawing_and_listening_is_told(self) -> None:
        drawn = await sync_to_async(timezone.now)()
        # The making of the cast was long ago.
        await sync_to_async(Event.objects.update)(happened_at=drawn - AGES, relayed_at=drawn - AGES)
        await sync_to_async(start_timer)(by=self.by_ana)
        await sync_to_async(self.relay)()
        mine, theirs = await sync_to_async(socket_of)(self.ana), await sync_to_async(socket_of)(self.mara)
        for communicator in (mine, theirs):
            await communicator.connect()
            await communicator.send_to(f"since {drawn.isoformat()}")
        self.assertIn("timer", json.loads(await mine.receive_from())["changed"])
        # Where to go on is all that the other is told.
        self.assertEqual(set(json.loads(await theirs.receive_from())), {"after"})
        for nonsense in (
            "since yesterday",
            "after 1",
            "after 99999999999999999999-1",
            "since 2026-11-23T10:00:00",
            "hello",
            "since " + "9" * 500,
            "since 0001-01-01T00:00:00+14:00",
        ):
            await mine.send_to(nonsense)
        await mine.send_to("ping")
        self.assertIn("now", json.loads(await mine.receive_from()))
        await mine.disconnect()
        await theirs.disconnect()

    @async_to_sync
    async def test_who_is_not_signed_in_or_comes_from_elsewhere_is_turned_away(self) -> None:
        elsewhere = (
            "https://evil.example",
            "http://localhost:3000",
            "http://localhost.evil.example",
            "null",
            "http://[",
        )
        for communicator in [
            await sync_to_async(socket_of)(None),
            await sync_to_async(socket_of)(self.ana, path="/ws/other/"),
            *[await sync_to_async(socket_of)(self.ana, origin=origin) for origin in elsewhere],
        ]:
            self.assertFalse((await communicator.connect())[0])

    def test_a_host_that_is_not_ours_vouches_for_no_page(self) -> None:
        self.assertTrue(is_own("http://localhost:8000", "localhost:8000"))
        self.assertFalse(is_own("http://rebound.example:8000", "rebound.example:8000"))
        with self.settings(CSRF_TRUSTED_ORIGINS=["https://*.example.org"]):
            self.assertTrue(is_own("https://work.example.org", "inner:8000"))
            self.assertFalse(is_own("http://work.example.org", "inner:8000"))

    @async_to_sync
    async def test_who_signs_out_is_cut_off_at_once_on_all_pages(self) -> None:
        mine = await sync_to_async(socket_of)(self.ana)
        await mine.connect()
        await sync_to_async(mine.browser.post)("/accounts/logout/")
        await sync_to_async(self.relay)()
        closed: dict[str, Any] = await mine.receive_output()
        self.assertEqual((closed["type"], closed["code"]), ("websocket.close", NOT_SIGNED_IN))

    @async_to_sync
    async def test_an_ended_session_hears_nothing_more(self) -> None:
        mine = await sync_to_async(socket_of)(self.ana)
        await mine.connect()
        await sync_to_async(mine.browser.logout)()
        await sync_to_async(start_timer)(by=self.by_ana)
        await sync_to_async(self.relay)()
        closed: dict[str, Any] = await mine.receive_output()
        self.assertEqual((closed["type"], closed["code"]), ("websocket.close", NOT_SIGNED_IN))

    def test_the_cookie_name_is_the_sessions(self) -> None:
        self.assertIn(settings.SESSION_COOKIE_NAME, socket_of(self.ana).browser.cookies)
