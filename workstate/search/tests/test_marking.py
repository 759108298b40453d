from __future__ import annotations

import re

from django.test import SimpleTestCase
from hypothesis import given
from hypothesis import strategies as st

from workstate.search.asking import Query
from workstate.search.marking import EXCERPT, excerpt, marked
from workstate.search.words import configuration_of, folded


def asked(*stems: str, begun: tuple[str, ...] = ()) -> Query:
    return Query("", "", frozenset(stems), frozenset(begun))


class MarkingTest(SimpleTestCase):
    def test_a_word_is_marked_in_all_its_forms(self) -> None:
        self.assertEqual(
            marked("Invoices, invoicing", asked("invoic")), "<mark>Invoices</mark>, <mark>invoicing</mark>"
        )

    def test_a_short_stem_marks_only_itself(self) -> None:
        self.assertEqual(marked("in interest", asked("in")), "<mark>in</mark> interest")

    def test_what_is_begun_marks_what_goes_on_from_it(self) -> None:
        self.assertEqual(marked("interesting", asked(begun=("in",))), "<mark>interesting</mark>")

    def test_accents_do_not_matter(self) -> None:
        self.assertEqual(marked("Größe", asked("grosse")), "<mark>Größe</mark>")

    def test_an_excerpt_stands_around_the_word_without_markdown(self) -> None:
        text = f"{'before ' * 50}\n\n## The **[river](https://example.org)** flows\n- [ ] on {'behind ' * 50}"
        piece = excerpt(text, asked("river"))
        self.assertIn("The <mark>river</mark> flows on behind", piece)
        self.assertTrue(piece.startswith("…") and piece.endswith("…"))
        self.assertLess(len(piece), EXCERPT + 40)

    def test_nothing_is_quoted_from_a_text_without_the_word(self) -> None:
        self.assertEqual(excerpt("A stone", asked("river")), "")

    @given(st.text(), st.text(min_size=1))
    def test_nothing_but_our_own_marks_is_markup(self, text: str, word: str) -> None:
        query = asked(folded(word) or "x", begun=(folded(word) or "x",))
        for shown in (marked(text, query), excerpt(text, query)):
            self.assertNotRegex(re.sub(r"</?mark>", "", shown), r"[<>]")

    @given(st.text())
    def test_nothing_of_a_text_is_lost(self, text: str) -> None:
        from html import unescape

        self.assertEqual(unescape(re.sub(r"</?mark>", "", marked(text, asked("a", "b")))), text)


class WordsTest(SimpleTestCase):
    def test_words_are_made_comparable(self) -> None:
        self.assertEqual(folded("Über_den Fluß: ÆON-12, ﬁn!"), "uber den fluss aeon 12 fin")
        self.assertEqual(folded("Łódź Smørrebrød İstanbul"), "lodz smorrebrod istanbul")

    @given(st.text())
    def test_what_is_comparable_stays_so(self, text: str) -> None:
        self.assertEqual(folded(folded(text)), folded(text))
        self.assertNotRegex(folded(text), r"['\"\\\s&|!<>:*()]{2}|['\"\\&|!<>:*()]")

    def test_languages_without_rules_are_taken_plainly(self) -> None:
        self.assertEqual(configuration_of("pt-BR"), "portuguese")
        self.assertEqual(configuration_of("zh-Hans"), "simple")
        self.assertEqual(configuration_of(None), "simple")
