"""Nothing is missed: not what the bus lost, not what was committed late, and not that a right was taken."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from threading import Event as Signal
from threading import Thread
from typing import Any

from asgiref.sync import async_to_sync, sync_to_async
from channels.testing import WebsocketCommunicator
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from workstate.accounts.models import User
from workstate.activity.models import Event
from workstate.activity.relay import relay_next
from workstate.core.actor import Role
from workstate.live.audience import user_group, workspace_group
from workstate.live.consumers import NOT_SIGNED_IN
from workstate.live.hub import hub
from workstate.live.log import newest_place, parse_start, read_since
from workstate.live.routing import websocket
from workstate.live.standing import standings_of
from workstate.live.topics import EVERYTHING
from workstate.tasks.actions import create_task
from workstate.testing import CastTransactionTestCase
from workstate.timetracking.actions import start_timer
from workstate.workspaces.actions.members import change_role, remove_member
from workstate.workspaces.models import Membership

LONGEST = 15


class GoingOnTest(CastTransactionTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.relay()
        long_ago = timezone.now() - timedelta(hours=1)
        Event.objects.update(happened_at=long_ago, relayed_at=long_ago)

    def relay(self) -> None:
        while relay_next():
            pass

    def socket(self, user: User) -> WebsocketCommunicator:
        client = Client()
        client.force_login(user)
        cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
        headers = [(b"origin", b"http://localhost"), (b"cookie", cookie.encode()), (b"host", b"localhost")]
        communicator = WebsocketCommunicator(websocket, "/ws/", headers=headers)
        communicator.browser = client
        return communicator

    async def listening(self, user: User, start: str = "") -> tuple[WebsocketCommunicator, str]:
        """A page that has been told what it missed, and the place that it was told."""
        page = await sync_to_async(self.socket)(user)
        await page.connect(timeout=LONGEST)
        await page.send_to(start or f"since {timezone.now().isoformat()}")
        return page, json.loads(await page.receive_from(timeout=LONGEST))["after"]

    async def is_told_everything(
        self, page: WebsocketCommunicator, act: Callable[..., Any], *args: Any, **by: Any
    ) -> None:
        """Sooner or later: other news may come first."""
        await sync_to_async(act)(*args, **by)
        await sync_to_async(self.relay)()
        while EVERYTHING not in json.loads(await page.receive_from(timeout=LONGEST)).get("changed", ()):
            pass

    def test_what_was_committed_late_is_ahead_of_a_place_read_before(self) -> None:
        written, go_on = Signal(), Signal()

        def slow() -> None:
            try:
                with transaction.atomic():
                    create_task("Slow", by=self.by_boris)
                    written.set()
                    go_on.wait(LONGEST)
            finally:
                connection.close()

        thread = Thread(target=slow)
        thread.start()
        self.assertTrue(written.wait(LONGEST))
        create_task("Quick", by=self.by_ana)
        place = newest_place()
        self.assertNotIn(self.boris.pk, {event.user_id for event in read_since([place]) or ()})
        go_on.set()
        thread.join()
        slow_one = Event.objects.get(user=self.boris, verb="task.created")
        self.assertLess(slow_one.pk, place.newest)
        again = parse_start(f"after {place}")
        assert again is not None
        self.assertIn(slow_one.pk, {event.pk for event in read_since([again]) or ()})

    @async_to_sync
    async def test_what_the_bus_lost_is_told_and_a_page_goes_on_where_it_was(self) -> None:
        page, place = await self.listening(self.ana)
        await sync_to_async(start_timer)(by=self.by_ana)  # and nobody relays it
        await hub().sweep()
        self.assertIn("timer", json.loads(await page.receive_from(timeout=LONGEST))["changed"])
        await page.disconnect()
        self.assertFalse(hub().pages)

        page = await sync_to_async(self.socket)(self.ana)
        await page.connect(timeout=LONGEST)
        await page.send_to(f"after {place}")
        self.assertIn("timer", json.loads(await page.receive_from(timeout=LONGEST))["changed"])
        await page.disconnect()

    @async_to_sync
    async def test_a_role_or_a_membership_taken_is_felt_at_once(self) -> None:
        page, _place = await self.listening(self.ana)
        ana = await Membership.objects.aget(user=self.ana, workspace=self.by_ana.workspace)
        [heard] = hub().pages
        self.assertEqual(heard.hears, {user_group(self.ana.pk), workspace_group(self.by_ana.workspace.pk)})
        await self.is_told_everything(page, change_role, ana, Role.GUEST, by=self.by_olga)
        self.assertEqual(heard.hears, {user_group(self.ana.pk)})
        await self.is_told_everything(page, remove_member, ana, by=self.by_olga)
        await page.disconnect()

    @async_to_sync
    async def test_all_sockets_of_an_account_that_was_shut_out_are_closed(self) -> None:
        pages = [(await self.listening(self.ana))[0] for _ in range(2)]
        await User.objects.filter(pk=self.ana.pk).aupdate(is_active=False)
        await hub().sweep()
        for page in pages:
            closed = await page.receive_output(timeout=LONGEST)
            self.assertEqual((closed["type"], closed["code"]), ("websocket.close", NOT_SIGNED_IN))
        self.assertFalse(hub().pages)

    def test_who_stands_behind_many_pages_takes_three_queries(self) -> None:
        keys = []
        for user in (self.ana, self.gil, self.boris, self.ana):
            client = Client()
            client.force_login(user)
            keys.append(client.session.session_key or "")
        self.ana.set_password("another horse battery staple")
        self.ana.save(update_fields=["password"])
        with self.assertNumQueries(3):
            found = standings_of([*keys, "unknown"])
        self.assertEqual({one.user for one in found.values()}, {self.gil.pk, self.boris.pk})
        self.assertEqual(found[keys[1]].groups, {user_group(self.gil.pk)})
