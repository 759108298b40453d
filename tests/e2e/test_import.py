"""A real export comes in by the browser: preview, progress, result; nothing twice, and nothing of a broken file."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

import workstate.transfer
from tests.e2e.conftest import OpenPage
from tests.e2e.people import Person
from tests.e2e.steps import go

SAMPLES = Path(workstate.transfer.__file__).parent / "tests/samples"
PATIENCE = 60_000  # A worker, which may still be on its way, reads the file; the page asks once a second how far it is.


def read(page: Page, sample: str) -> None:
    page.get_by_label("File", exact=True).set_input_files(SAMPLES / sample)
    page.get_by_role("button", name="Read the file").click()


def confirm(page: Page) -> None:
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_role("heading", name="Imported")).to_be_visible(timeout=PATIENCE)


def test_a_toggl_export_comes_in_once(open_page: OpenPage, ana: Person) -> None:
    page = open_page(ana, ana.url("import/"))
    read(page, "toggl/detailed-2026.csv")
    expect(page.get_by_role("heading", name="This will be made")).to_be_visible(timeout=PATIENCE)
    assert ana.entries() == []
    rows = len((SAMPLES / "toggl/detailed-2026.csv").read_text(encoding="utf-8-sig").strip().splitlines()) - 1
    expect(page.locator(".report-lead")).to_contain_text(f"{rows} ")
    confirm(page)
    made = ana.entries()
    assert len(made) == min(rows, 200)

    go(page, "Storefront")
    page.goto(ana.url("import/"))
    read(page, "toggl/detailed-2026.csv")
    expect(page.get_by_role("status").filter(has_text="already")).to_be_visible(timeout=PATIENCE)
    assert ana.entries() == made


def test_a_todoist_project_comes_in(open_page: OpenPage, ana: Person) -> None:
    page = open_page(ana, ana.url("import/"))
    read(page, "todoist/project.csv")
    expect(page.get_by_role("heading", name="This will be made")).to_be_visible(timeout=PATIENCE)
    assert ana.tasks() == []
    confirm(page)
    assert "Call the accountant" in [task["title"] for task in ana.tasks()]
    page.get_by_role("link", name="Open the project").click()
    expect(page.locator("main [data-row]").filter(has_text="Call the accountant")).to_be_visible()


def test_a_broken_file_names_its_lines_and_brings_nothing_in(open_page: OpenPage, ana: Person) -> None:
    page = open_page(ana, ana.url("import/"))
    read(page, "toggl/detailed-broken.csv")
    errors = page.get_by_role("table", name="Errors by line")
    expect(errors).to_be_visible(timeout=PATIENCE)
    for line in ("3", "4", "5"):
        expect(errors.get_by_role("row").filter(has_text=line).first).to_be_visible()
    expect(page.get_by_role("button", name="Import", exact=True)).to_have_count(0)
    assert ana.entries() == []
