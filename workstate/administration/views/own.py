"""A person's own data, among their settings: everything of theirs as a file, and the end of the account."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.http.response import HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from workstate.accounts.confirming import require_password
from workstate.accounts.entrance import too_many
from workstate.accounts.origins import origin_of
from workstate.accounts.throttles import TooMany
from workstate.accounts.views import PersonRequest, PersonView
from workstate.administration.exporting.actions import ask_export, discard_export
from workstate.administration.leaving.actions import GRACE, ask_deletion, take_back_deletion
from workstate.administration.leaving.statement import statement_of
from workstate.administration.models import AccountExport
from workstate.attachments.serving import BUCKET_SECONDS, guarded, streamed
from workstate.attachments.storage import bucket_address
from workstate.core.errors import Conflict, Invalid, NotFound

SHOWN = 10
ZIP = "application/zip"


class OwnDataView(PersonView):
    """The page; POST, with the password, has everything of the person's put into a file."""

    def get(self, request: PersonRequest) -> HttpResponse:
        exports = AccountExport.objects.of(request.user).filter(expired_at=None).newest_first()[:SHOWN]
        if request.htmx and not request.htmx.history_restore_request:  # type: ignore[attr-defined]
            return render(request, "administration/own/_exports.html", {"exports": exports})
        return self.page()

    def post(self, request: PersonRequest) -> HttpResponse:
        try:
            require_password(request.user, request.POST.get("password", ""))
            ask_export(request.user, origin=origin_of(request))
        except TooMany as refusal:
            return too_many(request, refusal)
        except Invalid as refusal:
            return self.page(wrong=" ".join(refusal.messages), status=400)
        messages.success(request, _("Your export is being made. You may leave this page."))
        return redirect("own_data:page")

    def page(self, status: int = 200, wrong: str = "") -> HttpResponse:
        exports = AccountExport.objects.of(self.request.user).filter(expired_at=None).newest_first()[:SHOWN]
        return render(self.request, "administration/own/page.html", {"exports": exports, "wrong": wrong}, status=status)


class _ExportView(PersonView):
    @property
    def export(self) -> AccountExport:
        found = AccountExport.objects.of(self.request.user).filter(pk=self.kwargs["export"]).first()
        if found is None:
            raise NotFound
        return found


class ExportView(_ExportView):
    """One export: POST (a plain button) or DELETE throws it away."""

    def post(self, request: PersonRequest, export: UUID) -> HttpResponse:
        discard_export(self.export, user=request.user, origin=origin_of(request))
        messages.success(request, _("Thrown away."))
        return redirect("own_data:page")

    delete = post


class ExportFileView(_ExportView):
    """The bytes, for the person alone who is signed in, to be saved."""

    def get(self, request: PersonRequest, export: UUID) -> HttpResponseBase:
        found = self.export
        if found.stage != "made":
            raise NotFound
        name = f"workstate-{found.created_at:%Y-%m-%d}.zip"
        address = bucket_address(found.key, name=name, content_type=ZIP, seconds=BUCKET_SECONDS)
        if address:
            return guarded(HttpResponseRedirect(address))
        return streamed(found.key, ZIP, request, name=name)


class DeletionView(PersonView):
    """The end of the account: GET says what it means, POST with the password asks for it, DELETE takes it back."""

    def get(self, request: PersonRequest) -> HttpResponse:
        return self.page()

    def post(self, request: PersonRequest) -> HttpResponse:
        if request.POST.get("_method", "") == "delete":
            return self.delete(request)
        try:
            require_password(request.user, request.POST.get("password", ""))
            user = ask_deletion(request.user, origin=origin_of(request))
        except TooMany as refusal:
            return too_many(request, refusal)
        except Invalid as refusal:
            return self.page(wrong=" ".join(refusal.messages), status=400)
        except Conflict as refusal:
            return self.page(wrong=refusal.message, status=409)
        if settings.EMAIL_CONFIGURED:
            context = {"user": user, "due": user.deletion_due_at, "login_url": request.build_absolute_uri("/")}
            get_adapter(request).send_mail("account/email/deletion_asked", user.email, context)
        due = user.deletion_due_at
        logout(request)
        return render(request, "administration/own/asked.html", {"due": due, "days": GRACE.days})

    def delete(self, request: PersonRequest) -> HttpResponse:
        take_back_deletion(request.user, origin=origin_of(request))
        messages.success(request, _("Your account stays. Nothing was deleted."))
        return redirect("home")

    def page(self, status: int = 200, wrong: str = "") -> HttpResponse:
        user = self.request.user
        context: dict[str, Any] = {"wrong": wrong, "days": GRACE.days}
        if user.deletion_due_at:
            context |= {"due": user.deletion_due_at, "left": user.deletion_due_at - timezone.now()}
            return render(self.request, "administration/own/leaving.html", context, status=status)
        return render(
            self.request, "administration/own/deletion.html", context | {"statement": statement_of(user)}, status=status
        )
