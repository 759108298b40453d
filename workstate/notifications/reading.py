"""Notifications as they are shown: in the centre, in a mail, in a push. What they are about is read as it is now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.accounts.models import User
from workstate.core import markdown
from workstate.notifications.kinds import Kind
from workstate.notifications.models import Notification
from workstate.notifications.words import icon_of, name_of, sentence
from workstate.reports.models import ReportFile, ReportSchedule

EXCERPT = 180


@dataclass(frozen=True, slots=True)
class Subject:
    """What notifications are about. `key` is a task's, such as "ACME-12"; `path` and `anchor` lead to it."""

    title: str
    path: str
    key: str = ""
    place: str = ""
    workspace: str = ""
    colour: str = ""
    icon: str = ""
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """One notification in words. `path` is within this site and leads to the very comment it is about."""

    notification: Notification
    subject: Subject
    icon: str
    name: str
    sentence: str
    excerpt: str
    path: str
    when: str
    exact: str

    @property
    def snooze_path(self) -> str:
        """Where a reminder is put off, for whoever is signed in; empty for what is none."""
        row = self.notification
        return reverse("notifications:snooze", args=[row.pk]) if row.kind == Kind.REMINDER and row.is_shown else ""

    @property
    def is_unread(self) -> bool:
        return self.notification.read_at is None


def with_subjects(notifications: QuerySet[Notification]) -> QuerySet[Notification]:
    """With all that words are made of, in the same query."""
    return notifications.select_related(
        "user", "actor", "workspace", "task__project", "task__workspace", "comment", "project", "notice__workspace"
    )


def told(notifications: Iterable[Notification], user: User, *, formats: Formats | None = None) -> list[Told]:
    """
    Each in words for the person, in the order given. The caller has looked them up through visible_to().

    Two queries at most beside that of with_subjects().
    """
    rows = list(notifications)
    formats = formats or Formats.of(user)
    named = _Named.of(rows)
    return [_told(row, named, formats) for row in rows]


def _told(row: Notification, named: _Named, formats: Formats) -> Told:
    subject = _subject(row, named)
    anchor = f"#comment-{row.comment_id}" if row.comment_id else ""
    comment = row.comment if row.kind in {Kind.MENTIONED, Kind.REPLIED, Kind.COMMENTED, Kind.REACTED} else None
    return Told(
        notification=row,
        subject=subject,
        icon=icon_of(row),
        name=name_of(row),
        sentence=sentence(row, formats),
        excerpt=markdown.plain(comment.text, EXCERPT) if comment else _excerpt(row),
        path=f"{subject.path}{anchor}",
        when=formats.moment(row.surfaced_at),
        exact=formats.exact(row.surfaced_at),
    )


def _excerpt(row: Notification) -> str:
    """What stands below the title of a task whose description names one, or was said with a decision on a week."""
    if row.kind == Kind.MENTIONED and row.task:
        return markdown.plain(row.task.description, EXCERPT)
    said = row.notice.data if row.notice else {}
    return markdown.plain(str(said.get("comment") or said.get("note") or ""), EXCERPT)


def _subject(row: Notification, named: _Named) -> Subject:
    workspace = row.workspace
    here = workspace.name if workspace else ""
    if row.task and workspace:
        task = row.task
        return Subject(
            title=task.title,
            path=reverse("tasks:detail", args=[workspace.slug, task.number]),
            key=f"{workspace.key_prefix}-{task.number}",
            place=task.project.name if task.project else _("Inbox"),
            workspace=here,
            colour=task.project.colour if task.project else "",
            is_done=task.completed_at is not None or task.cancelled_at is not None,
        )
    if row.project and workspace:
        project = row.project
        path = reverse("views:project", args=[workspace.slug, project.pk])
        return Subject(project.name, path, workspace=here, colour=project.colour, icon=project.icon)
    return _elsewhere(row, named)


def _elsewhere(row: Notification, named: _Named) -> Subject:
    workspace = row.workspace
    if row.subject.startswith("export."):
        return Subject(_("Your data"), reverse("own_data:page"), icon="user")
    if workspace is None:
        return Subject(_("Your account"), reverse("accounts:profile"), icon="user")
    what, _dot, pk = row.subject.partition(".")
    slug, here = workspace.slug, workspace.name
    if what == "import":
        return Subject(_("Import"), reverse("transfer:import", args=[slug, pk]), workspace=here, icon="file-up")
    if what == "report_file":
        title = named.files.get(pk) or _("Time report")
        return Subject(title, reverse("reports:made", args=[slug, pk]), workspace=here, icon="file-text")
    if what == "schedule" and pk in named.schedules:
        report, title = named.schedules[pk]
        path = reverse("reports:saved-report", args=[slug, report])
        return Subject(title, path, workspace=here, icon="chart-no-axes-column")
    if what == "webhook":
        return Subject(_("A webhook"), reverse("webhooks:webhook", args=[slug, pk]), workspace=here, icon="webhook")
    if what == "notice" and row.notice and (submission := row.notice.data.get("submission")):
        path = reverse("timetracking:submission", args=[slug, submission])
        return Subject(_("Timesheet"), path, workspace=here, icon="table")
    if what == "notice":
        return Subject(_("Time"), reverse("timetracking:day-list", args=[slug]), workspace=here, icon="timer")
    return Subject(here, reverse("views:today", args=[slug]), icon="house")


@dataclass(frozen=True, slots=True)
class _Named:
    """Titles of what is no task and no project, by id."""

    files: dict[str, str]
    schedules: dict[str, tuple[UUID, str]]

    @classmethod
    def of(cls, rows: Sequence[Notification]) -> _Named:
        """The person's own alone: they asked for the file, and they made the schedule."""
        files = _ids(rows, "report_file")
        schedules = _ids(rows, "schedule")
        people = {row.user_id for row in rows}
        titles = ReportFile.objects.filter(pk__in=files, user__in=people) if files else ReportFile.objects.none()
        plans = ReportSchedule.objects.filter(pk__in=schedules, created_by__in=people)
        reports = plans.values_list("pk", "report", "report__name") if schedules else ()
        return cls(
            {str(pk): title for pk, title in titles.values_list("pk", "title")} if files else {},
            {str(pk): (report, name) for pk, report, name in reports},
        )


def _ids(rows: Iterable[Notification], what: str) -> list[str]:
    return [row.subject.removeprefix(f"{what}.") for row in rows if row.subject.startswith(f"{what}.")]
