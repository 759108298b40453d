"""
Sets a report: `python -I render.py TARGET`, in a process of its own that may fail, which sees no secret and no database.

It stands alone, without a line of the application, and reads one JSON object on its standard input (see `Sheets`). A table
of thousands of rows is set in parts, or it would take a gigabyte: the last page of a part is thrown away and what stood on it
begins the next one, so that no seam is seen. Feet come last, when it is known how many pages there are. Progress goes to the
standard output, a line of `rows done / rows` each; exits with 0, with 3 for what cannot be set, with 4 where the libraries of
the system are missing.
"""

from __future__ import annotations

import base64
import gc
import json
import sys
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from weasyprint import CSS, Document
    from weasyprint.document import Page
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

HERE = Path(__file__).resolve().parent
FONTS = HERE.parents[2] / "theme" / "static" / "fonts"
SHEET = HERE / "paper.css"
SCHEME = "bundled:"
LOGO = "logo"
ROWS = "<!--rows-->"

CANNOT_BE_SET = 3
LIBRARIES_MISSING = 4

PART = 500  # rows, some thirty pages and 30 MB
# Beyond these a PDF is not tagged for screen readers (ISO 14289-1): the tags of a cell take as much as the cell, and the time for
# them grows with the square of the pages. Who listens to so much is better off with a spreadsheet.
MOST_TAGGED = 1500  # rows
MEMORY = 2 * 1024**3  # bytes of addresses; what is really used stays well below
SECONDS = 240


@dataclass(frozen=True, slots=True)
class Sheets:
    """
    A document with one table that may be long. `before` is its HTML up to the table's first row and `after` what stands behind
    the last; `again` and `close` are the same for a page on which the table goes on. Each of `rows` is the HTML of one.

    `margins` is a document of its own, with a place for what stands around the pages: `head` on every one but the first,
    `foot` and `foot_end` on all. {page} and {pages} are filled in.
    """

    before: str
    again: str
    rows: list[str]
    after: str
    close: str
    margins: str
    head: str
    foot: str
    foot_end: str
    logo: bytes
    style: str = ""  # rules of this document alone, beside those of every paper


