"""Groups of members: listed, made, changed, deleted and brought back."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django_htmx.http import trigger_client_event

from workstate.accounts.models import User
from workstate.core.colours import COLOUR_NAMES
from workstate.core.errors import Invalid, require
from workstate.core.ids import new_id
from workstate.workspaces import actions
from workstate.workspaces.acts import ActingView
from workstate.workspaces.forms import GroupForm
from workstate.workspaces.models import Group, GroupMember, Membership
from workstate.workspaces.policies import can_manage_groups, can_see_groups


@dataclass(frozen=True, slots=True)
class Row:
    group: Group
    people: list[User]


class GroupsActingView(ActingView):
    changes = ("groups:changed",)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        require(can_see_groups(self.actor), _("Guests do not see this page. Ask an administrator of the workspace."))

    def require_managing(self) -> None:
        require(can_manage_groups(self.actor), _("Only administrators change groups. Ask one of them."))

    def members(self) -> Any:
        """Who can be in a group, by name."""
        here = Membership.objects.visible_to(self.actor)
        return User.objects.filter(pk__in=here.values("user")).order_by(Lower("name"), "email")

    def form(self, data: Any = None, group: Group | None = None) -> GroupForm:
        if group is None:
            return GroupForm(data, members=self.members(), initial={"ref": new_id()})
        people = [str(pk) for pk in GroupMember.objects.filter(group=group).values_list("user", flat=True)]
        initial = {"name": group.name, "colour": group.colour, "people": people, "was": ",".join(people)}
        return GroupForm(data, members=self.members(), initial=initial)

    def draw_form(self, form: GroupForm, group: Group | None = None, *, status: int = 200) -> HttpResponse:
        """The form in a dialog for htmx, else on a page of its own."""
        context = {
            "form": form,
            "group": group,
            "colours": COLOUR_NAMES,
            "address": self.url("workspaces:group", group.pk) if group else self.url("workspaces:groups"),
        }
        template = "group.swap.html" if self.wants_fragment else "group.html"
        return render(self.request, f"workspaces/settings/{template}", context, status=status)

    def saved(self, said: str) -> HttpResponse:
        """The dialog closes and the list looks again; a page of its own leads back to the list."""
        response = self.done(said, then=self.url("workspaces:groups"))
        return trigger_client_event(response, "dialog:close", {}) if self.request.htmx else response


class GroupsView(GroupsActingView):
    """GET lists the groups, POST makes one."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        groups = list(Group.objects.visible_to(self.actor).by_name())
        people: defaultdict[UUID, list[User]] = defaultdict(list)
        ties = GroupMember.objects.filter(group__in=groups).select_related("user")
        for tie in ties.order_by(Lower("user__name"), "pk"):
            people[tie.group_id].append(tie.user)
        context = {
            "rows": [Row(group, people[group.pk]) for group in groups],
            "can_manage": can_manage_groups(self.actor),
        }
        template = "_groups.html" if self.wants_fragment else "groups.html"
        return render(request, f"workspaces/settings/{template}", context)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.require_managing()
        form = self.form(request.POST)
        if not form.is_valid():
            return self.draw_form(form, status=400)
        values = form.cleaned_data
        try:
            group = actions.create_group(
                values["name"], by=self.actor, colour=values["colour"], people=values["people"], id=values["ref"]
            )
        except Invalid as refusal:
            form.refuse(refusal)
            return self.draw_form(form, status=400)
        return self.saved(_("The group “%s” is made.") % group.name)


class NewGroupView(GroupsActingView):
    """The empty form."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.require_managing()
        return self.draw_form(self.form())


class GroupView(GroupsActingView):
    """GET shows the form, POST changes the group and who is in it, DELETE deletes it."""

    group: Group

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.group = get_object_or_404(Group.objects.visible_to(self.actor), pk=kwargs["group"])

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.require_managing()
        return self.draw_form(self.form(group=self.group), self.group)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.require_managing()
        form = self.form(request.POST, self.group)
        if not form.is_valid():
            return self.draw_form(form, self.group, status=400)
        try:
            actions.change_group(
                self.group,
                by=self.actor,
                name=form.cleaned_data["name"],
                colour=form.cleaned_data["colour"],
                joining=form.joining,
                leaving=self.members().filter(pk__in=form.leaving),
            )
        except Invalid as refusal:
            form.refuse(refusal)
            return self.draw_form(form, self.group, status=400)
        return self.saved(_("Saved."))

    def delete(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        actions.delete_group(self.group, by=self.actor)
        undo = self.url("workspaces:group-restoration", self.group.pk)
        said = _("The group “%s” is deleted.") % self.group.name
        return self.done(said, undo=undo, then=self.url("workspaces:groups"))


class GroupRestorationView(GroupsActingView):
    """POST brings the group back, with whoever was in it."""

    def post(self, request: HttpRequest, group: UUID, **kwargs: Any) -> HttpResponse:
        found = get_object_or_404(Group.objects.in_sight_or_bin_of(self.actor), pk=group)
        actions.restore_group(found, by=self.actor)
        return self.done(_("Restored."), then=self.url("workspaces:groups"))
