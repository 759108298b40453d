"""How a task comes back: set, changed, skipped, ended."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.core.errors import Invalid
from workstate.tasks import actions
from workstate.tasks.forms import read_day, read_repeat
from workstate.tasks.models import Recurrence
from workstate.tasks.repeats import repeat_words
from workstate.tasks.views.planning import ChoosingView
from workstate.tasks.words import due_words


class RepeatView(ChoosingView):
    """POST sets how the task comes back, by words (`repeat`), a `rule` or an `anchor` alone; DELETE ends the series."""

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        present = Recurrence.objects.filter(task=self.task).first()
        try:
            repeat = read_repeat(request.POST.dict(), present, by=self.actor)
            act = actions.change_tasks([self.task], by=self.actor, repeat=repeat)
        except Invalid as refusal:
            return self.refused(refusal, "repeat")
        said = _("Repeats %s.") % repeat_words(repeat, self.actor.user)
        return self.chosen(said, undo=self.url("tasks:undo", act.batch))

    def delete(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        act = actions.change_tasks([self.task], by=self.actor, repeat=None)
        return self.done(_("Repeats no more."), undo=self.url("tasks:undo", act.batch), then=self.then)


class SkipView(ChoosingView):
    """POST moves a repeating task to its next time without doing it, or leaves a `day` out of the series for good."""

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        try:
            if "day" in request.POST:
                return self.leave_out(request.POST["day"])
            act = actions.skip_occurrence(self.task, by=self.actor)
        except Invalid as refusal:
            return self.refused(refusal, "repeat", {"skipped": "skip"})
        due = due_words(act.tasks[0], Formats.of(self.actor.user)).short
        return self.done(_("Skipped. Next: %s.") % due, undo=self.url("tasks:undo", act.batch), then=self.then)

    def leave_out(self, text: str) -> HttpResponse:
        day = read_day(text, by=self.actor, field="skip")
        if day is None:
            raise Invalid(_("Say which day to leave out."), field="skip")
        actions.skip_days(self.task, [day], by=self.actor)
        return self.chosen(capfirst(_("%s is left out.") % Formats.of(self.actor.user).weekday_date(day)))
