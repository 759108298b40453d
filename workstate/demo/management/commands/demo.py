"""workstate demo --user EMAIL [--remove]"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from workstate.accounts.models import User
from workstate.core.actor import Via
from workstate.core.errors import Conflict
from workstate.demo.actions import make_demo, remove_demo
from workstate.demo.queries import demo_of
from workstate.tasks.models import Task
from workstate.timetracking.models import TimeEntry


class Command(BaseCommand):
    help = "Make a workspace of sample data for a person: three months of tasks and time. --remove takes it away again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "email", nargs="?", default="", help="the address of the account; not needed if there is one"
        )
        parser.add_argument("--user", default="", metavar="EMAIL", help="the same, by name")
        parser.add_argument("--remove", action="store_true", help="remove the sample data again")

    def handle(self, *args: Any, **options: Any) -> None:
        user = self._person(options["user"] or options["email"])
        if options["remove"]:
            there = demo_of(user, via=Via.COMMAND)
            if there is None:
                self.stdout.write(f"{user.email} has no sample data.")
                return
            remove_demo(by=there)
            self.stdout.write("The sample data is removed.")
            return
        try:
            by = make_demo(user, via=Via.COMMAND)
        except Conflict:
            self.stdout.write(
                f"The sample data of {user.email} is there already. `workstate demo --user {user.email} --remove` removes it."
            )
            return
        tasks = Task.objects.visible_to(by).count()
        entries = TimeEntry.objects.visible_to(by).count()
        address = reverse("views:today", args=[by.workspace.slug])
        self.stdout.write(
            f"Made “{by.workspace.name}” with {tasks} tasks and {entries} time entries for {user.email}: {address}"
        )

    def _person(self, email: str) -> User:
        if email:
            user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
            if user is None:
                raise CommandError(f"There is no account with the address {email}.")
            return user
        everybody = list(User.objects.filter(is_active=True)[:2])
        if not everybody:
            raise CommandError(
                "There is no account yet. Sign up in the browser or run `workstate create-account` first."
            )
        if len(everybody) > 1:
            raise CommandError("There is more than one account. Say for whom: `workstate demo --user EMAIL`.")
        return everybody[0]
