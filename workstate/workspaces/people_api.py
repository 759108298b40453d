"""The people of a workspace and their groups, for programs."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from workstate.accounts.models import User
from workstate.core.actor import Actor, Role
from workstate.core.api import StrictSerializer, page_of, parsed
from workstate.core.colours import COLOURS
from workstate.workspaces import actions
from workstate.workspaces.api import WorkspaceAPIView
from workstate.workspaces.models import Group, Membership

MOST_PEOPLE = 500


class PersonShape(serializers.Serializer[Membership]):
    id = serializers.UUIDField(help_text="Of the person, as entries and groups name them.")
    membership = serializers.UUIDField(help_text="Of the person in this workspace, as assignees and shares name them.")
    name = serializers.CharField()
    email = serializers.EmailField()
    role = serializers.ChoiceField(choices=Role.choices)


class GroupShape(serializers.Serializer[Group]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    colour = serializers.CharField()
    people = serializers.ListField(child=serializers.UUIDField(), help_text="Ids of people.")


class GroupChange(StrictSerializer):
    name = serializers.CharField(max_length=120, required=False)
    colour = serializers.ChoiceField(choices=[(colour, colour) for colour in COLOURS], required=False)


class GroupBody(GroupChange):
    id = serializers.UUIDField(required=False, help_text="Chosen by the client, so that a repeated request makes one.")
    name = serializers.CharField(max_length=120)
    people = serializers.ListField(
        child=serializers.UUIDField(), max_length=MOST_PEOPLE, required=False, help_text="Who belongs to it at first."
    )


class GroupPeople(StrictSerializer):
    people = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=MOST_PEOPLE)


def person_shown(member: Membership) -> dict[str, Any]:
    return {
        "id": member.user_id,
        "membership": member.pk,
        "name": member.user.name,
        "email": member.user.email,
        "role": member.role,
    }


def shown(group: Group) -> dict[str, Any]:
    people = [tie.user_id for tie in group.members.all()]
    return {"id": group.pk, "name": group.name, "colour": group.colour, "people": people}


class RoleBody(StrictSerializer):
    role = serializers.ChoiceField(choices=Role.choices)


class PeopleAPIView(WorkspaceAPIView):
    """What the views of one person share."""

    def member(self) -> Membership:
        members = Membership.objects.visible_to(self.actor).select_related("user")
        return get_object_or_404(members, user=self.kwargs["person"])

    def shown(self, member: Membership) -> Response:
        return Response(person_shown(Membership.objects.select_related("user").get(pk=member.pk)))


@extend_schema(tags=["people"])
class PersonView(PeopleAPIView):
    @extend_schema(summary="Show a person of a workspace", responses=PersonShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        return self.shown(self.member())

    @extend_schema(summary="Give somebody another role", request=RoleBody, responses=PersonShape)
    def patch(self, request: Request, **kwargs: Any) -> Response:
        """Administrators do; who is an owner is said by owners. 409: the workspace would have none."""
        member = self.member()
        return self.shown(actions.change_role(member, Role(parsed(RoleBody, request)["role"]), by=self.actor))

    @extend_schema(summary="Remove somebody from a workspace", responses={204: None})
    def delete(self, request: Request, **kwargs: Any) -> Response:
        """What they wrote and their time stay; their tasks are assigned to nobody. `restoration/` takes it back for a day."""
        actions.remove_member(self.member(), by=self.actor)
        return Response(status=204)


@extend_schema(tags=["people"])
class PersonRestorationView(PeopleAPIView):
    @extend_schema(summary="Bring somebody back who was removed", request=None, responses=PersonShape)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Within a day: with their role and in their groups. Tasks and shares are not given to them again."""
        return self.shown(actions.restore_person(self.kwargs["person"], by=self.actor))


@extend_schema(tags=["people"])
class PersonOwnershipView(PeopleAPIView):
    @extend_schema(summary="Hand the workspace over", request=None, responses=PersonShape)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """They become an owner, and whoever asks an administrator."""
        return self.shown(actions.hand_over(self.member(), by=self.actor))


@extend_schema(tags=["people"])
class DepartureView(WorkspaceAPIView):
    @extend_schema(summary="Leave a workspace", request=None, responses={204: None})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """409: its last owner stays."""
        actions.leave_workspace(by=self.actor)
        return Response(status=204)


