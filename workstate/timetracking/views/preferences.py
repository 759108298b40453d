from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from workstate.accounts.views import PersonRequest, PersonView
from workstate.core.errors import Invalid
from workstate.timetracking.actions.preferences import change_time_preferences
from workstate.timetracking.models import TimePreferences
from workstate.timetracking.preference_forms import TimePreferencesForm


class TimePreferencesView(PersonView):
    """When to ask about a forgotten timer and about time away, and when to remind."""

    def get(self, request: PersonRequest) -> HttpResponse:
        return self._page(TimePreferencesForm(of=self._wishes()))

    def post(self, request: PersonRequest) -> HttpResponse:
        form = TimePreferencesForm(request.POST, of=self._wishes())
        if not form.is_valid():
            return self._page(form, status=400)
        try:
            change_time_preferences(request.user, **form.changes())
        except Invalid as error:
            form.refuse(error)
            return self._page(form, status=400)
        messages.success(request, _("Saved."))
        return redirect("time_settings:preferences")

    def _wishes(self) -> TimePreferences:
        user = self.request.user
        return TimePreferences.objects.filter(pk=user.pk).first() or TimePreferences(user=user)

    def _page(self, form: TimePreferencesForm, *, status: int = 200) -> HttpResponse:
        return render(self.request, "timetracking/preferences.html", {"form": form}, status=status)
