from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from workstate.notifications.push.keys import rotate_push_key


class Command(BaseCommand):
    help = "Make a new key for push, as when the old one has come to others. Everybody has to switch push on again."

    def handle(self, *args: Any, **options: Any) -> None:
        count = rotate_push_key()
        if options["verbosity"]:
            self.stdout.write(f"There is a new key. Browsers that were subscribed, and are not any more: {count}.")
