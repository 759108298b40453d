"""Custom fields: made in a dialog, put in order, filled on a task in place."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.late import Late
from tests.e2e.people import Person
from tests.e2e.steps import row_of, toast_of
from tests.e2e.test_accessibility import check
from tests.e2e.waiting import eventually
from tests.e2e.watch import Watch

KINDS = ("text", "number", "date", "choice", "choices", "checkbox", "person", "link")


def fields_of(person: Person) -> str:
    return f"/api/v1/workspaces/{person.workspace}/fields/"


def makes_field(person: Person, name: str, kind: str, **more: Any) -> dict[str, Any]:
    return dict(person.asks(fields_of(person), name=name, kind=kind, **more))


def values(person: Person) -> dict[str, Any]:
    """What stands in the fields of the person's first task, by the fields' names."""
    names = {field["id"]: field["name"] for field in person.asks(fields_of(person) + "?limit=100")["results"]}
    return {names[pk]: value for pk, value in person.tasks()[0]["fields"].items()}


def expect_value(person: Person, name: str, wanted: object) -> None:
    eventually(lambda: values(person).get(name), wanted)


@pytest.fixture
def drawer(open_page: OpenPage, ana: Person) -> Locator:
    """The drawer of a task in a workspace with a field of each kind, none of them filled."""
    more: dict[str, Any] = {
        "number": {"decimals": 2, "unit": "kg"},
        "choice": {"choices": ["Small", "Large"]},
        "choices": {"choices": ["Web", "Mail", "Shop"]},
    }
    for kind in KINDS:
        makes_field(ana, f"My {kind}", kind, **more.get(kind, {}))
    ana.adds("Alpha")
    page = open_page(ana, ana.url("inbox/"))
    row_of(page, "Alpha").get_by_role("link", name="Alpha").click()
    drawer = page.get_by_role("complementary", name="Details")
    expect(drawer.get_by_role("textbox", name="Title")).to_have_value("Alpha")
    return drawer


def add(drawer: Locator, name: str) -> None:
    drawer.get_by_role("button", name="Field", exact=True).click()
    drawer.page.get_by_role("menuitem", name=name, exact=True).click()


def test_a_field_is_made_in_a_dialog_and_stands_on_tasks(open_page: OpenPage, ana: Person) -> None:
    ana.adds("Alpha")
    page = open_page(ana)
    page.locator("button.workspace").click()
    page.get_by_role("menuitem", name="Workspace settings").click()
    page.get_by_role("link", name="Custom fields").click()
    page.get_by_role("link", name="New field").click()
    dialog = page.get_by_role("dialog", name="New field")
    dialog.get_by_label("Name").fill("Size")
    choices = dialog.get_by_label("Choices", exact=True)
    expect(choices).to_be_hidden()
    dialog.locator(".kinds label").filter(has_text=re.compile("^Choice$")).click()
    choices.fill("Small\nLarge")
    dialog.get_by_role("button", name="Make the field").click()
    expect(page.locator(".customfield-row")).to_contain_text(["Size"])
    expect(page.get_by_role("dialog", name="New field")).to_have_count(0)

    page.goto(ana.url("inbox/"))
    row_of(page, "Alpha").get_by_role("link", name="Alpha").click()
    add(page.locator("#drawer"), "Size")
    box = page.locator("#drawer").get_by_role("combobox", name="Size")
    expect(box).to_be_focused()
    page.keyboard.type("lar")
    page.keyboard.press("Enter")
    eventually(lambda: list(values(ana)), ["Size"])
    expect(box).to_have_value("Large")
    expect(box).to_be_focused()


def test_each_kind_is_filled_in_place(drawer: Locator, ana: Person) -> None:
    for kind, typed, kept in (
        ("text", "Hello", "Hello"),
        ("number", "1.234,5 kg", "1234.5"),
        ("date", "31.12.2030", "2030-12-31"),
        ("link", "example.org/page", "https://example.org/page"),
    ):
        add(drawer, f"My {kind}")
        field = drawer.get_by_label(f"My {kind}").and_(drawer.locator("[name=value]"))
        expect(field).to_be_focused()
        drawer.page.keyboard.type(typed)
        drawer.page.keyboard.press("Enter")
        expect_value(ana, f"My {kind}", kept)
    link = drawer.get_by_role("link", name="Open in a new tab: My link")
    expect(link).to_have_attribute("target", "_blank")
    expect(link).to_have_attribute("rel", re.compile("noopener"))
    expect(drawer.get_by_role("textbox", name="My number")).to_have_value("1234.50")

    add(drawer, "My checkbox")
    box = drawer.get_by_role("checkbox", name="My checkbox")
    box.check()
    eventually(lambda: values(ana).get("My checkbox"), True)
    drawer.get_by_role("button", name="Take away: My checkbox").click()
    expect(box).to_have_count(0)

    add(drawer, "My person")
    expect(drawer.get_by_role("combobox", name="My person")).to_be_focused()
    drawer.page.keyboard.type("ana")
    drawer.page.keyboard.press("Enter")
    eventually(lambda: "My person" in values(ana), True)


def test_many_choices_are_ticked_while_their_list_stays_open(drawer: Locator, ana: Person) -> None:
    add(drawer, "My choices")
    drawer.get_by_role("button", name="My choices: Nothing").click()
    for name in ("Web", "Shop", "Mail"):
        drawer.page.get_by_role("checkbox", name=name).check()
    drawer.page.get_by_role("checkbox", name="Shop").uncheck()
    eventually(lambda: len(values(ana).get("My choices", [])), 2)
    expect(drawer.page.get_by_role("checkbox", name="Mail")).to_be_visible()
    drawer.page.keyboard.press("Escape")
    expect(drawer.get_by_role("button", name="My choices: Web, Mail")).to_be_visible()


def test_a_refusal_is_told_until_it_is_mended_or_given_up(drawer: Locator, ana: Person, watch: Watch) -> None:
    watch.expect("status of 400")
    page = drawer.page
    news = Late(page, re.compile(r"/tasks/1/$"))
    add(drawer, "My number")
    field = drawer.get_by_role("textbox", name="My number")
    field.fill("5")
    field.press("Enter")
    expect_value(ana, "My number", "5")
    expect(drawer.locator(".custom-fact[data-added]")).to_have_count(0)
    field.fill("many")
    field.press("Enter")
    error = drawer.locator(".field-error")
    expect(error).to_contain_text("not a number")
    expect(field).to_have_attribute("aria-invalid", "true")
    assert values(ana)["My number"] == "5"

    # The news of the first value was slow: it comes only now.
    ana.asks(f"/api/v1/workspaces/{ana.workspace}/tasks/{ana.tasks()[0]['id']}/", "PATCH", title="Beta")
    news.let_go()
    expect(drawer.get_by_role("textbox", name="Title")).to_have_value("Beta")
    expect(error).to_contain_text("not a number")
    expect(field).to_have_value("many")
    field.press("Escape")
    expect(field).to_have_value("5.00")
    expect(error).to_have_count(0)

    field.fill("more")
    field.press("Enter")
    expect(error).to_contain_text("not a number")
    field.fill("6")
    field.press("Enter")
    expect(error).to_have_count(0)
    expect_value(ana, "My number", "6")


def test_what_somebody_else_sets_appears_and_takes_nothing_from_typing(drawer: Locator, ana: Person) -> None:
    add(drawer, "My text")
    drawer.get_by_label("My text").press_sequentially("Half a ")
    task = ana.tasks()[0]["id"]
    number = next(one["id"] for one in ana.asks(fields_of(ana) + "?limit=100")["results"] if one["name"] == "My number")
    ana.asks(f"/api/v1/workspaces/{ana.workspace}/tasks/{task}/fields/", "PATCH", **{number: "7"})
    drawer.page.wait_for_timeout(1500)
    drawer.page.keyboard.type("sentence")
    expect(drawer.get_by_label("My text")).to_have_value("Half a sentence")
    drawer.page.keyboard.press("Enter")
    expect(drawer.get_by_role("textbox", name="My number")).to_have_value("7.00")
    eventually(lambda: values(ana).get("My text"), "Half a sentence")


def test_fields_are_put_in_order_archived_and_deleted(open_page: OpenPage, ana: Person) -> None:
    for name in ("One", "Two", "Three"):
        makes_field(ana, name, "text")
    page = open_page(ana, ana.url("settings/fields/"))
    row_of(page, "Three").focus()
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("#announcer")).to_contain_text("1")
    server = lambda: [one["name"] for one in ana.asks(fields_of(ana))["results"]]  # noqa: E731
    eventually(server, ["Three", "One", "Two"])

    row_of(page, "One").get_by_role("button", name="More: One").click()
    page.get_by_role("menuitem", name="Archive").click()
    expect(page.get_by_text("Archived", exact=True)).to_be_visible()
    toast_of(page, "Archived").get_by_role("button", name="Undo").click()
    eventually(server, ["Three", "One", "Two"])

    row_of(page, "Two").get_by_role("button", name="More: Two").click()
    page.get_by_role("menuitem", name="Delete").click()
    eventually(server, ["Three", "One"])
    toast_of(page, "is deleted").get_by_role("button", name="Undo").click()
    eventually(server, ["Three", "One", "Two"])


def test_choices_are_edited_in_the_dialog(open_page: OpenPage, ana: Person) -> None:
    made = makes_field(ana, "Size", "choice", choices=["Small", "Large"])
    page = open_page(ana, ana.url("settings/fields/"))
    page.get_by_role("link", name="Size").click()
    dialog = page.get_by_role("dialog", name="Edit field")
    dialog.get_by_label("Add a choice").fill("Medium")
    dialog.get_by_label("Add a choice").press("Enter")
    names = dialog.get_by_label("Name of the choice")
    expect(names).to_have_count(3)
    names.nth(0).fill("Tiny")
    names.nth(0).press("Enter")
    server = lambda: [one["name"] for one in ana.asks(f"{fields_of(ana)}{made['id']}/")["choices"]]  # noqa: E731
    eventually(server, ["Tiny", "Large", "Medium"])
    names.nth(2).focus()
    page.keyboard.press("Alt+ArrowUp")
    eventually(server, ["Tiny", "Medium", "Large"])

    dialog.get_by_role("button", name="Colour of Tiny").click()
    page.get_by_role("radio", name="Red").check()
    expect(page.locator("#field-list .label.colour-red")).to_have_text("Tiny")
    dialog.get_by_role("button", name="Archive Large").click()
    expect(dialog.get_by_text("1 no longer offered")).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_axe_finds_nothing(open_page: OpenPage, ana: Person) -> None:
    choice = makes_field(ana, "Size", "choice", choices=["Small", "Large"])
    fields = [makes_field(ana, f"My {kind}", kind) for kind in KINDS if kind not in {"choice", "choices"}]
    fields.append(many := makes_field(ana, "Channels", "choices", choices=["Web", "Mail"]))
    ana.adds("Alpha @dev")
    task = ana.tasks()[0]
    filled = {choice["id"]: choice["choices"][0]["id"], many["id"]: [many["choices"][0]["id"]]}
    filled |= {fields[0]["id"]: "x", fields[1]["id"]: "5", fields[2]["id"]: "2030-01-01", fields[3]["id"]: True}
    ana.asks(f"/api/v1/workspaces/{ana.workspace}/tasks/{task['id']}/fields/", "PATCH", **filled)

    page = open_page(ana, ana.url("settings/fields/"), bypass_csp=True)
    check(page)
    page.get_by_role("link", name="Size").click()
    expect(page.get_by_role("dialog", name="Edit field")).to_be_visible()
    check(page)
    page.goto(ana.url("settings/fields/new/"))
    check(page)
    page.goto(ana.url(f"tasks/{task['number']}/"))
    expect(page.get_by_role("combobox", name="Size")).to_be_visible()
    check(page)
