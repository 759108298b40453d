from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from workstate.core.clock import today
from workstate.core.errors import Conflict, Invalid
from workstate.core.ids import new_id
from workstate.timetracking import actions
from workstate.timetracking.forms import EntryForm, RunningForm, SubjectForm
from workstate.timetracking.models import TimeEntry
from workstate.timetracking.queries import (
    line_of,
    neighbours_of,
    own_entries,
    project_in_sight,
    projects_to_choose,
    task_in_sight,
    tasks_at_hand,
)
from workstate.timetracking.views.base import TimeView


class OneEntryView(TimeView):
    """One time entry that the person may see, the bin's too."""

    entry: TimeEntry

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        entries = TimeEntry.objects.visible_to(self.actor).select_related("task__project", "project", "user")
        entries = entries.annotate(sees_task=task_in_sight(self.actor), sees_project=project_in_sight(self.actor))
        self.entry = get_object_or_404(entries.prefetch_related("labels"), pk=kwargs["entry"])


class EntryView(OneEntryView):
    """GET opens the entry for editing, PATCH (or POST) changes it, DELETE puts it into the bin."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._draw(self._form())

    def patch(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.entry.deleted_at:
            raise Conflict(_("This entry is in the bin. Restore it first."))
        before = self.entry.task
        form = self._form(self.fields)
        if not form.is_valid():
            return self._draw(form, status=400)
        batch, changes = new_id(), form.changes
        try:
            entry = actions.change_entry(self.entry, by=self.actor, batch=batch, **changes)
        except Invalid as error:
            form.refuse(error)
            return self._draw(form, status=400)
        if not self.wants_fragment:
            return redirect(self.url("timetracking:day-list"))
        return self.changed(
            tasks=[before, entry.task],
            message=_("Entry changed.") if changes else "",
            undo=self.url("timetracking:undoing", batch) if changes else "",
            context={"line": line_of(entry, self.actor)},
        )

    post = patch

    def delete(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        batch = new_id()
        entry = actions.delete_entry(self.entry, by=self.actor, batch=batch)
        if not self.wants_fragment:
            # The page of an entry in the bin offers to bring it back.
            return redirect(self.url("timetracking:entry", entry.pk))
        message = _("Timer discarded.") if entry.is_running else _("Entry deleted.")
        return self.changed(tasks=[entry.task], message=message, undo=self.url("timetracking:undoing", batch))

    def _form(self, data: Any = None) -> SubjectForm:
        kind = RunningForm if self.entry.is_running else EntryForm
        return kind(data, actor=self.actor, entry=self.entry)

    def _draw(self, form: SubjectForm, *, status: int = 200) -> HttpResponse:
        template = "_entry_form.html" if self.wants_fragment else "entry.html"
        context = {
            "form": form,
            "entry": self.entry,
            "is_own": self.entry.user_id == self.actor.user.pk,
            "tasks": tasks_at_hand(self.actor, current=self.entry.task),
            "projects": projects_to_choose(self.actor, current=self.entry.shown_project),
        }
        return render(self.request, f"timetracking/{template}", context, status=status)


class EntryRowView(OneEntryView):
    """The entry as its row shows it: what closing the editor brings back."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.wants_fragment:
            return redirect(self.url("timetracking:day-list"))
        get_object_or_404(own_entries(self.actor), pk=self.entry.pk)
        return render(request, "timetracking/_entry_row.html", {"line": line_of(self.entry, self.actor)})


class EntryMenuView(OneEntryView):
    """What can be done with the entry, for the menu of its row."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.wants_fragment:
            return redirect(self.url("timetracking:entry", self.entry.pk))
        get_object_or_404(own_entries(self.actor), pk=self.entry.pk)
        context = {
            "entry": self.entry,
            "beside": neighbours_of(self.entry, self.actor),
            "today": today(self.actor.zone),
        }
        return render(request, "timetracking/_entry_menu.html", context)


class ContinuationView(OneEntryView):
    """POST starts the clock again on what the entry was about."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        entry = actions.continue_entry(self.entry, by=self.actor, version=self.known_version)
        return self.changed(tasks=[entry.task, entry.replaced.task if entry.replaced else None])


class CopyView(OneEntryView):
    """POST writes the same time down once more."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        batch = new_id()
        copy = actions.copy_entry(self.entry, by=self.actor, batch=batch)
        undo = self.url("timetracking:undoing", batch)
        return self.changed(tasks=[copy.task], message=_("Entry duplicated."), undo=undo)


class RestorationView(OneEntryView):
    """POST takes the entry out of the bin."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        entry = actions.restore_entry(self.entry, by=self.actor)
        return self.changed(tasks=[entry.task])
