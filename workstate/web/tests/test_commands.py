"""One registry says what keys do; the sheet, the palette, the hints of buttons and the scripts have no list of their own."""

from __future__ import annotations

import json
import re
from pathlib import Path

from django.test import SimpleTestCase
from django.utils.translation import override

import workstate
from workstate.core.actor import Role
from workstate.core.commands import MEMBERS, Command, Group, Where, command, commands, key_parts, register
from workstate.testing import CastTestCase
from workstate.web import palette
from workstate.web.tests.test_markup import templates

SCRIPTS = Path(workstate.__file__).parent / "theme" / "static_src" / "js"
ICONS = SCRIPTS.parent / "icons.json"

# How scripts say which character they mean: event.key === "x", or KEYS[event.key] of a const KEYS = { x: … }.
COMPARED = re.compile(r"""key(?:\.toLowerCase\(\))? *[!=]== *"(.)\"""")
LOOKED_UP = re.compile(r"(\w+)\[(?:event\.)?key\]|key in (\w+)")


def characters(script: str) -> set[str]:
    """The characters that a script listens for as keys."""
    found = set(COMPARED.findall(script))
    for name in {one or other for one, other in LOOKED_UP.findall(script)}:
        table = re.search(rf"const {name} = \{{(.*?)\}};", script, re.DOTALL)
        found |= (
            set(re.findall(r"""(?:^|[{,])\s*["']?([^\s"'{},:]|(?<=") (?="))["']?:""", table[1])) if table else set()
        )
    return found


def heard_by(one: Command) -> Path | None:
    if not one.heard_in:
        return None
    return SCRIPTS / (one.heard_in if "/" in one.heard_in else f"behaviours/{one.heard_in}")


def spec(name: str, **more: object) -> Command:
    return Command(name=name, title=name, group=Group.ANYWHERE, **more)  # type: ignore[arg-type]


class RegistryTests(SimpleTestCase):
    def test_a_key_means_one_thing_where_it_is_pressed(self) -> None:
        for taken in ("q", "g", "g t", "Mod+k", "q z"):
            with self.subTest(key=taken), self.assertRaisesMessage(ValueError, "want the same key"):
                register(spec(f"test.{taken}", keys=(taken,), where=Where.LIST))

    def test_a_name_is_given_once(self) -> None:
        with self.assertRaisesMessage(ValueError, "two commands"):
            register(spec("palette.open"))

    def test_what_is_typed_into_has_keys_of_its_own(self) -> None:
        self.assertEqual(command("text.link").keys, command("palette.open").keys)

    def test_a_sequence_is_told_cap_by_cap(self) -> None:
        self.assertEqual(key_parts("g t"), ["g", "t"])
        self.assertEqual(key_parts("Mod+k"), ["Ctrl", "K"])
        self.assertEqual(key_parts("Alt+ArrowUp"), ["Alt", "↑"])
        self.assertEqual(key_parts("#"), ["#"])

    def test_every_command_says_what_it_does_and_how_it_looks(self) -> None:
        icons = set(json.loads(ICONS.read_text()))
        for one in commands():
            with self.subTest(command=one.name):
                self.assertRegex(one.name, r"^[a-z]+(\.[a-z-]+)?$")
                self.assertEqual(str(one.title), str(one.title).strip().rstrip("."))
                if one.listed:
                    self.assertIn(one.icon, icons)
                if one.typed or one.choices:
                    self.assertTrue(one.act)


