"""A person's own settings: profile, appearance, devices."""

from __future__ import annotations

from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from workstate.accounts import actions
from workstate.accounts.devices import device_words, is_handheld
from workstate.accounts.formats import current_formats
from workstate.accounts.models import User
from workstate.accounts.origins import origin_of
from workstate.accounts.profile_forms import AppearanceForm, ProfileForm, zone_options
from workstate.accounts.security import door_of
from workstate.accounts.working_forms import WorkingHoursForm
from workstate.core.colours import COLOURS


class PersonRequest(HttpRequest):
    """A request by somebody who is signed in."""

    user: User


class PersonView(View):
    request: PersonRequest


class ProfileView(PersonView):
    """Name, zone and formats; GET shows the appearance too."""

    def get(self, request: PersonRequest) -> HttpResponse:
        return settings_page(request, profile=ProfileForm.of(request.user))

    def post(self, request: PersonRequest) -> HttpResponse:
        form = ProfileForm(request.POST)
        if not form.is_valid():
            return settings_page(request, profile=form, status=400)
        actions.change_profile(request.user, **form.changes())
        messages.success(request, _("Saved."))
        return redirect("accounts:profile")


class AppearanceView(PersonView):
    """Theme, accent, density, keys of one letter: sent whenever one of them is chosen."""

    def get(self, request: PersonRequest) -> HttpResponse:
        return redirect("accounts:profile")

    def post(self, request: PersonRequest) -> HttpResponse:
        form = AppearanceForm(request.POST)
        if not form.is_valid():
            return settings_page(request, appearance=form, status=400)
        actions.change_profile(request.user, **form.changes())
        if request.htmx:  # type: ignore[attr-defined]
            return HttpResponse(status=204)
        messages.success(request, _("Saved."))
        return redirect("accounts:profile")


class WorkingHoursView(PersonView):
    """When the person works; POST with `same` gives every working day the hours of the first."""

    def get(self, request: PersonRequest) -> HttpResponse:
        return self._page(WorkingHoursForm.of(request.user, current_formats()))

    def post(self, request: PersonRequest) -> HttpResponse:
        form = WorkingHoursForm.typed(request.POST.dict(), request.user.first_weekday)
        days = form.days()
        if days is None:
            return self._page(form, status=400)
        actions.change_working_hours(request.user, days)
        messages.success(request, _("Saved."))
        return redirect("accounts:hours")

    def _page(self, form: WorkingHoursForm, status: int = 200) -> HttpResponse:
        return render(self.request, "accounts/hours.html", {"form": form}, status=status)


class SessionsView(PersonView):
    """The devices that are signed in; POST signs out all but this one."""

    def get(self, request: PersonRequest) -> HttpResponse:
        sessions = UserSession.objects.purge_and_list(request.user)
        current = request.session.session_key
        devices = [
            {
                "session": session,
                "name": device_words(session.user_agent),
                "icon": "smartphone" if is_handheld(session.user_agent) else "monitor",
                "current": session.session_key == current,
            }
            for session in sessions
        ]
        devices.sort(key=lambda device: (not device["current"], -device["session"].last_seen_at.timestamp()))
        return render(
            request, "usersessions/usersession_list.html", {"devices": devices, "lately": door_of(request.user)}
        )

    def post(self, request: PersonRequest) -> HttpResponse:
        ended = actions.end_other_sessions(
            request.user, keep_session=request.session.session_key, origin=origin_of(request)
        )
        messages.success(
            request, _("All other devices are signed out.") if ended else _("No other device was signed in.")
        )
        return redirect("usersessions_list")


class SessionView(PersonView):
    """One device: POST (a plain button) or DELETE signs it out."""

    def post(self, request: PersonRequest, session: int) -> HttpResponse:
        own: UserSession = get_object_or_404(UserSession, user=request.user, pk=session)
        here = own.session_key == request.session.session_key
        actions.end_session(own, user=request.user, origin=origin_of(request))
        if here:
            request.session.flush()
            return redirect("account_login")
        messages.success(request, _("That device is signed out."))
        return redirect("usersessions_list")

    delete = post


def settings_page(
    request: PersonRequest,
    *,
    profile: ProfileForm | None = None,
    appearance: AppearanceForm | None = None,
    status: int = 200,
) -> HttpResponse:
    form = profile or ProfileForm.of(request.user)
    context: dict[str, Any] = {
        "form": form,
        "appearance": appearance or AppearanceForm.of(request.user),
        "zones": zone_options(),
        "accents": COLOURS,
        "email": request.user.email,
    }
    return render(request, "accounts/profile.html", context, status=status)