def bundled(logo: bytes = b"") -> URLFetcher:
    """What may be fetched: our fonts and this logo. Nothing else, by whatever scheme, from wherever it is asked for."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Bundled(URLFetcher):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__(allowed_protocols=(), allow_redirects=False)

        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
            name = url.removeprefix(SCHEME)
            if url == f"{SCHEME}{LOGO}" and logo:
                return URLFetcherResponse(url, logo, {"Content-Type": "image/png"})
            if url.startswith(SCHEME) and name in {file.name for file in FONTS.glob("*.woff2")}:
                return URLFetcherResponse(url, (FONTS / name).read_bytes(), {"Content-Type": "font/woff2"})
            raise ValueError(f"Not bundled: {url[:80]}")

        def open(self, url: Any, data: object = None, timeout: object = None) -> NoReturn:
            raise ValueError("Nothing is opened.")

    return Bundled()


class Setting:
    """Sets the pages of one document."""

    def __init__(self, sheets: Sheets, *, part: int = PART) -> None:
        from weasyprint import CSS
        from weasyprint.text.fonts import FontConfiguration

        self._sheets, self._part = sheets, part
        self._fetcher = bundled(sheets.logo)
        self._fonts: FontConfiguration = FontConfiguration()
        self._variant = "pdf/ua-1" if len(sheets.rows) <= MOST_TAGGED else None
        self._styles: list[CSS] = [
            CSS(string=rules, font_config=self._fonts, url_fetcher=self._fetcher)
            for rules in (SHEET.read_text(), sheets.style)
        ]

    def write(self, target: Path) -> None:
        document, pages = self._pages()
        self._put_feet(pages)
        document.copy(pages).write_pdf(target, pdf_variant=self._variant)

    def _pages(self) -> tuple[Document, list[Page]]:
        sheets, pages, start, part = self._sheets, [], 0, self._part
        while True:
            end = min(start + part, len(sheets.rows))
            is_last = end == len(sheets.rows)
            body = "".join(
                (
                    sheets.again if start else sheets.before,
                    *(
                        row.replace("<tr", f'<tr data-n="{n}"', 1)
                        for n, row in enumerate(sheets.rows[start:end], start)
                    ),
                    sheets.after if is_last else sheets.close,
                )
            )
            document = self._set(body)
            if is_last:
                pages += document.pages
                print(f"{end} / {len(sheets.rows)}", flush=True)
                return document, pages
            kept, begins = _whole_pages(document.pages, start)
            if not kept:  # a part that fills no page: a larger one will
                part *= 2
                continue
            pages += kept
            start, part = begins, self._part
            del document
            gc.collect()
            print(f"{start} / {len(sheets.rows)}", flush=True)

    def _put_feet(self, pages: list[Page]) -> None:
        """Set the margins of all pages as a document of their own, and lay each over its page."""
        from weasyprint.formatting_structure.boxes import MarginBox

        sheets = self._sheets
        feet = []
        for number in range(1, len(pages) + 1):
            of_page = {"page": str(number), "pages": str(len(pages))}
            end = sheets.foot_end.replace("{pages}", of_page["pages"]).replace("{page}", of_page["page"])
            head = sheets.head if number > 1 else ""
            feet.append(f'<section class="margins"><p class="head">{head}</p><p class="foot">{sheets.foot}</p>')
            feet.append(f'<p class="foot-end">{end}</p></section>')
        document = self._set(sheets.margins.replace(ROWS, "".join(feet)))
        for page, margins in zip(pages, document.pages, strict=True):
            boxes = [box for box in margins._page_box.children if isinstance(box, MarginBox)]
            page._page_box.children = [*page._page_box.children, *boxes]

    def _set(self, html: str) -> Document:
        from weasyprint import HTML

        return HTML(string=html, url_fetcher=self._fetcher, base_url=SCHEME).render(
            font_config=self._fonts, stylesheets=self._styles, pdf_variant=self._variant
        )


def _whole_pages(pages: list[Page], start: int) -> tuple[list[Page], int]:
    """The pages that are full, and the row with which the next one begins, which is not halfway down on them already."""
    first = [_rows_of(page) for page in pages]
    for kept in range(len(pages) - 1, 0, -1):
        here, before = first[kept], first[kept - 1]
        if here and before and here[0] != before[-1] and here[0] > start:
            return pages[:kept], here[0]
    return [], start


def _rows_of(page: Page) -> list[int]:
    """The first and the last row of the table on the page."""
    numbers = [
        int(box.element.get("data-n"))
        for box in page._page_box.descendants()
        if box.element_tag == "tr" and box.element is not None and box.element.get("data-n")
    ]
    return [numbers[0], numbers[-1]] if numbers else []


def read(text: str) -> Sheets:
    told: dict[str, Any] = json.loads(text)
    return Sheets(**{**told, "logo": base64.b64decode(told["logo"])})


def _bound(memory: int, seconds: int) -> None:
    """Memory and time of this process; where the system has no such limits, whoever waits for it ends it."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(arguments: list[str]) -> int:
    target = Path(arguments[0])
    memory, seconds = (int(number) for number in arguments[1:3]) if len(arguments) > 2 else (MEMORY, SECONDS)
    _bound(memory, seconds)
    try:
        import weasyprint  # noqa: F401
    except OSError as error:
        print(f"{error}"[:300], file=sys.stderr)
        return LIBRARIES_MISSING
    # What is set refers to itself all over; between the parts it is cleared away, and within one there is nothing to clear.
    gc.disable()
    try:
        Setting(read(sys.stdin.read())).write(target)
    except Exception as error:
        print(escape(f"{type(error).__name__}: {error}"[:300]), file=sys.stderr)
        return CANNOT_BE_SET
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
