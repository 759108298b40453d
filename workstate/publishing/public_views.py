"""What anybody sees who has a public link."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from workstate.accounts.linked import Gate, LinkedView
from workstate.core.actor import Actor
from workstate.core.clock import now
from workstate.publishing.actions import count_visit
from workstate.publishing.models import PublicLayout, PublicLink
from workstate.publishing.showing import maker_of, page_of

GATE = Gate("public", looks=60)


class PublicLinkView(LinkedView):
    """GET shows the project or view, or asks for the password; POST gives the password."""

    http_method_names = ["get", "post", "head", "options"]
    gate = GATE
    asking = "publishing/password.html"
    parameter = "public_token"
    public: PublicLink
    maker: Actor

    def find(self, token_hash: str) -> PublicLink | None:
        links = PublicLink.objects.working(now()).select_related("project", "view", "workspace", "created_by")
        link = links.filter(token_hash=token_hash).first()
        maker = maker_of(link) if link else None
        if link is None or maker is None:
            return None
        self.public, self.maker = link, maker
        return link

    @property
    def here(self) -> str:
        return reverse("public-link", args=[self.token])

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        if not self.is_open:
            return self.ask()
        self.take_look()
        page = page_of(self.public, self.maker)
        count_visit(self.public.pk)
        context = {
            "page": page,
            "is_board": self.public.layout == PublicLayout.BOARD,
            "workspace": self.public.workspace,
            "maker": self.maker.user.name or self.public.workspace.name,
            "zone": self.maker.user.time_zone,
        }
        return render(request, "publishing/public.html", context)

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        return self.take_password()
