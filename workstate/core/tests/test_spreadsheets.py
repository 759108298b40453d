from __future__ import annotations

import csv
from io import StringIO

from django.test import SimpleTestCase

from workstate.core.spreadsheets import begins_formula, defused

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "＝1", "＋1", "－1", "＠A1")
HARMLESS = (
    "Website",
    "a=b",
    "1+1",
    "e-mail; letters",
    "Call Mara; then write",
    "well-known | new",
    "ana@example.org",
    "«quoted»; 'so'",
    "two\nlines",
    "",
)
OPENINGS = ("", " ", "\u00a0", "  \u00a0 ")


def cells_of(text: str, separator: str) -> list[str]:
    """The cells that a spreadsheet set to the separator finds in a line of ours with the text in its middle."""
    out = StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(["first", defused(text), "last"])
    return [cell for line in csv.reader(StringIO(out.getvalue(), newline=""), delimiter=separator) for cell in line]


class DefusedTest(SimpleTestCase):
    def assert_runs_nowhere(self, text: str) -> None:
        for separator in (",", ";", "\t", "|"):
            for cell in cells_of(text, separator):
                self.assertFalse(cell.lstrip(" \u00a0").startswith(tuple("=+-@＝＋－＠")), (text, separator, cell))

    def test_what_begins_a_formula_begins_with_an_apostrophe(self) -> None:
        for formula in FORMULAS:
            for opening in OPENINGS:
                self.assertEqual(defused(f"{opening}{formula}"), f"'{opening}{formula}")
                self.assert_runs_nowhere(f"{opening}{formula}")
        self.assertEqual(defused("\t=1")[0], "'")

    def test_a_formula_behind_another_separator_does_not_run_either(self) -> None:
        for formula in FORMULAS:
            for separator in (";", "|", "\t", "\n", "\r", "\r\n"):
                for opening in (*OPENINGS, '"', '""', ' "'):
                    self.assert_runs_nowhere(f"harmless{separator}{opening}{formula}")
                    self.assert_runs_nowhere(f'a{separator}{opening}{formula};"{separator}{separator}{formula}')
        self.assertEqual(defused("lunch;=1+1"), "lunch;'=1+1")
        self.assertEqual(defused(";=1+1"), ";'=1+1")
        self.assertEqual(defused("a; -1"), "a;' -1")

    def test_what_is_harmless_stays_as_it_is(self) -> None:
        for text in HARMLESS:
            self.assertEqual(defused(text), text)

    def test_a_cell_by_itself_begins_a_formula_only_at_its_start(self) -> None:
        self.assertTrue(begins_formula(" =1"))
        self.assertFalse(begins_formula("a;=1"))

    def test_long_texts_take_no_longer_than_their_length(self) -> None:
        text = ";" + " " * 200_000 + ";" * 200_000
        self.assertEqual(defused(text), text)
