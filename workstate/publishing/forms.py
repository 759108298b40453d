from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from workstate.accounts.linked_forms import LinkForm, LinkSettingsForm
from workstate.core.actor import Actor
from workstate.publishing.models import PublicLayout, PublicLink


class PublicLinkForm(LinkForm):
    layout = forms.ChoiceField(label=gettext_lazy("Shown as"), choices=PublicLayout.choices)
    with_descriptions = forms.BooleanField(label=gettext_lazy("Show descriptions"), required=False)
    with_done = forms.BooleanField(label=gettext_lazy("Show what is done"), required=False)

    def values(self, actor: Actor) -> dict[str, Any]:
        data = self.cleaned_data
        names = ("password", "layout", "with_descriptions", "with_done")
        return {"expires_at": self.expires_at(actor), **{name: data[name] for name in names}}


class PublicLinkSettingsForm(LinkSettingsForm, PublicLinkForm):
    def __init__(self, data: Any = None, *, link: PublicLink) -> None:
        given = {name: getattr(link, name) for name in ("layout", "with_descriptions", "with_done")}
        super().__init__(data, has_password=bool(link.password), initial=given)

    def changes(self, actor: Actor) -> dict[str, Any]:
        """For change_link; raises Invalid at the day."""
        return self.values(actor) | self.kept(actor)
