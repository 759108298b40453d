"""Whatever happens, a page ends with what a fresh one shows: random events, lost pokes, broken sockets, slow commits, rights."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from threading import Event as Signal
from threading import Thread
from typing import Any
from uuid import UUID

from asgiref.sync import async_to_sync
from channels.db import database_sync_to_async
from django.db import connection, transaction

from workstate.accounts.models import User
from workstate.activity.models import Event
from workstate.activity.relay import relay_next
from workstate.core.actor import Actor
from workstate.core.clock import now
from workstate.live.audience import pokes_for
from workstate.live.hub import Hub
from workstate.live.log import parse_start
from workstate.live.standing import standings_of
from workstate.live.topics import EVERYTHING
from workstate.projects.actions import create_project
from workstate.projects.actions.sharing import set_everyone, share_project, unshare_project
from workstate.projects.models import Level, Project, ProjectShare
from workstate.tasks.actions import change_task, create_task, move_task
from workstate.tasks.models import Task
from workstate.testing import CastTransactionTestCase
from workstate.workspaces.models import Membership

PATIENCE = 60
ROUNDS = 10
SEEDS = range(4)


class Shown:
    """A page with one fragment, the titles of all tasks that its person sees; it asks for them anew when it is told to."""

    def __init__(self, person: User, actor: Actor, session_key: str) -> None:
        self.name, self.session_key, self.user, self.actor = str(person.pk), session_key, person.pk, actor
        self.hears: frozenset[str] = frozenset()
        self.place = ""
        self.heard = False
        self.start = ""
        self.shows: dict[UUID, str] = {}
        self.is_stale = False

    async def tell(self, message: Any) -> None:
        self.start = f"after {message['after']}" if "after" in message else self.start
        if {"tasks", "projects", EVERYTHING} & set(message.get("changed", ())):
            self.is_stale = True

    async def shut(self) -> None:
        raise AssertionError("Nobody was signed out.")

    def look(self) -> None:
        self.shows, self.is_stale = self.fresh(), False

    def fresh(self) -> dict[UUID, str]:
        return dict(Task.objects.visible_to(self.actor).kept().values_list("pk", "title"))


class QuietHub(Hub):
    """A hub whose pokes are carried by the test, so that they may be lost, and that sweeps when it is told to."""

    def enter(self, page: Any) -> None:
        self.pages.add(page)
        self._into_groups(page, page.hears)

    def _soon(self) -> None:
        """Nothing is said by itself."""


class EndTest(CastTransactionTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.projects = [create_project(f"Project {number}", by=self.by_olga) for number in range(3)]
        aside = create_project("Aside", by=self.by_olga)  # Nothing else waits for what is written slowly.
        self.slowly = create_task("Slow", by=self.by_olga, project=aside)
        self.tasks = [create_task("Task", by=self.by_olga, project=project) for project in self.projects]
        self.number = 0
        while relay_next():
            pass

    @contextmanager
    def a_slow_commit(self) -> Iterator[None]:
        """A title changed in a transaction that is committed only at the end of this block."""
        self.number += 1
        title = f"Slow {self.number}"
        written, go_on = Signal(), Signal()
        failed: list[BaseException] = []

        def run() -> None:
            try:
                with transaction.atomic():
                    change_task(Task.objects.get(pk=self.slowly.pk), by=self.by_mara, title=title)
                    written.set()
                    go_on.wait(PATIENCE)
            except BaseException as error:
                failed.append(error)
            finally:
                written.set()
                connection.close()

        thread = Thread(target=run)
        thread.start()
        assert written.wait(PATIENCE)
        try:
            yield
        finally:
            go_on.set()
            thread.join(PATIENCE)
        self.assertEqual(failed, [])

    def act(self, chance: random.Random) -> None:
        self.number += 1
        task, project = chance.choice(self.tasks), chance.choice(self.projects)
        gil = Membership.objects.get(user=self.gil)
        match chance.choice(["change", "change", "create", "move", "open", "close", "share", "unshare"]):
            case "change":
                change_task(Task.objects.get(pk=task.pk), by=self.by_olga, title=f"Title {self.number}")
            case "create":
                self.tasks.append(create_task(f"New {self.number}", by=self.by_olga, project=project))
            case "move":
                move_task(Task.objects.get(pk=task.pk), by=self.by_olga, project=project)
            case "open":
                set_everyone(Project.objects.get(pk=project.pk), Level.VIEW, by=self.by_olga)
            case "close":
                set_everyone(Project.objects.get(pk=project.pk), "", by=self.by_olga)
            case "share":
                share_project(project, by=self.by_olga, level=Level.VIEW, member=gil)
            case "unshare":
                if ProjectShare.objects.filter(project=project, member=gil).exists():
                    unshare_project(project, by=self.by_olga, member=gil)

    def pages(self) -> list[Shown]:
        found = []
        for person, actor in ((self.ana, self.by_ana), (self.gil, self.by_gil)):
            self.client.force_login(person)
            found.append(Shown(person, actor, self.client.session.session_key or ""))
            self.client.cookies.clear()
        return found

    @async_to_sync
    async def test_a_page_ends_with_what_a_fresh_one_shows(self) -> None:
        for seed in SEEDS:
            with self.subTest(seed=seed):
                await self.play(random.Random(seed))

    async def play(self, chance: random.Random) -> None:
        stage = Stage(await database_sync_to_async(self.pages)())
        for page in stage.pages:
            await stage.draw(page)
        for _ in range(ROUNDS):
            slow = self.a_slow_commit() if chance.random() < 0.5 else nullcontext()
            await database_sync_to_async(slow.__enter__)()
            try:
                for _ in range(chance.randrange(1, 5)):
                    await database_sync_to_async(self.act)(chance)
                    await stage.go_on(chance)
            finally:
                await database_sync_to_async(slow.__exit__)(None, None, None)
            await stage.go_on(chance)
            await self.all_are_fresh(stage)
        for page in stage.pages:
            stage.come_back(page)
        await self.all_are_fresh(stage)

    async def all_are_fresh(self, stage: Stage) -> None:
        """Of the pages that listen, once the log was read."""
        await stage.hub.sweep()
        await stage.look()
        for page in stage.pages:
            if page in stage.hub.pages:
                self.assertEqual(page.shows, await database_sync_to_async(page.fresh)())


class Stage:
    """The pages and their hub, between which pokes are lost and sockets break."""

    def __init__(self, pages: list[Shown]) -> None:
        self.pages = pages
        self.hub = QuietHub()
        self.carried: set[int] = set()

    async def draw(self, page: Shown) -> None:
        page.start = f"since {now().isoformat()}"
        await database_sync_to_async(page.look)()
        page.hears = (await database_sync_to_async(standings_of)([page.session_key]))[page.session_key].groups
        self.come_back(page)

    def come_back(self, page: Shown) -> None:
        start = parse_start(page.start)
        if page in self.hub.pages or start is None:
            return
        page.heard = False
        self.hub.enter(page)
        self.hub.begin(page, start)

    async def go_on(self, chance: random.Random) -> None:
        """The relay hands on what it finds, and the bus brings it or does not; sockets break, and stand again."""
        message = await database_sync_to_async(self.relayed)()
        if chance.random() < 0.5:
            self.hub.hear(message)
        page = chance.choice(self.pages)
        match chance.choice(["break", "stand", "flush", "sweep", "sweep"]):
            case "break":
                self.hub.leave(page)
            case "stand":
                self.come_back(page)
            case "flush":
                await self.hub._flush()
            case "sweep":
                await self.hub.sweep()
        await self.look()

    def relayed(self) -> dict[str, Any]:
        events = list(Event.objects.exclude(pk__in=self.carried))
        self.carried |= {event.pk for event in events}
        Event.objects.filter(pk__in=self.carried, relayed_at=None).update(relayed_at=now())
        return {"events": [event.pk for event in events], "pokes": pokes_for(events)}

    async def look(self) -> None:
        for page in self.pages:
            if page.is_stale:
                await database_sync_to_async(page.look)()
