"""How places are looked at: what a person chose last, and what everybody sees who has not chosen."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from workstate.accounts.models import User
from workstate.activity.actions import record
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.errors import require
from workstate.projects.models import Project
from workstate.savedviews.looks import Look
from workstate.savedviews.models import Look as LookRow
from workstate.savedviews.models import SavedView
from workstate.savedviews.places import Place


@transaction.atomic
def keep_look(place: Place, look: Look, *, by: Actor, for_everyone: bool = False) -> None:
    """
    Keep how the person last looked at the place; `for_everyone`: also how it opens for whoever has not chosen.

    A person's own choice is no event: nobody else is told, and it is no change of work.
    """
    if for_everyone:
        require(place.can_edit)
        _keep(place, look, by, user=None)
        subject = place.subject
        if isinstance(subject, Project):
            record(Verb.PROJECT_VIEW_CHANGED, subject, by=by, after=look.choices())
        elif isinstance(subject, SavedView):
            record(Verb.SAVED_VIEW_CHANGED, subject, by=by, after=look.choices())
    _keep(place, look, by, user=by.user)


def _keep(place: Place, look: Look, by: Actor, *, user: User | None) -> None:
    LookRow.objects.update_or_create(
        workspace=by.workspace, user=user, **place.columns, defaults={"choices": look.choices()}
    )


def copy_looks(project: Project, copy: Project, by: Actor) -> None:
    """Have a copied project look as the original does to everybody and to the actor; in the transaction of the copying."""
    rows = LookRow.objects.filter(Q(user=None) | Q(user=by.user), project=project)
    LookRow.objects.bulk_create(
        LookRow(workspace=by.workspace, user_id=row.user_id, place=row.place, project=copy, choices=row.choices)
        for row in rows
    )
