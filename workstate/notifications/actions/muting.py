"""What a person does not want to hear of, but for what calls them by name."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from workstate.activity.actions import record_for_account
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.errors import Invalid, NotFound
from workstate.notifications.models import Mute
from workstate.projects.models import Project

MOST_MUTES = 1000


@transaction.atomic
def mute(project: Project | None, *, by: Actor) -> Mute:
    """Mute a project that the person sees, or for None the whole workspace; again answers with what stands."""
    if project and not Project.objects.visible_to(by).filter(pk=project.pk).exists():
        raise NotFound
    standing = Mute.objects.of(by.user).filter(workspace=by.workspace, project=project).first()
    if standing:
        return standing
    if Mute.objects.of(by.user).count() >= MOST_MUTES:
        raise Invalid(_("You mute as much as can be muted. Take something off the list first."), field="project")
    made, is_new = Mute.objects.get_or_create(user=by.user, workspace=by.workspace, project=project)
    if is_new:
        _record(made, by, muted=True)
    return made


@transaction.atomic
def unmute(found: Mute, *, by: Actor) -> None:
    """Hear of it again; raises NotFound for what is another's."""
    if found.user_id != by.user.pk:
        raise NotFound
    if Mute.objects.filter(pk=found.pk).delete()[0]:
        _record(found, by, muted=False)


def _record(found: Mute, by: Actor, *, muted: bool) -> None:
    place = {"project": str(found.project_id) if found.project_id else None, "workspace": str(found.workspace_id)}
    record_for_account(
        Verb.NOTIFICATION_PREFERENCES_CHANGED, found, user=by.user, via=by.via, origin=by.origin, muted=muted, **place
    )
