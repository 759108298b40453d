from __future__ import annotations

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from workstate.core import markdown
from workstate.core.api import StrictSerializer, page_of, parsed
from workstate.discussions import actions
from workstate.discussions.following import followers, set_following, state_of
from workstate.discussions.models import Comment, CommentQuerySet, Emoji, FollowState, Mention, Reaction
from workstate.discussions.stream import shown_comments
from workstate.tasks.actions.checklist import tick_checklist
from workstate.tasks.api.shapes import TaskShape
from workstate.tasks.api.views import TasksAPIView
from workstate.tasks.models import Task
from workstate.workspaces.api import WorkspaceAPIView


class ReactionShape(serializers.Serializer[Any]):
    emoji = serializers.ChoiceField(choices=Emoji.choices)
    people = serializers.ListField(child=serializers.UUIDField(), help_text="Who answered so, the first one first.")


class CommentShape(serializers.Serializer[Comment]):
    """How a comment is shown; `shown` prints it."""

    id = serializers.UUIDField()
    task = serializers.UUIDField()
    parent = serializers.UUIDField(allow_null=True, help_text="The first comment of its thread.")  # type: ignore[assignment]
    author = serializers.UUIDField(allow_null=True)
    text = serializers.CharField(help_text="Markdown; empty when it has been deleted.")
    mentions = serializers.ListField(child=serializers.UUIDField(), help_text="The people named.")
    groups = serializers.ListField(child=serializers.UUIDField(), help_text="The groups named.")
    reactions = ReactionShape(many=True)
    created_at = serializers.DateTimeField()
    edited_at = serializers.DateTimeField(allow_null=True)
    deleted_at = serializers.DateTimeField(allow_null=True)


class CommentBody(StrictSerializer):
    id = serializers.UUIDField(required=False, help_text="Chosen by the client, so that a repeated request makes one.")
    text = serializers.CharField(max_length=actions.COMMENT_LENGTH, trim_whitespace=False, help_text="Markdown.")
    parent = serializers.UUIDField(required=False, allow_null=True, help_text="The comment that this one answers.")  # type: ignore[assignment]


class CommentChange(StrictSerializer):
    text = serializers.CharField(max_length=actions.COMMENT_LENGTH, trim_whitespace=False)
    before = serializers.CharField(
        required=False, trim_whitespace=False, help_text="The text that was edited; 409 when it is another by now."
    )


class ReactionBody(StrictSerializer):
    emoji = serializers.ChoiceField(choices=Emoji.choices)


class TickBody(StrictSerializer):
    line = serializers.IntegerField(min_value=0, help_text="The line of the description, from 0.")
    done = serializers.BooleanField()
    description = serializers.CharField(
        trim_whitespace=False,
        help_text="The text that was looked at; 409 when it is another by now, but for its ticks.",
    )


def shown(comment: Comment) -> dict[str, Any]:
    """Expects reactions and mentions to be fetched ahead."""
    people: dict[str, list[UUID]] = defaultdict(list)
    for reaction in comment.reactions.all():
        people[reaction.emoji].append(reaction.user_id)
    gone, mentions = comment.deleted_at is not None, comment.mentions.all()
    return {
        "id": comment.pk,
        "task": comment.task_id,
        "parent": comment.parent_id,
        "author": comment.author_id,
        "text": "" if gone else comment.text,
        "mentions": [] if gone else [mention.member.user_id for mention in mentions if mention.member],
        "groups": [] if gone else [mention.group_id for mention in mentions if mention.group_id],
        "reactions": [{"emoji": emoji, "people": people[emoji]} for emoji in Emoji.values if emoji in people],
        "created_at": comment.created_at,
        "edited_at": comment.edited_at,
        "deleted_at": comment.deleted_at,
    }


class DiscussionsAPIView(WorkspaceAPIView):
    def comments(self) -> CommentQuerySet:
        return Comment.objects.visible_to(self.actor).of_kept_tasks()

    def whole(self, comments: CommentQuerySet) -> CommentQuerySet:
        return comments.prefetch_related(
            Prefetch("reactions", Reaction.objects.order_by("pk")),
            Prefetch("mentions", Mention.objects.select_related("member").order_by("pk")),
        )

    def shown(self, comment: Comment, status: int = 200) -> Response:
        return Response(shown(self.whole(self.comments()).get(pk=comment.pk)), status=status)

    def comment(self) -> Comment:
        comments = self.comments().select_related("task__project")
        return get_object_or_404(comments, pk=self.kwargs["pk"])

    def task(self) -> Task:
        return get_object_or_404(Task.objects.visible_to(self.actor).kept(), pk=self.kwargs["pk"])


