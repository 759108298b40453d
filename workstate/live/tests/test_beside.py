"""Who else looks at it: among those who see it, for as long as they do, and never for longer than they may."""

from __future__ import annotations

import json
from typing import Any

from asgiref.sync import async_to_sync, sync_to_async

from workstate.accounts.models import User
from workstate.activity.relay import relay_next
from workstate.core.actor import Actor
from workstate.live.beside import _key, _valkey, is_place, open_to, people_beside, place_of, sit
from workstate.live.hub import hub
from workstate.live.tests.sockets import Socket, socket_of
from workstate.projects.actions import create_project
from workstate.projects.actions.sharing import set_everyone, share_project, unshare_project
from workstate.projects.models import Level, Project
from workstate.tasks.actions import create_task, delete_tasks
from workstate.testing import CastTestCase, CastTransactionTestCase
from workstate.workspaces.models import Membership


class PlacesTest(CastTestCase):
    project: Project

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.project = set_everyone(create_project("Plan", by=cls.by_ana), "", by=cls.by_ana)
        cls.task = create_task("Call", by=cls.by_ana, project=cls.project)
        cls.own = create_task("Own", by=cls.by_ana)
        gil = Membership.objects.get(user=cls.gil)
        share_project(cls.project, by=cls.by_ana, level=Level.VIEW, member=gil)

    def setUp(self) -> None:
        self.addCleanup(_valkey().delete, *(_key(place_of(one)) for one in (self.project, self.task, self.own)))

    def test_a_place_is_open_to_whoever_sees_what_lies_there(self) -> None:
        everybody = [self.olga, self.mara, self.ana, self.gil, self.boris]
        places = [place_of(one) for one in (self.project, self.task, self.own)]
        wanted = [(user.pk, place) for user in everybody for place in places]
        with self.assertNumQueries(6):
            found = open_to(wanted)
        seers = {self.olga.pk, self.mara.pk, self.ana.pk, self.gil.pk}
        self.assertEqual(found, {(one, place) for one in seers for place in places[:2]} | {(self.ana.pk, places[2])})
        delete_tasks([self.task], by=self.by_ana)
        self.assertEqual(open_to([(self.ana.pk, place_of(self.task))]), set())

    def test_only_others_who_still_see_it_are_shown(self) -> None:
        place = place_of(self.task)
        sit([(place, f"{user.pk}:{number}") for number, user in enumerate([self.ana, self.ana, self.gil, self.boris])])
        self.assertEqual(people_beside(self.task, self.by_ana), [self.gil])
        self.assertEqual(people_beside(self.task, self.by_mara), [self.ana, self.gil])
        unshare_project(self.project, by=self.by_ana, member=Membership.objects.get(user=self.gil))
        self.assertEqual(people_beside(self.task, self.by_mara), [self.ana])

    def test_pages_draw_them_by_name(self) -> None:
        sit([(place_of(self.project), f"{self.gil.pk}:1")])
        self.client.force_login(self.ana)
        page = self.client.get(f"/acme/projects/{self.project.pk}/beside/")
        self.assertContains(page, 'aria-label="Gil Guest"')
        self.assertEqual(self.client.get(f"/acme/tasks/{self.task.number}/beside/").content.strip(), b"")

    def test_nonsense_is_no_place(self) -> None:
        for text in (
            "",
            "beside:",
            "beside:task.1",
            "task:12",
            f"beside:user.{self.ana.pk}",
            place_of(self.task) + "\n",
        ):
            self.assertFalse(is_place(text), text)

    def test_without_valkey_nobody_is_shown(self) -> None:
        with self.settings(REDIS_URL="redis://127.0.0.1:1/0"):
            _valkey.cache_clear()
            self.addCleanup(_valkey.cache_clear)
            self.assertEqual(people_beside(self.task, self.by_ana), [])


class BesideTest(CastTransactionTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.project = create_project("Plan", by=self.by_ana)
        self.task = create_task("Call", by=self.by_ana, project=self.project)
        self.place = place_of(self.task)
        self.addCleanup(_valkey().delete, _key(self.place))
        while relay_next():
            pass

    async def at_the_task(self, user: User) -> Socket:
        page = await sync_to_async(socket_of)(user)
        await page.connect()
        await page.send_to(f"at {self.place}")
        await page.send_to("ping")
        await self.until(page, "now")
        return page

    async def until(self, page: Socket, what: str) -> dict[str, Any]:
        """The next message that says this, or tells of this topic."""
        while True:
            said: dict[str, Any] = json.loads(await page.receive_from())
            if what in said or what in said.get("changed", ()):
                return said

    def beside(self, actor: Actor) -> list[User]:
        return people_beside(self.task, actor)

    @async_to_sync
    async def test_who_comes_and_who_leaves_is_told_to_the_others(self) -> None:
        ana = await self.at_the_task(self.ana)
        mara = await self.at_the_task(self.mara)
        await self.until(ana, self.place)
        self.assertEqual(await sync_to_async(self.beside)(self.by_ana), [self.mara])
        # The server has been told nothing of a tab that was only closed but that its socket is gone.
        await mara.disconnect()
        await self.until(ana, self.place)
        self.assertEqual(await sync_to_async(self.beside)(self.by_ana), [])
        # A stranger is at no place, and is told nothing.
        boris = await self.at_the_task(self.boris)
        self.assertEqual({page.place for page in hub().pages}, {self.place, ""})
        self.assertEqual(await sync_to_async(self.beside)(self.by_ana), [])
        await boris.disconnect()
        await ana.disconnect()

    @async_to_sync
    async def test_whoever_loses_sight_of_it_is_there_no_more_and_hears_nothing(self) -> None:
        ana, mara = await self.at_the_task(self.ana), await self.at_the_task(self.mara)
        await sync_to_async(Project.objects.filter(pk=self.project.pk).update)(everyone="")
        await sync_to_async(Membership.objects.filter(user=self.mara).update)(role="member")
        await hub().sweep()
        await hub().sweep()
        self.assertEqual({page.user: page.place for page in hub().pages}[self.mara.pk], "")
        self.assertEqual(await sync_to_async(self.beside)(self.by_ana), [])
        await ana.disconnect()
        await mara.disconnect()

    @async_to_sync
    async def test_a_wiped_valkey_is_whole_again_after_a_round(self) -> None:
        ana, mara = await self.at_the_task(self.ana), await self.at_the_task(self.mara)
        await sync_to_async(_valkey().delete)(_key(self.place))
        self.assertEqual(await sync_to_async(self.beside)(self.by_ana), [])
        await hub().sweep()
        self.assertEqual(await sync_to_async(self.beside)(self.by_ana), [self.mara])
        await ana.disconnect()
        await mara.disconnect()

    @async_to_sync
    async def test_one_whose_server_died_is_noticed_to_be_gone(self) -> None:
        ana = await self.at_the_task(self.ana)
        seat = (self.place, f"{self.mara.pk}:elsewhere")
        await sync_to_async(sit)([seat])
        await hub().sweep()
        await sync_to_async(_valkey().zadd)(_key(self.place), {seat[1]: 1})  # its time is over
        await hub().sweep()
        await self.until(ana, self.place)
        await ana.disconnect()
