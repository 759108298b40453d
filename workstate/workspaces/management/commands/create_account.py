"""workstate create-account EMAIL --password-stdin [--admin] [--name NAME] [--time-zone ZONE]"""

from __future__ import annotations

import getpass
import sys
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from workstate.accounts.forms import LONGEST_PASSWORD
from workstate.accounts.models import User
from workstate.core.actor import Via
from workstate.workspaces.onboarding import open_account

WORDS = {"email": "E-mail", "name": "Name", "time_zone": "Time zone", "password": "Password"}


class Command(BaseCommand):
    help = "Make an account with its personal workspace. The first account of a server administers it in any case."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--password-stdin", action="store_true", help="read the password from the standard input")
        parser.add_argument("--admin", action="store_true", help="let the account administer the server")
        parser.add_argument("--name", default="", help="how the person is called; made of the address otherwise")
        parser.add_argument("--time-zone", default="UTC", help="such as Europe/Berlin; the person may change it")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            password = self._password(options)
            user = open_account(
                options["email"],
                password=password,
                name=options["name"],
                time_zone=options["time_zone"],
                administrator=options["admin"],
                via=Via.COMMAND,
                address_is_known=True,
            )
        except ValidationError as refused:
            raise CommandError(_in_words(refused)) from None
        role = "administrator" if user.is_staff else "account"
        self.stdout.write(f"Made the {role} {user.email}.")

    def _password(self, options: dict[str, Any]) -> str:
        if options["password_stdin"]:
            password = sys.stdin.readline().rstrip("\r\n")
        elif sys.stdin.isatty():
            password = getpass.getpass("Password: ")
            if getpass.getpass("The same again: ") != password:
                raise CommandError("The two passwords differ.")
        else:
            raise CommandError("Give --password-stdin and the password on the standard input.")
        if not password:
            raise CommandError("The password is empty.")
        if len(password) > LONGEST_PASSWORD:
            raise CommandError(f"The password has more than {LONGEST_PASSWORD} characters.")
        try:
            validate_password(password, User(email=options["email"], name=options["name"]))
        except ValidationError as weak:
            raise CommandError("Password: " + " ".join(weak.messages)) from None
        return password


def _in_words(refused: ValidationError) -> str:
    if not hasattr(refused, "error_dict"):
        return " ".join(refused.messages)
    return "\n".join(
        f"{WORDS.get(field, field)}: {' '.join(messages)}" for field, messages in refused.message_dict.items()
    )
