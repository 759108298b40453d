"""The cast: the same people in every test."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import ClassVar, TypeVar

from django.db import connection, connections, transaction
from django.test import TestCase, TransactionTestCase

from workstate.accounts.models import User
from workstate.core.actor import Actor, Role, Via

PASSWORD = "correct horse battery staple"

Answer = TypeVar("Answer")


class Cast:
    """
    Olga owns the workspace "acme", Mara administers it, Ana is a member, Gil a guest. Boris owns another one, "other".

    Each has an Actor (`self.by_ana`) in their workspace; signing in is `self.client.force_login(self.ana)`.
    """

    olga: ClassVar[User]
    mara: ClassVar[User]
    ana: ClassVar[User]
    gil: ClassVar[User]
    boris: ClassVar[User]
    by_olga: ClassVar[Actor]
    by_mara: ClassVar[Actor]
    by_ana: ClassVar[Actor]
    by_gil: ClassVar[Actor]
    by_boris: ClassVar[Actor]

    @classmethod
    def gather(cls) -> None:
        # This module leans on rooms above core, as tests may; the house itself never imports it.
        from workstate.workspaces.actions import add_member, create_workspace

        def person(name: str) -> User:
            # A hash that is quick to make: no test of the rooms is about the strength of passwords.
            return User.objects.create_user(
                f"{name.split()[0].lower()}@example.org", None, name=name, time_zone="Europe/Berlin"
            )

        cls.olga, cls.mara, cls.ana = person("Olga Owner"), person("Mara Adler"), person("Ana Keller")
        cls.gil, cls.boris = person("Gil Guest"), person("Boris Orlov")
        cls.by_olga = create_workspace("Acme", owner=cls.olga, via=Via.SYSTEM, slug="acme")
        cls.by_boris = create_workspace("Other", owner=cls.boris, via=Via.SYSTEM, slug="other")
        roles = {cls.mara: Role.ADMINISTRATOR, cls.ana: Role.MEMBER, cls.gil: Role.GUEST}
        for user, role in roles.items():
            add_member(user, role=role, by=cls.by_olga)
        cls.by_mara, cls.by_ana, cls.by_gil = (
            Actor(user, cls.by_olga.workspace, role, Via.WEB) for user, role in roles.items()
        )
        cls.by_olga, cls.by_boris = cls.by_olga.through(Via.WEB), cls.by_boris.through(Via.WEB)


class CastTestCase(Cast, TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.gather()


class CastTransactionTestCase(Cast, TransactionTestCase):
    """For what must really commit: threads, sockets, the relay. Slower: what was written is taken away after each test."""

    def setUp(self) -> None:
        self.gather()

    def _fixture_teardown(self) -> None:
        # Django truncates all tables, which costs the database some files for each; a test has written to a few of them.
        empty_tables()


# What migrations write stays.
_MADE_BY_MIGRATIONS = {"django_migrations", "django_content_type", "auth_permission"}


def empty_tables() -> None:
    """Delete whatever was written to tables: in any order, since their constraints are asked at the end."""
    names = set(connection.introspection.django_table_names(only_existing=True, include_views=False))
    tables = [connection.ops.quote_name(name) for name in sorted(names - _MADE_BY_MIGRATIONS)]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        # Once more where deleting has written: triggers keep sums of what there is.
        while True:
            asked = (f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in tables)  # nosec B608: quoted names
            cursor.execute(" UNION ALL ".join(asked))
            written = [name for (name,) in cursor.fetchall()]
            if not written:
                break
            cursor.execute("; ".join(f"DELETE FROM {name}" for name in written))  # nosec B608: the same names


def at_once(*acts: Callable[[], Answer]) -> list[Answer | Exception]:
    """What each act answers or raises when all are done at the same moment, each on a connection of its own."""
    barrier = Barrier(len(acts))

    def do(act: Callable[[], Answer]) -> Answer | Exception:
        barrier.wait()
        try:
            return act()
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(do, acts))
