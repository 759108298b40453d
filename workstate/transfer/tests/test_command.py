"""`workstate import` on the command line."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

from django.core.management import CommandError, call_command

from workstate.projects.models import Project
from workstate.tasks.models import Task
from workstate.testing import CastTestCase
from workstate.timetracking.models import TimeEntry
from workstate.transfer.models import Import, ImportPart
from workstate.workspaces.models import Workspace

SAMPLES = Path(__file__).parent / "samples"
TOGGL = str(SAMPLES / "toggl" / "detailed-2026.csv")
BROKEN = str(SAMPLES / "toggl" / "detailed-broken.csv")
TODOIST = str(SAMPLES / "todoist" / "project.csv")


class ImportCommandTest(CastTestCase):
    def run_import(self, *words: str, **options: object) -> tuple[str, str]:
        out, err = io.StringIO(), io.StringIO()
        self.out = out
        self.err = err
        arguments = ["--user", "ana@example.org", "--workspace", "acme", "--yes"]
        call_command("import", *words, *arguments, stdout=out, stderr=err, **options)
        return out.getvalue(), err.getvalue()

    def test_it_shows_what_will_be_made_and_makes_it(self) -> None:
        out, err = self.run_import("toggl", TOGGL)
        self.assertIn("To be made: 2 clients, 5 projects, 4 labels, 1 task, 134 time entries.", out)
        self.assertIn("note: line 1, Amount (EUR)", out)
        self.assertIn("100 %", out)
        self.assertIn("Imported 2 clients, 5 projects, 4 labels, 1 task, 134 time entries.", out)
        self.assertEqual(err, "")
        self.assertEqual(TimeEntry.objects.filter(user=self.ana, workspace__slug="acme").count(), 134)

    def test_a_second_run_says_that_all_is_here(self) -> None:
        self.run_import("toggl", TOGGL)
        with self.assertRaises(SystemExit) as left:
            self.run_import("toggl", TOGGL)
        self.assertEqual(left.exception.code, 0)
        self.assertIn("here already", self.out.getvalue())
        self.assertEqual(TimeEntry.objects.count(), 134)
        self.assertIs(ImportPart.objects.exists(), False)

    def test_a_dry_run_writes_nothing(self) -> None:
        counts = [model.objects.count() for model in (Import, Project, Task, TimeEntry)]
        out, _err = self.run_import("todoist", TODOIST, "--dry-run")
        self.assertIn("To be made: 1 project, 2 sections, 3 labels, 10 tasks.", out)
        self.assertIn("New projects: project", out)
        self.assertEqual([model.objects.count() for model in (Import, Project, Task, TimeEntry)], counts)

    def test_bad_rows_are_named_by_line_and_nothing_is_written(self) -> None:
        for dry in ([], ["--dry-run"]):
            with self.assertRaisesMessage(CommandError, "3 rows have errors, so nothing was imported"):
                self.run_import("toggl", BROKEN, *dry)
            for words in ("line 3, Start date", "line 4, End time", "line 5: The row has 6 values"):
                self.assertIn(words, self.err.getvalue())
        self.assertIs(TimeEntry.objects.exists(), False)
        self.assertIs(ImportPart.objects.exists(), False)

    def test_the_good_rows_alone(self) -> None:
        out, _err = self.run_import("toggl", BROKEN, "--good-rows-only")
        self.assertIn("3 rows with errors were left out", out)
        self.assertEqual(TimeEntry.objects.count(), 2)

    def test_a_todoist_file_becomes_the_project_that_is_named(self) -> None:
        self.run_import("todoist", TODOIST, "--project", "Büro")
        self.assertEqual(Project.objects.get().name, "Büro")
        self.assertEqual(Task.objects.count(), 10)

    def test_the_zone_is_of_the_clock_times(self) -> None:
        self.run_import("toggl", TOGGL, "--zone", "America/New_York")
        first = TimeEntry.objects.order_by("started_at").first()
        assert first is not None and first.started_at is not None
        self.assertEqual(first.started_at.isoformat(), "2026-03-02T13:30:09+00:00")

    def test_what_is_wrong_is_said_in_one_line(self) -> None:
        cases = [
            (["toggl", TOGGL, "--zone", "Mars/Olympus"], "There is no time zone of that name"),
            (["toggl", "/nowhere.csv"], "/nowhere.csv cannot be read"),
            (["toggl", "/"], "cannot be read"),
            (["toggl", TODOIST], "cannot be read to its end"),
            (["toggl", TOGGL, "--user", "nobody@example.org"], "no account"),
            (["toggl", TOGGL, "--workspace", "other"], "belongs to no workspace called other"),
        ]
        for words, message in cases:
            out, err = io.StringIO(), io.StringIO()
            defaults = ["--user", "ana@example.org", "--workspace", "acme"]
            with self.assertRaisesMessage(CommandError, message):
                call_command("import", *words[:2], *defaults, *words[2:], stdout=out, stderr=err)
        with self.assertRaises(CommandError):
            call_command("import", "toggl", TOGGL, "--user", "gil@example.org", "--workspace", "acme")
        self.assertIs(TimeEntry.objects.exists(), False)

    def test_without_a_workspace_it_is_the_persons_own(self) -> None:
        workspace = Workspace.objects.get(slug="other")
        call_command("import", "toggl", TOGGL, "--user", "boris@example.org", stdout=io.StringIO())
        self.assertEqual(TimeEntry.objects.filter(workspace=workspace, user=self.boris).count(), 134)

    def test_of_several_people_it_asks_whose_rows_are_meant(self) -> None:
        rows = (SAMPLES / "toggl" / "detailed-2026.csv").read_text("utf-8").splitlines()[:3]
        rows.append(rows[1].replace("Jo Berg,jo@example.org", "Al,al@example.org"))
        with tempfile.NamedTemporaryFile("w", suffix=".csv", encoding="utf-8") as file:
            file.write("\n".join(rows))
            file.flush()
            with self.assertRaisesMessage(CommandError, "--person jo@example.org  (2 rows)"):
                self.run_import("toggl", file.name)
            self.run_import("toggl", file.name, "--person", "AL@example.org")
        self.assertEqual(TimeEntry.objects.count(), 1)
