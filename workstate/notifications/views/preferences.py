from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.accounts.views import PersonRequest, PersonView
from workstate.notifications.actions.preferring import change_preferences
from workstate.notifications.forms import PreferencesForm, changes_in
from workstate.notifications.inbox import mutes_of
from workstate.notifications.preferences import Wishes, wishes_of
from workstate.notifications.push.browsers import browsers_of
from workstate.notifications.push.keys import push_key


class PreferencesView(PersonView):
    """How the person wants to be told: of what, by which way, when not; and what they muted."""

    def get(self, request: PersonRequest) -> HttpResponse:
        return self._page(PreferencesForm.of(request.user, wishes_of(request.user)))

    def post(self, request: PersonRequest) -> HttpResponse:
        changes, errors = changes_in(request.POST.dict(), request.POST.getlist("quiet_days"))
        if not errors:
            try:
                change_preferences(request.user, **changes)
            except ValidationError as refusal:
                errors = {field: " ".join(said) for field, said in refusal.message_dict.items()}
        if errors:
            form = PreferencesForm.of(request.user, wishes_of(request.user))
            form.quiet_from, form.quiet_until = (request.POST.get(n, "")[:20] for n in ("quiet_from", "quiet_until"))
            form.errors = errors
            return self._page(form, status=400)
        messages.success(request, _("Saved."))
        return redirect("notification_settings:preferences")

    def _page(self, form: PreferencesForm, *, status: int = 200) -> HttpResponse:
        browsers = browsers_of(self.request.user, self.request.session.session_key or "")
        context = {
            "form": form,
            "now_said": _quiet_said(form.chosen, Formats.of(self.request.user)),
            "mutes": mutes_of(self.request.user),
            "browsers": browsers,
            "is_told_here": any(browser.is_this for browser in browsers),
            "push_key": push_key().public,
        }
        return render(self.request, "notifications/preferences.html", context, status=status)


def _quiet_said(wishes: Wishes, formats: Formats) -> str:
    """How it stands at this moment."""
    if not wishes.quiet:
        return ""
    end = wishes.quiet.end_of(timezone.now())
    if end is None:
        return _("Now: not quiet.")
    return _("Now: quiet until %(when)s.") % {"when": formats.moment(end)}
