"""The timeline: bars by mouse, keys and touch, what waits for them, two browsers at once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.axe import violations
from tests.e2e.conftest import OpenPage
from tests.e2e.people import Person
from tests.e2e.steps import press_at_once, toast_of, today_of
from tests.e2e.waiting import eventually
from tests.e2e.watch import Watch

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DAY = 26  # pixels, from the distance of a month


def at(person: Person, days: int | None) -> str | None:
    """So many days from the person's today, as it is stored."""
    return None if days is None else (today_of(person) + timedelta(days)).isoformat()


@pytest.fixture
def plan(ana: Person) -> str:
    """Draft, Build and Launch, of which each waits for the one before, and Dream without a date; the path of their timeline."""
    project = ana.makes_project("Shop")["id"]
    tasks = f"/api/v1/workspaces/{ana.workspace}/tasks/"
    made = [
        ana.asks(tasks, title=title, project=project, start_on=at(ana, start), due_on=at(ana, due))["id"]
        for title, start, due in (("Draft", 0, 3), ("Build", 4, 7), ("Launch", None, 9), ("Dream", None, None))
    ]
    for one, other in ((0, 1), (1, 2)):
        ana.asks(f"{tasks}{made[one]}/links/", kind="blocks", task=made[other])
    return ana.url(f"projects/{project}/?layout=timeline&span=month")


def days(person: Person, title: str) -> tuple[int | None, int | None]:
    """From when until when a task is, in days from today."""
    task = next(task for task in person.tasks() if task["title"] == title)
    today = today_of(person)
    read = [task[name] and (date.fromisoformat(task[name]) - today).days for name in ("start_on", "due_on")]
    return read[0], read[1]


def expect_days(person: Person, title: str, start: int | None, due: int | None) -> None:
    eventually(lambda: days(person, title), (start, due))


def ready(page: Page) -> Page:
    """With the script of the timeline, which goes to today."""
    page.wait_for_function("() => document.getElementById('timeline-scroll')?.scrollLeft > 0")
    return page


def row_of(page: Page, title: str) -> Locator:
    """A row says also what it waits for, so its own title counts."""
    return page.locator("#timeline [data-row]").filter(has=page.get_by_role("link", name=title, exact=True))


def bar(page: Page, title: str) -> Locator:
    return row_of(page, title).locator(".tl-body")


def middle(what: Locator) -> tuple[float, float]:
    box = what.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page: Page, what: Locator, *, dx: float = 0, to: tuple[float, float] | None = None) -> None:
    page.wait_for_load_state("networkidle")
    what.scroll_into_view_if_needed()
    x, y = middle(what)
    to_x, to_y = to or (x + dx, y)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 6, y)
    page.mouse.move(to_x, to_y, steps=5)
    expect(page.locator("#timeline")).to_have_class("tl span-month is-dragging")
    page.mouse.up()


def test_bars_are_moved_stretched_drawn_and_taken_off(open_page: OpenPage, ana: Person, plan: str) -> None:
    page = ready(open_page(ana, plan))
    drag(page, bar(page, "Build"), dx=2 * DAY)
    expect_days(ana, "Build", 6, 9)
    drag(page, row_of(page, "Build").locator("[data-end=due]"), dx=3 * DAY)
    expect_days(ana, "Build", 6, 12)
    drag(page, row_of(page, "Launch").locator("[data-end=start]"), dx=-DAY)
    expect_days(ana, "Launch", 8, 9)

    # Launch begins now while Build is still at work.
    expect(page.locator("#timeline-links .is-late")).to_have_count(1)

    x, _y = middle(bar(page, "Draft"))
    _x, y = middle(row_of(page, "Dream").locator(".tl-name"))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + DAY, y, steps=4)
    page.mouse.up()
    eventually(lambda: None in days(ana, "Dream"), False)
    expect(page.get_by_role("heading", name="No dates")).to_have_count(0)

    # What is dropped over what has no dates has none either; Esc lets go of a bar where it was.
    ana.adds("Idea #Shop")
    heading = page.get_by_role("heading", name="No dates")
    expect(heading).to_be_visible()
    drag(page, bar(page, "Dream"), to=(x, middle(heading)[1]))
    expect_days(ana, "Dream", None, None)
    toast_of(page, "It has no date any more.").get_by_role("button", name="Undo").click()
    eventually(lambda: None in days(ana, "Dream"), False)
    x, y = middle(bar(page, "Draft"))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 5 * DAY, y, steps=4)
    page.keyboard.press("Escape")
    page.mouse.up()
    assert days(ana, "Draft") == (0, 3)
    expect(page.locator("#drawer > *")).to_have_count(0)

    page.mouse.click(*middle(bar(page, "Draft")))
    expect(page.get_by_role("complementary", name="Details").get_by_role("textbox", name="Title")).to_have_value(
        "Draft"
    )