@extend_schema(tags=["people"])
class PeopleView(WorkspaceAPIView):
    @extend_schema(summary="List the people of a workspace", responses=PersonShape(many=True))
    def get(self, request: Request, **kwargs: Any) -> Response:
        """Whoever belongs to it; a guest sees themself alone."""
        members = Membership.objects.visible_to(self.actor).select_related("user")
        return page_of(members, person_shown, view=self, order=("joined_at", "id"))


class GroupsAPIView(WorkspaceAPIView):
    """What the views of groups share: looking up whatever a request names through visible_to (law 4)."""

    def group(self) -> Group:
        return get_object_or_404(Group.objects.visible_to(self.actor), pk=self.kwargs["pk"])

    def shown(self, group: Group, status: int = 200) -> Response:
        return Response(shown(Group.objects.prefetch_related("members").get(pk=group.pk)), status=status)


def people_called(ids: Collection[UUID], actor: Actor) -> list[User]:
    """The people of these ids; raises Http404 where one is nobody whom the actor sees."""
    wanted = set(ids)
    here = Membership.objects.visible_to(actor).filter(user__in=wanted)
    found = list(User.objects.filter(pk__in=here.values("user")))
    if len(found) < len(wanted):
        raise Http404
    return found


@extend_schema(tags=["groups"])
class GroupsView(GroupsAPIView):
    @extend_schema(summary="List groups", responses=GroupShape(many=True))
    def get(self, request: Request, **kwargs: Any) -> Response:
        """Groups of members, each with who belongs to it. Guests see none."""
        groups = Group.objects.visible_to(self.actor).prefetch_related("members")
        return page_of(groups, shown, view=self, order=("name", "id"))

    @extend_schema(
        summary="Make a group",
        request=GroupBody,
        responses={201: GroupShape},
        examples=[OpenApiExample("A group", {"name": "Design", "colour": "teal"})],
    )
    def post(self, request: Request, **kwargs: Any) -> Response:
        body = parsed(GroupBody, request)
        people = people_called(body.pop("people", []), self.actor)
        return self.shown(actions.create_group(body.pop("name"), by=self.actor, people=people, **body), status=201)


@extend_schema(tags=["groups"])
class GroupView(GroupsAPIView):
    @extend_schema(summary="Show a group", responses=GroupShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        return self.shown(self.group())

    @extend_schema(summary="Change a group", request=GroupChange, responses=GroupShape)
    def patch(self, request: Request, **kwargs: Any) -> Response:
        """Its name and its colour; `people/` says who belongs to it."""
        group = self.group()
        return self.shown(actions.change_group(group, by=self.actor, **parsed(GroupChange, request)))

    @extend_schema(summary="Delete a group", responses={204: None})
    def delete(self, request: Request, **kwargs: Any) -> Response:
        """`restoration/` brings it back with whoever belonged to it."""
        actions.delete_group(self.group(), by=self.actor)
        return Response(status=204)


@extend_schema(tags=["groups"])
class GroupRestorationView(GroupsAPIView):
    @extend_schema(summary="Bring a deleted group back", request=None, responses=GroupShape)
    def post(self, request: Request, **kwargs: Any) -> Response:
        groups = Group.objects.in_sight_or_bin_of(self.actor)
        return self.shown(actions.restore_group(get_object_or_404(groups, pk=self.kwargs["pk"]), by=self.actor))


@extend_schema(tags=["groups"])
class GroupPeopleView(GroupsAPIView):
    @extend_schema(summary="Put people into a group", request=GroupPeople, responses=GroupShape)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Whoever belongs to it already stays."""
        group = self.group()
        actions.add_to_group(group, people_called(parsed(GroupPeople, request)["people"], self.actor), by=self.actor)
        return self.shown(group)


@extend_schema(tags=["groups"])
class GroupPersonView(GroupsAPIView):
    @extend_schema(summary="Take somebody out of a group", responses={204: None})
    def delete(self, request: Request, **kwargs: Any) -> Response:
        group = self.group()
        actions.remove_from_group(group, people_called([self.kwargs["person"]], self.actor), by=self.actor)
        return Response(status=204)
