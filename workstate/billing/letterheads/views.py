"""The page of the letterhead, for administrators, and its logo."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from workstate.billing.letterheads.actions import change_letterhead, put_logo, remove_logo
from workstate.billing.letterheads.forms import LetterheadForm
from workstate.billing.letterheads.policies import can_set_letterhead
from workstate.billing.letterheads.queries import letterhead_of
from workstate.core.errors import Invalid, NotFound, require
from workstate.workspaces.acts import ActingView


class _LetterheadActingView(ActingView):
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        require(can_set_letterhead(self.actor), _("Only administrators see the letterhead. Ask one of them."))

    def page(self, form: LetterheadForm | None = None, *, wrong: str = "", status: int = 200) -> HttpResponse:
        workspace = self.actor.workspace
        letterhead = letterhead_of(workspace)
        context = {
            "letterhead": letterhead,
            "form": form or LetterheadForm.of(letterhead, workspace.name),
            "wrong_logo": wrong,
        }
        return render(self.request, "billing/letterhead.html", context, status=status)

    def saved(self) -> HttpResponse:
        return self.go(self.url("billing:letterhead"), _("Saved."))


class LetterheadView(_LetterheadActingView):
    """GET shows who the workspace is on paper, POST changes it."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = LetterheadForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=400)
        try:
            change_letterhead(by=self.actor, **form.cleaned_data)
        except Invalid as refusal:
            form.refuse(refusal)
            return self.page(form, status=400)
        return self.saved()


@method_decorator(cache_control(private=True, no_cache=True), name="get")
class LogoView(_LetterheadActingView):
    """The logo: GET shows it, POST takes a picture, DELETE removes it."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        logo = letterhead_of(self.actor.workspace).logo
        if logo is None:
            raise NotFound
        return HttpResponse(bytes(logo), content_type="image/png", headers={"X-Content-Type-Options": "nosniff"})

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        file = request.FILES.get("logo")
        if file is None:
            return self.page(wrong=_("Choose a picture."), status=400)
        try:
            put_logo(file.chunks(), by=self.actor)
        except Invalid as refusal:
            return self.page(wrong=" ".join(refusal.messages), status=400)
        return self.saved()

    def delete(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        remove_logo(by=self.actor)
        return self.go(self.url("billing:letterhead"), _("Logo removed."))
