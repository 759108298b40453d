from __future__ import annotations

from collections.abc import Iterator

from django.test import SimpleTestCase
from django.urls import URLResolver, get_resolver

from workstate.accounts.keys.actions import create_key
from workstate.accounts.keys.scopes import Area
from workstate.accounts.tests.test_keys import Program
from workstate.api.scopes import AREAS, FOR_ANY_KEY, FOR_BROWSERS, IN_WORKSPACE, OPEN, SHELL, area_of
from workstate.api.tests.test_api import APITestCase
from workstate.tasks.models import Task


def routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        route = f"{before}{entry.pattern}"
        if isinstance(entry, URLResolver):
            yield from routes(entry, route)
        else:
            yield route


class AreasTest(SimpleTestCase):
    def test_every_address_lies_in_an_area(self) -> None:
        standing = {route for route in routes(get_resolver()) if route.startswith(SHELL)}
        for route in standing:
            if route.removeprefix(SHELL) not in OPEN:
                with self.subTest(route=route):
                    area_of(route)
        nouns = {route.removeprefix(IN_WORKSPACE).partition("/")[0] for route in standing if IN_WORKSPACE in route}
        self.assertEqual(set(AREAS) - nouns, set())
        self.assertLessEqual({f"{SHELL}{one}" for one in FOR_BROWSERS | FOR_ANY_KEY | OPEN}, standing)


class WithinScopesTest(APITestCase):
    def test_reading_is_not_writing_and_one_area_is_not_another(self) -> None:
        tasks, timer, report = self.url("tasks"), self.url("timer"), self.url("report", kind="summary")
        _key, text = create_key(self.ana, "Reader", ["tasks:read", "time:write"])
        program = Program(text)
        self.assertEqual(program.get(tasks).status_code, 200)
        refused = program.post(tasks, {"title": "New"}, "application/json")
        self.assertEqual((refused.status_code, refused.json()["code"]), (403, "insufficient_scope"))
        self.assertIn("tasks:write", refused.json()["detail"])
        self.assertFalse(Task.objects.filter(title="New").exists())
        self.assertEqual(program.get(report).status_code, 403)
        self.assertEqual(program.post(timer, {}, "application/json").status_code, 201)

    def test_each_area_by_itself_opens_that_area_alone(self) -> None:
        places = {
            Area.TASKS: self.url("tasks"),
            Area.PROJECTS: self.url("projects"),
            Area.TIME: self.url("entries"),
            Area.REPORTS: self.url("report", kind="summary"),
            Area.WORKSPACE: self.url("people"),
            Area.ME: "/api/v1/me/",
        }
        self.assertEqual(set(places), set(Area))
        for area in Area:
            program = Program(create_key(self.ana, area, [f"{area}:read"])[1])
            opened = {one for one, place in places.items() if program.get(place).status_code != 403}
            self.assertEqual(opened, {area})

    def test_a_key_sees_no_more_than_its_person(self) -> None:
        program = Program(create_key(self.boris, "Reader", ["tasks:write"])[1])
        self.assertEqual(program.get(self.url("tasks")).status_code, 404)
