"""What people type as an amount, and how it is written."""

from __future__ import annotations

from decimal import Decimal

from django.test import SimpleTestCase
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from workstate.billing.amounts import MOST, amount_text, amount_typed, read_amount
from workstate.billing.currencies import clean_currency, currency_choices
from workstate.core.errors import Invalid


class ReadingTest(SimpleTestCase):
    def read(self, text: str, language: str = "en", currency: str = "EUR") -> str:
        with override(language):
            return str(read_amount(text, currency=currency).normalize().__format__("f"))

    def test_what_people_type(self) -> None:
        for text, amount in {
            "85": "85",
            " 85 ": "85",
            "85.50": "85.5",
            "85,5": "85.5",
            ".5": "0.5",
            "0": "0",
            "0.125": "0.125",
            "1.250,00": "1250",
            "1,250.00": "1250",
            "1,250.5": "1250.5",
            "1.234.567": "1234567",
            "1 250": "1250",
            "1'250.50": "1250.5",
            "12\u202f345,6": "12345.6",
            "85 €": "85",
            "€85": "85",
            "EUR 85": "85",
            "٨٥": "85",
            "85.1234": "85.1234",
        }.items():
            for language in ("en", "de"):
                with self.subTest(text=text, language=language):
                    self.assertEqual(self.read(text, language), amount)

    def test_three_digits_behind_one_sign_are_read_by_the_language(self) -> None:
        self.assertEqual(self.read("1.250", "en"), "1.25")
        self.assertEqual(self.read("1,250", "en"), "1250")
        self.assertEqual(self.read("1.250", "de"), "1250")
        self.assertEqual(self.read("1,250", "de"), "1.25")

    def test_what_is_no_amount_is_refused(self) -> None:
        for text in ("", "-5", "1e5", "abc", "$85", "85 USD", "1.2.3", "1,25,000", "85.", "85.12345", "9" * 12, "1" * 999,
                     "\0", "1\0", "\u202e85", "NaN", "½"):  # fmt: skip
            with self.subTest(text=text[:20]), self.assertRaises(Invalid):
                self.read(text)

    @given(st.decimals(min_value=0, max_value=MOST, places=4), st.sampled_from(["en", "de"]))
    def test_what_is_written_into_the_field_is_read_as_it_was(self, amount: Decimal, language: str) -> None:
        with override(language):
            for currency in ("EUR", "JPY", "KWD"):
                self.assertEqual(read_amount(amount_typed(amount, currency), currency=currency), amount)

    @given(st.text(max_size=30))
    def test_any_text_is_an_amount_or_refused(self, text: str) -> None:
        try:
            amount = read_amount(text, currency="EUR")
        except Invalid:
            return
        self.assertTrue(0 <= amount <= MOST)


class WritingTest(SimpleTestCase):
    def test_with_the_digits_of_the_currency_and_more_where_there_are_more(self) -> None:
        with override("en"):
            self.assertEqual(amount_text(Decimal(1250), "EUR"), "€1,250.00")
            self.assertEqual(amount_text(Decimal("85.1250"), "EUR"), "€85.125")
            self.assertEqual(amount_text(Decimal("8500.0000"), "JPY"), "¥8,500")
            self.assertEqual(amount_text(Decimal("0.0000"), "USD"), "$0.00")
        with override("de"):
            self.assertEqual(amount_text(Decimal(1250), "EUR"), "1.250,00\xa0€")

    def test_currencies_are_known_by_their_letters(self) -> None:
        self.assertEqual(clean_currency(" chf "), "CHF")
        choices = [code for code, _name in currency_choices("CHF")]
        self.assertEqual(choices[0], "CHF")
        self.assertEqual(len(choices), len(set(choices)))
        self.assertTrue({"EUR", "USD", "JPY", "GBP"} <= set(choices))
        self.assertNotIn("DEM", choices)
