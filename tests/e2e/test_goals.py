"""Goals that move with the timer, and planned work that is moved between days and people."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page, expect

from tests.e2e.axe import violations
from tests.e2e.conftest import OpenPage
from tests.e2e.people import Person
from tests.e2e.steps import toast_of
from tests.e2e.waiting import eventually
from tests.e2e.watch import Watch

A_MINUTE_OF_THE_JOB = 100_000
"""Milliseconds: goals are looked at once a minute."""


def today_of(person: Person) -> date:
    return datetime.now(ZoneInfo(person.zone)).date()


def settled(page: Page) -> None:
    """Nothing on its way, in both themes nothing that axe objects to."""
    page.wait_for_load_state("networkidle")
    page.add_style_tag(content="*, *::before, *::after { transition: none !important }")
    for theme in ("light", "dark"):
        page.evaluate("theme => void (document.documentElement.dataset.theme = theme)", theme)
        assert violations(page, of_colour=theme == "dark") == []


def test_a_goal_is_set_moves_with_the_timer_and_is_told_when_it_is_reached(
    open_page: OpenPage, ana: Person, watch: Watch
) -> None:
    watch.expect("status of 400")
    project = ana.makes_project("Storefront")
    page = open_page(ana, ana.url("goals/"), bypass_csp=True)
    form, ring = page.locator("#goal-add"), page.locator("#goal-ring")
    expect(page.get_by_text("A goal is so much time a day or a week")).to_be_visible()
    expect(ring).to_have_count(0)

    # What cannot be is said at its field.
    form.get_by_role("textbox", name="How long").fill("a while")
    form.get_by_role("button", name="Set goal").click()
    expect(form.get_by_role("alert")).to_contain_text("not a duration")

    subject = form.get_by_role("combobox", name="For")
    subject.click()
    subject.fill("store")
    subject.press("Enter")
    form.get_by_role("textbox", name="How long").fill("1 h")
    for box in form.locator("[name=weekdays]").all():
        box.check(force=True)
    form.get_by_role("button", name="Set goal").click()
    card = page.locator(".goal-card")
    expect(card).to_contain_text("0 m of 1 h today")
    expect(card).to_contain_text("Storefront")
    page.reload()
    expect(ring).to_have_attribute("aria-label", re.compile("1 h a day · Storefront: 0 m of 1 h today"))

    # Time that is written elsewhere moves both; a timer counts on by itself.
    ana.writes_down(str(today_of(ana)), 58 * 60, project=project["id"])
    expect(card).to_contain_text("58 m of 1 h today")
    began = datetime.now(UTC).replace(microsecond=0) - timedelta(seconds=55)
    ana.asks(f"/api/v1/workspaces/{ana.workspace}/timer/", project=project["id"], at=began.isoformat())
    expect(card).to_contain_text("59 m of 1 h today")
    expect(ring).to_have_attribute("data-tip", re.compile("59 m of 1 h"))
    settled(page)
    ana.writes_down(str(today_of(ana)), 60, project=project["id"])
    expect(card).to_contain_text(re.compile("1 h( 1 m)? of 1 h today"))
    expect(card).to_have_class(re.compile("is-met"))
    expect(ring).to_have_class(re.compile("is-met"))
    expect(page.locator("#notices")).to_contain_text(
        "You reached your goal for today: 1 h.", timeout=A_MINUTE_OF_THE_JOB
    )

    # Edited in place; deleted, and back again.
    card.get_by_role("button", name="What to do with the goal").click()
    page.get_by_role("menuitem", name="Edit").click()
    card.get_by_role("textbox", name="How long").fill("2 h")
    card.get_by_role("button", name="Save").click()
    expect(card).to_contain_text("of 2 h today")
    card.get_by_role("button", name="What to do with the goal").click()
    page.get_by_role("menuitem", name="Delete").click()
    expect(card).to_have_count(0)
    toast_of(page, "The goal is deleted.").get_by_role("button", name="Undo").click()
    expect(card).to_contain_text("of 2 h today")


def test_planned_work_is_moved_by_mouse_keys_and_menu(open_page: OpenPage, ana: Person) -> None:
    ana.makes_project("Storefront")
    monday = today_of(ana) + timedelta(days=7 - today_of(ana).weekday())
    tuesday, wednesday, thursday = (monday + timedelta(days=place) for place in (1, 2, 3))
    ana.adds(f"Draw {tuesday} ~9h #Storefront +ana")
    ana.adds(f"Unclaimed {tuesday} ~1h #Storefront")
    page = open_page(ana, ana.url(f"capacity/?week={monday}"), bypass_csp=True)
    expect(cell(page, tuesday)).to_contain_text("9:00 of 8:00")
    expect(cell(page, tuesday)).to_contain_text("1:00 over")
    cell(page, tuesday).get_by_role("link").click()
    task = page.locator(".cap-task").filter(has_text="Draw")
    expect(task).to_be_visible()
    settled(page)

    # By the mouse, and back by Undo.
    carry(page, task.locator(".cap-title"), cell(page, thursday))
    expect(page.locator(".cap-ghost")).to_contain_text("Ana Keller")
    page.mouse.up()
    expect(cell(page, thursday)).to_contain_text("9:00 of 8:00")
    eventually(lambda: due_of(ana, "Draw"), str(thursday))
    toast_of(page, "Moved to").get_by_role("button", name="Undo").click()
    expect(cell(page, tuesday)).to_contain_text("9:00 of 8:00")
    eventually(lambda: due_of(ana, "Draw"), str(tuesday))

    # Esc drops nothing.
    carry(page, task.locator(".cap-title"), cell(page, thursday))
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(page.locator(".cap-ghost")).to_have_count(0)
    expect(cell(page, thursday)).to_contain_text("0:00 of 8:00")

    # By the keys: a day on, and to nobody.
    task.focus()
    task.press("Alt+ArrowRight")
    expect(cell(page, wednesday)).to_contain_text("9:00 of 8:00")
    cell(page, wednesday).get_by_role("link").click()
    expect(task).to_be_visible()
    task.focus()
    task.press("Alt+ArrowDown")
    expect(cell(page, wednesday, "Nobody yet")).to_contain_text("9:00")
    expect(cell(page, wednesday)).to_contain_text("0:00 of 8:00")

    # By the menu, back to Ana on Thursday.
    cell(page, wednesday, "Nobody yet").get_by_role("link").click()
    task.get_by_role("button", name="Move to another day or person").click()
    page.get_by_role("combobox", name="Day").select_option(str(thursday))
    page.get_by_role("combobox", name="Person").select_option(label="Ana Keller")
    page.get_by_role("button", name="Move", exact=True).click()
    expect(toast_of(page, "Given to Ana Keller")).to_be_visible()
    expect(cell(page, thursday)).to_contain_text("9:00 of 8:00")
    eventually(lambda: due_of(ana, "Draw"), str(thursday))


def cell(page: Page, day: date, name: str = "Ana Keller") -> Locator:
    return page.locator(f'#capacity [data-day="{day}"][data-name="{name}"]')


def carry(page: Page, what: Locator, to: Locator) -> None:
    """Take it with the mouse and hold it over the place."""
    page.wait_for_load_state("networkidle")
    box, goal = what.bounding_box(), to.bounding_box()
    assert box
    assert goal
    page.mouse.move(box["x"] + 20, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(goal["x"] + goal["width"] / 2, goal["y"] + goal["height"] / 2, steps=8)


def due_of(person: Person, title: str) -> str:
    [task] = [task for task in person.tasks() if task["title"] == title]
    return str(task["due_on"])
