"""Weeks that are handed in: by their person on the timesheet, and decided on by administrators."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_htmx.http import trigger_client_event

from workstate.core.clock import today
from workstate.core.errors import Conflict, Invalid, require
from workstate.core.ids import new_id
from workstate.timetracking.actions import approval
from workstate.timetracking.approving import can_decide, week_in, with_people
from workstate.timetracking.handed_in import decided_lately, sheet_of, waiting_for
from workstate.timetracking.models import Submission
from workstate.timetracking.rule_forms import DayField, SubmitForm
from workstate.workspaces.acts import ActingView, identifier, toast


class SubmissionActingView(ActingView):
    changes = ("submissions:changed", "timesheet:changed")

    def header(self, day: date, *, status: int = 200, error: str = "", note: str = "") -> HttpResponse:
        """How a week of the actor stands, as the head of the timesheet shows it."""
        context = {"submission_week": week_in(self.actor, day), "submission_error": error, "submission_note": note}
        return render(self.request, "timetracking/_submission.html", {**context, "ref": new_id()}, status=status)

    def week_url(self, day: date) -> str:
        return self.url("timesheets:week", str(day))


class SubmissionsView(SubmissionActingView):
    """GET shows how the week of `week` stands, POST hands it in."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            day = DayField().clean(request.GET.get("week") or str(today(self.actor.zone)))
        except ValidationError as error:
            raise Invalid(_("There is no such day. Write it as in 2026-11-23."), field="week") from error
        return self.header(day) if self.wants_fragment else redirect(self.week_url(day))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = SubmitForm(request.POST)
        if not form.is_valid():
            raise Invalid(_("This week cannot be read. Reload the page and try again."), field="week")
        day, note, ref = (form.cleaned_data[name] for name in ("week", "note", "ref"))
        try:
            submission = approval.submit_week(by=self.actor, day=day, note=note, id=ref)
        except (Conflict, Invalid) as refusal:
            if not self.wants_fragment:
                raise
            said = refusal.message if isinstance(refusal, Conflict) else " ".join(refusal.messages)
            return self.header(day, status=400, error=said, note=note)
        said, undo = _("Week submitted."), self.url("timetracking:submission", submission.pk)
        if not self.wants_fragment:
            return self.go(self.came_from or self.week_url(day), said, undo=undo, method="DELETE")
        response = self.header(day)
        trigger_client_event(response, "timesheet:changed", {"target": "body"})
        toast(response, said, undo=undo, method="DELETE")
        return response


class OneSubmissionView(SubmissionActingView):
    """A view of one week that was handed in, which its person and administrators see."""

    submission: Submission

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        found = with_people(Submission.objects.visible_to(self.actor))
        self.submission = get_object_or_404(found, pk=kwargs["submission"])

    @property
    def page_url(self) -> str:
        return self.url("timetracking:submission", self.submission.pk)

    def draw(self, *, status: int = 200, **context: Any) -> HttpResponse:
        context |= {
            "sheet": sheet_of(self.submission, self.actor),
            "can_decide": can_decide(self.actor, self.submission),
            "is_own": self.submission.user_id == self.actor.user.pk,
        }
        template = "timetracking/_submitted.html" if self.wants_fragment else "timetracking/submitted.html"
        return render(self.request, template, context, status=status)


class SubmissionView(OneSubmissionView):
    """GET shows the week as it was handed in, DELETE takes one's own back."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.draw()

    def delete(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        approval.withdraw_submission(self.submission, by=self.actor)
        return self.done(_("Week taken back. You can change it again."), then=self.week_url(self.submission.first))


class ApprovalView(OneSubmissionView):
    """POST approves the week, DELETE lets it wait again."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        approval.approve_submission(self.submission, by=self.actor)
        said = _("Approved: %(person)s.") % {"person": self.submission.user}
        return self.done(said, undo=request.path, method="DELETE", then=self.url("timetracking:approvals"))

    def delete(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        approval.reopen_submission(self.submission, by=self.actor)
        return self.done(_("The week waits for approval again."), then=self.page_url)


class ReturnView(OneSubmissionView):
    """POST gives the week back with a comment."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        comment = request.POST.get("comment", "")
        try:
            approval.return_submission(self.submission, by=self.actor, comment=comment)
        except Invalid as refusal:
            return self.draw(status=400, comment=comment, comment_errors=refusal.messages)
        said = _("Returned to %(person)s.") % {"person": self.submission.user}
        if self.request.htmx:
            return self.go(self.url("timetracking:approvals"), said)
        return self.done(said, then=self.url("timetracking:approvals"))


class ApprovalsView(SubmissionActingView):
    """The weeks that wait: GET lists them, POST approves the chosen ones."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        require(can_decide(self.actor), _("Only administrators approve weeks."))

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        context = {"waiting": waiting_for(self.actor), "decided": decided_lately(self.actor)}
        template = "timetracking/_approvals.html" if self.wants_fragment else "timetracking/approvals.html"
        return render(request, template, context)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        chosen = request.POST.getlist("shown" if request.POST.get("all") else "submission")
        ids = {pk for text in chosen if (pk := identifier(text, field="submission"))}
        if not ids:
            raise Invalid(_("Choose the weeks to approve."), field="submission")
        batch = new_id()
        approval.approve_submissions(ids, by=self.actor, batch=batch)
        said = ngettext("%(count)d week approved.", "%(count)d weeks approved.", len(ids)) % {"count": len(ids)}
        undo = self.url("timetracking:approvals-undoing", batch)
        return self.done(said, undo=undo, then=self.url("timetracking:approvals"))


class ApprovalsUndoView(SubmissionActingView):
    """POST takes back what was approved at once."""

    def post(self, request: HttpRequest, batch: UUID, **kwargs: Any) -> HttpResponse:
        approval.reopen_submissions(batch, by=self.actor)
        return self.done(_("These weeks wait for approval again."), then=self.url("timetracking:approvals"))
