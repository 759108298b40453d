from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from itertools import groupby
from typing import ClassVar

from django.conf import settings

from workstate.accounts.models import User
from workstate.activity.models import Event
from workstate.notifications.handlers import VERBS, tell_of
from workstate.notifications.kinds import Kind
from workstate.notifications.models import Notification, PushSubscription
from workstate.projects.actions import create_project
from workstate.projects.models import Project
from workstate.tasks.actions import create_task
from workstate.tasks.models import Task
from workstate.testing import CastTestCase
from workstate.workspaces.models import Membership


class TellingCase(CastTestCase):
    """A project of Mara's with a task of Ana's in it; nobody has been told of anything yet."""

    website: ClassVar[Project]
    task: ClassVar[Task]
    mark: int

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.website = create_project("Website", by=cls.by_mara)
        cls.task = create_task("Call the printer", by=cls.by_ana, project=cls.website)

    def setUp(self) -> None:
        self.mark = Event.objects.order_by("-pk").values_list("pk", flat=True)[0]

    def happened(self) -> list[list[Event]]:
        """What has happened since this was asked last, what one act did together, as the relay hands it on."""
        events = list(Event.objects.filter(pk__gt=self.mark, verb__in=VERBS).order_by("pk"))
        self.mark = max([self.mark, *(event.pk for event in events)])
        return [list(some) for _key, some in groupby(events, key=lambda event: event.batch or event.pk)]

    def relay(self, *, times: int = 1) -> None:
        for events in self.happened():
            for _time in range(times):
                tell_of(events)

    def told(self, user: User) -> list[Kind]:
        """The kinds of what the person finds, the oldest first."""
        found = Notification.objects.visible_to(user).order_by("pk").values_list("kind", flat=True)
        return [Kind(kind) for kind in found]

    def member(self, user: User) -> Membership:
        return Membership.objects.get(user=user, workspace=self.by_olga.workspace)

    def members(self, *users: User) -> Sequence[Membership]:
        return [self.member(user) for user in users]


def listen(user: User) -> PushSubscription:
    """As if a browser of the person's were told by push; nothing stands behind its address."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store.create()
    columns = {"session_id": store.session_key, "p256dh": "none", "auth": "none"}
    return PushSubscription.objects.create(user=user, endpoint=f"https://push.example.org/{user.pk}", **columns)
