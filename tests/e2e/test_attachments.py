"""Files on a task: chosen, dropped, pasted, looked at, renamed, deleted and brought back."""

from __future__ import annotations

import base64
import io
import re

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Locator, Page, Route, expect

from tests.e2e.axe import violations
from tests.e2e.conftest import OpenPage
from tests.e2e.people import Person
from tests.e2e.steps import row_of, toast_of
from tests.e2e.watch import Watch

DRAWN = 60_000  # milliseconds: a worker that is still starting takes them up one after the other
NOTE = FilePayload(name="note.txt", mimeType="text/plain", buffer=b"Hello.")
SECOND = FilePayload(name="second.txt", mimeType="text/plain", buffer=b"Hello again.")
# What a browser does with what is dragged or pasted, told to the page as it would tell it.
BRING = """([kind, selector, name, type, content]) => {
  const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], name, { type }));
  const event = kind === "paste"
    ? new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })
    : new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true });
  document.querySelector(selector).dispatchEvent(event);
}"""


def photo(colour: str = "teal") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(file, "PNG")
    return file.getvalue()


def bring(page: Page, kind: str, name: str, content: bytes, selector: str = "#task-detail .desc") -> None:
    page.evaluate(BRING, [kind, selector, name, "image/png", base64.b64encode(content).decode()])


def amiss(page: Page) -> list[str]:
    """What axe finds about files; the rest of the page has its own tests."""
    return [line for line in violations(page) if re.search(r"file|lightbox", line)]


def tile_of(page: Page, name: str) -> Locator:
    return page.locator(".file-tile").filter(has_text=name)


@pytest.fixture
def drawer(open_page: OpenPage, ana: Person) -> Page:
    """An inbox with one task, open."""
    ana.adds("Alpha")
    page = open_page(ana, ana.url("inbox/"))
    row_of(page, "Alpha").get_by_role("link", name="Alpha").click()
    expect(page.get_by_text("Attach files")).to_be_visible()
    return page


def test_a_chosen_file_is_attached_and_downloaded(drawer: Page) -> None:
    drawer.get_by_label("Attach files").set_input_files(NOTE)
    expect(tile_of(drawer, "note.txt")).to_contain_text("6 bytes")
    expect(row_of(drawer, "Alpha").locator(".task-meta")).to_contain_text("1")
    with drawer.expect_download() as download:
        tile_of(drawer, "note.txt").get_by_role("link", name="note.txt").click()
    assert download.value.suggested_filename == "note.txt"
    assert download.value.path().read_bytes() == b"Hello."
    expect(drawer).to_have_url(re.compile(r"/tasks/1/$"))


def test_a_picture_that_is_dropped_shows_itself(drawer: Page) -> None:
    bring(drawer, "dragover", "harbour.png", photo())
    expect(drawer.locator("[data-dropping]")).to_have_count(1)
    bring(drawer, "drop", "harbour.png", photo())
    expect(drawer.locator("[data-dropping]")).to_have_count(0)
    picture = tile_of(drawer, "harbour.png").locator("img")
    expect(picture).to_be_visible(timeout=DRAWN)
    expect(picture).to_have_js_property("naturalWidth", 480)


def test_what_is_dropped_beside_the_task_is_neither_attached_nor_opened(drawer: Page) -> None:
    bring(drawer, "drop", "harbour.png", photo(), "main")
    drawer.get_by_label("Attach files").set_input_files(NOTE)
    expect(tile_of(drawer, "note.txt")).to_be_visible()
    expect(drawer.locator(".file-tile")).to_have_count(1)


def test_a_pasted_picture_is_attached_under_the_time(drawer: Page) -> None:
    bring(drawer, "paste", "image.png", photo())
    expect(drawer.locator(".file-name")).to_have_text(re.compile(r"^\d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d\.png$"))


def test_pictures_are_looked_at_large_by_keyboard(drawer: Page) -> None:
    for name in ("one.png", "two.png"):
        bring(drawer, "drop", name, photo())
    for name in ("one.png", "two.png"):
        expect(tile_of(drawer, name).locator("img")).to_be_visible(timeout=DRAWN)
    tile_of(drawer, "one.png").get_by_role("link", name="Preview one.png").focus()
    drawer.keyboard.press("Enter")
    dialog = drawer.get_by_role("dialog", name="Preview")
    expect(dialog).to_contain_text("one.png")
    expect(dialog.get_by_role("img", name="one.png")).to_have_js_property("naturalWidth", 640)
    drawer.keyboard.press("ArrowRight")
    expect(dialog.get_by_role("img", name="two.png")).to_be_visible()
    drawer.keyboard.press("ArrowRight")
    expect(dialog.get_by_role("img", name="one.png")).to_be_visible()
    drawer.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(drawer.get_by_role("link", name="Preview one.png")).to_be_focused()


