"""A mail server in a thread of its own, that keeps what it takes."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy

from aiosmtpd.smtp import SMTP, Envelope, Session

from workstate.notifications.tests.mail_server import mail_server

TASK = re.compile(r"/tasks/(\d+)/")


class Mailbox:
    """How often each letter about a task came, by the number of the task and its Message-ID."""

    def __init__(self) -> None:
        self.letters: Counter[tuple[int, str]] = Counter()
        self.port = 0

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        letter = message_from_bytes(envelope.content, policy=policy.default)
        text = letter.get_body(("plain",))
        found = TASK.search(text.get_content()) if text else None
        if found:
            self.letters[int(found.group(1)), str(letter["Message-ID"])] += 1
        return "250 OK"


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    # It tells of every line that is said.
    logging.getLogger("mail.log").setLevel(logging.ERROR)
    taken = Mailbox()
    with mail_server(taken) as port:
        taken.port = port
        yield taken
