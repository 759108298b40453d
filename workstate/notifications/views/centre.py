from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workstate.accounts.formats import Formats
from workstate.core.clock import now
from workstate.core.errors import Invalid
from workstate.notifications.actions import marking
from workstate.notifications.bell import cards_for
from workstate.notifications.inbox import MOST, PAGE, Tab, page_of
from workstate.notifications.models.notification import NotificationQuerySet
from workstate.notifications.reading import Told, told, with_subjects
from workstate.notifications.snoozing import choices_for, chosen
from workstate.notifications.views.base import NotificationsRequest, NotificationsView, undo_address


class CentreView(NotificationsView):
    """What the person was told, in all of their workspaces: unread, all, snoozed, done with."""

    def get(self, request: NotificationsRequest) -> HttpResponse:
        asked = request.GET.get("tab", "")
        tab = Tab(asked) if asked in Tab.values else Tab.UNREAD
        most = request.GET.get("most", "")
        count = min(MOST, max(PAGE, int(most))) if most.isascii() and most.isdigit() and len(most) < 5 else PAGE
        context = {
            "page": page_of(request.user, tab, formats=Formats.of(request.user), most=count),
            "tabs": list(Tab),
            "snoozes": choices_for(request.user),
        }
        template = "_list.html" if self.wants_fragment else "centre.html"
        return render(request, f"notifications/{template}", context)


class BellView(NotificationsView):
    """The bell with what is unread, drawn anew when something came."""

    def get(self, request: NotificationsRequest) -> HttpResponse:
        return render(request, "notifications/_bell.html")


class ReadingView(NotificationsView):
    """POST reads all; DELETE takes back the reading of an instant."""

    def post(self, request: NotificationsRequest) -> HttpResponse:
        waiting = self.mine().waiting(timezone.now())
        count = waiting.unread().count()
        at = marking.mark_read(waiting, user=request.user)
        said = ngettext("%(count)d notification is read.", "%(count)d notifications are read.", count) % {
            "count": count
        }
        return self.done(said, undo=undo_address("notifications:reading", at) if count else "", method="DELETE")

    def delete(self, request: NotificationsRequest) -> HttpResponse:
        marking.take_back_reading(self.instant(), user=request.user)
        return self.done(_("Unread again."))


class FinishingView(NotificationsView):
    """POST is done with all that has been read; DELETE takes back being done at an instant."""

    def post(self, request: NotificationsRequest) -> HttpResponse:
        at = marking.finish(self.mine().waiting(timezone.now()).filter(read_at__isnull=False), user=request.user)
        return self.done(
            _("What you had read is done with."), undo=undo_address("notifications:finishing", at), method="DELETE"
        )

    def delete(self, request: NotificationsRequest) -> HttpResponse:
        marking.take_back_finishing(self.instant(), user=request.user)
        return self.done(_("Back in the list."))


class SubjectReadingView(NotificationsView):
    """Of one subject: POST reads, DELETE leaves the newest for another look."""

    def post(self, request: NotificationsRequest, subject: str) -> HttpResponse:
        marking.mark_read(self.about(subject), user=request.user)
        return self.done()

    def delete(self, request: NotificationsRequest, subject: str) -> HttpResponse:
        newest = self.about(subject).newest_first()[:1]
        marking.mark_unread(self.mine().filter(pk__in=[row.pk for row in newest]), user=request.user)
        return self.done()


class SubjectFinishingView(NotificationsView):
    """Of one subject: POST is done with it, DELETE brings back what was done with last."""

    def post(self, request: NotificationsRequest, subject: str) -> HttpResponse:
        at = marking.finish(self.about(subject), user=request.user)
        return self.done(_("Done with."), undo=undo_address("notifications:finishing", at), method="DELETE")

    def delete(self, request: NotificationsRequest, subject: str) -> HttpResponse:
        last = self.about(subject).filter(done_at__isnull=False).order_by("-done_at").first()
        if last and last.done_at:
            marking.take_back_finishing(last.done_at, user=request.user)
        return self.done(_("Back in the list."))


class OpeningView(NotificationsView):
    """POST goes to what a notification is about, and reads all that is told of it."""

    def post(self, request: NotificationsRequest, notification: UUID) -> HttpResponse:
        row = get_object_or_404(with_subjects(self.mine()), pk=notification)
        marking.mark_read(self.mine().filter(subject=row.subject), user=request.user)
        return redirect(told([row], request.user)[0].path)


class RemindersView(NotificationsView):
    """The cards of reminders that have come, drawn anew when one came or was seen to."""

    def get(self, request: NotificationsRequest) -> HttpResponse:
        return render(request, "notifications/_reminders.html", {"reminders_here": cards_for(request.user)})


class FinishView(NotificationsView):
    """POST is done with one notification."""

    def post(self, request: NotificationsRequest, notification: UUID) -> HttpResponse:
        row = get_object_or_404(self.mine(), pk=notification)
        at = marking.finish(self.mine().filter(pk=row.pk), user=request.user)
        return self.done(_("Done with."), undo=undo_address("notifications:finishing", at), method="DELETE")


class _SnoozingView(NotificationsView):
    """Something is put off: GET offers times, POST puts it off, DELETE ends that."""

    def rows(self, subject: str) -> NotificationQuerySet:
        """What is put off; empty for what is not told to the person."""
        raise NotImplementedError

    def get(self, request: NotificationsRequest, **named: Any) -> HttpResponse:
        return self._page(self._told(self.rows(*named.values())), "")

    def post(self, request: NotificationsRequest, **named: Any) -> HttpResponse:
        rows = self.rows(*named.values())
        one = self._told(rows)
        try:
            until = chosen(request.POST.get("until", ""), request.user, picked=request.POST.get("at", ""))
            marking.snooze(rows, until, user=request.user)
        except Invalid as refusal:
            if request.htmx:
                raise
            return self._page(one, " ".join(refusal.messages), status=400)
        said = _("Comes back %(when)s.") % {"when": Formats.of(request.user).moment(until)}
        if request.htmx:
            return self.done(said, undo=request.path, method="DELETE")
        messages.success(request, said)
        return redirect("notifications:centre")

    def delete(self, request: NotificationsRequest, **named: Any) -> HttpResponse:
        rows = self.rows(*named.values())
        self._told(rows)
        marking.wake(rows, user=request.user)
        return self.done(_("Back in the list."))

    def _told(self, rows: NotificationQuerySet) -> Told:
        """The newest; raises Http404 where there is none."""
        newest = with_subjects(rows.newest_first()).first()
        if newest is None:
            raise Http404
        return told([newest], self.request.user)[0]

    def _page(self, one: Told, error: str, *, status: int = 200) -> HttpResponse:
        soon = now().astimezone(self.request.user.zone) + timedelta(hours=1)
        context = {
            "told": one,
            "snoozes": choices_for(self.request.user),
            "error": error,
            "typed": self.request.POST.get("at", "")[:40] or soon.strftime("%Y-%m-%dT%H:00"),
        }
        return render(self.request, "notifications/snooze.html", context, status=status)


class SnoozeView(_SnoozingView):
    """One notification, as a link in a mail and the card of a reminder lead here."""

    def rows(self, notification: UUID) -> NotificationQuerySet:  # type: ignore[override]
        return self.mine().filter(pk=notification)


class SubjectSnoozeView(_SnoozingView):
    """All that is told of one subject and not done with."""

    def rows(self, subject: str) -> NotificationQuerySet:
        return self.about(subject).filter(done_at=None)
