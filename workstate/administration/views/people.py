"""Accounts and workspaces of the server. Nothing of what people write is shown."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from workstate.accounts.models import User
from workstate.administration.actions import people
from workstate.administration.listing import accounts, memberships_of, workspaces
from workstate.administration.log import person_log
from workstate.administration.views.base import OperatorView
from workstate.core.errors import NotFound
from workstate.core.text import is_clean

PAGE = 50
LONGEST_SEARCH = 200


class _ListView(OperatorView):
    def listed(self, template: str, rows: QuerySet[Any], **context: Any) -> HttpResponse:
        page = Paginator(rows, PAGE).get_page(self.request.GET.get("page", "1")[:9])
        return self.page(template, rows=page, q=self.q, **context)

    @property
    def q(self) -> str:
        """What is looked for; nothing where it cannot stand in any name."""
        text = self.request.GET.get("q", "").strip()[:LONGEST_SEARCH]
        return text if is_clean(text) else ""


class AccountsView(_ListView):
    tab = "people"

    def get(self, request: HttpRequest) -> HttpResponse:
        only = request.GET.get("only", "")
        return self.listed("people", accounts(self.q, only), only=only)


class WorkspacesView(_ListView):
    tab = "workspaces"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.listed("workspaces", workspaces(self.q))


class _AccountView(OperatorView):
    tab = "people"

    @property
    def account(self) -> User:
        pk: UUID = self.kwargs["person"]
        found = User.objects.filter(pk=pk).first()
        if found is None:
            raise NotFound
        return found

    def back(self, said: str) -> HttpResponse:
        return self.go("administration:person", said, person=self.kwargs["person"])


class AccountView(_AccountView):
    def get(self, request: HttpRequest, person: UUID) -> HttpResponse:
        account = self.account
        return self.page(
            "person",
            account=account,
            is_me=account.pk == self.by.user.pk,
            memberships=memberships_of(account),
            lines=person_log(account, limit=20),
        )


class ActivationView(_AccountView):
    """Whether somebody is let in: POST lets them in, DELETE keeps them out."""

    def post(self, request: HttpRequest, person: UUID) -> HttpResponse:
        if request.POST.get("_method", "") == "delete":
            return self.delete(request, person)
        people.enable_account(self.account, by=self.by)
        return self.back(_("The account is enabled."))

    def delete(self, request: HttpRequest, person: UUID) -> HttpResponse:
        people.disable_account(self.account, by=self.by)
        return self.back(_("The account is disabled, and signed out everywhere."))


class AdministratorView(_AccountView):
    """Whether somebody administers the server: POST makes them an administrator, DELETE an ordinary person."""

    def post(self, request: HttpRequest, person: UUID) -> HttpResponse:
        if request.POST.get("_method", "") == "delete":
            return self.delete(request, person)
        people.promote_account(self.account, by=self.by)
        return self.back(_("They administer this server from now on."))

    def delete(self, request: HttpRequest, person: UUID) -> HttpResponse:
        account = people.demote_account(self.account, by=self.by)
        if account.pk == self.by.user.pk:
            return self.go("home", _("You administer this server no more."))
        return self.back(_("They administer this server no more."))


class PasswordResetView(_AccountView):
    """POST sends the person a link under which they choose a new password; nobody else sees it."""

    def post(self, request: HttpRequest, person: UUID) -> HttpResponse:
        account = people.tell_of_reset(self.account, by=self.by)
        uid, key = people.reset_key(account)
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": key})
        context = {
            "user": account,
            "password_reset_url": request.build_absolute_uri(path),
            "uid": uid,
            "key": key,
            "request": request,
        }
        get_adapter(request).send_mail("account/email/password_reset_key", account.email, context)
        return self.back(_("The mail is on its way to %(address)s.") % {"address": account.email})
