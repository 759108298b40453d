"""Every address × every method × every member of the cast. An address without a row fails the suite."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.rights.matrix import BODIES, ELSEWHERE, HANDED_IN, ROWS, SECOND
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
from workstate.notifications.actions.muting import mute
from workstate.notifications.actions.telling import tell
from workstate.notifications.kinds import Kind
from workstate.notifications.mail.stopping import stop_address as mails_address
from workstate.notifications.news.item import Item
from workstate.projects.actions import create_client, create_folder, create_project, create_sections
from workstate.projects.models import ProjectShare
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
from workstate.testing import CastTestCase
from workstate.timetracking.actions import create_entry, start_timer, stop_timer
from workstate.timetracking.actions.approval import submit_week
from workstate.timetracking.actions.periods import lock_period
from workstate.timetracking.actions.rules import change_time_rules
from workstate.timetracking.models.notices import NoticeKind
from workstate.timetracking.notices import give
from workstate.transfer.actions import prepare_import
from workstate.workspaces.actions import (
    create_group,
    create_invitation_link,
    create_workspace,
    delete_workspace,
    invite,
)
from workstate.workspaces.invitations.links import token_of as invitation_token_of
from workstate.workspaces.models import Membership

METHODS = ("get", "post", "put", "patch", "delete")
FORBIDDEN = {302, 401, 403, 404, 405}

TOGGL = b"""User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags
Ana,ana@example.org,,Website,,Draft,No,2026-03-02,08:00:00,2026-03-02,09:00:00,01:00:00,
"""


@dataclass(frozen=True)
class Address:
    name: str
    parameters: frozenset[str]
    methods: tuple[str, ...]


def addresses() -> Iterator[Address]:
    yield from _walk(get_resolver(), "", frozenset())


def _walk(resolver: URLResolver, namespace: str, parameters: frozenset[str]) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        taken = parameters | set(entry.pattern.regex.groupindex)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, inner, taken)
        else:
            yield Address(f"{namespace}{entry.name}", frozenset(taken), _methods(entry))


def _methods(entry: URLPattern) -> tuple[str, ...]:
    view: Any = getattr(entry.callback, "view_class", None) or getattr(entry.callback, "cls", None)
    if view is None:
        return ("get", "post")
    return tuple(method for method in METHODS if method in view.http_method_names and hasattr(view, method))


class RightsMatrixTest(CastTestCase):
    maxDiff = None

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.project = create_project("Website", by=cls.by_ana)
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
        cls.project_share = ProjectShare.objects.get(project=cls.project)
        plan = Plan(Frequency.DAILY, people=(cls.ana.pk,))
        cls.schedule = create_schedule(cls.saved, plan, by=cls.by_ana)
        cls.export = AccountExport.objects.create(user=cls.ana)
        cls.member = Membership.objects.get(user=cls.ana, workspace=cls.by_ana.workspace)
        (cls.invitation,) = invite(["jo@example.org"], role=Role.MEMBER, by=cls.by_olga).made
        cls.invitation_link = create_invitation_link(role=Role.MEMBER, by=cls.by_olga)
        cls.gone = delete_workspace(by=create_workspace("Gone", owner=cls.olga, via=Via.SYSTEM))
        cls.people = [cls.olga, cls.mara, cls.ana, cls.gil, cls.boris, None]

    def values(self, address: Address) -> dict[str, str | int | UUID]:
        """What stands in the path: always Ana's rows, in Ana's workspace."""
        subjects: dict[str, Any] = {
            "workspace": "acme",
            "project": self.project.pk,
            "section": self.section.pk,
            "folder": self.folder.pk,
            "number": self.task.number,
            "entry": self.entry.pk,
            "label": self.label.pk,
            "link": self.link.pk,
            "event": self.change.pk,
            "batch": self.batch,
            "first": date(2026, 3, 2),
            "day": date(2026, 3, 2),
            "row": f"task-{self.task.pk}",
            "what": "due",
            "field": self.field.pk,
            "choice": self.field.choices.get().pk,
            "incoming": self.incoming.pk,
            "template": self.template.pk,
            "attachment": self.attachment.pk,
            "token": token_of(signed_address(self.attachment, Purpose.DOWNLOAD, actor=self.by_ana)),
            "comment": self.comment.pk,
            "view": self.view.pk,
            "notice": self.notice.pk,
            "goal": self.goal.pk,
            "notification": self.notification.pk,
            "subject": self.notification.subject,
            "mute": self.mute.pk,
            "period": self.period.pk,
            "rate": self.rate.pk,
            "client": self.customer.pk,
            "budget": self.budget.pk,
            "file": self.file.pk,
            "group": self.group.pk,
            "person": self.ana.pk,
            "member": self.member.pk,
            "invitation": self.invitation.pk,
            "invitation_token": invitation_token_of(self.invitation_link),
            "gone": self.gone.pk,
            "submission": self.submission.pk,
            "place": f"view:{self.view.pk}",
            "priority": 1,
            "saved": self.saved.pk,
            "share": self.share.pk,
            "schedule": self.schedule.pk,
            "recipient": self.schedule.recipients.get().pk,
            "share_token": self.share_token,
            "public_link": self.public_link.pk,
            "public_token": self.public_token,
            "project_share": self.project_share.pk,
            "export": self.export.pk,
            "mails_token": token_of(mails_address(self.ana, [Kind.ASSIGNED])),
            "stop_token": token_of(stop_address(self.schedule.recipients.get())),
            **ELSEWHERE,
        }
        pks = {
            "task": self.task.pk,
            "label": self.label.pk,
            "entry": self.entry.pk,
            "project": self.project.pk,
            "section": self.section.pk,
            "folder": self.folder.pk,
            "comment": self.comment.pk,
            "attachment": self.attachment.pk,
            "template": self.template.pk,
            "field": self.field.pk,
            "view": self.view.pk,
            "notice": self.notice.pk,
            "locked": self.period.pk,
            "rate": self.rate.pk,
            "client": self.customer.pk,
            "budget": self.budget.pk,
            "file": self.file.pk,
            "submission": self.submission.pk,
            "group": self.group.pk,
            "invitation": self.invitation.pk,
        }
        noun = address.name.rpartition(":")[2].partition("-")[0]
        return {name: pks[noun] if name == "pk" else subjects[name] for name in sorted(address.parameters)}

    def test_every_method_of_every_address_has_its_row(self) -> None:
        standing = {f"{method} {address.name}" for address in addresses() for method in address.methods}
        self.assertEqual(sorted(standing - set(ROWS)), [], "Give these addresses a row in tests/rights/matrix.py.")
        self.assertEqual(sorted(set(ROWS) - standing), [], "These rows stand for no address.")

    def test_everybody_gets_the_answer_that_is_theirs(self) -> None:
        wrong: dict[str, str] = {}
        for address in addresses():
            for method in address.methods:
                row = f"{method} {address.name}"
                actual = " ".join(str(self.answer(address, method, person)) for person in self.people)
                if ROWS.get(row) != actual:
                    wrong[row] = actual
        self.assertEqual({row: ROWS.get(row) for row in wrong}, wrong)

    def answer(self, address: Address, method: str, person: Any) -> int:
        """The status; asserts that whoever is refused has written nothing. What is written is taken back."""
        client = Client(raise_request_exception=True)
        if person:
            client.force_login(person)
        url = reverse(address.name, kwargs=self.values(address))
        body = BODIES.get(f"{method} {address.name}", {})
        if address.name.endswith("section-project") and method == "post":
            body = {"project": str(self.other_project.pk)}
        if address.name == "projects:sharing":
            guest = Membership.objects.get(user=self.gil, workspace=self.by_gil.workspace)
            body = {"who": f"member:{guest.pk}", "level": "view"}
        if address.name in {"api:project-shares", "api:project-ownership"}:
            mara = Membership.objects.get(user=self.mara, workspace=self.by_mara.workspace)
            body = {"member": str(mara.pk), **({"level": "view"} if address.name == "api:project-shares" else {})}
        if address.name == "timetracking:acts":
            body = {"entries": str(self.entry.pk), "description": "Changed"}
        if address.name.startswith("api:entries") and (body == {} or method == "patch"):
            body = {"entries": [str(self.entry.pk)], **({"description": "Changed"} if method == "patch" else {})}
        if address.name in {"reports:saved-schedules", "reports:saved-schedule"}:
            body = {"frequency": "daily", "at": "08:00", "people": str(self.ana.pk)}
        if address.name in {"api:saved-report-schedules", "api:saved-report-schedule"}:
            body = {"frequency": "daily", "at": "08:00", "people": [str(self.ana.pk)]}
        if address.name == "api:mutes":
            body = {"workspace": str(self.by_ana.workspace.pk)}
        if address.name == "tasks:project-line":
            url += f"?section={self.section.pk}"
        if address.name == "tasks:selection-choices":
            url += f"?tasks={self.task.number}"
        if address.name == "api:invitation-acceptance":
            body = {"token": invitation_token_of(self.invitation_link)}
        in_json = address.name.startswith("api:")
        with transaction.atomic():
            before = _fingerprint()
            if method == "get":
                response = client.get(url)
            elif method == "post" and not in_json:
                response = client.post(url, body)
            else:
                content = json.dumps(body) if in_json else urlencode(body)
                kind = "application/json" if in_json else "application/x-www-form-urlencoded"
                response = getattr(client, method)(url, content, content_type=kind)
            status: int = response.status_code
            refused = status in FORBIDDEN and not (status == 302 and person)
            if refused or method == "get":
                self.assertEqual(_fingerprint(), before, f"{method} {address.name} wrote something for {person}.")
            transaction.set_rollback(True)
        return status


def token_of(address: str) -> str:
    return address.rstrip("/").rpartition("/")[2]


def _fingerprint() -> list[tuple[str, int, int]]:
    """How many rows each table of ours has, and how many were touched by this transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins, n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables"
            # Sessions, the counts of attempts and those of visits are written for whoever comes.
            " WHERE relname <> ALL (ARRAY['django_session', 'usersessions_usersession', 'accounts_attempts',"
            " 'reports_reportsharevisits', 'publishing_publiclinkvisits']) ORDER BY 1"
        )
        return list(cursor.fetchall())
