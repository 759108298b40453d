"""Who sees a project and what they may do in it: the dialog, and each of the acts in it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django_htmx.http import trigger_client_event

from workstate.core.actor import Role
from workstate.core.errors import Invalid, NotFound, require
from workstate.projects import actions
from workstate.projects.models import Level, Project, ProjectShare
from workstate.projects.policies import can_administer_project
from workstate.projects.sharing import Sharing, shares_of, sharing_of
from workstate.projects.views.base import ProjectView
from workstate.workspaces.actions import invite
from workstate.workspaces.acts import chosen
from workstate.workspaces.models import Group, Membership


class SharingActingView(ProjectView):
    changes: ClassVar[tuple[str, ...]] = ("sharing:changed", "projects:changed", "tasks:changed")

    @property
    def here(self) -> str:
        return self.url("projects:sharing", self.project.pk)

    def shared(self, said: str, *, undo: str = "", method: str = "POST") -> HttpResponse:
        """The dialog looks again; whoever took the project from themself by it goes where they still see something."""
        if not Project.objects.visible_to(self.actor).filter(pk=self.project.pk).exists():
            return self.go(self.url("projects:list"), said)
        mine = Project.objects.get(pk=self.project.pk)
        can_undo = can_administer_project(self.actor, mine)
        return self.done(said, undo=undo if can_undo else "", method=method, then=self.here)

    def members(self) -> Any:
        return Membership.objects.filter(workspace=self.actor.workspace).select_related("user")

    def require_administering(self) -> None:
        require(
            can_administer_project(self.actor, self.project), _("Only who administers this project says who sees it.")
        )

    def level_asked(self) -> str:
        """The level that a form sent, or that stands in the address of an Undo."""
        return str(self.request.POST.get("level", self.request.GET.get("level", "")))


class SharingView(SharingActingView):
    """GET shows who has what, POST gives it to one more."""

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        return self.draw(sharing_of(self.project, self.actor))

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        self.require_administering()
        kind, _colon, pk = request.POST.get("who", "").partition(":")
        member, group = None, None
        try:
            gone = _("There is nobody of this name here any more. Reload the page and try again.")
            if kind == "group":
                group = chosen(Group.objects.visible_to(self.actor), pk, field="group", gone=gone)
            else:
                member = chosen(self.members(), pk, field="member", gone=gone)
            if member is None and group is None:
                raise Invalid(_("Choose whom to share it with."), field="member")
            actions.share_project(self.project, by=self.actor, level=self.level_asked(), member=member, group=group)
        except Invalid as refusal:
            return self.draw(sharing_of(self.project, self.actor), said=_first_of(refusal), status=400)
        whom = member.user if member else group
        name, undo = (
            ("projects:sharing-person", member.pk) if member else ("projects:sharing-group", group and group.pk)
        )
        undo = self.url(name, self.project.pk, undo)
        return self.shared(_("Shared with %s.") % whom, undo=undo, method="DELETE")

    def draw(self, sharing: Sharing, *, said: str = "", status: int = 200) -> HttpResponse:
        context = {
            "sharing": sharing,
            "project": self.project,
            "here": self.here,
            "page_url": self.request.build_absolute_uri(self.url("views:project", self.project.pk)),
            "said": said,
        }
        template = "projects/sharing.swap.html" if self.wants_fragment else "projects/sharing.html"
        return render(self.request, template, context, status=status)


class EveryoneView(SharingActingView):
    """POST says what every full member may do; an empty level makes the project private."""

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        before = self.project.everyone
        project = actions.set_everyone(self.project, self.level_asked(), by=self.actor)
        if project.everyone:
            said = _("Everyone in %(workspace)s: %(level)s.") % {
                "workspace": self.actor.workspace,
                "level": str(Level(project.everyone).label).lower(),
            }
        else:
            said = _("The project is private now.")
        return self.shared(said, undo=f"{request.path}?level={before}")


class SharedPersonView(SharingActingView):
    """POST says what one person may do, DELETE takes the project from them."""

    member: Membership

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.member = get_object_or_404(self.members(), pk=kwargs["member"])
        if not can_administer_project(self.actor, self.project):
            # Whoever may not share learns nothing of people whom the dialog does not show them.
            get_object_or_404(shares_of(self.project, self.actor), member=self.member)

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        before = ProjectShare.objects.filter(project=self.project, member=self.member).first()
        share = actions.share_project(self.project, by=self.actor, level=self.level_asked(), member=self.member)
        said = _("%(name)s: %(level)s.") % {"name": self.member.user, "level": str(Level(share.level).label).lower()}
        if before is None:
            return self.shared(said, undo=request.path, method="DELETE")
        return self.shared(said, undo=f"{request.path}?level={before.level}")

    def delete(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        was = actions.unshare_project(self.project, by=self.actor, member=self.member)
        said = _("No longer shared with %s.") % self.member.user
        return self.shared(said, undo=f"{request.path}?level={was}" if was else "")


class SharedGroupView(SharingActingView):
    """POST says what a group may do, DELETE takes the project from it."""

    group: Group

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.group = get_object_or_404(Group.objects.visible_to(self.actor), pk=kwargs["group"])

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        before = ProjectShare.objects.filter(project=self.project, group=self.group).first()
        share = actions.share_project(self.project, by=self.actor, level=self.level_asked(), group=self.group)
        said = _("%(name)s: %(level)s.") % {"name": self.group, "level": str(Level(share.level).label).lower()}
        if before is None:
            return self.shared(said, undo=request.path, method="DELETE")
        return self.shared(said, undo=f"{request.path}?level={before.level}")

    def delete(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        was = actions.unshare_project(self.project, by=self.actor, group=self.group)
        said = _("No longer shared with %s.") % self.group
        return self.shared(said, undo=f"{request.path}?level={was}" if was else "")


class AskingView(SharingActingView):
    """An act that whoever does it cannot take back, so it is asked first."""

    def ask(self, kind: str, **more: object) -> HttpResponse:
        context = {"project": self.project, "kind": kind, "here": self.here, "address": self.request.path, **more}
        template = "projects/sharing_ask.swap.html" if self.wants_fragment else "projects/sharing_ask.html"
        return render(self.request, template, context)

    def answered(self, said: str) -> HttpResponse:
        response = self.shared(said)
        return trigger_client_event(response, "dialog:close", {}) if response.status_code == 204 else response


class DepartureView(AskingView):
    """GET asks, POST gives up what is shared with oneself."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        shares = ProjectShare.objects.filter(project=self.project, member__user=self.actor.user)
        self.is_shared = shares.exists()

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        if not self.is_shared:
            raise NotFound
        return self.ask("departure")

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.leave_project(self.project, by=self.actor)
        return self.answered(_("You left “%s”.") % self.project.name)


class OwnershipView(AskingView):
    """GET asks, POST lets another administer the project."""

    member: Membership

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.require_administering()
        full = self.members().exclude(role=Role.GUEST).exclude(user=self.actor.user)
        self.member = get_object_or_404(full, pk=kwargs["member"])

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        return self.ask("ownership", member=self.member)

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.hand_over_project(self.project, by=self.actor, to=self.member)
        return self.answered(_("%s administers the project now.") % self.member.user)


class InvitationsView(SharingActingView):
    """POST invites somebody to the workspace as a guest, with this project; a member is given the project at once."""

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        self.require_administering()
        level = self.level_asked()
        given = {"projects": [{"project": str(self.project.pk), "level": level}]}
        invited = invite([request.POST.get("email", "")], role=Role.GUEST, by=self.actor, grants=given)
        for user in invited.members:
            member = self.members().get(user=user)
            actions.share_project(self.project, by=self.actor, level=level, member=member)
            return self.shared(_("Shared with %s.") % user)
        return self.shared(_("%s is invited, with this project.") % request.POST.get("email", "").strip())


def _first_of(refusal: Invalid) -> str:
    return refusal.messages[0]