def test_what_waits_moves_along_and_one_undo_brings_all_back(
    open_page: OpenPage, ana: Person, plan: str, watch: Watch
) -> None:
    page = ready(open_page(ana, plan))
    home = middle(bar(page, "Launch"))
    drag(page, bar(page, "Draft"), dx=3 * DAY)
    toast_of(page, "2 tasks wait for it.").get_by_role("button", name="Move the 2 tasks too").click()
    toast_of(page, "2 tasks moved too.").get_by_role("button", name="Undo").wait_for()
    assert [days(ana, title) for title in ("Draft", "Build", "Launch")] == [(3, 6), (7, 10), (None, 12)]
    toast_of(page, "2 tasks moved too.").get_by_role("button", name="Undo").click()
    for title, start, due in (("Draft", 0, 3), ("Build", 4, 7), ("Launch", None, 9)):
        expect_days(ana, title, start, due)

    # From the end of a bar to another one; what would close a circle is refused.
    watch.expect("status of 400")
    arrows = page.locator("#timeline-links [data-source]")
    expect(arrows).to_have_count(2)
    eventually(lambda: middle(bar(page, "Launch")), home)  # The page too shows it where it was.
    row_of(page, "Draft").hover()
    drag(page, row_of(page, "Draft").locator("[data-knot]"), to=middle(bar(page, "Launch")))
    expect(arrows).to_have_count(3)
    toast_of(page, "“Launch” now waits for “Draft”.").get_by_role("button", name="Undo").click()
    expect(arrows).to_have_count(2)
    row_of(page, "Launch").hover()
    drag(page, row_of(page, "Launch").locator("[data-knot]"), to=middle(bar(page, "Draft")))
    expect(toast_of(page, "That would close a circle")).to_be_visible()
    expect(arrows).to_have_count(2)


def test_without_a_mouse(open_page: OpenPage, ana: Person, plan: str) -> None:
    page = ready(open_page(ana, plan))
    said = page.locator("#announcer")
    row_of(page, "Build").focus()
    press_at_once(page, "Alt+ArrowRight", "Alt+ArrowRight")
    expect(said).to_contain_text("Build: ")
    expect_days(ana, "Build", 6, 9)
    # Two presses are one act.
    toast_of(page, "Planned").get_by_role("button", name="Undo").click()
    expect(row_of(page, "Build")).to_have_attribute("data-start", at(ana, 4) or "")
    row_of(page, "Build").focus()
    press_at_once(page, "Alt+Shift+ArrowRight", "Alt+Comma")
    expect_days(ana, "Build", 3, 8)
    page.keyboard.press("Alt+PageDown")
    expect_days(ana, "Build", 10, 15)
    expect(row_of(page, "Build")).to_be_focused()
    page.keyboard.press("j")
    expect(row_of(page, "Launch")).to_be_focused()
    page.keyboard.press("Alt+Backspace")
    expect_days(ana, "Launch", None, None)
    row_of(page, "Launch").focus()
    page.keyboard.press("Alt+ArrowRight")
    expect_days(ana, "Launch", None, 0)

    before = page.locator("#timeline-scroll").evaluate("one => one.scrollLeft")
    page.keyboard.press("ArrowRight")
    expect(said).to_contain_text("Shown: ")
    assert page.locator("#timeline-scroll").evaluate("one => one.scrollLeft") > before
    page.keyboard.press("-")
    expect(page.locator("#timeline")).to_have_attribute("data-span", "quarter")
    page.keyboard.press("0")
    expect(page.locator("#timeline")).to_have_attribute("data-on", today_of(ana).isoformat())
    page.keyboard.press("+")
    expect(page.locator("#timeline")).to_have_attribute("data-span", "month")
    with page.expect_response("**/looks/**"):
        page.keyboard.press("-")
    page.goto(plan.replace("&span=month", ""))
    expect(page.locator("#timeline")).to_have_attribute("data-span", "quarter")

    row_of(ready(page), "Draft").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("complementary", name="Details").get_by_role("textbox", name="Title")).to_have_value(
        "Draft"
    )


