"""Every address × every method × every member of the cast. An address without a row fails the suite."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar
from zlib import crc32

import pytest
from django.test import SimpleTestCase, TestCase
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.rights.matrix import BODIES, ROWS
from tests.rights.visitors import Answer
from tests.rights.world import PEOPLE, World

METHODS = ("get", "post", "put", "patch", "delete")
FORBIDDEN = {302, 401, 403, 404, 405}
PARTS = 4
"""Workers take these one by one."""


@dataclass(frozen=True)
class Address:
    name: str
    parameters: frozenset[str]
    methods: tuple[str, ...]


def addresses() -> Iterator[Address]:
    yield from _walk(get_resolver(), "", frozenset())


def _walk(resolver: URLResolver, namespace: str, parameters: frozenset[str]) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        taken = parameters | set(entry.pattern.regex.groupindex)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, inner, taken)
        else:
            yield Address(f"{namespace}{entry.name}", frozenset(taken), _methods(entry))


def _methods(entry: URLPattern) -> tuple[str, ...]:
    view: Any = getattr(entry.callback, "view_class", None) or getattr(entry.callback, "cls", None)
    if view is None:
        return ("get", "post")
    return tuple(method for method in METHODS if method in view.http_method_names and hasattr(view, method))


class RowsTest(SimpleTestCase):
    def test_every_method_of_every_address_has_its_row(self) -> None:
        standing = {f"{method} {address.name}" for address in addresses() for method in address.methods}
        self.assertEqual(sorted(standing - set(ROWS)), [], "Give these addresses a row in tests/rights/matrix.py.")
        self.assertEqual(sorted(set(ROWS) - standing), [], "These rows stand for no address.")
        self.assertEqual(sorted(set(BODIES) - standing), [], "These bodies are sent nowhere.")

    def test_every_row_has_a_cell_for_everybody(self) -> None:
        self.assertEqual([row for row, cells in ROWS.items() if len(cells.split()) != len(PEOPLE)], [])


class Part(World):
    """A part of the addresses; the test itself."""

    part: ClassVar[int]
    maxDiff: ClassVar[int | None] = None

    @classmethod
    def setUpTestData(cls) -> None:
        cls.populate()

    def test_everybody_gets_the_answer_that_is_theirs(self: Any) -> None:
        wrong: dict[str, str] = {}
        for address in addresses():
            if crc32(address.name.encode()) % PARTS != self.part:
                continue
            for method in address.methods:
                row = f"{method} {address.name}"
                cells = ROWS.get(row, "").split() or [""] * len(PEOPLE)
                actual = " ".join(
                    cell if cell == "-" else str(self.status_for(address, method, name))
                    for cell, name in zip(cells, PEOPLE, strict=True)
                )
                if ROWS.get(row) != actual:
                    wrong[row] = actual
        self.assertEqual({row: ROWS.get(row) for row in wrong}, wrong)

    def status_for(self: Any, address: Address, method: str, name: str) -> int:
        """Asserts too that whoever is refused, or only looks, has written nothing."""
        answer: Answer = self.visitors[name].ask(
            method,
            reverse(address.name, kwargs=self.in_path(address.name, address.parameters)),
            self.meant(BODIES.get(f"{method} {address.name}", {})),
            in_json=address.name.startswith("api:"),
        )
        refused = answer.status in FORBIDDEN and not (answer.status == 302 and name)
        if refused or method == "get":
            self.assertEqual(answer.written, set(), f"{method} {address.name} wrote something for {name or 'anybody'}.")
        return answer.status


@pytest.mark.xdist_group("rights 1")
class FirstPartTest(Part, TestCase):
    part = 0


@pytest.mark.xdist_group("rights 2")
class SecondPartTest(Part, TestCase):
    part = 1


@pytest.mark.xdist_group("rights 3")
class ThirdPartTest(Part, TestCase):
    part = 2


@pytest.mark.xdist_group("rights 4")
class FourthPartTest(Part, TestCase):
    part = 3
