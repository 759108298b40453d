"""Inviting people, for administrators. What the invited see is in joining_views.py."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workstate.core.actor import Role
from workstate.core.errors import Invalid, require
from workstate.workspaces import actions
from workstate.workspaces.actions.invitations import Invited
from workstate.workspaces.invitation_forms import InviteForm, LinkForm
from workstate.workspaces.invitations.links import address_of
from workstate.workspaces.models import Invitation
from workstate.workspaces.people_views import PeopleActingView, closing
from workstate.workspaces.policies import can_invite


class InvitationsActingView(PeopleActingView):
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        require(can_invite(self.actor), _("Only administrators invite people. Ask one of them."))

    def invitation(self) -> Invitation:
        return get_object_or_404(Invitation.objects.visible_to(self.actor), pk=self.kwargs["invitation"])

    def form_page(self, form: InviteForm | LinkForm, *, made: list[Invitation] | None = None, status: int = 200) -> Any:
        context = {
            "form": form,
            "by_link": isinstance(form, LinkForm),
            "mail_configured": settings.EMAIL_CONFIGURED,
            "made": [{"invitation": one, "link": address_of(one)} for one in made or []],
        }
        return self.draw("invite", context, status=status)


class NewInvitationView(InvitationsActingView):
    """The empty form: by mail, or with `?by=link` for a link."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        by_link = request.GET.get("by") == "link"
        form = LinkForm(actor=self.actor) if by_link else InviteForm(actor=self.actor)
        return self.form_page(form)  # type: ignore[no-any-return]


class InvitationsView(InvitationsActingView):
    """POST invites by mail; without a mail server it shows the links to pass on."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = InviteForm(request.POST, actor=self.actor)
        if not form.is_valid():
            return self.form_page(form, status=400)  # type: ignore[no-any-return]
        try:
            invited = actions.invite(
                form.addresses,
                role=Role(form.cleaned_data["role"]),
                by=self.actor,
                days=form.cleaned_data["days"],
                grants=form.grants,
            )
        except Invalid as refusal:
            form.refuse(refusal)
            return self.form_page(form, status=400)  # type: ignore[no-any-return]
        if not settings.EMAIL_CONFIGURED and (made := invited.made + invited.renewed):
            return self.changed(self.form_page(InviteForm(actor=self.actor), made=made))
        return closing(self.done(said_of(invited), then=self.url("workspaces:people")))

    def changed(self, response: HttpResponse) -> HttpResponse:
        """The list behind the dialog looks again."""
        response["HX-Trigger"] = "people:changed"
        return response


class InvitationLinksView(InvitationsView):
    """POST makes a link, and shows it."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = LinkForm(request.POST, actor=self.actor)
        if not form.is_valid():
            return self.form_page(form, status=400)  # type: ignore[no-any-return]
        values = form.cleaned_data
        try:
            made = actions.create_invitation_link(
                role=Role(values["role"]),
                by=self.actor,
                days=values["days"],
                most_uses=values["most_uses"],
                grants=form.grants,
            )
        except Invalid as refusal:
            form.refuse(refusal)
            return self.form_page(form, status=400)  # type: ignore[no-any-return]
        return self.changed(self.form_page(LinkForm(actor=self.actor), made=[made]))


class InvitationView(InvitationsActingView):
    """DELETE withdraws it."""

    def delete(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        revoked = actions.revoke_invitation(self.invitation(), by=self.actor)
        undo = self.url("workspaces:invitation-restoration", revoked.pk)
        return self.done(_("The invitation is withdrawn."), undo=undo, then=self.url("workspaces:people"))


class InvitationRestorationView(InvitationsActingView):
    """The Undo of a withdrawal."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        actions.reinstate_invitation(self.invitation(), by=self.actor)
        return self.done(_("The invitation holds again."), then=self.url("workspaces:people"))


class InvitationSendingView(InvitationsActingView):
    """POST sends it again, or lets a link hold for another week."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        found = actions.resend_invitation(self.invitation(), by=self.actor)
        said = _("The mail is on its way again.") if found.send_after else _("The invitation holds for another week.")
        return self.done(said, then=self.url("workspaces:people"))


def said_of(invited: Invited) -> str:
    count = len(invited.made) + len(invited.renewed)
    parts = []
    if count:
        words = ngettext("%(count)d invitation is on its way.", "%(count)d invitations are on their way.", count)
        parts.append(words % {"count": count})
    if invited.members:
        names = ", ".join(str(user) for user in invited.members[:3])
        if len(invited.members) > 3:
            names += "…"
        parts.append(_("Already here: %(names)s.") % {"names": names})
    return " ".join(parts)
