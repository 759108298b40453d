from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Lower

from workstate.activity.actions import record
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.colours import colour_for
from workstate.core.errors import require
from workstate.core.text import NAME_LENGTH, clean_line
from workstate.tasks.models import Label
from workstate.tasks.policies import can_create_label


@transaction.atomic
def labels_named(names: Iterable[str], *, by: Actor) -> list[Label]:
    """The workspace's labels of these names, made where there are none; case does not matter."""
    wanted: dict[str, str] = {}
    for name in names:
        cleaned = clean_line(name, field="labels", length=NAME_LENGTH, required=True)
        wanted.setdefault(cleaned.casefold(), cleaned)
    found = {label.name.casefold(): label for label in Label.objects.visible_to(by)} if wanted else {}
    missing = [name for key, name in wanted.items() if key not in found]
    if missing:
        require(can_create_label(by))
        made = [Label(workspace=by.workspace, name=name, colour=colour_for(name)) for name in missing]
        # Somebody may make the same label at this moment: theirs is as good.
        Label.objects.bulk_create(made, ignore_conflicts=True)
        ours = {label.pk for label in made}
        for label in Label.objects.visible_to(by):
            found.setdefault(label.name.casefold(), label)
            if label.pk in ours:
                record(Verb.LABEL_CREATED, label, by=by, name=label.name)
        for key, name in wanted.items():
            if key not in found:
                # To the database it is one that is there: "İ" and "i" differ in Python alone.
                found[key] = Label.objects.visible_to(by).alias(small=Lower("name")).get(small=Lower(Value(name)))
    return list({found[key].pk: found[key] for key in wanted}.values())