@extend_schema(tags=["comments"])
class TaskCommentsView(DiscussionsAPIView):
    @extend_schema(
        summary="List the comments on a task",
        parameters=[
            OpenApiParameter("limit", int, description="Rows on a page, at most 200."),
            OpenApiParameter("cursor", str),
        ],
        responses=CommentShape(many=True),
    )
    def get(self, request: Request, **kwargs: Any) -> Response:
        """Oldest first. One that has been deleted is listed, without its text, while replies hang on it."""
        comments = shown_comments(Comment.objects.filter(task=self.task()))
        return page_of(self.whole(comments), shown, view=self, order=("created_at", "id"))

    @extend_schema(summary="Comment on a task", request=CommentBody, responses={201: CommentShape})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """An answer to a reply goes to its thread: threads have one level."""
        task = self.task()
        values = parsed(CommentBody, request)
        if values.get("parent"):
            values["parent"] = get_object_or_404(Comment.objects.filter(task=task), pk=values["parent"])
        return self.shown(actions.create_comment(task, by=self.actor, **values), status=201)


@extend_schema(tags=["comments"])
class CommentView(DiscussionsAPIView):
    @extend_schema(summary="Show a comment", responses=CommentShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        return self.shown(self.comment())

    @extend_schema(summary="Change a comment", request=CommentChange, responses=CommentShape)
    def patch(self, request: Request, **kwargs: Any) -> Response:
        """One's own alone."""
        comment = self.comment()
        return self.shown(actions.edit_comment(comment, by=self.actor, **parsed(CommentChange, request)))

    @extend_schema(summary="Delete a comment", responses={204: None})
    def delete(self, request: Request, **kwargs: Any) -> Response:
        actions.delete_comment(self.comment(), by=self.actor)
        return Response(status=204)


@extend_schema(tags=["comments"])
class CommentRestorationView(DiscussionsAPIView):
    @extend_schema(summary="Bring a deleted comment back", request=None, responses=CommentShape)
    def post(self, request: Request, **kwargs: Any) -> Response:
        return self.shown(actions.restore_comment(self.comment(), by=self.actor))


@extend_schema(tags=["comments"])
class CommentReactionsView(DiscussionsAPIView):
    @extend_schema(summary="React to a comment", request=ReactionBody, responses=CommentShape)
    def post(self, request: Request, **kwargs: Any) -> Response:
        comment = self.comment()
        return self.shown(actions.react(comment, by=self.actor, **parsed(ReactionBody, request)))

    @extend_schema(
        summary="Take a reaction back",
        parameters=[OpenApiParameter("emoji", str, enum=Emoji.values, required=True)],
        responses=CommentShape,
    )
    def delete(self, request: Request, **kwargs: Any) -> Response:
        comment = self.comment()
        query = ReactionBody(data=request.query_params.dict())
        query.is_valid(raise_exception=True)
        return self.shown(actions.unreact(comment, by=self.actor, **query.validated_data))


class FollowingShape(serializers.Serializer[Any]):
    state = serializers.ChoiceField(
        choices=[("", ""), *FollowState.choices],
        help_text="What you chose; empty: you hear of it while you have to do with it.",
    )
    is_following = serializers.BooleanField()
    followers = serializers.ListField(child=serializers.UUIDField(), help_text="The people who follow it.")


class FollowingBody(StrictSerializer):
    state = serializers.ChoiceField(choices=FollowState.choices)


@extend_schema(tags=["comments"])
class TaskFollowingView(DiscussionsAPIView):
    @extend_schema(summary="Show who follows a task", responses=FollowingShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        return self.following(self.task())

    @extend_schema(summary="Follow or mute a task", request=FollowingBody, responses=FollowingShape)
    def put(self, request: Request, **kwargs: Any) -> Response:
        """Muted, you are told only when somebody names you."""
        task = self.task()
        set_following(task, parsed(FollowingBody, request)["state"], by=self.actor)
        return self.following(task)

    @extend_schema(summary="Neither follow nor mute a task", responses=FollowingShape)
    def delete(self, request: Request, **kwargs: Any) -> Response:
        """You hear of it while you made it, do it, spoke on it or were named on it."""
        task = self.task()
        set_following(task, "", by=self.actor)
        return self.following(task)

    def following(self, task: Task) -> Response:
        people = [member.user_id for member in followers(task)]
        state = state_of(task, self.actor)
        return Response({"state": state, "is_following": self.actor.user.pk in people, "followers": people})


@extend_schema(tags=["tasks"])
class TaskChecklistView(TasksAPIView):
    @extend_schema(summary="Tick a box of the description", request=TickBody, responses=TaskShape)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Changes one character of the description: the box on the line."""
        task = get_object_or_404(self.tasks().kept(), pk=self.kwargs["pk"])
        values = parsed(TickBody, request)
        before = markdown.shape(values["description"])
        return self.shown(tick_checklist(task, values["line"], values["done"], by=self.actor, before=before))
