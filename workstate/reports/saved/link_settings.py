"""What a link gives, changed while it goes on opening."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.core.clock import now
from workstate.core.errors import Conflict, Invalid, require
from workstate.reports.actions import shares
from workstate.reports.models import ReportShare
from workstate.reports.policies import can_change_share
from workstate.reports.reader import Reader
from workstate.reports.saved.forms import ShareForm, ShareSettingsForm
from workstate.reports.saved.giving_views import LinksView
from workstate.reports.saved.keeping import address_of
from workstate.workspaces.acts import toast


class LinkSettingsView(LinksView):
    """GET shows the form of one link, POST changes it and shows the links again."""

    share: ReportShare

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        links = ReportShare.objects.visible_to(self.actor).filter(report=self.saved)
        self.share = get_object_or_404(links, pk=kwargs["share"])

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        require(
            can_change_share(self.actor, self.share), _("Only whoever made this link changes it. You may revoke it.")
        )
        if not self.share.works(now()):
            raise Conflict(_("This link does not open any more. Make a new one."))
        return self.draw_settings(ShareSettingsForm(share=self.share))

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        self.require_own()
        form = ShareSettingsForm(request.POST, share=self.share)
        if not form.is_valid():
            return self.draw_settings(form, status=400)
        try:
            shares.change_share(self.share, by=self.actor, **form.changes(self.actor))
        except Invalid as refusal:
            form.refuse(refusal)
            return self.draw_settings(form, status=400)
        said = _("The link is changed. Its address stays.")
        if not self.wants_fragment:
            return self.go(self.url("reports:saved-links", self.saved.pk), said)
        response = self.draw(ShareForm(), changed=self.share)
        toast(response, said)
        return response

    def require_own(self) -> None:
        require(
            can_change_share(self.actor, self.share), _("Only whoever made this link changes it. You may revoke it.")
        )

    def draw_settings(self, form: ShareSettingsForm, *, status: int = 200) -> HttpResponse:
        end = self.share.expires_at
        context = {
            "saved": self.saved,
            "saved_url": address_of(self.saved, self.actor.workspace.slug),
            "share": self.share,
            "until": Formats.of(self.actor.user).exact(end) if end else "",
            "form": form,
            "sees_amounts": Reader.of(self.actor).amounts,
            "address": self.url("reports:saved-link-settings", self.saved.pk, self.share.pk),
            "list_url": self.url("reports:saved-links", self.saved.pk),
        }
        template = "reports/saved/links.swap.html" if self.wants_fragment else "reports/saved/links.html"
        return render(self.request, template, context, status=status)
