from __future__ import annotations

from workstate.activity.models import Event
from workstate.core.actor import Role, Via
from workstate.testing import CastTestCase
from workstate.workspaces.actions import RESERVED_SLUGS, create_workspace
from workstate.workspaces.models import Membership, Workspace
from workstate.workspaces.queries import home_actor

NEW = "/workspaces/new/"


class NewWorkspaceTest(CastTestCase):
    def setUp(self) -> None:
        self.client.force_login(self.ana)

    def test_whoever_makes_a_workspace_owns_it_and_lands_in_it(self) -> None:
        response = self.client.post(NEW, {"name": "Café Lumière"})
        self.assertRedirects(response, "/cafe-lumiere/today/")
        made = Workspace.objects.get(slug="cafe-lumiere")
        self.assertEqual(Membership.objects.get(workspace=made).role, Role.OWNER)
        self.assertIsNone(made.personal_to)
        self.assertContains(self.client.get("/acme/today/"), "/cafe-lumiere/today/")

    def test_a_name_that_cannot_be_is_refused_and_makes_nothing(self) -> None:
        before = (Workspace.objects.count(), Event.objects.count())
        for name in ("", "  ", "x" * 10_000, "A\x00", "A\u202eB"):
            self.assertEqual(self.client.post(NEW, {"name": name}).status_code, 400)
        self.assertEqual((Workspace.objects.count(), Event.objects.count()), before)

    def test_addresses_are_free_whatever_the_name(self) -> None:
        for name in ("Acme", "Settings", "Accounts", "日本", "!!!", "--", "api", "x" * 120):
            response = self.client.post(NEW, {"name": name})
            self.assertEqual(response.status_code, 302, name)
            self.assertEqual(self.client.get(response["Location"]).status_code, 200, name)
        slugs = set(Workspace.objects.values_list("slug", flat=True))
        self.assertEqual(len(slugs), 10)
        self.assertFalse(slugs & RESERVED_SLUGS)

    def test_nobody_fills_the_server_with_workspaces(self) -> None:
        answers = [self.client.post(NEW, {"name": f"W {number}"}).status_code for number in range(21)]
        self.assertEqual(answers, [302] * 20 + [429])

    def test_every_top_level_address_is_a_reserved_name(self) -> None:
        from django.urls import get_resolver

        words = set()
        for pattern in get_resolver().url_patterns:
            inner = getattr(pattern, "url_patterns", [pattern]) if str(pattern.pattern) == "" else [pattern]
            words |= {str(entry.pattern).split("/", 1)[0] for entry in inner}
        words = {word for word in words if word and not word.startswith("<") and "." not in word}  # no slug has a dot
        self.assertEqual(words - RESERVED_SLUGS, set())


class HomeTest(CastTestCase):
    def test_home_is_where_one_was_last_then_ones_own_then_any(self) -> None:
        own = create_workspace("Zed", owner=self.ana, via=Via.SYSTEM, personal=True).workspace
        for slug, expected in [("acme", "acme"), ("", own.slug), ("other", own.slug), ("gone", own.slug)]:
            actor = home_actor(self.ana, slug, via=Via.WEB)
            assert actor is not None
            self.assertEqual(actor.workspace.slug, expected)

    def test_the_role_is_that_of_the_membership(self) -> None:
        actor = home_actor(self.gil, via=Via.WEB)
        assert actor is not None
        self.assertEqual((actor.workspace.slug, actor.role), ("acme", Role.GUEST))
