"""`workstate search rebuild`: make the documents of the search anew."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from workstate.search.indexing import build
from workstate.workspaces.models import Workspace


class Command(BaseCommand):
    help = (
        "Make what the search finds anew from the tasks, comments, projects, files and entries themselves. People may work"
        " meanwhile; nothing disappears from the search while it runs."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        commands = parser.add_subparsers(dest="command", required=True)
        rebuild = commands.add_parser("rebuild", help="make all documents anew")
        rebuild.add_argument("--workspace", metavar="SLUG", help="only this workspace (all of them)")

    def handle(self, *args: Any, **options: Any) -> None:
        workspaces = Workspace.objects.order_by("slug")
        if slug := options["workspace"]:
            workspaces = workspaces.filter(slug=slug)
            if not workspaces:
                raise CommandError(f"There is no workspace {slug!r}. Its name stands in its address after the first /.")
        for pk, name in workspaces.values_list("pk", "slug"):
            self.stdout.write(f"{name}: {build(pk)} documents written or put right")
