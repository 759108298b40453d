"""Links to a saved report, and the mails of it: shown, made, changed, ended."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from workstate.accounts.throttles import TooMany
from workstate.core.errors import Conflict, Invalid, NotAllowed, require
from workstate.core.ids import new_id
from workstate.reports.actions import deliveries, schedules, shares
from workstate.reports.models import ReportRecipient, ReportSchedule, ReportShare, SavedReport
from workstate.reports.models.saved import SavedReportQuerySet
from workstate.reports.policies import can_change_report, can_give_out
from workstate.reports.reader import Reader
from workstate.reports.saved.forms import ScheduleForm, ShareForm
from workstate.reports.saved.keeping import address_of
from workstate.reports.saved.schedule_rows import own_mails, schedule_rows, share_rows
from workstate.reports.saved.views import SavedReportView
from workstate.workspaces.acts import ActingView


class GivingView(SavedReportView):
    """Of a report that the actor sees; administrators reach what anybody lets out, to be able to end it."""

    def reports(self) -> SavedReportQuerySet:
        if not self.actor.administers:
            return super().reports()
        let_out = Q(shares__isnull=False) | Q(schedules__isnull=False)
        here = SavedReport.objects.filter(workspace=self.actor.workspace)
        return here.filter(Q(pk__in=super().reports().values("pk")) | Q(pk__in=here.filter(let_out).values("pk")))


class LinksView(GivingView):
    """GET shows the links of the report, POST makes one and shows it this once."""

    http_method_names = ["get", "post", "head", "options"]

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        return self.draw(ShareForm())

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        form = ShareForm(request.POST)
        if not form.is_valid():
            return self.draw(form, status=400)
        try:
            share, token = shares.create_share(self.saved, by=self.actor, **form.values(self.actor))
        except Invalid as refusal:
            form.refuse(refusal)
            return self.draw(form, status=400)
        made = f"{settings.SITE_URL}{reverse('shared-report', args=[token])}"
        return self.draw(ShareForm(), made=made, made_id=share.pk)

    def draw(
        self,
        form: ShareForm,
        *,
        made: str = "",
        made_id: object = None,
        changed: ReportShare | None = None,
        status: int = 200,
    ) -> HttpResponse:
        links = ReportShare.objects.visible_to(self.actor).filter(report=self.saved)
        if not can_change_report(self.actor, self.saved):
            require(self.actor.administers, _("Only whoever saved a report shares it. Save it under a name of yours."))
        context = {
            "saved": self.saved,
            "saved_url": address_of(self.saved, self.actor.workspace.slug),
            "form": form,
            "made": made,
            "made_id": made_id,
            "changed": changed,
            "links": share_rows(list(links.select_related("created_by", "visits").newest_first()[:100]), self.actor),
            "can_give_out": can_give_out(self.actor, self.saved),
            "sees_amounts": Reader.of(self.actor).amounts,
            "address": self.url("reports:saved-links", self.saved.pk),
        }
        template = "reports/saved/links.swap.html" if self.wants_fragment else "reports/saved/links.html"
        return render(self.request, template, context, status=status)


class LinkView(GivingView):
    """DELETE revokes a link at once; POST lets one that was revoked open again."""

    http_method_names = ["post", "delete", "options"]
    changes: ClassVar[tuple[str, ...]] = ("saved:changed",)
    with_bin = True
    share: ReportShare

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        links = ReportShare.objects.visible_to(self.actor).filter(report=self.saved)
        self.share = get_object_or_404(links, pk=kwargs["share"])

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        shares.reinstate_share(self.share, by=self.actor)
        return self.done(_("The link opens again."), then=self.url("reports:saved-links", self.saved.pk))

    def delete(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        shares.revoke_share(self.share, by=self.actor)
        mine = self.share.created_by_id == self.actor.user.pk
        undo = self.url("reports:saved-link", self.saved.pk, self.share.pk) if mine else ""
        said = _("The link is revoked. It opens nothing any more.")
        return self.done(said, undo=undo, then=self.url("reports:saved-links", self.saved.pk))


class SchedulesView(GivingView):
    """GET shows when the report is mailed, POST makes a schedule."""

    http_method_names = ["get", "post", "head", "options"]

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        return self.draw(ScheduleForm(actor=self.actor))

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        form = ScheduleForm(request.POST, actor=self.actor)
        if not form.is_valid():
            return self.draw(form, status=400)
        try:
            schedules.create_schedule(self.saved, form.plan(), by=self.actor, id=form.cleaned_data["id"])
        except Invalid as refusal:
            form.refuse(refusal)
            return self.draw(form, status=400)
        return self.go(self.url("reports:saved-schedules", self.saved.pk), _("It is sent from now on."))

    def draw(self, form: ScheduleForm, schedule: ReportSchedule | None = None, *, status: int = 200) -> HttpResponse:
        """The schedules, and the form of a new one; with `schedule` the form of that one alone."""
        if not can_change_report(self.actor, self.saved):
            require(
                self.actor.administers, _("Only whoever saved a report schedules it. Save it under a name of yours.")
            )
        found = ReportSchedule.objects.visible_to(self.actor).filter(report=self.saved).kept()
        slug = self.actor.workspace.slug
        context = {
            "saved": self.saved,
            "saved_url": address_of(self.saved, slug),
            "form": form,
            "schedule": schedule,
            "rows": [] if schedule else schedule_rows(found.select_related("created_by").order_by("id"), self.actor),
            "can_give_out": can_give_out(self.actor, self.saved),
            "sees_amounts": Reader.of(self.actor).amounts,
            "has_mail": settings.EMAIL_CONFIGURED,
            "zone": self.actor.user.time_zone,
            "new_id": new_id(),
            "list_url": self.url("reports:saved-schedules", self.saved.pk),
            "address": self.url("reports:saved-schedule", self.saved.pk, schedule.pk)
            if schedule
            else self.url("reports:saved-schedules", self.saved.pk),
        }
        template = "reports/saved/schedules.swap.html" if self.wants_fragment else "reports/saved/schedules.html"
        return render(self.request, template, context, status=status)


class ScheduleView(SchedulesView):
    """GET shows the form of one schedule, POST changes it, DELETE takes it away."""

    http_method_names = ["get", "post", "delete", "head", "options"]
    with_deleted = False
    schedule: ReportSchedule

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        found = ReportSchedule.objects.visible_to(self.actor).filter(report=self.saved)
        found = found if self.with_deleted else found.kept()
        self.schedule = get_object_or_404(found.prefetch_related("recipients"), pk=kwargs["schedule"])

    @property
    def list_url(self) -> str:
        return self.url("reports:saved-schedules", self.saved.pk)

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        if self.schedule.created_by_id != self.actor.user.pk:
            raise NotAllowed(_("Only whoever made this schedule changes it. You may pause or delete it."))
        return self.draw(ScheduleForm(actor=self.actor, schedule=self.schedule), self.schedule)

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        form = ScheduleForm(request.POST, actor=self.actor, schedule=self.schedule)
        if not form.is_valid():
            return self.draw(form, self.schedule, status=400)
        try:
            schedules.change_schedule(self.schedule, form.plan(), by=self.actor)
        except Invalid as refusal:
            form.refuse(refusal)
            return self.draw(form, self.schedule, status=400)
        return self.go(self.list_url, _("Saved."))

    def delete(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        schedules.delete_schedule(self.schedule, by=self.actor)
        undo = self.url("reports:saved-schedule-restoration", self.saved.pk, self.schedule.pk)
        return self.done(_("The schedule is deleted. It sends no more."), undo=undo, then=self.list_url)


class ScheduleRestorationView(ScheduleView):
    """POST brings it back."""

    http_method_names = ["post", "options"]
    with_deleted = True

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        schedules.restore_schedule(self.schedule, by=self.actor)
        return self.done(_("Restored."), then=self.list_url)


class SchedulePauseView(ScheduleView):
    """POST pauses it, DELETE lets it go on."""

    http_method_names = ["post", "delete", "options"]

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        schedules.pause_schedule(self.schedule, by=self.actor)
        return self.done(_("Paused. Nothing is sent until you go on."), then=self.list_url)

    def delete(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        schedules.resume_schedule(self.schedule, by=self.actor)
        return self.done(_("It goes on with the next time."), then=self.list_url)


class ScheduleTestView(ScheduleView):
    """POST sends it now, to its maker alone."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        try:
            deliveries.send_test(self.schedule, by=self.actor)
        except TooMany as refusal:
            raise Conflict(refusal.message) from refusal
        return self.done(_("On its way to %s.") % self.actor.user.email, then=self.list_url)


