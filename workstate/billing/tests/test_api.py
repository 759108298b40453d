from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from rest_framework.test import APIClient

from workstate.billing.actions import set_rate
from workstate.billing.api import RateShape, shown_rate
from workstate.billing.models import Rate
from workstate.billing.tests.test_rates import RateTestCase
from workstate.core.ids import new_id


class RateAPITest(RateTestCase):
    client_class = APIClient

    def setUp(self) -> None:
        self.client.force_login(self.mara)
        self.rates = reverse("api:rates", args=["acme"])

    def post(self, **body: Any) -> Any:
        return self.client.post(self.rates, body, format="json")

    def test_a_rate_is_set_read_changed_deleted_and_brought_back(self) -> None:
        pk = str(new_id())
        body = {"id": pk, "amount": "85.5", "currency": "CHF", "user": str(self.ana.pk), "starts": "2026-03-01"}
        for _twice in range(2):
            response = self.post(**body)
            self.assertEqual(response.status_code, 201)
        self.assertEqual(response.json()["amount"], "85.5000")
        self.assertEqual(response.json()["scope"], "person")
        one = reverse("api:rate", args=["acme", pk])
        self.assertEqual(self.client.get(one).json(), response.json())
        changed = self.client.patch(one, {"amount": 90, "starts": None}, format="json").json()
        self.assertEqual((changed["amount"], changed["starts"], changed["currency"]), ("90.0000", None, "CHF"))
        self.assertEqual(self.client.delete(one).status_code, 204)
        self.assertEqual(self.client.get(one).status_code, 404)
        back = self.client.post(reverse("api:rate-restoration", args=["acme", pk]))
        self.assertEqual(back.json()["amount"], "90.0000")

    def test_the_list_is_narrowed_by_what_rates_are_of(self) -> None:
        of_ana = self.set(1, user=self.ana)
        cost = self.set(2, user=self.ana, kind="cost")
        on_it = self.set(3, user=self.ana, project=self.project)
        of_task = self.set(4, task=self.task)
        for query, wanted in {
            "": {of_ana, cost, on_it, of_task},
            f"?user={self.ana.pk}": {of_ana, cost, on_it},
            f"?project={self.project.pk}": {on_it},
            f"?task={self.task.pk}": {of_task},
            f"?user={self.ana.pk}&kind=cost": {cost},
            f"?project={new_id()}": set(),
        }.items():
            found = self.client.get(self.rates + query).json()["results"]
            self.assertEqual({one["id"] for one in found}, {str(rate.pk) for rate in wanted}, query)
        for query in ("?kind=gift", "?project=nonsense", "?colour=red", "?user=%00"):
            self.assertEqual(self.client.get(self.rates + query).status_code, 400, query)

    def test_what_is_shown_is_what_the_schema_says(self) -> None:
        rate = self.set(starts=date(2026, 3, 1))
        self.assertEqual(list(shown_rate(rate)), list(RateShape().fields))

    def test_nonsense_is_refused_at_its_field(self) -> None:
        self.set()
        for body, field in (
            ({"amount": "-1"}, "amount"),
            ({"amount": "NaN"}, "amount"),
            ({"amount": "1.23456"}, "amount"),
            ({"amount": 1e12}, "amount"),
            ({}, "amount"),
            ({"amount": 1, "currency": "XXQ"}, "currency"),
            ({"amount": 1, "starts": "2026-02-30"}, "starts"),
            ({"amount": 1, "starts": "0001-01-01"}, "starts"),
            ({"amount": 1}, "starts"),
            ({"amount": 1, "kind": "gift"}, "kind"),
            ({"amount": 1, "kind": "cost", "project": str(self.project.pk)}, "kind"),
            ({"amount": 1, "task": str(self.task.pk), "user": str(self.ana.pk)}, "task"),
            ({"amount": 1, "note": "x"}, "note"),
        ):
            response = self.post(**body)
            self.assertEqual(response.status_code, 400, body)
            self.assertIn(field, response.content.decode(), body)
        self.assertEqual(Rate.objects.count(), 1)

    def test_ids_of_strangers_and_of_others_are_not_found(self) -> None:
        theirs = set_rate(by=self.by_boris, amount=Decimal(1))
        for body in ({"project": str(self.theirs.pk)}, {"user": str(self.boris.pk)}, {"task": str(new_id())}):
            self.assertEqual(self.post(amount=1, **body).status_code, 404)
        self.assertEqual(self.post(amount=1, id=str(theirs.pk)).status_code, 409)
        self.assertEqual(self.client.get(reverse("api:rate", args=["acme", theirs.pk])).status_code, 404)
        self.assertEqual(Rate.objects.get(), theirs)

    def test_without_a_currency_it_is_the_workspaces(self) -> None:
        settings = reverse("api:billing-settings", args=["acme"])
        self.assertEqual(
            self.client.get(settings).json(),
            {
                "currency": "EUR",
                "members_see_amounts": False,
                "members_see_budgets": True,
                "billable_by_default": False,
            },
        )
        changed = self.client.patch(settings, {"currency": "usd"}, format="json").json()
        self.assertEqual((changed["currency"], changed["members_see_amounts"]), ("USD", False))
        self.assertEqual(self.post(amount=1).json()["currency"], "USD")
        for body in ({"currency": "XXQ"}, {"members_see_amounts": "perhaps"}, {"colour": "red"}):
            self.assertEqual(self.client.patch(settings, body, format="json").status_code, 400)

    def test_members_read_the_currency_and_no_rate(self) -> None:
        rate = self.set(user=self.ana)
        self.client.force_login(self.ana)
        self.assertEqual(self.client.get(reverse("api:billing-settings", args=["acme"])).status_code, 200)
        for address in (self.rates, reverse("api:rate", args=["acme", rate.pk])):
            response = self.client.get(address)
            self.assertEqual(response.status_code, 403)
            self.assertNotIn("85", response.content.decode())
