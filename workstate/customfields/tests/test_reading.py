"""Numbers and days as people write them; what is written down and read again is the same."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

from django.http import QueryDict
from django.test import SimpleTestCase
from hypothesis import given
from hypothesis import strategies as st

from workstate.core.errors import Invalid
from workstate.core.text import is_clean
from workstate.customfields.models import CustomField, Kind
from workstate.customfields.typed import read_number
from workstate.customfields.values import LARGEST, checked, number_words, plain

DECIMALS = st.integers(0, 6)


def field(kind: str, **settings: object) -> CustomField:
    return CustomField(kind=kind, **settings)


class NumberTest(SimpleTestCase):
    def test_numbers_are_read_as_the_world_writes_them(self) -> None:
        two = field(Kind.NUMBER, decimals=2, unit="kg")
        cases = {
            "12": "12",
            " 12.5 ": "12.5",
            "12,5": "12.5",
            ".5": "0.5",
            "-3": "-3",
            "−3": "-3",
            "+3": "3",
            "1,234": "1234",
            "1.234": "1234",
            "1,234.56": "1234.56",
            "1.234,56": "1234.56",
            "1 234,50": "1234.50",
            "1\u00a0234": "1234",
            "1'234.5": "1234.5",
            "1.234.567": "1234567",
            "12 kg": "12",
            "12KG": "12",
            "007": "7",
            "5.": "5",
        }
        for text, number in cases.items():
            with self.subTest(text=text):
                self.assertEqual(read_number(text, two), Decimal(number))
        self.assertEqual(read_number("1,234", field(Kind.NUMBER, decimals=3)), Decimal("1.234"))
        for nothing in ("", "  ", "kg"):
            self.assertIsNone(read_number(nothing, two))

    def test_what_is_no_number_is_refused(self) -> None:
        for text in (
            "twelve",
            "1e5",
            "0x10",
            "1.2.3",
            "1,2,3",
            "12 lb",
            "--1",
            "NaN",
            "٣",
            "1\x00",
            "9" * 61,
            "1.23,456.7",
        ):
            with self.subTest(text=text), self.assertRaises(Invalid):
                read_number(text, field(Kind.NUMBER, decimals=2, unit="kg"))

    @given(st.text(max_size=80))
    def test_anything_typed_is_a_number_or_refused(self, text: str) -> None:
        try:
            number = read_number(text, field(Kind.NUMBER, decimals=2, unit="€"))
        except Invalid:
            return
        self.assertTrue(number is None or number.is_finite())

    @given(st.decimals(-LARGEST + 1, LARGEST - 1, places=6), DECIMALS)
    def test_a_number_that_is_shown_reads_as_itself(self, number: Decimal, decimals: int) -> None:
        one = field(Kind.NUMBER, decimals=decimals)
        number = round(number, decimals)
        self.assertEqual(checked(one, read_number(number_words(one, number), one)), number)


class RoundTripTest(SimpleTestCase):
    """A value as JSON is read back as the same value."""

    def again(self, one: CustomField, value: object) -> None:
        kept = checked(one, value)
        self.assertEqual(checked(one, json.loads(json.dumps(plain(kept)))), kept)

    @given(st.text(max_size=300).filter(lambda text: is_clean(text, allowed="\n\t\r")))
    def test_texts(self, text: str) -> None:
        self.again(field(Kind.TEXT), text)

    @given(st.decimals(-LARGEST + 1, LARGEST - 1, places=6), DECIMALS)
    def test_numbers(self, number: Decimal, decimals: int) -> None:
        self.again(field(Kind.NUMBER, decimals=decimals), round(number, decimals))

    @given(st.dates(date(1970, 1, 1), date(2199, 12, 31)))
    def test_days(self, day: date) -> None:
        self.again(field(Kind.DATE), day)

    @given(st.uuids(), st.lists(st.uuids(), max_size=20), st.booleans())
    def test_choices_people_and_boxes(self, one: object, many: object, ticked: object) -> None:
        for kind, value in ((Kind.CHOICE, one), (Kind.PERSON, one), (Kind.CHOICES, many), (Kind.CHECKBOX, ticked)):
            self.again(field(kind), value)

    @given(st.from_regex(r"https?://[a-z]{1,20}(\.[a-z]{1,9}){1,3}(:[1-9][0-9]{0,3})?(/[!-~]{0,60})?", fullmatch=True))
    def test_links(self, link: str) -> None:
        try:
            checked(field(Kind.LINK), link)
        except Invalid:
            return
        self.again(field(Kind.LINK), link)

    @given(st.one_of(st.text(max_size=200), st.integers(), st.floats(), st.none(), st.lists(st.text(max_size=9))))
    def test_anything_is_taken_or_refused_in_words(self, value: object) -> None:
        for kind in Kind.values:
            try:
                self.again(field(kind), value)
            except Invalid as refusal:
                self.assertTrue(refusal.messages)

    def test_a_link_that_is_taken_leads_to_the_web(self) -> None:
        for text in (
            "https:\\\\evil.example",
            "https:evil.example",
            "//evil.example",
            "https://a.b\t/",
            "\thttps://a.b",
        ):
            with self.subTest(text=text):
                try:
                    kept = checked(field(Kind.LINK), text)
                except Invalid:
                    continue
                self.assertRegex(str(kept), r"^https?://[^\\\s@]+$")

    def test_a_form_without_a_value_empties(self) -> None:
        self.assertEqual(QueryDict("").getlist("value"), [])
