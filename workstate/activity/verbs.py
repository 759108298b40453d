"""Everything that can happen here, by name. Feeds, handlers, webhooks and the audit log speak these words."""

from __future__ import annotations

from enum import StrEnum


class Verb(StrEnum):
    ACCOUNT_CREATED = "account.created"
    ACCOUNT_CHANGED = "account.changed"
    ACCOUNT_PASSWORD_CHANGED = "account.password_changed"  # nosec B105: the name of an event
    ACCOUNT_SESSION_ENDED = "account.session_ended"

    WORKSPACE_CREATED = "workspace.created"
    WORKSPACE_DELETED = "workspace.deleted"
    MEMBER_ADDED = "member.added"

    CLIENT_CREATED = "client.created"
    PROJECT_CREATED = "project.created"
    PROJECT_CHANGED = "project.changed"
    PROJECT_MOVED = "project.moved"
    PROJECT_ARCHIVED = "project.archived"
    PROJECT_UNARCHIVED = "project.unarchived"
    PROJECT_DELETED = "project.deleted"
    PROJECT_RESTORED = "project.restored"
    PROJECT_FAVOURED = "project.favoured"
    PROJECT_UNFAVOURED = "project.unfavoured"
    SECTION_CREATED = "section.created"

    LABEL_CREATED = "label.created"
    TASK_CREATED = "task.created"
    TASKS_CREATED = "task.created_many"  # many at once; the subject is their project, or the workspace
    TASK_CHANGED = "task.changed"
    TASK_MOVED = "task.moved"
    TASK_COMPLETED = "task.completed"
    TASK_REOPENED = "task.reopened"
    TASK_DELETED = "task.deleted"
    TASK_RESTORED = "task.restored"

    TIMER_STARTED = "timer.started"
    TIMER_STOPPED = "timer.stopped"
    ENTRY_CREATED = "entry.created"
    ENTRIES_CREATED = "entry.created_many"  # many at once; the subject is the workspace
    ENTRY_CHANGED = "entry.changed"
    ENTRY_DELETED = "entry.deleted"
    ENTRY_RESTORED = "entry.restored"

    IMPORT_PREPARED = "import.prepared"
    IMPORT_STARTED = "import.started"
    IMPORT_APPLIED = "import.applied"
    IMPORT_FAILED = "import.failed"
    IMPORT_DISCARDED = "import.discarded"