def test_deleting_is_undone_from_the_toast(drawer: Page) -> None:
    drawer.get_by_label("Attach files").set_input_files(NOTE)
    tile_of(drawer, "note.txt").hover()
    tile_of(drawer, "note.txt").get_by_role("button", name="More: note.txt").click()
    drawer.get_by_role("button", name="Delete", exact=True).click()
    expect(tile_of(drawer, "note.txt")).to_have_count(0)
    toast_of(drawer, "File deleted").get_by_role("button", name="Undo").click()
    expect(tile_of(drawer, "note.txt")).to_be_visible()


def test_a_file_is_renamed(drawer: Page) -> None:
    drawer.get_by_label("Attach files").set_input_files(NOTE)
    tile_of(drawer, "note.txt").hover()
    tile_of(drawer, "note.txt").get_by_role("button", name="More: note.txt").click()
    drawer.get_by_label("File name").fill("minutes.txt")
    drawer.keyboard.press("Enter")
    expect(tile_of(drawer, "minutes.txt")).to_be_visible()
    expect(drawer.locator(".file-tile [popover]:popover-open")).to_have_count(0)


def test_a_refusal_is_said_in_its_place_and_the_others_go_on(drawer: Page, watch: Watch) -> None:
    watch.expect("status of 400")
    empty = FilePayload(name="nothing.txt", mimeType="text/plain", buffer=b"")
    drawer.get_by_label("Attach files").set_input_files([empty, NOTE])
    line = drawer.locator(".file-upload").filter(has_text="nothing.txt")
    expect(line.get_by_role("alert")).to_contain_text("empty")
    expect(tile_of(drawer, "note.txt")).to_be_visible()
    expect(line).to_be_visible()
    line.get_by_role("button", name="Close").click()
    expect(line).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_it(open_page: OpenPage, ana: Person, watch: Watch, scheme: str) -> None:
    watch.expect("status of 400")
    ana.adds("Alpha")
    page = open_page(ana, ana.url("tasks/1/"), bypass_csp=True, color_scheme=scheme)
    empty = FilePayload(name="nothing.txt", mimeType="text/plain", buffer=b"")
    page.get_by_label("Attach files").set_input_files([empty, NOTE])
    bring(page, "drop", "harbour.png", photo())
    expect(tile_of(page, "harbour.png").locator("img")).to_be_visible(timeout=DRAWN)
    assert amiss(page) == []
    tile_of(page, "note.txt").hover()
    tile_of(page, "note.txt").get_by_role("button", name="More: note.txt").click()
    assert amiss(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Preview harbour.png").click()
    expect(page.get_by_role("dialog", name="Preview").get_by_role("img")).to_be_visible()
    assert amiss(page) == []


def test_what_is_under_way_goes_on_when_another_task_is_opened(open_page: OpenPage, ana: Person) -> None:
    for title in ("Alpha", "Beta"):
        ana.adds(title)
    page = open_page(ana, ana.url("inbox/"))
    row_of(page, "Alpha").get_by_role("link", name="Alpha").click()
    held: list[Route] = []
    page.route("**/files/", lambda route: route.continue_() if held else held.append(route))
    with page.expect_request("**/files/"):
        page.get_by_label("Attach files").set_input_files([NOTE, SECOND])
    row_of(page, "Beta").get_by_role("link", name="Beta").click()
    expect(page.get_by_role("textbox", name="Title")).to_have_value("Beta")
    held[0].continue_()
    expect(row_of(page, "Alpha").locator(".task-meta")).to_contain_text("2")
    expect(row_of(page, "Beta").locator(".task-meta")).to_have_count(0)


def test_without_script_a_form_attaches(open_page: OpenPage, ana: Person) -> None:
    ana.adds("Alpha")
    page = open_page(ana, ana.url("tasks/1/"), java_script_enabled=False)
    page.get_by_label("Attach files").set_input_files(NOTE)
    page.get_by_role("button", name="Attach", exact=True).click()
    expect(page.get_by_role("link", name="note.txt").first).to_be_visible()
