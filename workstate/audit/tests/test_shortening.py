from __future__ import annotations

from datetime import timedelta

from django.test import SimpleTestCase
from django.utils import timezone

from workstate.activity.actions import record
from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.audit.actions import network_of, shorten_addresses
from workstate.core.actor import Origin
from workstate.testing import CastTestCase


class ShorteningTest(CastTestCase):
    def happened(self, days_ago: int, address: str) -> Event:
        by = self.by_ana.coming_from(Origin(address))
        event = record(Verb.WORKSPACE_CHANGED, by.workspace, by=by)
        Event.objects.filter(pk=event.pk).update(happened_at=timezone.now() - timedelta(days=days_ago))
        return event

    def address_of(self, event: Event) -> str | None:
        event.refresh_from_db()
        return event.address

    def test_after_ninety_days_the_network_is_left(self) -> None:
        old, older = self.happened(91, "203.0.113.77"), self.happened(300, "2001:db8:1:2:3::4")
        young = self.happened(89, "203.0.113.77")
        shorten_addresses()
        self.assertEqual(self.address_of(old), "203.0.113.0/24")
        self.assertEqual(self.address_of(older), "2001:db8:1::/48")
        self.assertEqual(self.address_of(young), "203.0.113.77")

    def test_it_goes_on_where_it_stopped_and_does_nothing_twice(self) -> None:
        first = self.happened(100, "203.0.113.77")
        self.assertGreater(shorten_addresses(), 0)
        self.assertEqual(shorten_addresses(), 0)
        later = self.happened(20, "198.51.100.9")
        self.assertGreater(shorten_addresses(timezone.now() + timedelta(days=80)), 0)
        self.assertEqual(self.address_of(later), "198.51.100.0/24")
        self.assertEqual(self.address_of(first), "203.0.113.0/24")


class NetworkTest(SimpleTestCase):
    def test_networks_of_addresses(self) -> None:
        self.assertEqual(network_of("192.0.2.200"), "192.0.2.0/24")
        self.assertEqual(network_of("::ffff:192.0.2.1"), "::/48")
        self.assertIsNone(network_of("not an address"))
