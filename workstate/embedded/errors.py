"""What keeps the servers from starting, said in one line."""

from __future__ import annotations


class CannotStart(Exception):
    """A reason not to start; its text is the one line that a person reads, with what to do next."""
