"""How much there is: figures of the overview, and bytes by kind and by workspace."""

from __future__ import annotations

import shutil
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from workstate.accounts.models import User
from workstate.administration.models import AccountExport
from workstate.attachments import storage
from workstate.attachments.clearing import unknown_keys
from workstate.attachments.models import Attachment
from workstate.reports.models import ReportFile
from workstate.workspaces.models import Workspace

MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Size:
    name: str
    bytes: int
    count: int
    slug: str = ""


def figures() -> list[tuple[str, str]]:
    """A few numbers that say how large the server is. Tables that may be huge are estimated by PostgreSQL."""
    people = User.objects.filter(deleted_at=None).aggregate(all=Count("pk"), out=Count("pk", filter=Q(is_active=False)))
    places = Workspace.objects.filter(deleted_at=None).aggregate(
        team=Count("pk", filter=Q(personal_to=None)), own=Count("pk", filter=Q(personal_to__isnull=False))
    )
    return [
        (_("Accounts"), f"{people['all']}"),
        (_("Disabled"), f"{people['out']}"),
        (_("Teams"), f"{places['team']}"),
        (_("Personal workspaces"), f"{places['own']}"),
        (_("Tasks, about"), f"{_estimated('tasks_task')}"),
        (_("Time entries, about"), f"{_estimated('timetracking_timeentry')}"),
    ]


def place() -> list[tuple[str, str]]:
    """Where files lie and how much room there is."""
    if settings.AWS_STORAGE_BUCKET_NAME:
        return [(_("Bucket"), settings.AWS_STORAGE_BUCKET_NAME)]
    found = [(_("Folder"), str(settings.MEDIA_ROOT))]
    try:
        disk = shutil.disk_usage(settings.MEDIA_ROOT)
    except OSError:
        return found
    return [*found, (_("Free"), _size(disk.free)), (_("Size of the disk"), _size(disk.total))]


def by_kind() -> list[Size]:
    files = Attachment.objects.aggregate(bytes=Sum("size"), count=Count("pk"))
    reports = ReportFile.objects.filter(expired_at=None).exclude(key="").aggregate(bytes=Sum("size"), count=Count("pk"))
    exports = AccountExport.objects.filter(expired_at=None).exclude(key="")
    made = exports.aggregate(bytes=Sum("size"), count=Count("pk"))
    return [
        Size(_("Files on tasks"), files["bytes"] or 0, files["count"]),
        Size(_("Files of reports, for a week"), reports["bytes"] or 0, reports["count"]),
        Size(_("Exports of accounts, for a week"), made["bytes"] or 0, made["count"]),
    ]


def by_workspace() -> list[Size]:
    """The largest first, those alone that have files."""
    rows = Attachment.objects.order_by().values("workspace__name", "workspace__slug")
    largest = rows.annotate(bytes=Sum("size"), count=Count("pk")).order_by("-bytes", "workspace__slug")[:MOST_SHOWN]
    return [Size(row["workspace__name"], row["bytes"], row["count"], row["workspace__slug"]) for row in largest]


def orphans() -> int:
    """How many files lie in the storage that no row knows. Looks at each, so it takes a while where there are many."""
    return sum(len(unknown_keys(day)) for day in storage.days())


def _estimated(table: str) -> int:
    """As the last ANALYZE found it; of a small table, as it is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE relname = %s", [table])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def _size(count: int) -> str:
    from workstate.administration.health import megabytes

    return megabytes(count)
