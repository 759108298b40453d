"""What there is in the world of the matrix: Ana's things in a project of hers, and everybody who might ask for them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from django.core.files.base import ContentFile

from tests.rights.visitors import Visitor
from workstate.accounts.keys.actions import create_key
from workstate.accounts.models import User
from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.administration.models import AccountExport
from workstate.attachments.actions import attach_file
from workstate.attachments.addresses import Purpose, signed_address
from workstate.billing.actions import set_rate
from workstate.blueprints.actions import save_task_as_template
from workstate.budgets.actions import set_budget
from workstate.core.actor import Role, Via
from workstate.customfields.actions import create_field
from workstate.discussions.actions import create_comment
from workstate.focus.actions.goals import create_goal
from workstate.integrations.webhooks.actions import create_webhook, test_webhook
from workstate.notifications.actions.muting import mute
from workstate.notifications.actions.telling import tell
from workstate.notifications.kinds import Kind
from workstate.notifications.mail.stopping import stop_address as mails_address
from workstate.notifications.news.item import Item
from workstate.notifications.tests.case import listen
from workstate.projects.actions import create_client, create_folder, create_project, create_sections
from workstate.projects.actions.sharing import set_everyone, share_project
from workstate.projects.models import Level, ProjectShare
from workstate.publishing.actions import create_link
from workstate.reports.actions.saved import save_report
from workstate.reports.actions.schedules import Plan, create_schedule
from workstate.reports.actions.shares import create_share
from workstate.reports.files.actions import make_file
from workstate.reports.models import Frequency
from workstate.reports.saved.letters import stop_address
from workstate.reports.shapes import ReportKind
from workstate.savedviews.actions import create_view
from workstate.tasks.actions import change_tasks, create_task, link_tasks
from workstate.tasks.models import Label
from workstate.testing import Cast
from workstate.timetracking.actions import create_entry, start_timer, stop_timer
from workstate.timetracking.actions.approval import submit_week
from workstate.timetracking.actions.periods import lock_period
from workstate.timetracking.actions.rules import change_time_rules
from workstate.timetracking.models.notices import NoticeKind
from workstate.timetracking.notices import give
from workstate.transfer.actions import prepare_import
from workstate.workspaces.actions import (
    add_member,
    create_group,
    create_invitation_link,
    create_workspace,
    delete_workspace,
    invite,
)
from workstate.workspaces.invitations.links import token_of as invitation_token_of
from workstate.workspaces.models import Membership

# Whoever asks, as they stand in a row. The owner and the administrator have every project. The member is Ana, whose things
# all of them are. Nora, the outsider, is a member too; the project is private, and she has no share in it. The next three are
# guests who may view it, comment in it, edit it; the guest after them has nothing. The stranger is of another workspace.
PEOPLE = ("olga", "mara", "ana", "nora", "vera", "cora", "edda", "gil", "boris", "")

# A second task of Ana's in the same project.
SECOND = "0195a1b2-0000-7000-8000-000000000002"

# A week that Ana has handed in.
HANDED_IN = "0195a1b2-0000-7000-8000-000000000003"

# Subjects of addresses that are no room's.
ELSEWHERE: dict[str, object] = {
    "page": "today",
    "key": "no-such-key",
    "uidb36": "0",
    "session": 0,
    "other": 2,
    "facet": "priority",
    "cell": "estimate",
    "respect": "project",
    "kind": "summary",
    "format": "csv",
}

TOGGL = b"""User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags
Ana,ana@example.org,,Website,,Draft,No,2026-03-02,08:00:00,2026-03-02,09:00:00,01:00:00,
"""


class World(Cast):
    visitors: ClassVar[dict[str, Visitor]]
    subjects: ClassVar[dict[str, Any]]
    pks: ClassVar[dict[str, Any]]

    @classmethod
    def populate(cls) -> None:
        cls.gather()
        cls.nora = cls.newcomer("Nora Outside", Role.MEMBER)
        guests = {level: cls.newcomer(name, Role.GUEST) for name, level in GUESTS.items()}
        cls.vera, cls.cora, cls.edda = guests.values()
        cls.project = create_project("Website", by=cls.by_ana)
        set_everyone(cls.project, "", by=cls.by_ana)
        for level, guest in guests.items():
            share_project(cls.project, by=cls.by_ana, level=level, member=cls.membership(guest))
        cls.other_project = create_project("Atlas", by=cls.by_ana)
        (cls.section,) = create_sections(["Sprint"], project=cls.project, by=cls.by_ana)
        cls.folder = create_folder("Clients", by=cls.by_ana)
        cls.task = create_task("Call", by=cls.by_ana, project=cls.project, labels=["phone"])
        cls.second = create_task("Second", by=cls.by_ana, project=cls.project, id=UUID(SECOND))
        cls.batch = change_tasks([cls.task], by=cls.by_ana, priority=1).batch
        cls.change = Event.objects.filter(verb=Verb.TASK_CHANGED).latest("pk")
        cls.link = link_tasks(cls.task, cls.second, kind="blocks", by=cls.by_ana)
        cls.entry = create_entry(by=cls.by_ana, task=cls.task, day=date(2026, 3, 2), duration=3600)
        cls.label = Label.objects.get()
        cls.field = create_field("Size", kind="choice", by=cls.by_olga, choices=["Small"])
        cls.incoming = prepare_import([TOGGL], file_name="toggl.csv", by=cls.by_ana)
        cls.attachment = attach_file(cls.task, ContentFile(b"Hello.", "note.txt"), by=cls.by_ana)
        cls.template = save_task_as_template(cls.task, by=cls.by_ana)
        cls.comment = create_comment(cls.task, "Hello.", by=cls.by_ana)
        cls.view = create_view("Hot", by=cls.by_ana, filter="p1", is_shared=True)
        start_timer(by=cls.by_ana)
        stop_timer(by=cls.by_ana, batch=UUID(SECOND))
        data = {"entry": str(cls.entry.pk)}
        cls.notice = give(cls.ana, NoticeKind.TIMER_STOPPED, key="matrix", data=data, batch=UUID(SECOND))
        cls.goal = create_goal(by=cls.by_ana, period="day", seconds=3600)
        place = {"workspace": cls.by_ana.workspace.pk, "task": cls.task.pk}
        (cls.notification,) = tell([Item(user=cls.ana.pk, kind=Kind.ASSIGNED, occasion="matrix", **place)])
        cls.mute = mute(cls.other_project, by=cls.by_ana)
        cls.subscription = listen(cls.ana)
        cls.period = lock_period(by=cls.by_olga, first=date(2025, 1, 1), last=date(2025, 1, 31))
        cls.customer = create_client("Bolt", by=cls.by_ana)
        create_client("Another", by=cls.by_ana, id=UUID(SECOND))
        cls.budget = set_budget(cls.project, by=cls.by_ana, kind="time", seconds=3600)
        cls.rate = set_rate(by=cls.by_olga, amount=Decimal(80), user=cls.ana, starts=date(2026, 1, 1))
        change_time_rules(by=cls.by_olga, approves_weeks=True)
        cls.submission = submit_week(by=cls.by_ana, day=date(2026, 2, 2), id=UUID(HANDED_IN))
        cls.file = make_file(ReportKind.SUMMARY, {}, by=cls.by_ana)
        cls.group = create_group("Design", by=cls.by_olga, people=[cls.ana])
        cls.saved = save_report("Hours", kind=ReportKind.SUMMARY, parameters={}, by=cls.by_ana, is_shared=True)
        cls.share, cls.share_token = create_share(cls.saved, by=cls.by_ana, with_files=True)
        cls.public_link, cls.public_token = create_link(cls.project, by=cls.by_ana)
        cls.project_share = ProjectShare.objects.get(project=cls.project, member__user=cls.ana)
        plan = Plan(Frequency.DAILY, people=(cls.ana.pk,))
        cls.schedule = create_schedule(cls.saved, plan, by=cls.by_ana)
        cls.export = AccountExport.objects.create(user=cls.ana)
        cls.webhook = create_webhook("https://hooks.example.com/work", by=cls.by_olga)
        cls.delivery = test_webhook(cls.webhook, by=cls.by_olga)
        cls.api_key, _text = create_key(cls.ana, "Terminal", ["time:read"])
        cls.member = cls.membership(cls.ana)
        cls.administrator, cls.guest = cls.membership(cls.mara), cls.membership(cls.gil)
        (cls.invitation,) = invite(["jo@example.org"], role=Role.MEMBER, by=cls.by_olga).made
        cls.invitation_link = create_invitation_link(role=Role.MEMBER, by=cls.by_olga)
        cls.gone = delete_workspace(by=create_workspace("Gone", owner=cls.olga, via=Via.SYSTEM))
        cls.subjects = cls._subjects()
        cls.pks = cls._pks()
        cls.visitors = {name: Visitor(getattr(cls, name) if name else None) for name in PEOPLE}

    @classmethod
    def in_path(cls, name: str, parameters: frozenset[str]) -> dict[str, Any]:
        noun = name.rpartition(":")[2].partition("-")[0]
        return {one: cls.pks[noun] if one == "pk" else cls.subjects[one] for one in sorted(parameters)}

    @classmethod
    def meant(cls, body: Any) -> Any:
        """The body with what stands for a subject, "@task", put in: the row of that name on this class, or a value."""
        if isinstance(body, dict):
            return {name: cls.meant(value) for name, value in body.items()}
        if isinstance(body, list):
            return [cls.meant(value) for value in body]
        if not isinstance(body, str) or "@" not in body or " " in body or body.endswith(".org"):
            return body
        before, _, name = body.partition("@")
        row = getattr(cls, name, None)
        return before + str(cls.subjects[name] if row is None else row.pk)

    @classmethod
    def newcomer(cls, name: str, role: Role) -> User:
        email = f"{name.split()[0].lower()}@example.org"
        user = User.objects.create_user(email, None, name=name, time_zone="Europe/Berlin")
        add_member(user, role=role, by=cls.by_olga)
        return user

    @classmethod
    def membership(cls, user: User) -> Membership:
        return Membership.objects.get(user=user, workspace=cls.by_ana.workspace)

    @classmethod
    def _subjects(cls) -> dict[str, Any]:
        """What stands in the path: always Ana's rows, in Ana's workspace."""
        recipient = cls.schedule.recipients.get()
        return {
            "workspace": "acme",
            "workspace_id": cls.by_ana.workspace.pk,
            "api_key": cls.api_key.pk,
            "delivery": cls.delivery.pk,
            "project": cls.project.pk,
            "section": cls.section.pk,
            "folder": cls.folder.pk,
            "number": cls.task.number,
            "entry": cls.entry.pk,
            "label": cls.label.pk,
            "link": cls.link.pk,
            "event": cls.change.pk,
            "batch": cls.batch,
            "first": date(2026, 3, 2),
            "day": date(2026, 3, 2),
            "row": f"task-{cls.task.pk}",
            "what": "due",
            "field": cls.field.pk,
            "choice": cls.field.choices.get().pk,
            "incoming": cls.incoming.pk,
            "template": cls.template.pk,
            "attachment": cls.attachment.pk,
            "token": token_of(signed_address(cls.attachment, Purpose.DOWNLOAD, actor=cls.by_ana)),
            "comment": cls.comment.pk,
            "view": cls.view.pk,
            "notice": cls.notice.pk,
            "goal": cls.goal.pk,
            "notification": cls.notification.pk,
            "subject": cls.notification.subject,
            "mute": cls.mute.pk,
            "subscription": cls.subscription.pk,
            "period": cls.period.pk,
            "rate": cls.rate.pk,
            "client": cls.customer.pk,
            "budget": cls.budget.pk,
            "file": cls.file.pk,
            "group": cls.group.pk,
            "person": cls.ana.pk,
            "member": cls.member.pk,
            "invitation": cls.invitation.pk,
            "invitation_token": invitation_token_of(cls.invitation_link),
            "gone": cls.gone.pk,
            "submission": cls.submission.pk,
            "place": f"view:{cls.view.pk}",
            "priority": 1,
            "saved": cls.saved.pk,
            "share": cls.share.pk,
            "schedule": cls.schedule.pk,
            "recipient": recipient.pk,
            "share_token": cls.share_token,
            "public_link": cls.public_link.pk,
            "public_token": cls.public_token,
            "project_share": cls.project_share.pk,
            "export": cls.export.pk,
            "mails_token": token_of(mails_address(cls.ana, [Kind.ASSIGNED])),
            "stop_token": token_of(stop_address(recipient)),
            **ELSEWHERE,
        }

    @classmethod
    def _pks(cls) -> dict[str, Any]:
        """What `<pk>` of an address of the API is, by the first word of its name."""
        return {
            "task": cls.task.pk,
            "label": cls.label.pk,
            "entry": cls.entry.pk,
            "project": cls.project.pk,
            "section": cls.section.pk,
            "folder": cls.folder.pk,
            "comment": cls.comment.pk,
            "attachment": cls.attachment.pk,
            "template": cls.template.pk,
            "field": cls.field.pk,
            "view": cls.view.pk,
            "notice": cls.notice.pk,
            "locked": cls.period.pk,
            "rate": cls.rate.pk,
            "client": cls.customer.pk,
            "budget": cls.budget.pk,
            "file": cls.file.pk,
            "submission": cls.submission.pk,
            "group": cls.group.pk,
            "invitation": cls.invitation.pk,
            "webhook": cls.webhook.pk,
        }


GUESTS = {"Vera Viewer": Level.VIEW, "Cora Commenter": Level.COMMENT, "Edda Editor": Level.EDIT}


def token_of(address: str) -> str:
    return address.rstrip("/").rpartition("/")[2]
