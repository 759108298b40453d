"""Signs of life, “Still working?”, the time somebody was away, and notices."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.core.clock import now
from workstate.core.durations import format_duration_long
from workstate.core.errors import Conflict, Invalid
from workstate.timetracking.actions import running_entry
from workstate.timetracking.actions.idle import settle_gap
from workstate.timetracking.actions.signs import record_sign_of_life, resume_forgotten, still_working
from workstate.timetracking.away import CONTINUE, DISCARD, KEEP, Gap, GapForm, gap_of, subjects_of
from workstate.timetracking.forgotten import is_asked, last_sign
from workstate.timetracking.models import Clock, Notice, TimeEntry, TimePreferences
from workstate.timetracking.notices import dismiss
from workstate.timetracking.queries import own_entries, projects_to_choose, tasks_at_hand
from workstate.timetracking.signs import clock_of
from workstate.timetracking.views.base import TimeView

NOTHING = 204


class HeartbeatView(TimeView):
    """POST says that somebody is there, or was `ago` seconds ago."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        record_sign_of_life(by=self.actor, ago=_seconds(request.POST.get("ago", "")))
        return HttpResponse(status=NOTHING)


class AskingView(TimeView):
    """“Still working?”: GET shows it while it waits, POST says yes."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        running, clock = running_entry(self.actor.user), Clock.objects.filter(pk=self.actor.user.pk).first()
        if running is None or clock is None or not is_asked(running, clock):
            return HttpResponse(status=NOTHING) if self.wants_fragment else self.go(self.url("timetracking:timer"))
        entry = TimeEntry.objects.select_related("task", "project", "workspace").get(pk=running.pk)
        wishes = TimePreferences.objects.filter(pk=self.actor.user.pk).first() or TimePreferences()
        at = now()
        context = {"entry": entry, "last": last_sign(entry, clock, at), "stops_after": wishes.stop_after}
        page = "_asking.html" if self.wants_fragment else "asking.html"
        return render(request, f"timetracking/{page}", context)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        still_working(by=self.actor)
        return self.changed()


class GapView(TimeView):
    """The time somebody was away: GET asks about it, POST says what became of it."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """`idle` and `back`: how many seconds ago the last sign of life and the return were, by the asking page."""
        if not self.wants_fragment:
            return self.go(self.url("timetracking:timer"))
        running, clock, at = self._running(), clock_of(self.actor.user), now()
        idle, back = _seconds(request.GET.get("idle", "")), _seconds(request.GET.get("back", ""))
        gap = None
        if running is not None:
            since, until = at - timedelta(seconds=idle), at - timedelta(seconds=back)
            gap = gap_of(running, clock, since=since, until=until)
        if gap is None:
            return HttpResponse(status=NOTHING)
        form = GapForm(self.actor, gap.entry.pk, gap.since, gap.until, clock.version, KEEP)
        return self._draw("_gap.html", gap, form)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = GapForm.typed(request.POST, self.actor)
        running = own_entries(self.actor).running().filter(pk=form.entry).first()
        if running is None:
            raise Conflict(_("That timer has been stopped meanwhile. You find it on the time page."))
        answer = form.answer()
        if answer is None:
            return self._refused(running, form)
        try:
            act = settle_gap(running, by=self.actor, **answer)
        except Invalid as error:
            form.refuse(error)
            return self._refused(running, form)
        undo = self.url("timetracking:undoing", act.batch) if act.entries else ""
        tasks = [entry.task for entry in act.entries]
        return self.changed(tasks=tasks, message=self._said_of(Gap(running, form.since, form.until), form), undo=undo)

    def _running(self) -> TimeEntry | None:
        return own_entries(self.actor).running().first()

    def _said_of(self, gap: Gap, form: GapForm) -> str:
        length = format_duration_long(gap.seconds)
        if form.choice == KEEP:
            return ""
        if form.choice == DISCARD:
            at = Formats.of(self.actor.user).time(gap.since)
            return _("Stopped at %(time)s. %(length)s were dropped.") % {"time": at, "length": length}
        if form.choice == CONTINUE:
            return _("%(length)s were dropped. The timer runs on.") % {"length": length}
        return _("%(length)s were split.") % {"length": length}

    def _refused(self, running: TimeEntry, form: GapForm) -> HttpResponse:
        response = self._draw("_gap_split.html", Gap(running, form.since, form.until), form, status=400)
        response["HX-Retarget"], response["HX-Reswap"] = "#gap-split", "outerHTML"
        return response

    def _draw(self, template: str, gap: Gap, form: GapForm, *, status: int = 200) -> HttpResponse:
        subjects = subjects_of(tasks_at_hand(self.actor), projects_to_choose(self.actor))
        context = {"gap": gap, "form": form, "subjects": subjects, "refused": status != 200}
        return render(self.request, f"timetracking/{template}", context, status=status)


class NoticesView(TimeView):
    """What the person has not put away yet, as every page shows it."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.wants_fragment:
            return self.go(self.url("timetracking:day-list"))
        return render(request, "timetracking/_notices.html")


class NoticeView(TimeView):
    """One notice: DELETE puts it away on all devices."""

    notice: Notice

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.notice = get_object_or_404(Notice.objects.of(self.actor.user), pk=kwargs["notice"])

    def delete(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        dismiss(self.notice, by=self.actor)
        if not self.wants_fragment:
            return self.go(self.came_from or self.url("timetracking:day-list"))
        return render(request, "timetracking/_notices.html")


class NoticeUndoingView(NoticeView):
    """POST lets the timer that was stopped run on."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        resume_forgotten(self.notice, by=self.actor)
        running = running_entry(self.actor.user)
        message = _("The timer runs on as if it had not been stopped.")
        return self.changed(tasks=[running.task if running else None], message=message)


def _seconds(text: str) -> int:
    """A number of seconds as a page sends it, nothing for anything else; at most a year."""
    return min(int(text), 366 * 86400) if text.isascii() and text.isdigit() and len(text) < 12 else 0