class SourcesTests(SimpleTestCase):
    def test_a_hint_of_a_button_comes_from_the_registry(self) -> None:
        for path in templates():
            text = path.read_text()
            if "styleguide" in path.parts:
                continue
            with self.subTest(template=str(path)):
                self.assertNotRegex(text, r'data-tip-key="(?!\{% key )', 'write {% key "name" %}')
                self.assertNotRegex(text, r"data-(go|hotkey)=")
                for name in re.findall(r'\{% key "([^"]+)" %\}', text):
                    self.assertTrue(command(name).keys, name)
                for name in re.findall(r'data-(?:command|run)="([^"{]+)"', text):
                    command(name)

    def test_a_cap_in_a_page_names_a_command(self) -> None:
        # The line of quick add tells its own two keys, a list of choices the number of each choice.
        # The menu of a column tells each way, and the page of search what may be typed.
        apart = {"quick_add.html", "_list.html", "_shortcuts.html", "_table.html", "_start.html"}
        for path in templates():
            if path.name not in apart and "styleguide" not in path.parts:
                with self.subTest(template=str(path)):
                    self.assertNotRegex(path.read_text(), r"<kbd>(?!\{% key )")

    def test_no_script_listens_for_a_character_that_the_registry_does_not_tell(self) -> None:
        for path in sorted(SCRIPTS.rglob("*.js")):
            told = {key[-1] for one in commands() if heard_by(one) == path for key in one.keys}
            if path.name == "palette.js":
                told |= {command("palette.open").keys[0][-1]}  # which also closes it
            with self.subTest(script=str(path.relative_to(SCRIPTS))):
                self.assertLessEqual(characters(path.read_text()) - {" "}, told)

    def test_such_a_script_would_be_found(self) -> None:
        self.assertEqual(
            characters('if (event.key === "x") act(); const KEYS = { b: 1, "#": 2 }; KEYS[event.key]'), {*"xb#"}
        )

    def test_a_script_that_is_named_is_there_and_speaks_of_keys(self) -> None:
        for path in {heard_by(one) for one in commands()} - {None}:
            assert path
            script = path.read_text()
            self.assertTrue("keydown" in script or "onEscape" in script, path)

    def test_every_act_of_a_command_is_done_by_a_script_and_every_act_of_a_script_has_a_command(self) -> None:
        done: set[str] = set()
        for path in (SCRIPTS / "behaviours").glob("*.js"):
            for body in re.findall(r"^does\(\s*\{(.*?)^\s{0,2}\},?", path.read_text(), re.DOTALL | re.MULTILINE):
                done |= set(re.findall(r"^ {4}(?:async )?(\w+)[:(]", body, re.MULTILINE))
        done |= {"choose", "set", "task"}
        wanted = {one.act for one in commands() if one.act}
        self.assertEqual(done, wanted)


class PageTests(CastTestCase):
    def test_the_sheet_tells_every_key_there_is_and_no_other(self) -> None:
        self.client.force_login(self.ana)
        page = self.client.get("/settings/").content.decode()
        told = re.findall(r'data-shortcut="([^"]+)"', page)
        self.assertEqual(told, [one.name for one in palette.allowed(Role.MEMBER) if one.keys])
        self.assertIn("<kbd>Ctrl</kbd> <kbd>K</kbd>", page)

    def known(self, person: object, path: str = "/acme/today/") -> dict[str, object]:
        self.client.force_login(person)  # type: ignore[arg-type]
        page = self.client.get(path).content.decode()
        found = re.search(r'<script id="commands" type="application/json">(.*?)</script>', page, re.DOTALL)
        assert found
        return {one["name"]: one for one in json.loads(found[1])["commands"]}

    def test_a_place_is_in_the_workspace_of_the_page(self) -> None:
        known = self.known(self.ana)
        self.assertEqual(known["go.inbox"]["url"], "/acme/inbox/")  # type: ignore[index]
        self.assertEqual(known["go.settings"]["url"], "/settings/")  # type: ignore[index]
        self.assertEqual(self.known(self.boris, "/other/today/")["go.inbox"]["url"], "/other/inbox/")  # type: ignore[index]

    def test_a_guest_is_not_offered_what_guests_may_not_do(self) -> None:
        offered = set(self.known(self.gil))
        shut = {one.name for one in commands() if one.roles == MEMBERS}
        self.assertTrue(shut)
        self.assertFalse(offered & shut)
        self.assertLessEqual({one for one in shut if palette.url_of(command(one))}, set(self.known(self.ana)))

    def test_every_place_that_is_offered_opens(self) -> None:
        for person in (self.olga, self.ana, self.gil):
            for one in self.known(person).values():
                if "url" in one and "act" not in one:  # type: ignore[operator]
                    with self.subTest(command=one["name"], person=person.name):  # type: ignore[index]
                        self.assertEqual(self.client.get(one["url"], follow=True).status_code, 200)  # type: ignore[index]

    def test_the_words_are_those_of_the_language(self) -> None:
        with override("en"):
            english = palette.drawn(Role.MEMBER, "acme")
        self.assertIn("Keyboard shortcuts", english)
        self.assertNotIn(palette.SOMEWHERE, english)

    def test_what_is_drawn_depends_on_the_role_and_the_workspace(self) -> None:
        self.assertNotEqual(palette.drawn(Role.MEMBER, "acme"), palette.drawn(Role.MEMBER, "other"))
        self.assertNotEqual(palette.drawn(Role.MEMBER, "acme"), palette.drawn(Role.GUEST, "acme"))

    def test_the_documentation_tells_the_same_keys(self) -> None:
        text = (Path(workstate.__file__).parent.parent / "docs" / "keyboard.md").read_text()
        with override("en"):
            wanted = palette.as_markdown()
        self.assertIn(wanted, text, f"Put this into docs/keyboard.md:\n\n{wanted}")
