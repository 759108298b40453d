"""What people are told of: every kind, and how it reaches somebody who has chosen nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    APP = "app", _("In the app")
    MAIL = "mail", _("E-mail")
    PUSH = "push", _("Push")


class How(TextChoices):
    """In what way a channel tells of a kind; a digest is mail's alone."""

    OFF = "off", _("Off")
    NOW = "now", _("At once")
    DIGEST = "digest", _("Digest")


class Topic(TextChoices):
    """Kinds that stand together in the settings."""

    TASKS = "tasks", _("Tasks")
    TALK = "talk", _("Comments")
    PLACES = "places", _("Projects and workspaces")
    TIME = "time", _("Time")
    FILES = "files", _("Reports and files")


class Kind(TextChoices):
    ASSIGNED = "assigned", _("A task is given to you")
    UNASSIGNED = "unassigned", _("A task is taken from you")
    DUE_CHANGED = "due_changed", _("The date of a task that you follow changes")
    ENDED = "ended", _("A task that you follow is completed, cancelled or reopened")
    REMINDER = "reminder", _("Your reminders")
    MENTIONED = "mentioned", _("Somebody mentions you or a group of yours")
    REPLIED = "replied", _("Somebody answers in a thread of yours")
    COMMENTED = "commented", _("Somebody comments on a task that you follow")
    REACTED = "reacted", _("Somebody reacts to a comment of yours")
    SHARED = "shared", _("A project is shared with you")
    MEMBERSHIP = "membership", _("You are added to a workspace, or your role changes")
    BUDGET = "budget", _("A budget reaches a warning")
    WEEK_SUBMITTED = "week_submitted", _("A week waits for your approval")
    WEEK_DECIDED = "week_decided", _("Your week is approved or returned")
    CLOCK = "clock", _("Your timer was forgotten, or none runs")
    GOAL = "goal", _("A goal of yours is reached or at risk")
    FILE_READY = "file_ready", _("A file or an import of yours is ready")
    DELIVERY_FAILED = "delivery_failed", _("A report of yours could not be sent")
    WEBHOOK_OFF = "webhook_off", _("A webhook of yours was switched off, as nobody takes what it sends")


@dataclass(frozen=True, slots=True)
class Traits:
    """
    How a kind is told unless the person chose otherwise.

    `app` is None for what stands beside the clock already and is told twice nowhere. `is_personal`: it calls this very person,
    so that muting a task or a project does not silence it. `is_punctual`: the person chose the moment, quiet hours or not.
    `is_own`: it came of an act of theirs that took its time, so they are told although nobody else did anything.
    """

    topic: Topic
    icon: str
    mail: How
    push: How
    app: How | None = How.NOW
    is_personal: bool = False
    is_punctual: bool = False
    is_own: bool = False

    def default(self, channel: Channel) -> How | None:
        """None where the channel is not for this kind."""
        return {Channel.APP: self.app, Channel.MAIL: self.mail, Channel.PUSH: self.push}[channel]


TRAITS: dict[Kind, Traits] = {
    Kind.ASSIGNED: Traits(Topic.TASKS, "user-check", How.NOW, How.NOW, is_personal=True),
    Kind.UNASSIGNED: Traits(Topic.TASKS, "user-minus", How.DIGEST, How.OFF, is_personal=True),
    Kind.DUE_CHANGED: Traits(Topic.TASKS, "calendar", How.DIGEST, How.OFF),
    Kind.ENDED: Traits(Topic.TASKS, "circle-check", How.DIGEST, How.OFF),
    Kind.REMINDER: Traits(Topic.TASKS, "bell", How.NOW, How.NOW, is_personal=True, is_punctual=True, is_own=True),
    Kind.MENTIONED: Traits(Topic.TALK, "at-sign", How.NOW, How.NOW, is_personal=True),
    Kind.REPLIED: Traits(Topic.TALK, "message-square", How.NOW, How.NOW),
    Kind.COMMENTED: Traits(Topic.TALK, "message-square", How.DIGEST, How.OFF),
    Kind.REACTED: Traits(Topic.TALK, "smile-plus", How.OFF, How.OFF),
    Kind.SHARED: Traits(Topic.PLACES, "folder", How.NOW, How.OFF, is_personal=True),
    Kind.MEMBERSHIP: Traits(Topic.PLACES, "users", How.NOW, How.OFF, is_personal=True),
    Kind.BUDGET: Traits(Topic.PLACES, "circle-alert", How.NOW, How.NOW, is_own=True),
    Kind.WEEK_SUBMITTED: Traits(Topic.TIME, "table", How.NOW, How.OFF, app=None, is_own=True),
    Kind.WEEK_DECIDED: Traits(Topic.TIME, "table", How.NOW, How.NOW, app=None, is_own=True),
    Kind.CLOCK: Traits(Topic.TIME, "timer", How.OFF, How.NOW, app=None, is_own=True),
    Kind.GOAL: Traits(Topic.TIME, "target", How.OFF, How.OFF, app=None, is_own=True),
    Kind.FILE_READY: Traits(Topic.FILES, "file-text", How.OFF, How.OFF, is_own=True),
    Kind.DELIVERY_FAILED: Traits(Topic.FILES, "circle-alert", How.NOW, How.OFF, is_own=True),
    Kind.WEBHOOK_OFF: Traits(Topic.PLACES, "webhook", How.NOW, How.OFF, is_own=True),
}


def by_topic() -> Iterator[tuple[Topic, list[Kind]]]:
    """The kinds as the settings list them."""
    for topic in Topic:
        yield topic, [kind for kind in Kind if TRAITS[kind].topic == topic]


def words_of(kind: str) -> str | Promise:
    return Kind(kind).label
