from __future__ import annotations

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Lower

from workstate.activity.actions import record
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.errors import require
from workstate.core.text import NAME_LENGTH, clean_line
from workstate.core.turns import take_turn
from workstate.projects.models import Client
from workstate.projects.policies import can_create_project


@transaction.atomic
def create_client(name: str, *, by: Actor) -> Client:
    """Make a client, or answer with the one of that name."""
    require(can_create_project(by))
    name = clean_line(name, field="client", length=NAME_LENGTH, required=True)
    # As the database compares names: in Python "İ" and "i" are two, and the second would be refused.
    same = Client.objects.visible_to(by).alias(small=Lower("name")).filter(small=Lower(Value(name)))
    if there := same.first():
        return there
    take_turn(f"clients:{by.workspace.pk}")
    if there := same.first():
        return there
    client = Client.objects.create(workspace=by.workspace, name=name)
    record(Verb.CLIENT_CREATED, client, by=by, name=name)
    return client
