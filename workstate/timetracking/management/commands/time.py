"""`workstate time check` and `workstate time rebuild`: the sums of each day beside the time itself."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from workstate.timetracking.day_sums import differences, make_anew


class Command(BaseCommand):
    help = "Compare the sums of each day, which reports read, with the time itself; or make them anew."

    def add_arguments(self, parser: ArgumentParser) -> None:
        commands = parser.add_subparsers(dest="command", required=True)
        commands.add_parser("check", help="compare; changes nothing, and fails where they differ")
        commands.add_parser("rebuild", help="add everything up again; whoever writes time waits meanwhile")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["command"] == "rebuild":
            make_anew()
            self.stdout.write("The sums of each day were made anew.")
        elif found := differences():
            raise CommandError(f"{found} sums are not what the time adds up to. Type: workstate time rebuild")
        else:
            self.stdout.write("Every sum is what the time adds up to.")
