"""The process that sets pages: what it may fetch, what it knows, and when it is ended."""

from __future__ import annotations

import io
import json
import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

import pypdfium2

from workstate.billing.models import Letterhead
from workstate.reports.exporters.pdf import LibrariesMissing, NotSet, make_pdf, process, render
from workstate.reports.exporters.pdf.paper import Paper
from workstate.reports.exporters.pdf.process import Limits, set_pdf
from workstate.reports.tests.paper import grouped_report, long_report, pages_of
from workstate.testing import CastTestCase


class Listener(BaseHTTPRequestHandler):
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(302)
        self.send_header("Location", "file:///etc/passwd")
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@contextmanager
def listening() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine, and the paths that it was asked for."""
    asked: list[str] = []
    server = HTTPServer(("127.0.0.1", 0), type("Ear", (Listener,), {"asked": asked}))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def instead_of_renderer(script: str) -> Iterator[Path]:
    """Another program where the renderer is, to see how it is started and ended; answers with a folder for it to write into."""
    with TemporaryDirectory(prefix="workstate-tests-") as name:
        folder = Path(name)
        program = folder / "program.py"
        program.write_text(f"import os, sys, time, json, subprocess\nFOLDER = {name!r}\n{script}")
        with mock.patch.object(process, "RENDER", program):
            yield folder


class FetcherTests(CastTestCase):
    def test_only_what_is_bundled_is_fetched(self) -> None:
        fetch = render.bundled(b"\x89PNG").fetch
        self.assertEqual(fetch("bundled:logo").read(), b"\x89PNG")
        self.assertTrue(fetch("bundled:inter-latin.woff2").read(4), b"wOF2")
        for url in (
            "http://example.org/",
            "https://example.org/a.png",
            "ftp://example.org/",
            "file:///etc/passwd",
            f"file://{render.FONTS}/inter-latin.woff2",
            "data:text/css,*{color:red}",
            "data:image/png;base64,iVBORw0KGgo=",
            "bundled:../app.css",
            "bundled:/etc/passwd",
            "bundled:inter-latin.woff2/../../app.css",
            "bundled:paper.css",
            "BUNDLED:logo",
            "//example.org/a.png",
            "inter-latin.woff2",
            "",
        ):
            with self.assertRaises(ValueError, msg=url):
                fetch(url)
            with self.assertRaises(ValueError, msg=url):
                render.bundled().open(url)
        with self.assertRaises(ValueError):
            render.bundled().fetch("bundled:logo")  # there is none

    def test_pages_that_ask_for_more_are_set_without_it_and_nobody_is_asked(self) -> None:
        with listening() as (server, asked), TemporaryDirectory() as folder:
            secret = Path(folder) / "secret.txt"
            secret.write_text("xyzzy-secret")
            more = f"""
                <link rel="stylesheet" href="{server}/sheet.css"><link rel="attachment" href="file://{secret}">
                <style>@import url("{server}/import.css"); @import "file://{secret}";
                  @font-face {{ font-family: X; src: url("{server}/font.woff2") }}
                  body {{ background: url({server}/back.png); font-family: X }}</style>
                <img src="{server}/a.png"><img src="file://{secret}"><object data="{server}/object.svg"></object>
                <embed src="{server}/embed.svg"><iframe src="{server}/frame"></iframe>
                <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">
                  <image xlink:href="{server}/svg.png" width="9" height="9"/><use href="{server}/use.svg#a"/></svg>
                <base href="{server}/">"""
            sheets = Paper(grouped_report(self.by_mara, ["One"]), Letterhead()).sheets()
            pdf = set_pdf({**sheets, "before": str(sheets["before"]).replace("<h1>", f"{more}<h1>")})
            self.assertEqual(asked, [])
            self.assertNotIn("xyzzy-secret", " ".join(pages_of(pdf)))
            self.assertNotIn(b"xyzzy-secret", pdf)
            self.assertEqual(pypdfium2.PdfDocument(io.BytesIO(pdf)).count_attachments(), 0)

    def test_what_people_type_is_text_wherever_it_stands(self) -> None:
        with listening() as (server, asked):
            name = f'<img src="{server}/x.png">'
            style = f"</style><style>@import url({server}/y.css);</style>"
            letterhead = Letterhead(name=name, address=style, contact=name, footer=style)
            report = grouped_report(self.by_mara, [name, style], client="<b>bold</b>")
            pdf = set_pdf(Paper(report, letterhead, title=name, note=f"{style}\n{{{{ 7 }}}} <!--rows-->").sheets())
            self.assertEqual(asked, [])
        text = " ".join(pages_of(pdf)).replace(" ", "")
        for said in (name, style, "<b>bold</b>", "{{7}}", "<!--rows-->"):
            self.assertIn(said.replace(" ", ""), text)


class LimitTests(CastTestCase):
    def test_it_ends_by_the_clock_with_all_that_it_started(self) -> None:
        script = """
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
open(FOLDER + "/pids", "w").write(f"{os.getpid()} {child.pid}")
print("0 / 1", flush=True)
time.sleep(600)
"""
        with instead_of_renderer(script) as folder:
            with self.assertRaisesMessage(NotSet, "Narrow it"):
                set_pdf({}, limits=Limits(seconds=3))
            for pid in (folder / "pids").read_text().split():
                stat = subprocess.run(["ps", "-o", "stat=", "-p", pid], capture_output=True, text=True, check=False)
                self.assertIn(stat.stdout.strip()[:1], {"", "Z"})

    def test_it_ends_when_it_has_computed_for_too_long(self) -> None:
        with self.assertRaisesMessage(NotSet, "Narrow it"):
            make_pdf(long_report(self.by_ana, 3000), limits=Limits(computing=2))

    def test_it_ends_when_it_takes_too_much_memory(self) -> None:
        with self.assertRaises(NotSet):
            make_pdf(long_report(self.by_ana, 1400), limits=Limits(memory=120 * 1024**2))

    def test_it_knows_no_secret_of_ours(self) -> None:
        script = 'open(sys.argv[1], "w").write(json.dumps([dict(os.environ), os.getcwd(), sys.flags.isolated]))'
        secrets = {"SECRET_KEY": "xyzzy", "DATABASE_URL": "postgresql://u:xyzzy@h/n", "LD_LIBRARY_PATH": "/opt/lib"}
        with instead_of_renderer(script), mock.patch.dict(os.environ, secrets):
            environment, folder, isolated = json.loads(set_pdf({}))
        self.assertEqual(set(environment) - {"LC_CTYPE"}, {"LD_LIBRARY_PATH", "HOME", "LANG"})
        self.assertNotIn("xyzzy", json.dumps(environment))
        self.assertEqual(isolated, 1)
        self.assertFalse(Path(folder).exists())

    def test_where_libraries_are_missing_it_says_how_they_are_installed(self) -> None:
        script = 'print("cannot load library libpango", file=sys.stderr); sys.exit(4)'
        advice = "apt install libpango-1.0-0"
        with instead_of_renderer(script), self.assertRaisesMessage(LibrariesMissing, advice):
            set_pdf({})

    def test_whoever_is_told_of_progress_may_end_it(self) -> None:
        class Enough(Exception):
            pass

        def stop(share: float) -> None:
            raise Enough

        script = 'open(FOLDER + "/pid", "w").write(str(os.getpid())); print("1 / 2", flush=True); time.sleep(600)'
        with instead_of_renderer(script) as folder:
            with self.assertRaises(Enough):
                set_pdf({}, on_progress=stop)
            pid = (folder / "pid").read_text()
            self.assertFalse(Path(f"/proc/{pid}").exists())