class ScheduleDeliveryView(ScheduleView):
    """POST sends again what was given up."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        try:
            deliveries.send_again(self.schedule, by=self.actor)
        except TooMany as refusal:
            raise Conflict(refusal.message) from refusal
        return self.done(_("On its way to whoever did not get it."), then=self.list_url)


class OwnMailsView(ActingView):
    """The schedules by which mails come to me, whoever made them."""

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        context = {"rows": own_mails(self.actor), "mails_url": request.get_full_path()}
        template = "reports/saved/_mails.html" if self.wants_fragment else "reports/saved/mails.html"
        return render(request, template, context)


class OwnMailView(ActingView):
    """DELETE ends the mails of one schedule to me, POST wants them again."""

    changes: ClassVar[tuple[str, ...]] = ("saved:changed",)
    recipient: ReportRecipient

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        mine = ReportRecipient.objects.filter(workspace=self.actor.workspace, user=self.actor.user)
        self.recipient = get_object_or_404(mine, pk=kwargs["recipient"])

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        schedules.want_mails(self.recipient, by=self.actor)
        return self.done(_("You get these mails again."), then=self.url("reports:saved-mails"))

    def delete(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        schedules.stop_mails(self.recipient)
        undo = self.url("reports:saved-mail", self.recipient.pk)
        return self.done(_("You get no more of these mails."), undo=undo, then=self.url("reports:saved-mails"))
