"""The web face of clients: the list of them, one with its projects and hours, and what is known of it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from workstate.core.errors import Invalid, require
from workstate.projects import actions
from workstate.projects.client_forms import ClientForm
from workstate.projects.clients import lines_of
from workstate.projects.models import Client
from workstate.projects.policies import can_create_project, can_remove_client
from workstate.workspaces.acts import ActingView, chosen

MOST_OFFERED = 500


class ClientsActingView(ActingView):
    changes: ClassVar[tuple[str, ...]] = ("clients:changed", "projects:changed")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        require(can_create_project(self.actor), _("Guests see no clients. Ask a member of the workspace."))


class ClientListView(ClientsActingView):
    """GET shows them, POST makes one."""

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        lines = lines_of(self.actor, Client.objects.visible_to(self.actor).by_name())
        context = {
            "lines": [line for line in lines if line.client.archived_at is None],
            "archived": [line for line in lines if line.client.archived_at],
            "can_remove": self.actor.administers,
        }
        template = "projects/clients/_list.html" if self.wants_fragment else "projects/clients/list.html"
        return render(request, template, context)

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        before = Client.objects.visible_to(self.actor).count()
        client = actions.create_client(request.POST.get("name", ""), by=self.actor)
        is_new = Client.objects.visible_to(self.actor).count() > before
        said = _("“%s” is added.") if is_new else _("There is a client “%s” already.")
        return self.done(said % client.name, then=self.url("projects:clients"))


class ClientView(ClientsActingView):
    """GET shows a client with its projects, DELETE takes it away."""

    client: Client
    with_deleted = False

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        clients = Client.objects.of(self.actor) if self.with_deleted else Client.objects.visible_to(self.actor)
        self.client = get_object_or_404(clients, pk=kwargs["client"])

    @property
    def page(self) -> str:
        return self.url("projects:client", self.client.pk)

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        (line,) = lines_of(self.actor, [self.client])
        context = {"client": self.client, "line": line, "can_remove": can_remove_client(self.actor, self.client)}
        template = "projects/clients/_client.html" if self.wants_fragment else "projects/clients/client.html"
        return render(request, template, context)

    def delete(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.delete_client(self.client, by=self.actor)
        said, undo = _("“%s” is deleted. Its projects stay.") % self.client.name, self.restoration
        clients = self.url("projects:clients")
        if self.request.htmx and request.GET.get("from") == "page":
            return self.go(clients, said, undo=undo)
        return self.done(said, undo=undo, then=clients)

    @property
    def restoration(self) -> str:
        return self.url("projects:client-restoration", self.client.pk)


class ClientSettingsView(ClientView):
    """GET shows the form, POST changes the client."""

    http_method_names = ["get", "post"]

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        return self.editor(ClientForm.of(self.client))

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        form = ClientForm(request.POST)
        if not form.is_valid():
            return self.editor(form, status=400)
        try:
            actions.change_client(self.client, by=self.actor, **form.values)
        except Invalid as refusal:
            form.refuse(refusal)
            return self.editor(form, status=400)
        return self.go(self.page, _("Saved."))

    def editor(self, form: ClientForm, status: int = 200) -> HttpResponse:
        template = "projects/clients/form.swap.html" if self.wants_fragment else "projects/clients/form.html"
        return render(self.request, template, {"form": form, "client": self.client}, status=status)


class ClientArchiveView(ClientView):
    """POST puts the client away, DELETE takes it up again."""

    http_method_names = ["post", "delete"]

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.archive_client(self.client, by=self.actor)
        return self.done(_("Archived. Its projects and their time stay."), undo=request.path, method="DELETE")

    def delete(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.unarchive_client(self.client, by=self.actor)
        return self.done(_("Taken out of the archive."))


class ClientMergerView(ClientView):
    """GET asks which client to merge this one into, POST does it."""

    http_method_names = ["get", "post"]

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        require(can_remove_client(self.actor, self.client))
        return self.asked()

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        require(can_remove_client(self.actor, self.client))
        others = Client.objects.visible_to(self.actor)
        try:
            gone = _("That client is no longer here. Choose another.")
            into = chosen(others, request.POST.get("into", ""), field="into", gone=gone)
            if into is None:
                raise Invalid(_("Choose a client."), field="into")
            actions.merge_client(self.client, into=into, by=self.actor)
        except Invalid as refusal:
            return self.asked(" ".join(refusal.messages), status=400)
        words = {"one": self.client.name, "other": into.name}
        said = _("“%(one)s” is merged into “%(other)s”.") % words
        return self.go(self.url("projects:client", into.pk), said, undo=self.restoration)

    def asked(self, error: str = "", status: int = 200) -> HttpResponse:
        others = Client.objects.visible_to(self.actor).exclude(pk=self.client.pk).by_name()[:MOST_OFFERED]
        options = [{"value": other.pk, "text": other.name} for other in others]
        context = {"client": self.client, "options": options, "error": error}
        template = "projects/clients/merger.swap.html" if self.wants_fragment else "projects/clients/merger.html"
        return render(self.request, template, context, status=status)


class ClientRestorationView(ClientView):
    """POST brings back a client that was deleted or merged."""

    with_deleted = True
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.restore_client(self.client, by=self.actor)
        return self.done(_("Restored."), then=self.url("projects:clients"))
