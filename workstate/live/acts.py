"""What a page or a program may do over its socket: the timer's acts, by the same shapes and actions as REST."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, ParseError, ValidationError
from rest_framework.fields import UUIDField

from workstate.accounts.models import User
from workstate.api.errors import problem_response
from workstate.api.parsing import JSONParser
from workstate.core.actor import Actor, Via
from workstate.timetracking.api import timer
from workstate.workspaces.queries import actor_in

logger = logging.getLogger(__name__)

LONGEST = 8 * 1024
"""Characters of a message; the fields of the timer need less."""
LONGEST_REF = 100

Answer = dict[str, Any]


class TooLarge(APIException):
    status_code = 413
    default_detail = _("Send less at once: 8 KB at most.")
    default_code = "too_large"


def _continue(by: Actor, fields: Any) -> Answer:
    entry: UUID = UUIDField().run_validation(fields.pop("entry", None))
    return timer.go_on(by, fields, entry=entry)


ACTS: Mapping[str, Callable[[Actor, Any], Answer]] = {
    "timer.start": timer.start,
    "timer.stop": timer.stop,
    "timer.change": timer.change,
    "timer.discard": timer.discard,
    "timer.continue": _continue,
}


def answer_to(text: str, user: User) -> Answer:
    """
    What is answered to a message: the `ref` that came with it, a `status` as REST would give it, and the `timer`.

    A refusal brings the `problem` instead; of a conflict, both. Nothing that is sent raises.
    """
    ref: str | int | None = None
    by: Actor | None = None
    try:
        message = _read(text)
        ref = _ref_of(message)
        act = ACTS.get(str(message.pop("act", "")))
        if act is None:
            raise ValidationError({"act": [_("There is no such act.")]})
        by = actor_in(str(message.pop("workspace", "")), user, via=Via.API)
        return {"ref": ref, "status": 200, "timer": act(by, message)}
    except Exception as error:
        return {"ref": ref, **_refusal(error, by)}


def _refusal(error: Exception, by: Actor | None) -> Answer:
    response = problem_response(error, {})
    if response is None:
        logger.exception("An act over a socket failed")
        return {"status": 500, "problem": {"status": 500, "code": "error", "detail": _("Something went wrong.")}}
    problem = dict(response.data)
    told: Answer = {"status": response.status_code, "problem": problem}
    if response.status_code == 409 and by is not None:
        beside = timer.conflict_of(error, by)
        told["timer"] = beside.pop("timer")
        problem |= beside
    return told


def _read(text: str) -> dict[str, Any]:
    if len(text) > LONGEST:
        raise TooLarge
    message = JSONParser().parse(io.BytesIO(text.encode()))
    if not isinstance(message, dict):
        raise ParseError
    return message


def _ref_of(message: dict[str, Any]) -> str | int | None:
    """What the sender calls this message, so that it knows the answer to it."""
    ref = message.pop("ref", None)
    if isinstance(ref, bool) or not isinstance(ref, str | int | None) or len(str(ref)) > LONGEST_REF:
        raise ValidationError({"ref": [_("Name a message by a short text or a number.")]})
    return ref
