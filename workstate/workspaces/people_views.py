"""Who belongs to a workspace: listed, given another role, removed, brought back, leaving, handing over."""

from __future__ import annotations

from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Greatest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import trigger_client_event

from workstate.core.actor import Role
from workstate.core.errors import Invalid, require
from workstate.core.text import is_clean
from workstate.workspaces import actions
from workstate.workspaces.acts import ActingView
from workstate.workspaces.invitations.lines import lines_of
from workstate.workspaces.models import Invitation, Membership
from workstate.workspaces.models.workspaces import MembershipQuerySet
from workstate.workspaces.policies import can_change_member, can_hand_over, can_invite
from workstate.workspaces.roles import roles_for

# More are found by typing; a longer page is read by nobody.
SHOWN = 200
# From here on a field to look for somebody stands above the list.
MANY = 8


class PeopleActingView(ActingView):
    changes = ("people:changed",)

    def member(self) -> Membership:
        members = Membership.objects.visible_to(self.actor).select_related("user", "workspace")
        return get_object_or_404(members, pk=self.kwargs["member"])

    def draw(self, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        """A question in a dialog for htmx, else on a page of its own."""
        template = f"workspaces/people/{name}{'.swap' if self.wants_fragment else ''}.html"
        return render(self.request, template, context, status=status)


class PeopleView(PeopleActingView):
    """Who is in the workspace, as what; and who is invited, for those who invite. `q` narrows it down."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        members = Membership.objects.visible_to(self.actor)
        asked = request.GET.get("q", "").strip()[:100]
        found = looked_for(members, asked)
        rows = list(self._shown(found)[: SHOWN + 1])
        is_cut = len(rows) > SHOWN
        can_manage = can_invite(self.actor)
        count = members.count() if is_cut or asked else len(rows)
        context = {
            "rows": [self._row(member) for member in rows[:SHOWN]],
            "count": count,
            "asked": asked,
            "is_cut": is_cut,
            "is_many": count > MANY,
            "can_manage": can_manage,
            "invitations": lines_of(Invitation.objects.visible_to(self.actor), self.actor) if can_manage else [],
            "mail_configured": settings.EMAIL_CONFIGURED,
            "is_own": self.actor.workspace.personal_to_id == self.actor.user.pk,
        }
        template = "people/_people.html" if self.wants_fragment else "settings/people.html"
        return render(request, f"workspaces/{template}", context)

    def _shown(self, members: MembershipQuerySet) -> MembershipQuerySet:
        """By rank and name; administrators also see when each was last here."""
        rows = members.select_related("user").by_rank()
        if not self.actor.administers:
            return rows
        sessions = (
            UserSession.objects.filter(user=OuterRef("user")).order_by("-last_seen_at").values("last_seen_at")[:1]
        )
        return rows.annotate(seen_at=Greatest(Subquery(sessions), F("user__last_login")))

    def _row(self, member: Membership) -> dict[str, Any]:
        is_self = member.user_id == self.actor.user.pk
        can_change = can_change_member(self.actor, member)
        return {
            "member": member,
            "is_self": is_self,
            "roles": roles_for(self.actor, member) if can_change else [],
            "can_remove": can_change and not is_self,
            "can_hand_over": can_hand_over(self.actor) and not is_self and member.role != Role.GUEST,
        }


class MemberView(PeopleActingView):
    """POST gives another role, DELETE removes; what that means stands at `removal/`."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        member = self.member()
        try:
            role = Role(request.POST.get("role", ""))
        except ValueError:
            raise Invalid(_("Choose one of the roles."), field="role") from None
        before = member.role
        changed = actions.change_role(member, role, by=self.actor)
        if before == changed.role:
            return self.done(then=self.url("workspaces:people"))
        said = _("%(name)s is now: %(role)s.") % {"name": changed.user, "role": changed.get_role_display()}
        return self.done(said, then=self.url("workspaces:people"))

    def delete(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        member = self.member()
        actions.remove_member(member, by=self.actor)
        undo = self.url("workspaces:member-restoration", self.kwargs["member"])
        said = _("%(name)s was removed from the workspace.") % {"name": member.user}
        return closing(self.done(said, undo=undo, then=self.url("workspaces:people")))


class MemberRemovalView(PeopleActingView):
    """What removing somebody means, asked before it is done."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        member = self.member()
        require(can_change_member(self.actor, member), _("Only administrators remove people. Ask one of them."))
        return self.draw("removal", {"member": member})


class MemberRestorationView(PeopleActingView):
    """The Undo of a removal, within a day."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        member = actions.restore_member(self.kwargs["member"], by=self.actor)
        said = _("%(name)s is back. Their tasks have to be assigned again, and projects shared with them as well.")
        return self.done(said % {"name": member.user}, then=self.url("workspaces:people"))


class MemberOwnershipView(PeopleActingView):
    """GET says what handing over means, POST does it."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        member = self.member()
        require(can_hand_over(self.actor), _("Only owners hand the workspace over. Ask one of them."))
        return self.draw("ownership", {"member": member})

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        member = actions.hand_over(self.member(), by=self.actor)
        said = _("%(name)s owns the workspace now. You are an administrator.") % {"name": member.user}
        # The page was drawn for an owner.
        return self.go(self.url("workspaces:people"), said)


class DepartureView(PeopleActingView):
    """GET says what leaving means, POST leaves."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        others = Membership.objects.filter(workspace=self.actor.workspace, role=Role.OWNER, user__is_active=True)
        is_last = self.actor.role == Role.OWNER and not others.exclude(user=self.actor.user).exists()
        is_own = self.actor.workspace.personal_to_id == self.actor.user.pk
        return self.draw("departure", {"is_last": is_last, "is_own": is_own})

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        name = self.actor.workspace.name
        actions.leave_workspace(by=self.actor)
        return self.go(reverse("places:list"), _("You left “%(name)s”.") % {"name": name})


def looked_for(members: MembershipQuerySet, asked: str) -> MembershipQuerySet:
    """Whose name or address has these words; everybody for none, nobody for what nobody is called."""
    if not is_clean(asked):
        return members.none()
    for word in asked.split()[:5]:
        members = members.filter(Q(user__name__icontains=word) | Q(user__email__icontains=word))
    return members


def closing(response: HttpResponse) -> HttpResponse:
    """Let the dialog close from which this was asked."""
    return trigger_client_event(response, "dialog:close", {}) if response.status_code == 204 else response
