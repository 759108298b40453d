from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from workstate.accounts.views import PersonRequest, PersonView
from workstate.core.errors import Invalid
from workstate.focus import actions
from workstate.focus.forms import PreferencesForm
from workstate.focus.queries import preferences_of


class PreferencesView(PersonView):
    """How the person wants their intervals: lengths, what starts by itself, the sound."""

    def get(self, request: PersonRequest) -> HttpResponse:
        return self._page(PreferencesForm.of(preferences_of(request.user)))

    def post(self, request: PersonRequest) -> HttpResponse:
        form = PreferencesForm(request.POST)
        if not form.is_valid():
            return self._page(form, status=400)
        try:
            actions.change_preferences(request.user, **form.changes(preferences_of(request.user)))
        except Invalid as refusal:
            form.add_error(None, refusal)
            return self._page(form, status=400)
        messages.success(request, _("Saved."))
        return redirect("focus_settings:preferences")

    def _page(self, form: PreferencesForm, *, status: int = 200) -> HttpResponse:
        return render(self.request, "focus/preferences.html", {"form": form}, status=status)
