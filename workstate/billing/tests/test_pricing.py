"""The rate of a share of time: what the database finds is what the rule says, for any rates and any time."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from workstate.billing.actions import set_rate
from workstate.billing.models import Rate, RateKind
from workstate.billing.pricing import Pricing, Scope, pricings_of, rate_on
from workstate.billing.tests.test_rates import RateTestCase
from workstate.projects.actions import create_project
from workstate.tasks.actions import create_task

FIRST = date(2026, 2, 27)
DAYS = st.integers(0, 12).map(lambda days: FIRST + timedelta(days=days))

# What is drawn is a place in these lists; None is nothing.
PERSON = st.integers(0, 2)
PLACE = st.none() | st.integers(0, 1)
SCOPES = st.one_of(
    st.just((None, None, None)),
    st.tuples(st.none(), st.none(), PERSON),
    st.tuples(st.integers(0, 1), st.none(), st.none() | PERSON),
    st.tuples(st.none(), st.integers(0, 1), st.none()),
)
RATES = st.lists(
    st.tuples(
        SCOPES,
        st.sampled_from(list(RateKind)),
        st.none() | DAYS,
        st.decimals(min_value=0, max_value=500, places=4),
        st.sampled_from(["EUR", "USD"]),
    ),
    max_size=14,
    unique_by=lambda rate: rate[:3],
)
SHARES = st.lists(st.tuples(PERSON, PLACE, PLACE, DAYS), min_size=1, max_size=12)

Share = tuple[UUID, UUID | None, UUID | None, date]
Price = tuple[Decimal, str] | None


class PricingTest(RateTestCase):
    people: list[UUID]
    projects: list[UUID]
    tasks: list[UUID]

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        other = create_project("Atlas", by=cls.by_ana)
        cls.people = [cls.ana.pk, cls.mara.pk, cls.gil.pk]
        cls.projects = [cls.project.pk, other.pk]
        cls.tasks = [cls.task.pk, create_task("Other", by=cls.by_ana, project=other).pk]

    def priced(self, pricing: Pricing, shares: list[Share]) -> list[Price]:
        """What the database finds for each."""
        rows = ", ".join(["(%s::int, %s::uuid, %s::uuid, %s::uuid, %s::date)"] * len(shares))
        values = [value for place, share in enumerate(shares) for value in (place, *share)]
        sql = (
            f"SELECT {pricing.amount}, {pricing.currency} FROM (SELECT v.*, '{pricing.workspace}'::uuid AS workspace_id"
            f" FROM (VALUES {rows}) v (place, user_id, project_id, task_id, day)) s {pricing.joins} ORDER BY s.place"
        )  # nosec B608: the pricing's own SQL
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            found = cursor.fetchall()
        self.assertEqual(len(found), len(shares), "A share has more than one rate.")
        return [None if amount is None else (amount, currency) for amount, currency in found]

    def ruled(self, rates: list[Rate], kind: RateKind, shares: list[Share]) -> list[Price]:
        """What the rule says of each."""
        found = [
            rate_on(rates, day, project=project, task=task, user=user, kind=kind) for user, project, task, day in shares
        ]
        return [None if rate is None else (rate.amount, rate.currency) for rate in found]

    def test_the_database_finds_what_the_rule_says(self) -> None:
        @settings(max_examples=150, deadline=None)
        @given(RATES, SHARES)
        def compare(drawn: list[Any], shares: list[Any]) -> None:
            with transaction.atomic():
                self.compare(drawn, shares)
                transaction.set_rollback(True)

        # Those of another workspace say nothing here.
        set_rate(by=self.by_boris, amount=Decimal(999), currency="GBP")
        compare()

    def compare(self, drawn: list[Any], shares: list[Any]) -> None:
        def at(rows: list[UUID], place: int | None) -> UUID | None:
            return None if place is None else rows[place]

        Rate.objects.bulk_create(
            Rate(
                workspace=self.by_ana.workspace, kind=kind, starts=starts, amount=amount, currency=currency,
                project_id=None if kind == RateKind.COST else at(self.projects, project),
                task_id=None if kind == RateKind.COST else at(self.tasks, task),
                user_id=at(self.people, user),
            )
            for (project, task, user), kind, starts, amount, currency in drawn
            if kind == RateKind.BILLABLE or (project is None and task is None)
        )  # fmt: skip
        ours = list(Rate.objects.filter(workspace=self.by_ana.workspace))
        asked = [
            (self.people[person], at(self.projects, project), at(self.tasks, task), day)
            for person, project, task, day in shares
        ]
        for kind, pricing in pricings_of(self.by_ana.workspace).items():
            self.assertEqual(self.priced(pricing, asked), self.ruled(ours, kind, asked))
            currencies = {rate.currency for rate in ours if rate.kind == kind}
            self.assertEqual(set(pricing.currencies), currencies)

    def price(self, day: date, *, project: Any = None, task: Any = None, user: Any = None) -> str | None:
        share = (user or self.ana.pk, project, task, day)
        [found] = self.priced(pricings_of(self.by_ana.workspace)[RateKind.BILLABLE], [share])
        return found and f"{found[0]:.0f} {found[1]}"

    def test_the_most_particular_decides(self) -> None:
        whole = {"project": self.project.pk, "task": self.task.pk}
        self.assertIsNone(self.price(FIRST, **whole))
        scopes: list[dict[str, Any]] = [
            {},
            {"user": self.ana},
            {"project": self.project},
            {"project": self.project, "user": self.ana},
            {"task": self.task},
        ]
        for amount, of in enumerate(scopes):
            self.set(amount, **of)
            self.assertEqual(self.price(FIRST, **whole), f"{amount} EUR")
        self.assertEqual(self.price(FIRST, project=self.project.pk, user=self.mara.pk), "2 EUR")
        self.assertEqual(self.price(FIRST, user=self.mara.pk), "0 EUR")

    def test_a_rate_holds_from_its_day_until_the_next_begins(self) -> None:
        self.set(10, starts=FIRST)
        self.set(20, starts=FIRST + timedelta(days=5), currency="USD")
        days = {-1: None, 0: "10 EUR", 4: "10 EUR", 5: "20 USD", 4000: "20 USD"}
        self.assertEqual({after: self.price(FIRST + timedelta(days=after)) for after in days}, days)
        self.set(5)
        self.assertEqual(self.price(date(1970, 1, 1)), "5 EUR")

    def test_before_the_first_of_a_scope_the_next_scope_decides(self) -> None:
        self.set(10)
        self.set(30, user=self.ana, starts=FIRST)
        self.assertEqual(self.price(FIRST - timedelta(days=1)), "10 EUR")
        self.assertEqual(self.price(FIRST), "30 EUR")

    def test_nothing_an_hour_is_a_rate_too(self) -> None:
        self.set(10)
        self.set(0, project=self.project)
        self.assertEqual(self.price(FIRST, project=self.project.pk), "0 EUR")

    def test_only_the_scopes_that_have_rates_are_asked_for(self) -> None:
        self.set(10)
        self.set(20, user=self.ana, kind=RateKind.COST)
        with self.assertNumQueries(1):
            pricings = pricings_of(self.by_ana.workspace)
        self.assertEqual(pricings[RateKind.BILLABLE].scopes, (Scope.WORKSPACE,))
        self.assertEqual(pricings[RateKind.COST].scopes, (Scope.PERSON,))
        self.assertFalse(pricings[RateKind.BILLABLE].needs_task)
        self.assertTrue(pricings_of(self.by_boris.workspace)[RateKind.COST].is_empty)
