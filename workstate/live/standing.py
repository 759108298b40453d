"""Who still stands behind open pages: asked of the database for all of them at once, before anything is sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models.functions import Now
from django.utils.crypto import constant_time_compare

from workstate.accounts.models import User
from workstate.accounts.sessions import SessionStore
from workstate.core.actor import Role
from workstate.live.audience import user_group, workspace_group
from workstate.workspaces.models import Membership


@dataclass(frozen=True, slots=True)
class Standing:
    """Of a session that has not ended, of somebody who is active: who they are, and the groups that they hear."""

    user: UUID
    groups: frozenset[str]


def standings_of(sessions: Iterable[str]) -> dict[str, Standing]:
    """By key of a session whoever stands behind it at this moment; one that ended is missing. Three queries."""
    rows = Session.objects.filter(session_key__in=set(sessions), expire_date__gt=Now())
    told = {key: _signed_in(data) for key, data in rows.values_list("session_key", "session_data")}
    signed = {key: (user, proof) for key, (user, proof) in told.items() if user}
    users = {
        user.pk: user for user in User.objects.filter(pk__in={pk for pk, _proof in signed.values()}, is_active=True)
    }
    groups: dict[UUID, set[str]] = {pk: {user_group(pk)} for pk in users}
    full = Membership.objects.filter(user__in=users, workspace__deleted_at=None).exclude(role=Role.GUEST)
    for pk, workspace in full.values_list("user", "workspace"):
        groups[pk].add(workspace_group(workspace))
    return {
        key: Standing(user, frozenset(groups[user]))
        for key, (user, proof) in signed.items()
        if user in users and _proves(users[user], proof)
    }


@lru_cache(maxsize=8192)
def _signed_in(data: str) -> tuple[UUID | None, str]:
    """Who signed in under a session, and the proof that it was with the password of today."""
    content = SessionStore().decode(data)
    try:
        return UUID(str(content.get(SESSION_KEY))), str(content.get(HASH_SESSION_KEY, ""))
    except ValueError:
        return None, ""


def _proves(user: User, proof: str) -> bool:
    """As django.contrib.auth.get_user() asks it: a new password ends the sessions that were begun with another."""
    hashes = (user.get_session_auth_hash(), *user.get_session_auth_fallback_hash())
    return any(constant_time_compare(proof, each) for each in hashes)
