"""Everything that can happen here, by name. Feeds, handlers, webhooks and the audit log speak these words."""

from __future__ import annotations

from enum import StrEnum


class Verb(StrEnum):
    ACCOUNT_CREATED = "account.created"
    ACCOUNT_CHANGED = "account.changed"
    ACCOUNT_PASSWORD_CHANGED = "account.password_changed"  # nosec B105: the name of an event
    ACCOUNT_SESSION_ENDED = "account.session_ended"
    ACCOUNT_KEY_CREATED = "account.key_created"
    ACCOUNT_KEY_REVOKED = "account.key_revoked"
    ACCOUNT_SIGNED_IN = "account.signed_in"
    ACCOUNT_SIGN_IN_LOCKED = "account.sign_in_locked"  # too many wrong passwords; nobody is known to have acted
    ACCOUNT_DISABLED = "account.disabled"  # the subject is the person, the actor an administrator of the server
    ACCOUNT_ENABLED = "account.enabled"
    ACCOUNT_PROMOTED = "account.promoted"  # to an administrator of the server
    ACCOUNT_DEMOTED = "account.demoted"
    ACCOUNT_RESET_SENT = "account.reset_sent"
    ACCOUNT_DELETION_ASKED = "account.deletion_asked"
    ACCOUNT_DELETION_TAKEN_BACK = "account.deletion_taken_back"
    ACCOUNT_DELETED = "account.deleted"
    EXPORT_ASKED = "export.asked"  # of everything of a person's
    EXPORT_MADE = "export.made"
    EXPORT_FAILED = "export.failed"
    EXPORT_DISCARDED = "export.discarded"
    EXPORT_FETCHED = "export.fetched"
    SERVER_MAIL_TESTED = "server.mail_tested"  # the subject is who asked for it
    SERVER_MAILS_RETRIED = "server.mails_retried"  # those of notifications that were given up
    SERVER_RELAY_RETRIED = "server.relay_retried"
    SERVER_ORPHANS_CLEARED = "server.orphans_cleared"
    AUDIT_EXPORTED = "audit.exported"  # the subject is the workspace

    WORKSPACE_CREATED = "workspace.created"
    WORKSPACE_CHANGED = "workspace.changed"
    WORKSPACE_DELETED = "workspace.deleted"
    WORKSPACE_RESTORED = "workspace.restored"
    WORKSPACE_ARCHIVED = "workspace.archived"
    WORKSPACE_UNARCHIVED = "workspace.unarchived"
    MEMBER_ADDED = "member.added"
    MEMBER_CHANGED = "member.changed"  # their role
    MEMBER_REMOVED = "member.removed"
    MEMBER_RESTORED = "member.restored"
    MEMBER_LEFT = "member.left"
    INVITATION_CREATED = "invitation.created"
    INVITATION_SENT = "invitation.sent"  # once more, by somebody's wish
    INVITATION_REVOKED = "invitation.revoked"
    INVITATION_REINSTATED = "invitation.reinstated"
    INVITATION_ACCEPTED = "invitation.accepted"
    GROUP_CREATED = "group.created"
    GROUP_CHANGED = "group.changed"
    GROUP_DELETED = "group.deleted"
    GROUP_RESTORED = "group.restored"
    GROUP_JOINED = "group.joined"  # somebody was put into it
    GROUP_LEFT = "group.left"

    CLIENT_CREATED = "client.created"
    CLIENT_CHANGED = "client.changed"
    CLIENT_ARCHIVED = "client.archived"
    CLIENT_UNARCHIVED = "client.unarchived"
    CLIENT_DELETED = "client.deleted"
    CLIENT_MERGED = "client.merged"  # into another
    CLIENT_RESTORED = "client.restored"
    PROJECT_CREATED = "project.created"
    PROJECT_CHANGED = "project.changed"
    PROJECT_MOVED = "project.moved"
    PROJECT_ARCHIVED = "project.archived"
    PROJECT_UNARCHIVED = "project.unarchived"
    PROJECT_DELETED = "project.deleted"
    PROJECT_RESTORED = "project.restored"
    PROJECT_FAVOURED = "project.favoured"
    PROJECT_UNFAVOURED = "project.unfavoured"
    PROJECT_VIEW_CHANGED = "project.view_changed"
    PROJECT_SHARED = "project.shared"  # with a person or a group, or at another level
    PROJECT_UNSHARED = "project.unshared"
    PROJECT_LEFT = "project.left"  # somebody gave up what was shared with them
    PROJECT_OPENED = "project.opened"  # full members may do something in it, or something else than before
    PROJECT_CLOSED = "project.closed"  # private from now on
    PROJECT_HANDED_OVER = "project.handed_over"
    FOLDER_CREATED = "folder.created"
    FOLDER_CHANGED = "folder.changed"
    FOLDER_MOVED = "folder.moved"
    FOLDER_DELETED = "folder.deleted"
    FOLDER_RESTORED = "folder.restored"
    SECTION_CREATED = "section.created"
    SECTION_CHANGED = "section.changed"
    SECTION_MOVED = "section.moved"
    SECTION_DELETED = "section.deleted"
    SECTION_RESTORED = "section.restored"

    LABEL_CREATED = "label.created"
    LABEL_CHANGED = "label.changed"
    LABEL_DELETED = "label.deleted"
    LABEL_RESTORED = "label.restored"
    TASK_CREATED = "task.created"
    TASKS_CREATED = (
        "task.created_many"  # many at once; the subject is their project, the task above them, or the workspace
    )
    TASK_CHANGED = "task.changed"
    TASK_MOVED = "task.moved"
    TASK_COMPLETED = "task.completed"
    TASK_SKIPPED = "task.skipped"  # a repeating task, to its next time
    TASK_REOPENED = "task.reopened"
    TASK_CANCELLED = "task.cancelled"
    TASK_ARCHIVED = "task.archived"
    TASK_UNARCHIVED = "task.unarchived"
    TASK_DELETED = "task.deleted"
    TASK_RESTORED = "task.restored"
    TASK_LINKED = "task.linked"
    TASK_UNLINKED = "task.unlinked"
    SAVED_VIEW_CREATED = "saved_view.created"
    SAVED_VIEW_CHANGED = "saved_view.changed"
    SAVED_VIEW_FAVOURED = "saved_view.favoured"
    SAVED_VIEW_UNFAVOURED = "saved_view.unfavoured"
    SAVED_VIEW_MOVED = "saved_view.moved"
    SAVED_VIEW_DELETED = "saved_view.deleted"
    SAVED_VIEW_RESTORED = "saved_view.restored"
    REMINDERS_SET = "reminder.set"  # a person's own, of one task

    TEMPLATE_CREATED = "template.created"
    TEMPLATE_CHANGED = "template.changed"
    TEMPLATE_DELETED = "template.deleted"
    TEMPLATE_RESTORED = "template.restored"

    FOLLOWING_CHANGED = "following.changed"  # a person's own, of one task

    COMMENT_CREATED = "comment.created"
    COMMENT_EDITED = "comment.edited"
    COMMENT_DELETED = "comment.deleted"
    COMMENT_RESTORED = "comment.restored"
    COMMENT_REACTED = "comment.reacted"
    COMMENT_UNREACTED = "comment.unreacted"

    ATTACHMENT_CREATED = "attachment.created"
    ATTACHMENT_CHANGED = "attachment.changed"
    ATTACHMENT_DRAWN = "attachment.drawn"  # there are pictures of it now
    ATTACHMENT_DELETED = "attachment.deleted"
    ATTACHMENT_RESTORED = "attachment.restored"

    FIELD_CREATED = "field.created"
    FIELD_CHANGED = "field.changed"
    FIELD_MOVED = "field.moved"
    FIELD_ARCHIVED = "field.archived"
    FIELD_UNARCHIVED = "field.unarchived"
    FIELD_DELETED = "field.deleted"
    FIELD_RESTORED = "field.restored"
    FIELD_CHOICE_ADDED = "field.choice_added"
    FIELD_CHOICE_CHANGED = "field.choice_changed"
    FIELD_CHOICE_MOVED = "field.choice_moved"
    FIELD_CHOICE_ARCHIVED = "field.choice_archived"
    FIELD_CHOICE_UNARCHIVED = "field.choice_unarchived"

    TIMER_STARTED = "timer.started"
    TIMER_STOPPED = "timer.stopped"
    TIMER_ASKED = "timer.asked"  # whether its person still works
    TIMER_ANSWERED = "timer.answered"
    ENTRY_CREATED = "entry.created"
    ENTRIES_CREATED = "entry.created_many"  # many at once; the subject is the workspace
    ENTRY_CHANGED = "entry.changed"
    ENTRY_DELETED = "entry.deleted"
    ENTRY_RESTORED = "entry.restored"
    TIME_RULES_CHANGED = "time_rules.changed"
    PERIOD_LOCKED = "period.locked"
    PERIOD_UNLOCKED = "period.unlocked"
    SUBMISSION_CREATED = "submission.created"  # a week was handed in
    SUBMISSION_WITHDRAWN = "submission.withdrawn"
    SUBMISSION_APPROVED = "submission.approved"
    SUBMISSION_RETURNED = "submission.returned"
    SUBMISSION_REOPENED = "submission.reopened"  # its approval was taken back

    BUDGET_SET = "budget.set"
    BUDGET_CHANGED = "budget.changed"
    BUDGET_DELETED = "budget.deleted"
    BUDGET_RESTORED = "budget.restored"
    BUDGET_REACHED = "budget.reached"  # a share of it; nobody's act
    RATE_SET = "rate.set"
    RATE_CHANGED = "rate.changed"
    RATE_DELETED = "rate.deleted"
    RATE_RESTORED = "rate.restored"
    BILLABLE_CHANGED = "billing.billable_changed"  # of new time on a project or a task
    BILLING_CHANGED = "billing.changed"  # the settings of money; the subject is the workspace

    FOCUS_STARTED = "focus.started"
    FOCUS_ENDED = "focus.ended"
    FOCUS_EXTENDED = "focus.extended"
    FOCUS_DISMISSED = "focus.dismissed"  # what was offered next is not wanted
    FOCUS_PREFERENCES_CHANGED = "focus.preferences_changed"
    BREAK_STARTED = "break.started"
    BREAK_ENDED = "break.ended"
    BREAK_EXTENDED = "break.extended"

    GOAL_CREATED = "goal.created"
    GOAL_CHANGED = "goal.changed"
    GOAL_MOVED = "goal.moved"
    GOAL_ARCHIVED = "goal.archived"
    GOAL_UNARCHIVED = "goal.unarchived"
    GOAL_DELETED = "goal.deleted"
    GOAL_RESTORED = "goal.restored"

    TIMESHEET_ROWS_ADDED = "timesheet.rows_added"  # the subject is the workspace
    TIMESHEET_ROWS_REMOVED = "timesheet.rows_removed"

    NOTICE_GIVEN = "notice.given"
    NOTICE_DISMISSED = "notice.dismissed"

    NOTIFICATION_MADE = "notification.made"  # the person of the event is who is told
    NOTIFICATION_CHANGED = "notification.changed"  # read, unread, done, snoozed, come back, withdrawn
    NOTIFICATION_PREFERENCES_CHANGED = "notification.preferences_changed"

    IMPORT_PREPARED = "import.prepared"
    IMPORT_STARTED = "import.started"
    IMPORT_APPLIED = "import.applied"
    IMPORT_FAILED = "import.failed"
    IMPORT_DISCARDED = "import.discarded"

    REPORT_FILE_CREATED = "report_file.created"  # it was asked for
    REPORT_FILE_MADE = "report_file.made"
    REPORT_FILE_FAILED = "report_file.failed"
    REPORT_FILE_DISCARDED = "report_file.discarded"
    LETTERHEAD_CHANGED = "letterhead.changed"  # the subject is the workspace
    SAVED_REPORT_CREATED = "saved_report.created"
    SAVED_REPORT_CHANGED = "saved_report.changed"
    SAVED_REPORT_DELETED = "saved_report.deleted"
    SAVED_REPORT_RESTORED = "saved_report.restored"
    WEBHOOK_CREATED = "webhook.created"
    WEBHOOK_CHANGED = "webhook.changed"
    WEBHOOK_DELETED = "webhook.deleted"
    WEBHOOK_RESTORED = "webhook.restored"
    WEBHOOK_ENABLED = "webhook.enabled"
    WEBHOOK_DISABLED = "webhook.disabled"  # by a person, or, as nobody takes what is sent, by nobody
    WEBHOOK_SECRET_ROTATED = "webhook.secret_rotated"  # nosec B105: the name of an event
    WEBHOOK_REPLAYED = "webhook.replayed"  # messages were sent once more
    PUBLIC_LINK_CREATED = "public_link.created"  # the subject is what it leads to
    PUBLIC_LINK_CHANGED = "public_link.changed"
    PUBLIC_LINK_REVOKED = "public_link.revoked"
    PUBLIC_LINK_REINSTATED = "public_link.reinstated"
    PUBLISHING_ALLOWED = "publishing.allowed"
    PUBLISHING_FORBIDDEN = "publishing.forbidden"  # no public link opens any more
    REPORT_SHARE_CREATED = "report_share.created"
    REPORT_SHARE_CHANGED = "report_share.changed"
    REPORT_SHARE_REVOKED = "report_share.revoked"
    REPORT_SHARE_REINSTATED = "report_share.reinstated"
    REPORT_SCHEDULE_CREATED = "report_schedule.created"
    REPORT_SCHEDULE_CHANGED = "report_schedule.changed"
    REPORT_SCHEDULE_PAUSED = "report_schedule.paused"
    REPORT_SCHEDULE_RESUMED = "report_schedule.resumed"
    REPORT_SCHEDULE_DELETED = "report_schedule.deleted"
    REPORT_SCHEDULE_RESTORED = "report_schedule.restored"
    REPORT_SCHEDULE_LEFT = "report_schedule.left"  # somebody wants no more of its mails
    REPORT_SCHEDULE_REJOINED = "report_schedule.rejoined"
    REPORT_DELIVERY_SENT = "report_delivery.sent"
    REPORT_DELIVERY_FAILED = "report_delivery.failed"  # it was given up; its maker is the event's person
    REPORT_DELIVERY_RETRIED = "report_delivery.retried"  # its maker sends again what was given up
