from __future__ import annotations

from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.billing.actions import change_billing_settings
from workstate.billing.currencies import currency_of_zone
from workstate.billing.models import BillingSettings
from workstate.billing.policies import can_see_amounts
from workstate.billing.queries import settings_of
from workstate.core.errors import Invalid, NotAllowed
from workstate.testing import CastTestCase


class CurrencyTest(CastTestCase):
    def test_it_is_that_of_the_country_of_the_owners_clock_until_somebody_chooses(self) -> None:
        self.olga.time_zone = "Europe/Zurich"
        self.olga.save(update_fields=["time_zone"])
        self.assertEqual(settings_of(self.by_olga.workspace).currency, "CHF")
        change_billing_settings(by=self.by_mara, currency="CHF")
        self.olga.time_zone = "Asia/Tokyo"
        self.olga.save(update_fields=["time_zone"])
        self.assertEqual(settings_of(self.by_olga.workspace).currency, "CHF")

    def test_two_queries_at_most(self) -> None:
        with self.assertNumQueries(2):
            settings_of(self.by_olga.workspace)
        change_billing_settings(by=self.by_mara, currency="USD")
        with self.assertNumQueries(1):
            settings_of(self.by_olga.workspace)

    def test_zones_of_countries_old_names_and_zones_of_nowhere(self) -> None:
        zones = {
            "Europe/Berlin": "EUR",
            "America/New_York": "USD",
            "US/Eastern": "USD",
            "Asia/Calcutta": "INR",
            "Asia/Kolkata": "INR",
            "Europe/Kyiv": "UAH",
            "Asia/Tokyo": "JPY",
            "Europe/London": "GBP",
            "UTC": "EUR",
            "Etc/GMT+3": "EUR",
            "No/Such": "EUR",
        }
        self.assertEqual({zone: currency_of_zone(zone) for zone in zones}, zones)


class SettingsTest(CastTestCase):
    def test_administrators_change_them_and_what_changed_is_told(self) -> None:
        change_billing_settings(by=self.by_mara, members_see_amounts=True)
        change_billing_settings(by=self.by_olga, currency="usd", members_see_amounts=True)
        stored = BillingSettings.objects.get()
        self.assertEqual((stored.currency, stored.members_see_amounts), ("USD", True))
        events = Event.objects.filter(verb=Verb.BILLING_CHANGED).order_by("pk")
        self.assertEqual(
            [event.data["after"] for event in events], [{"members_see_amounts": True}, {"currency": "USD"}]
        )

    def test_others_and_nonsense_are_refused(self) -> None:
        for by in (self.by_ana, self.by_gil):
            self.assertRaises(NotAllowed, change_billing_settings, by=by, members_see_amounts=True)
        for changes in ({"currency": "QQQ"}, {"currency": ""}, {"colour": "red"}):
            self.assertRaises(Invalid, change_billing_settings, by=self.by_mara, **changes)
        self.assertFalse(BillingSettings.objects.exists())

    def test_members_see_what_their_time_earns_only_where_the_workspace_tells_them(self) -> None:
        for told in (False, True):
            stored = change_billing_settings(by=self.by_mara, members_see_amounts=told)
            seen = [can_see_amounts(by, stored) for by in (self.by_olga, self.by_mara, self.by_ana, self.by_gil)]
            self.assertEqual(seen, [True, True, told, False])
