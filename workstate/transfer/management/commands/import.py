# ruff: noqa: N999 - Django calls a command by the name of its module, and people say "import"
"""`workstate import`: bring in an export of another program from the command line."""

from __future__ import annotations

import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from workstate.accounts.models import User
from workstate.core.actor import Actor, Via
from workstate.core.clock import zone_named
from workstate.core.durations import format_duration_long
from workstate.core.errors import Conflict, NotAllowed, NotFound
from workstate.transfer.actions import (
    apply_import,
    discard_import,
    fail_import,
    plan_import,
    prepare_import,
    start_import,
)
from workstate.transfer.choices import Choices
from workstate.transfer.counting import counted
from workstate.transfer.importers import IMPORTERS
from workstate.transfer.models import Import
from workstate.transfer.plan import Plan, Report, make_plan
from workstate.transfer.words import project_named_by
from workstate.workspaces.queries import actor_in, home_workspace

PIECE = 1024 * 1024


class Command(BaseCommand):
    help = (
        "Bring in an export of another program: all of it or nothing, and nothing twice. Shows what will be made and asks;"
        " without a terminal to ask at, it goes ahead."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", choices=sorted(IMPORTERS), help="the program that made the file")
        parser.add_argument("file", help="the CSV file, or - for standard input")
        parser.add_argument("--user", required=True, metavar="EMAIL", help="whose time and tasks these become")
        parser.add_argument("--workspace", metavar="SLUG", help="where to (the person's own workspace)")
        parser.add_argument("--zone", metavar="NAME", help="the zone of the file's clock times (the person's own)")
        parser.add_argument(
            "--project", default="", metavar="NAME", help="what a Todoist file becomes (the file's name)"
        )
        parser.add_argument(
            "--person", default="", metavar="EMAIL", help="whose rows to take from a file of several people"
        )
        parser.add_argument("--good-rows-only", action="store_true", help="leave out rows with errors")
        parser.add_argument("--dry-run", action="store_true", help="show what would be made and write nothing")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._run(options)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from None
        except (Conflict, NotAllowed) as refusal:
            raise CommandError(refusal.message) from None

    def _run(self, options: dict[str, Any]) -> None:
        by = _actor(options["user"], options["workspace"])
        choices = Choices(
            zone=zone_named(options["zone"] or by.user.time_zone, field="zone").key,
            project=options["project"],
            person=options["person"].casefold(),
        )
        name = "standard input.csv" if options["file"] == "-" else options["file"]
        with _opened(options["file"]) as file:
            if options["dry_run"]:
                if options["source"] == "todoist" and not choices.project:
                    choices = Choices(zone=choices.zone, project=project_named_by(name))
                plan = make_plan(lambda: _from_start(file), options["source"], choices, by, lambda line: None)
                self._show(plan)
                self._refuse(plan, options)
                self.stdout.write("Nothing was written.")
                return
            pieces = iter(lambda: file.read(PIECE), b"")
            incoming = prepare_import(pieces, by=by, file_name=name, source=options["source"], choices=choices)
        try:
            incoming = plan_import(incoming, by=by)
            plan = Plan.from_json(incoming.plan)
            self._show(plan)
            self._refuse(plan, options)
            self._ask(options)
            incoming = start_import(incoming, by=by, good_rows_only=options["good_rows_only"])
        except BaseException:
            discard_import(incoming, by=by)
            raise
        self._apply(incoming, plan, by)

    def _apply(self, incoming: Import, plan: Plan, by: Actor) -> None:
        progress = _Lines(self, plan.lines)
        try:
            incoming = apply_import(incoming, by=by, on_progress=progress)
        except BaseException:
            # Also when it is interrupted: otherwise a worker would take it up again.
            fail_import(incoming, "It was stopped on the command line.", by=by)
            raise
        progress.end()
        report = Report.from_json(incoming.report)
        self.stdout.write(self.style.SUCCESS(f"Imported {_made(report)}."))
        if report.left_out:
            self.stdout.write(f"{report.left_out} rows with errors were left out.")

    def _show(self, plan: Plan) -> None:
        out = self.stdout
        out.write(f"{plan.lines} lines read.")
        out.write(f"To be made: {_made(plan)}." if plan.makes_something else "To be made: nothing.")
        if plan.entries:
            out.write(f"Time: {format_duration_long(plan.seconds)}, from {plan.first_day} to {plan.last_day}.")
        if plan.existing:
            out.write(f"Here already: {plan.existing} rows.")
        for title, names in (
            ("New projects", plan.new_projects),
            ("Projects that are here", plan.known_projects),
            ("New labels", plan.new_labels),
        ):
            if names:
                out.write(f"{title}: {', '.join(names)}")
        for problem in plan.problems:
            column = f", {problem['column']}" if problem["column"] else ""
            line = f"{problem['severity']}: line {problem['line']}{column}: {problem['message']}"
            self.stderr.write(line) if problem["severity"] == "error" else out.write(line)
        hidden = plan.errors + plan.notes - len(plan.problems)
        if hidden:
            out.write(f"… and {hidden} more of the kind.")

    def _refuse(self, plan: Plan, options: dict[str, Any]) -> None:
        if plan.refusal and plan.readable and plan.person is not None and not plan.errors:
            self.stdout.write(plan.refusal)
            raise SystemExit(0)
        if plan.refusal:
            people = "".join(f"\n  --person {key}  ({count} rows)" for key, _name, count in plan.people)
            raise CommandError(plan.refusal + (people if plan.person is None else ""))
        if plan.errors and not options["good_rows_only"]:
            raise CommandError(
                f"{plan.errors} rows have errors, so nothing was imported."
                " Mend the file, or say --good-rows-only to leave them out."
            )

    def _ask(self, options: dict[str, Any]) -> None:
        if options["yes"] or not sys.stdin.isatty():
            return
        if input("Import this? [y/N] ").strip().casefold() not in {"y", "yes"}:
            raise CommandError("Nothing was imported.")


class _Lines:
    """Says how far it is: in place at a terminal, else at every tenth."""

    def __init__(self, command: BaseCommand, total: int) -> None:
        self._out = command.stdout
        self._total = max(total, 1)
        self._tenth = 0

    def __call__(self, line: int) -> None:
        percent = min(100, line * 100 // self._total)
        if self._out.isatty():
            self._out.write(f"\r{percent:3d} %", ending="")
            self._out.flush()
        elif percent // 10 > self._tenth:
            self._tenth = percent // 10
            self._out.write(f"{percent:3d} %")

    def end(self) -> None:
        """Leave the line on which progress was told."""
        if self._out.isatty():
            self._out.write("\r100 %")


def _made(report: Report) -> str:
    return ", ".join(counted(report)) or "nothing"


def _actor(email: str, slug: str | None) -> Actor:
    user = User.objects.filter(email=email.strip().lower()).first()
    if user is None:
        raise CommandError(f"There is no account with the address {email}.")
    if slug is None:
        workspace = home_workspace(user)
        if workspace is None:
            raise CommandError(f"{email} belongs to no workspace.")
        slug = workspace.slug
    try:
        return actor_in(slug, user, via=Via.COMMAND)
    except NotFound:
        raise CommandError(f"{email} belongs to no workspace called {slug}.") from None


@contextmanager
def _opened(path: str) -> Iterator[BinaryIO]:
    """Open the file, or keep standard input in a temporary one: it is read more than once."""
    if path == "-":
        with tempfile.TemporaryFile() as kept:
            for piece in iter(lambda: sys.stdin.buffer.read(PIECE), b""):
                kept.write(piece)
            kept.seek(0)
            yield kept
        return
    try:
        file = Path(path).open("rb")  # noqa: SIM115 - closed below; only the opening may be the person's mistake
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from None
    with file:
        yield file


def _from_start(file: BinaryIO) -> BinaryIO:
    file.seek(0)
    return file
