from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from workstate.attachments import actions
from workstate.attachments.addresses import LASTS, Purpose, signed_address
from workstate.attachments.models import NAME_LENGTH, Attachment, AttachmentQuerySet
from workstate.core.api import StrictSerializer, page_of, parsed
from workstate.discussions.models import Comment
from workstate.tasks.models import Task
from workstate.workspaces.api import WorkspaceAPIView


class AttachmentBody(StrictSerializer):
    file = serializers.FileField(allow_empty_file=True, max_length=1000)
    id = serializers.UUIDField(required=False, help_text="Chosen by the client, so that a repeated request makes one.")
    name = serializers.CharField(required=False, max_length=1000, help_text="Instead of the file's own.")
    comment = serializers.UUIDField(required=False, help_text="One of my comments on the task.")


class AttachmentChange(StrictSerializer):
    name = serializers.CharField(max_length=NAME_LENGTH)


class AttachmentShape(serializers.Serializer[Attachment]):
    """How a file is shown; `shown` prints it."""

    id = serializers.UUIDField()
    task = serializers.UUIDField()
    comment = serializers.UUIDField(allow_null=True)
    name = serializers.CharField()
    size = serializers.IntegerField(help_text="Bytes.")
    content_type = serializers.CharField(help_text="Found out from the content.")
    sha256 = serializers.CharField()
    width = serializers.IntegerField(allow_null=True, help_text="Pixels.")
    height = serializers.IntegerField(allow_null=True)
    has_preview = serializers.BooleanField()
    uploaded_by = serializers.UUIDField(allow_null=True)
    created_at = serializers.DateTimeField()
    deleted_at = serializers.DateTimeField(allow_null=True)


class AddressQuery(StrictSerializer):
    of = serializers.ChoiceField(choices=[purpose.value for purpose in Purpose], default=Purpose.DOWNLOAD.value)


class AddressShape(serializers.Serializer[Any]):
    address = serializers.URLField(help_text="Opens for the person who asked, and for nobody else.")
    expires_at = serializers.DateTimeField()


def shown(attachment: Attachment) -> dict[str, Any]:
    return {
        "id": attachment.pk,
        "task": attachment.task_id,
        "comment": attachment.comment_id,
        "name": attachment.name,
        "size": attachment.size,
        "content_type": attachment.content_type,
        "sha256": attachment.sha256,
        "width": attachment.width,
        "height": attachment.height,
        "has_preview": bool(attachment.preview_key),
        "uploaded_by": attachment.uploaded_by_id,
        "created_at": attachment.created_at,
        "deleted_at": attachment.deleted_at,
    }


class _AttachmentsAPIView(WorkspaceAPIView):
    def attachments(self) -> AttachmentQuerySet:
        return Attachment.objects.visible_to(self.actor)


@extend_schema(tags=["attachments"])
class TaskAttachmentsView(_AttachmentsAPIView):
    """The files of a task."""

    parser_classes = (MultiPartParser,)

    def task(self) -> Task:
        tasks = Task.objects.visible_to(self.actor).kept().select_related("project")
        return get_object_or_404(tasks, pk=self.kwargs["pk"])

    @extend_schema(summary="List the files of a task", responses=AttachmentShape(many=True))
    def get(self, request: Request, **kwargs: Any) -> Response:
        """Oldest first; those of its comments too."""
        files = self.attachments().kept().filter(task=self.task())
        return page_of(files, shown, view=self, order=("created_at", "id"))

    @extend_schema(
        summary="Attach a file",
        request={"multipart/form-data": AttachmentBody},
        responses={201: AttachmentShape},
    )
    def post(self, request: Request, **kwargs: Any) -> Response:
        task = self.task()
        values = parsed(AttachmentBody, request)
        if comment := values.pop("comment", None):
            own = Comment.objects.visible_to(self.actor).kept().filter(task=task)
            values["comment"] = get_object_or_404(own, pk=comment)
        return Response(shown(actions.attach_file(task, values.pop("file"), by=self.actor, **values)), status=201)


@extend_schema(tags=["attachments"])
class AttachmentView(_AttachmentsAPIView):
    def attachment(self) -> Attachment:
        return get_object_or_404(self.attachments().select_related("task__project"), pk=self.kwargs["pk"])

    @extend_schema(summary="Show what is known of a file", responses=AttachmentShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        return Response(shown(self.attachment()))

    @extend_schema(summary="Rename a file", request=AttachmentChange, responses=AttachmentShape)
    def patch(self, request: Request, **kwargs: Any) -> Response:
        name = parsed(AttachmentChange, request)["name"]
        return Response(shown(actions.rename_attachment(self.attachment(), name, by=self.actor)))

    @extend_schema(summary="Put a file in the bin", responses={204: None})
    def delete(self, request: Request, **kwargs: Any) -> Response:
        """It can be restored for thirty days."""
        actions.delete_attachment(self.attachment(), by=self.actor)
        return Response(status=204)


@extend_schema(tags=["attachments"])
class AttachmentRestorationView(AttachmentView):
    http_method_names = ["post", "options"]

    @extend_schema(summary="Take a file out of the bin", request=None, responses=AttachmentShape)
    def post(self, request: Request, **kwargs: Any) -> Response:
        return Response(shown(actions.restore_attachment(self.attachment(), by=self.actor)))


@extend_schema(tags=["attachments"])
class AttachmentAddressView(_AttachmentsAPIView):
    http_method_names = ["get", "options"]

    @extend_schema(summary="Get an address to download a file from", parameters=[AddressQuery], responses=AddressShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        """Good for ten minutes, for me alone; of a picture or a PDF also `thumbnail` and `preview`, both WebP."""
        query = AddressQuery(data=request.query_params.dict())
        query.is_valid(raise_exception=True)
        attachment = get_object_or_404(self.attachments().within_reach(), pk=self.kwargs["pk"])
        purpose = Purpose(query.validated_data["of"])
        if purpose != Purpose.DOWNLOAD:
            get_object_or_404(self.attachments().exclude(preview_key=""), pk=attachment.pk)
        address = request.build_absolute_uri(signed_address(attachment, purpose, actor=self.actor))
        return Response({"address": address, "expires_at": timezone.now() + timedelta(seconds=LASTS)})