def test_a_finger_that_rests_on_a_bar_drags_it(open_page: OpenPage, ana: Person, plan: str) -> None:
    page = ready(open_page(ana, plan, **PHONE))
    bar(page, "Build").scroll_into_view_if_needed()
    finger = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})

    x, y = middle(bar(page, "Build"))
    touch("touchStart", (x, y))
    expect(page.locator("#timeline")).to_have_class("tl span-month is-dragging")
    for step in range(1, 6):
        touch("touchMove", (x + step * DAY / 5, y))
    touch("touchEnd")
    expect_days(ana, "Build", 5, 8)

    # The end of a bar is taken beside it.
    end = row_of(page, "Draft").locator("[data-end=due]").bounding_box()
    assert end
    assert end["width"] >= 40
    assert end["height"] >= 40
    x, y = end["x"] + 24, end["y"] + 20
    touch("touchStart", (x, y))
    expect(page.locator("#timeline")).to_have_class("tl span-month is-dragging")
    for step in range(1, 6):
        touch("touchMove", (x + step * DAY / 5, y))
    touch("touchEnd")
    expect_days(ana, "Draft", 0, 4)


def test_what_is_typed_and_looked_at_stays_while_the_other_browser_moves_bars(
    open_page: OpenPage, ana: Person, plan: str
) -> None:
    here, there = (ready(open_page(ana, plan)) for _number in range(2))
    here.locator("#timeline-scroll").evaluate("one => (one.scrollLeft -= 150)")
    scrolled = here.locator("#timeline-scroll").evaluate("one => one.scrollLeft")
    line = here.locator("main").get_by_role("textbox", name="Add a task")
    line.press_sequentially("Half a tho")

    drag(there, bar(there, "Draft"), dx=2 * DAY)
    expect_days(ana, "Draft", 2, 5)
    expect(row_of(here, "Draft")).to_have_attribute("data-start", at(ana, 2) or "")
    assert here.locator("#timeline-scroll").evaluate("one => one.scrollLeft") == scrolled
    line.press_sequentially("ught")
    expect(line).to_have_value("Half a thought")
    expect(line).to_be_focused()

    # A bar that is being dragged is not taken from the hand; what it missed is shown when it was let go.
    x, y = middle(bar(here, "Build"))
    here.mouse.move(x, y)
    here.mouse.down()
    here.mouse.move(x + 2 * DAY, y, steps=4)
    drag(there, bar(there, "Launch"), dx=5 * DAY)
    expect_days(ana, "Launch", None, 14)
    expect(bar(there, "Launch")).to_be_visible()
    expect(row_of(here, "Build")).to_have_attribute("data-start", at(ana, 6) or "")
    here.mouse.up()
    expect_days(ana, "Build", 6, 9)
    expect(row_of(here, "Launch")).to_have_attribute("data-due", at(ana, 14) or "")


def test_axe_finds_nothing(open_page: OpenPage, ana: Person, plan: str) -> None:
    page = ready(open_page(ana, plan, bypass_csp=True))
    page.add_style_tag(content="*, *::before, *::after { transition: none !important }")
    for size in ({"width": 1440, "height": 900}, {"width": 390, "height": 844}, {"width": 320, "height": 640}):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        for theme in ("light", "dark"):
            page.evaluate("theme => void (document.documentElement.dataset.theme = theme)", theme)
            assert violations(page, of_colour=theme == "dark") == [], f"{size['width']} px, {theme}"
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
