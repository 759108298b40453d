"""Of what stands beside the clock: it goes by mail and push only, as the app shows it already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.notifications.kinds import Kind
from workstate.notifications.news.item import Item
from workstate.timetracking.models import Notice
from workstate.timetracking.models.notices import NoticeKind

VERBS = [Verb.NOTICE_GIVEN]
KINDS = {
    NoticeKind.TIMER_STOPPED: Kind.CLOCK,
    NoticeKind.NOT_TRACKING: Kind.CLOCK,
    NoticeKind.GOAL_REACHED: Kind.GOAL,
    NoticeKind.GOAL_AT_RISK: Kind.GOAL,
    NoticeKind.WEEK_SUBMITTED: Kind.WEEK_SUBMITTED,
    NoticeKind.WEEK_APPROVED: Kind.WEEK_DECIDED,
    NoticeKind.WEEK_RETURNED: Kind.WEEK_DECIDED,
}


def items_of(events: Sequence[Event]) -> Iterable[Item]:
    open_ones = Notice.objects.open().in_bulk([UUID(event.subject_id) for event in events])
    for event in events:
        notice = open_ones.get(UUID(event.subject_id))
        if notice and (kind := KINDS.get(NoticeKind(notice.kind))):
            yield Item(
                user=notice.user_id,
                kind=kind,
                occasion=f"notice.{notice.pk}",
                workspace=notice.workspace_id,
                event=event.pk,
                notice=notice.pk,
                about=f"notice.{notice.pk}",
            )
