from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from django.test import SimpleTestCase
from hypothesis import given
from hypothesis import strategies as st

from workstate.core.money import NO_MONEY, Money, rounded

exact = st.fractions(min_value=-(10**9), max_value=10**9, max_denominator=10**6)
money = st.dictionaries(st.sampled_from(["EUR", "USD", "JPY", "KWD"]), exact).map(Money)


class RoundingTest(SimpleTestCase):
    def test_half_a_cent_goes_up_and_below_nothing_down(self) -> None:
        for amount, shown in {
            "0.005": "0.01",
            "0.0049999": "0.00",
            "1.005": "1.01",
            "2.675": "2.68",
            "-0.005": "-0.01",
            "-2.675": "-2.68",
            "-0.004": "0.00",
        }.items():
            self.assertEqual(str(rounded(Fraction(amount), "EUR")), shown)

    def test_each_currency_has_its_digits(self) -> None:
        self.assertEqual(str(rounded(Fraction("1234.5"), "JPY")), "1235")
        self.assertEqual(str(rounded(Fraction("1.2345"), "KWD")), "1.235")
        self.assertEqual(str(rounded(Fraction(1, 3), "USD")), "0.33")

    @given(exact)
    def test_what_is_shown_is_at_most_half_a_cent_off(self, amount: Fraction) -> None:
        self.assertLessEqual(abs(Fraction(rounded(amount, "EUR")) - amount), Fraction(1, 200))
        self.assertEqual(rounded(-amount, "EUR"), -rounded(amount, "EUR"))


class SumTest(SimpleTestCase):
    def test_a_third_of_an_hour_thrice_is_the_hour(self) -> None:
        third = Money.earned({"EUR": Decimal(100) * 1200})
        self.assertEqual(third.amounts, {"EUR": Decimal("33.33")})
        self.assertEqual((third + third + third).amounts, {"EUR": Decimal("100.00")})

    def test_currencies_are_summed_apart(self) -> None:
        total = Money.total([Money.of(1, "USD"), Money.of("2.5", "EUR"), Money.of(3, "USD"), NO_MONEY])
        self.assertEqual(total.amounts, {"EUR": Decimal("2.50"), "USD": Decimal("4.00")})
        self.assertEqual(total.currencies, ["EUR", "USD"])
        self.assertIsNone(total.amount("GBP"))

    def test_nothing_is_false_and_so_is_what_cancels_out(self) -> None:
        self.assertFalse(NO_MONEY)
        self.assertFalse(Money.of(5, "EUR") - Money.of(5, "EUR"))
        self.assertTrue(Money.of("0.001", "EUR"))
        self.assertEqual((Money.of(5, "EUR") - Money.of(2, "USD")).amounts["USD"], Decimal("-2.00"))

    @given(st.lists(money, max_size=6))
    def test_a_sum_is_the_same_however_it_is_grouped(self, several: list[Money]) -> None:
        whole = Money.total(several)
        halves = Money.total(several[::2]) + Money.total(several[1::2])
        self.assertEqual(whole.amounts, halves.amounts)
        self.assertEqual(whole.amounts, Money.total(reversed(several)).amounts)


class TextTest(SimpleTestCase):
    def test_as_the_language_writes_it(self) -> None:
        both = Money.of("1234.5", "EUR") + Money.of(300, "USD")
        self.assertEqual(both.text("en"), "€1,234.50 · $300.00")
        self.assertEqual(both.text("de"), "1.234,50\xa0€ · 300,00\xa0$")
        self.assertEqual(both.text("pt-br"), "€\xa01.234,50 · US$\xa0300,00")
        self.assertEqual(Money.of(-5, "EUR").text("en"), "-€5.00")
        self.assertEqual(Money.of("1234.5", "JPY").text("en"), "¥1,235")
        self.assertEqual(NO_MONEY.text("en"), "")

    def test_an_amount_that_ends_in_half_is_shown_rounded_up_not_to_even(self) -> None:
        self.assertEqual(Money.of("0.125", "EUR").text("en"), "€0.13")
        self.assertEqual(Money.of("2.5", "JPY").text("en"), "¥3")
