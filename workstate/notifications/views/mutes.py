from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from workstate.core.actor import Actor, Via
from workstate.core.errors import NotFound
from workstate.discussions.following import set_following
from workstate.discussions.models import FollowState
from workstate.notifications.actions import muting
from workstate.notifications.models import Mute, Notification
from workstate.notifications.views.base import NotificationsRequest, NotificationsView
from workstate.workspaces.queries import actor_of


class SubjectMuteView(NotificationsView):
    """POST mutes the task or the project that something was told of, DELETE lets it be heard again."""

    def post(self, request: NotificationsRequest, subject: str) -> HttpResponse:
        row, by = self._subject(subject)
        if row.task:
            set_following(row.task, FollowState.MUTE, by=by)
            said = _("This task is muted. You still hear of it when somebody mentions you or gives it to you.")
        else:
            muting.mute(row.project, by=by)
            said = _("Muted. You still hear of what calls you by name.")
        return self.done(said, undo=request.path, method="DELETE")

    def delete(self, request: NotificationsRequest, subject: str) -> HttpResponse:
        row, by = self._subject(subject)
        if row.task:
            set_following(row.task, "", by=by)
        elif found := Mute.objects.of(by.user).filter(workspace=by.workspace, project=row.project).first():
            muting.unmute(found, by=by)
        return self.done(_("You hear of it again."))

    def _subject(self, subject: str) -> tuple[Notification, Actor]:
        """A notification of the subject, and the person where it lies; raises NotFound where there is nothing to mute."""
        row = self.about(subject).select_related("task__project", "project", "workspace").newest_first().first()
        if row is None or row.workspace is None or not (row.task or row.project or subject.startswith("workspace.")):
            raise NotFound
        by = actor_of(self.request.user, row.workspace, via=Via.WEB)
        if by is None:
            raise NotFound
        return row, by


class MuteView(NotificationsView):
    """One line of the list of what is muted: DELETE takes it off."""

    def delete(self, request: NotificationsRequest, mute: UUID) -> HttpResponse:
        found = get_object_or_404(Mute.objects.of(request.user).select_related("workspace"), pk=mute)
        by = actor_of(request.user, found.workspace, via=Via.WEB)
        if by is None:
            raise NotFound
        muting.unmute(found, by=by)
        return self.done(_("You hear of it again."))
