"""
Other people's things, named in the forms of the pages. A field that a page reads and that is in no table fails the suite.

Which fields there are nobody writes down: each address is posted to once, and what it looks up in the form is watched. Behind
every field that could name a thing each kind of hidden thing is then put, one after the other; nothing of it may be written,
and its name may not stand in the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.http import QueryDict
from django.test import TestCase
from django.urls import reverse

from tests.rights.forms import CHANNELS, KINDS, PLAIN, UNSEEN
from tests.rights.matrix import BODIES
from tests.rights.test_ids import SECRET, Hidden
from tests.rights.test_matrix import Address, addresses
from tests.rights.visitors import FOR_ANYBODY, WRITES

# Labels are everybody's of their workspace.
NAMED = re.compile(f"{SECRET} (project|section|task|work|words|entry|view|field|choice|client|folder|group)")


class Read(dict[str, Any]):
    """A form as a plain mapping that tells what is looked up in it."""

    names: set[str]

    def get(self, key: Any, default: Any = None) -> Any:
        self.names.add(key)
        return super().get(key, default)

    def __getitem__(self, key: Any) -> Any:
        self.names.add(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self.names.add(str(key))
        return super().__contains__(key)

    def pop(self, key: Any, *default: Any) -> Any:
        self.names.add(key)
        return super().pop(key, *default)


@contextmanager
def watching_forms() -> Iterator[set[str]]:
    """The names of fields that are looked up meanwhile."""
    names: set[str] = set()

    def told(original: Any) -> Any:
        def read(self: QueryDict, key: Any, *rest: Any, **more: Any) -> Any:
            names.add(str(key))
            return original(self, key, *rest, **more)

        return read

    def as_dict(self: QueryDict) -> Read:
        read = Read({key: self[key] for key in list(dict.keys(self))})
        read.names = names
        return read

    watched = {name: told(getattr(QueryDict, name)) for name in ("get", "getlist", "__getitem__", "__contains__")}
    with mock.patch.multiple(QueryDict, **watched), mock.patch.object(QueryDict, "dict", as_dict):
        yield names


@contextmanager
def watching_values() -> Iterator[list[str]]:
    """Statements that write meanwhile, with their values."""
    written: list[str] = []

    def watch(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        if set(WRITES.findall(str(sql))) - FOR_ANYBODY:
            written.append(f"{sql[:80]} {parameters}")
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(watch):
        yield written


def filled(shape: str, things: dict[str, Any]) -> str:
    """Empty where there is no such hidden thing."""
    try:
        return re.sub(
            "([@#])([a-z]+)", lambda found: str(getattr(things[found[2]], "pk" if found[1] == "@" else "number")), shape
        )
    except KeyError:
        return ""


@pytest.mark.xdist_group("rights forms")
class FormsTest(Hidden, TestCase):
    maxDiff = None

    def test_other_peoples_things_are_written_nowhere_and_named_to_nobody(self) -> None:
        unknown: dict[str, set[str]] = {}
        wrong: list[str] = []
        own: set[str] = set()
        for address in addresses():
            if "post" not in address.methods or address.name.startswith("api:"):
                continue
            for name in sorted(self.fields_of(address)):
                plain = re.sub(r"\d+", "#", name)
                if plain in PLAIN or plain.startswith(CHANNELS):
                    continue
                if plain not in KINDS:
                    unknown.setdefault(plain, set()).add(address.name)
                    continue
                for shape in KINDS[plain].split():
                    for whose, things in self.hidden.items():
                        value = filled(shape, things)
                        if value and (said := self.wrong_with(address, name, value, things)):
                            wrong.append(f"{address.name} {name}={shape} of {whose}: {said}")
                    if plain not in own | UNSEEN and (value := filled(shape, self.own)):
                        kinds = set(re.findall("[@#]([a-z]+)", shape))
                        mine = {kind: self.own[kind] for kind in kinds}
                        own |= {plain} if self.wrong_with(address, name, value, mine) else set()
        self.assertEqual(unknown, {}, "Put these fields into one of the tables of tests/rights/forms.py.")
        self.assertEqual(wrong, [])
        # Else it would say nothing that what is hidden is not written.
        self.assertEqual(sorted(set(KINDS) - UNSEEN - own), [], "Of one's own, nothing is seen to be written there.")

    def fields_of(self, address: Address) -> set[str]:
        with watching_forms() as names:
            self.visitors["ana"].ask("post", self.where(address), self.base(address))
        return names

    def wrong_with(self, address: Address, name: str, value: str, things: dict[str, Any]) -> str:
        visitor = self.visitors["ana"]
        with transaction.atomic(), watching_values() as written:
            answer = visitor.send("post", self.where(address), {**self.base(address), name: value})
            content = b"" if answer.streaming else bytes(answer.content)
            transaction.set_rollback(True)
        if answer.status_code >= 500:
            return f"It breaks: {answer.status_code}"
        if named := NAMED.search(content.decode()):
            return f"The answer names it: {named[0]}"
        # What was sent may be kept as the text that it is, such as a label that is called so; not as that which it names.
        known = [repr(one.pk) for one in things.values() if isinstance(one.pk, UUID)]
        found = [line[:160] for line in written if any(pk in line for pk in known)]
        return f"It is written: {found[0]}" if found else ""

    def where(self, address: Address) -> str:
        return reverse(address.name, kwargs=self.in_path(address.name, address.parameters))

    def base(self, address: Address) -> dict[str, Any]:
        body = self.meant(BODIES.get(f"post {address.name}", {}))
        assert isinstance(body, dict)
        return body
