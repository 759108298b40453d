"""
Pictures of the main pages with sample data, for README and for looking at what was built.

    python -m tests.e2e.screenshots                     the few of README, into docs/screenshots
    python -m tests.e2e.screenshots --every-page FOLDER every page, empty and full, both themes, wide and phone
"""

from __future__ import annotations

import argparse
import struct
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.e2e.people import Person
from tests.e2e.servers import running_product
from tests.e2e.steps import chips_of, line_of, row_of
from tests.e2e.theatre import Theatre

ROOT = Path(__file__).parent.parent.parent
README = ROOT / "docs/screenshots"
WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
LINE = "Call Ana about contracts tomorrow 2pm p1 #Storefront @phone ~45m"
TASK = "Fix checkout totals"
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def type_a_line(page: Page) -> None:
    line_of(page).press_sequentially(LINE)
    expect(chips_of(page)).to_have_count(5)


def open_a_task(page: Page) -> None:
    row_of(page, TASK).get_by_role("link", name=TASK).click()
    expect(page.get_by_label("Title", exact=True)).to_be_visible()


def plan_and_open(page: Page) -> None:
    open_a_task(page)
    type_a_line(page)


def nothing(page: Page) -> None:
    pass


FOR_README: list[tuple[str, str, dict[str, int], Callable[[Page], None]]] = [
    ("today", "today/", WIDE, plan_and_open),
    ("report", "reports/?period=last-week", WIDE, nothing),
    ("time", "time/", WIDE, nothing),
    ("phone", "today/", PHONE, nothing),
]
PLACES: tuple[str, ...] = ("today/", "inbox/", "upcoming/", "completed/", "projects/", "projects/new/", "bin/")
PLACES += ("time/", "timer/", "reports/", "import/", "tasks/3/")
OUTSIDE = ("/accounts/login/", "/accounts/signup/", "/accounts/password/reset/")


class Camera:
    def __init__(self, browser: Browser, site: str, folder: Path) -> None:
        self.browser, self.site, self.folder = browser, site, folder
        folder.mkdir(parents=True, exist_ok=True)

    def shoot(
        self,
        name: str,
        path: str,
        size: dict[str, int],
        theme: str,
        person: Person | None = None,
        first: Callable[[Page], None] = nothing,
    ) -> None:
        context = self.browser.new_context(
            base_url=self.site,
            viewport=size,  # type: ignore[arg-type]
            color_scheme=theme,  # type: ignore[arg-type]
            reduced_motion="reduce",
            locale="en-GB",
            timezone_id=person.zone if person else "Europe/Berlin",
            has_touch=size is PHONE,
            bypass_csp=True,  # for the style below
        )
        if person:
            context.add_cookies(person.cookies)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(path)
        page.wait_for_load_state("networkidle")
        first(page)
        if self.folder == README:
            # Who works here sees no notice about sample data.
            page.add_style_tag(content=".notice.sample { display: none }")
        page.mouse.move(0, 0)
        page.evaluate("() => document.fonts.ready")
        picture = page.screenshot()
        (self.folder / f"{name}.png").write_bytes(smaller(picture) if self.folder == README else picture)
        context.close()


def add_sample_data(browser: Browser, person: Person) -> str:
    """One click; returns the sample workspace's name in addresses."""
    context = browser.new_context(base_url=person.site)
    context.add_cookies(person.cookies)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(person.url())
    page.get_by_role("button", name="Add sample data").click()
    expect(page.get_by_role("button", name="Remove it")).to_be_visible(timeout=120_000)
    slug = page.url.removeprefix(person.site).split("/")[1]
    row_of(page, TASK).get_by_role("button", name="Start the timer").click()
    expect(page.locator("#timer .stop")).to_be_visible()
    context.close()
    return slug


def smaller(png: bytes) -> bytes:
    """The same picture without its alpha, packed as well as zlib can (RFC 2083)."""
    width, height, depth, colour = struct.unpack(">IIBB", png[16:26])
    if (depth, colour) not in {(8, 2), (8, 6)}:
        return png
    packed, at = b"", 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            packed += png[at + 8 : at + 8 + length]
        at += length + 12
    pixel = 3 if colour == 2 else 4
    rows = _unfiltered(zlib.decompress(packed), width * pixel, pixel)
    if pixel == 4:
        rows = [b"".join(row[at : at + 3] for at in range(0, len(row), 4)) for row in rows]
    candidates = (
        b"".join(b"\0" + row for row in rows),
        b"".join(b"\2" + _difference(row, above) for row, above in zip(rows, [bytes(width * 3), *rows], strict=False)),
    )
    best = min((zlib.compress(one, 9) for one in candidates), key=len)
    chunks = (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)), (b"IDAT", best), (b"IEND", b"")
    found = SIGNATURE + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )
    return min(png, found, key=len)


def _difference(row: bytes, above: bytes) -> bytes:
    return bytes((one - other) & 255 for one, other in zip(row, above, strict=True))


def _unfiltered(data: bytes, length: int, pixel: int) -> list[bytes]:
    rows: list[bytes] = []
    above = bytes(length)
    for start in range(0, len(data), length + 1):
        kind, row = data[start], bytearray(data[start + 1 : start + 1 + length])
        for at in range(length if kind else 0):
            left = row[at - pixel] if at >= pixel else 0
            corner = above[at - pixel] if at >= pixel else 0
            up = above[at]
            if kind == 1:
                guess = left
            elif kind == 2:
                guess = up
            elif kind == 3:
                guess = (left + up) // 2
            else:
                middle = left + up - corner
                guess = min((left, up, corner), key=lambda near: abs(middle - near))
            row[at] = (row[at] + guess) & 255
        above = bytes(row)
        rows.append(above)
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every-page", type=Path, metavar="FOLDER")
    folder = parser.parse_args().every_page
    theatre = Theatre()
    with tempfile.TemporaryDirectory() as data, running_product(Path(data), worker=3) as product:
        person, newcomer = Person(product.url, number=0), Person(product.url, number=1, name="Jo Berg")
        sample = add_sample_data(theatre.browser, person)
        camera = Camera(theatre.browser, product.url, folder or README)
        if not folder:
            for name, path, size, first in FOR_README:
                for theme in ("light", "dark"):
                    camera.shoot(f"{name}-{theme}", f"/{sample}/{path}", size, theme, person, first)
        else:
            every_page(camera, person, sample, newcomer)
    theatre.close()


def every_page(camera: Camera, person: Person, sample: str, newcomer: Person) -> None:
    for size in (WIDE, PHONE):
        for theme in ("light", "dark"):
            end = f"{size['width']}-{theme}"
            for path in PLACES:
                name = path.replace("/", "-").strip("-")
                camera.shoot(f"{name}-{end}", f"/{sample}/{path}", size, theme, person)
                camera.shoot(
                    f"{name}-empty-{end}", newcomer.url(path.replace("tasks/3", "nowhere")), size, theme, newcomer
                )
            for path in OUTSIDE:
                camera.shoot(f"{path.strip('/').replace('/', '-')}-{end}", path, size, theme)
            for path in ("/settings/", "/accounts/sessions/", "/accounts/password/change/"):
                camera.shoot(f"{path.strip('/').replace('/', '-')}-{end}", path, size, theme, newcomer)
            camera.shoot(f"line-{end}", f"/{sample}/today/", size, theme, person, type_a_line)
            camera.shoot(f"drawer-{end}", f"/{sample}/today/", size, theme, person, open_a_task)


if __name__ == "__main__":
    main()
