"""The flow that everything else serves: plan a task, track time on it, see where the week went."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.people import PASSWORD, Person
from tests.e2e.steps import chips_of, expect_idle, expect_running, go, line_of, row_of, seconds_of, timer_of

LINE = "Call Ana about contracts tomorrow 2pm p1 #Storefront @phone ~45m"


def test_from_sign_up_to_a_task_a_clock_and_a_report(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(path="/accounts/signup/")
    page.get_by_label("Your name").fill("Jo Berg")
    page.get_by_label("E-mail").fill("jo@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()
    expect(page).to_have_url(re.compile(r"/today/$"))

    line_of(page).press_sequentially(LINE)
    expect(chips_of(page)).to_have_count(5)
    line_of(page).press("Enter")
    expect(line_of(page)).to_have_value("")

    go(page, "Storefront")
    task = row_of(page, "Call Ana about contracts")
    expect(task).to_contain_text("phone")
    expect(task).to_contain_text("0:45")
    expect(task).to_contain_text("14:00")
    task.get_by_role("button", name="Start the timer").click()

    expect_running(page, "Call Ana about contracts")
    expect(timer_of(page)).to_contain_text("Storefront")
    expect(page).to_have_title(re.compile(r"^0:0\d:\d\d · Call Ana about contracts"))
    go(page, "Time")
    expect_running(page, "Call Ana about contracts")
    expect(timer_of(page).locator("time")).to_have_text(re.compile(r"0:00:0[3-9]|0:00:[1-5]\d|0:0[1-9]:\d\d"))
    timer_of(page).get_by_role("button", name="Stop the timer").click()
    expect_idle(page)
    expect(page).not_to_have_title(re.compile(r"\d:\d\d:\d\d"))

    entry = row_of(page, "Call Ana about contracts")
    expect(page.locator("main [data-elapsed-since]")).to_have_count(0)  # What still counts up is no length yet.
    listed = seconds_of(entry.locator(".entry-length").inner_text())
    assert listed >= 3
    assert seconds_of(page.locator(".day-total").inner_text()) == listed
    for total in page.locator(".time-totals dd.num").all_inner_texts():
        assert seconds_of(total) == listed

    go(page, "Reports")
    table = page.locator(".report-table")
    clock = f"{listed // 3600}:{listed // 60 % 60:02}" + (f":{listed % 60:02}" if listed % 60 else "")
    expect(table.locator("tfoot").get_by_role("cell", name=clock, exact=True)).to_be_visible()
    storefront = table.get_by_role("row").filter(has_text="Storefront")
    expect(storefront.get_by_role("cell", name=clock, exact=True)).to_be_visible()
    expect(table).to_contain_text("Call Ana about contracts")

    page.get_by_role("button", name="Export").click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name="CSV").click()
    download.value.save_as(tmp_path / "report.csv")
    with (tmp_path / "report.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["Project"], row["Task"], row["Tracked (seconds)"]) for row in rows] == [
        ("Storefront", "Call Ana about contracts", str(listed)),
        ("Total", "", str(listed)),
    ]


def test_tokens_are_tinted_and_listed_while_typing(page: Page) -> None:
    line_of(page).press_sequentially(LINE)

    expect(chips_of(page)).to_have_count(5)
    tinted = page.locator("main .qa-mirror mark")
    assert tinted.all_inner_texts() == ["tomorrow 2pm", "p1", "#Storefront", "@phone", "~45m"]
    said = " | ".join(chips_of(page).locator("span:not(.dot)").all_inner_texts())
    assert re.fullmatch(r"\w{3} \d+ \w{3}, 14:00 \| Priority 1 \| Storefront \| phone \| 45 min", said), said
    # The words behind the tints stand exactly under those that are typed.
    assert (page.locator("main .qa-mirror").text_content() or "").rstrip("\u200b") == LINE


def test_the_cross_on_a_chip_keeps_the_words_and_drops_the_meaning(page: Page, ana: Person) -> None:
    line_of(page).press_sequentially("Read chapter p1 tomorrow")
    page.get_by_role("button", name="Remove “Priority 1”, keep the words").click()
    expect(chips_of(page).filter(has_text="Priority")).to_have_count(0)
    expect(line_of(page)).to_have_value("Read chapter p1 tomorrow")
    expect(line_of(page)).to_be_focused()
    expect(page.locator("main .qa-mirror mark")).to_have_text(["tomorrow"])

    line_of(page).press("Enter")
    expect(line_of(page)).to_have_value("")
    [task] = ana.tasks()
    assert (task["title"], task["priority"]) == ("Read chapter p1", 4)
    assert task["due_on"] is not None


def test_backspace_selects_the_last_chip_and_again_drops_it(page: Page) -> None:
    line_of(page).press_sequentially("Read chapter p1")
    chip = chips_of(page).filter(has_text="Priority 1")
    expect(chip).to_be_visible()
    line_of(page).press("Backspace")
    expect(chip).to_have_class(re.compile("is-armed"))
    line_of(page).press("Backspace")
    expect(chip).to_have_count(0)
    expect(line_of(page)).to_have_value("Read chapter p1")


def test_what_is_typed_survives_a_reload(page: Page) -> None:
    line_of(page).press_sequentially("Half a thought p2")
    page.reload()
    expect(line_of(page)).to_have_value("Half a thought p2")
    expect(chips_of(page).filter(has_text="Priority 2")).to_be_visible()


def test_ctrl_enter_adds_and_starts(page: Page) -> None:
    line_of(page).press_sequentially("Write the brief")
    line_of(page).press("Control+Enter")
    expect_running(page, "Write the brief")
    expect(row_of(page, "Write the brief").get_by_role("button", name="Stop the timer")).to_be_visible()
