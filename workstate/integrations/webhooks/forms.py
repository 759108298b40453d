from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workstate.activity.verbs import Verb
from workstate.core.errors import Invalid

ALL, SOME = "all", "some"
OUTSIDE = frozenset({"account", "export", "server"})
"""Nouns of what happens in no workspace."""


class WebhookForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    url = forms.CharField(label=_("Address"), max_length=2048)
    which = forms.ChoiceField(choices=[(ALL, _("Everything that happens")), (SOME, _("These events alone"))])
    verbs = forms.MultipleChoiceField(choices=[(str(verb), str(verb)) for verb in Verb], required=False)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("which") == SOME and not data.get("verbs") and "verbs" not in self.errors:
            self.add_error("verbs", _("Choose at least one event."))
        return data

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "name": data["name"],
            "url": data["url"],
            "verbs": data["verbs"] if data["which"] == SOME else [],
        }

    def refuse(self, refusal: Invalid) -> None:
        for name, said in refusal.message_dict.items():
            self.add_error(name if name in self.fields else None, said)


def grouped(chosen: Iterable[str]) -> list[dict[str, Any]]:
    """The verbs by their nouns, as the page offers them; which of them are chosen."""
    wanted = set(chosen)
    groups: dict[str, list[dict[str, Any]]] = {}
    for verb in Verb:
        noun = verb.partition(".")[0]
        if noun not in OUTSIDE:
            groups.setdefault(noun, []).append({"name": str(verb), "is_chosen": str(verb) in wanted})
    return [
        {"noun": noun, "verbs": verbs, "count": sum(verb["is_chosen"] for verb in verbs)}
        for noun, verbs in sorted(groups.items())
    ]
