from __future__ import annotations

from time import process_time

from django.test import SimpleTestCase
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from workstate.search.asking import LONGEST, MOST_TERMS, Query, Question, Term, compiled, read_question
from workstate.search.models import Word
from workstate.testing import Cast

PIECES = st.sampled_from(
    ["invoice", "Über", '"', '"due date"', "OR", "AND", "NOT", "-", "-paid", "|", "&", "!", "(", ")", ":*", "'", "''", "\\",
     "#12", "ACME-12", "foo/bar", "a*", "\x00", "\u202e", "日本", "the", "<->", "<2>", "$$", "%s", "%", "𝒳", "́", "  "]
)  # fmt: skip


class ReadingTest(SimpleTestCase):
    def groups(self, text: str) -> list[list[str]]:
        """Each group as its terms: - before what is not wanted, quotes around phrases, * behind what is begun."""

        def said(term: Term) -> str:
            words = f'"{term.words}"' if term.phrase else term.words
            return f"{'-' if term.negated else ''}{words}{'*' if term.begun else ''}"

        return [[said(term) for term in group] for group in read_question(text).groups]

    def test_all_words_are_asked_for_and_the_last_is_begun(self) -> None:
        self.assertEqual(self.groups("send invoi"), [["send", "invoi*"]])

    def test_a_word_with_a_space_behind_is_whole(self) -> None:
        self.assertEqual(self.groups("send invoice "), [["send", "invoice"]])

    def test_quotes_make_a_phrase(self) -> None:
        self.assertEqual(self.groups('"due date" soon'), [['"due date"', "soon*"]])
        self.assertEqual(self.groups("“due date”"), [['"due date"']])

    def test_a_quote_that_is_not_closed_yet_is_left_out(self) -> None:
        self.assertEqual(self.groups('say "due da'), [["say", "due", "da*"]])

    def test_or_and_not(self) -> None:
        self.assertEqual(self.groups("invoice OR bill -paid x y"), [["invoice"], ["bill", "-paid", "x", "y"]])
        self.assertEqual(self.groups("bill NOT paid"), [["bill", "-paid"]])
        self.assertEqual(self.groups('bill AND -"paid late" now '), [["bill", '-"paid late"', "now"]])

    def test_small_words_are_words(self) -> None:
        self.assertEqual(self.groups("salt or pepper and not oil "), [["salt", "or", "pepper", "and", "not", "oil"]])

    def test_only_what_is_not_wanted_asks_nothing(self) -> None:
        for text in ("-paid", 'NOT "a b"', "", "  ", "-", '"', "!!", "\x00", "…"):
            with self.subTest(text):
                self.assertEqual(read_question(text), Question())

    def test_a_single_letter_begins_nothing_but_a_letter_of_other_scripts_does(self) -> None:
        self.assertEqual(self.groups("a"), [["a"]])
        self.assertEqual(self.groups("日"), [["日*"]])

    def test_no_more_is_read_than_anybody_means(self) -> None:
        question = read_question("word " * 5000)
        self.assertEqual(sum(map(len, question.groups)), MOST_TERMS)
        self.assertLessEqual(sum(len(term.words) for group in question.groups for term in group), LONGEST)

    def test_the_direction_and_control_characters_are_spaces(self) -> None:
        self.assertEqual(self.groups("in\x00voice \u202eabc "), [["in", "voice", "abc"]])


class CompilingTest(Cast, TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.gather()

    def compiled(self, text: str, *configurations: str) -> Query:
        return compiled(read_question(text), configurations or ("english",), self.by_ana.workspace.pk)

    def test_words_are_compared_plainly_and_by_their_stems(self) -> None:
        self.assertEqual(self.compiled("invoices ").stems, {"invoices", "invoic"})

    def test_words_that_the_language_leaves_out_ask_nothing_beside_others(self) -> None:
        self.assertEqual(self.compiled("the launch ").broad, self.compiled("launch ").broad)

    def test_nothing_but_such_words_is_asked_for_all_the_same(self) -> None:
        self.assertEqual(self.compiled("to be ").stems, {"to", "be"})

    def test_a_begun_word_becomes_words_of_the_workspace_alone(self) -> None:
        for by, word in ((self.by_ana, "invoice"), (self.by_boris, "invasion")):
            Word.objects.create(workspace=by.workspace, word=word)
        self.assertEqual(self.compiled("inv", "simple").stems, {"inv", "invoice"})

    def test_many_completions_are_cut_and_said_to_be(self) -> None:
        Word.objects.bulk_create(Word(workspace=self.by_ana.workspace, word=f"inv{n:03}") for n in range(100))
        self.assertTrue(self.compiled("inv", "simple").cut)
        self.assertFalse(self.compiled("inv09", "simple").cut)

    def test_the_order_of_a_phrase_is_asked_of_what_holds_its_words(self) -> None:
        query = self.compiled('"due date"', "simple")
        self.assertEqual((query.broad, query.exact), ("'due' & 'date'", "'due' <-> 'date'"))

    @settings(max_examples=150, deadline=None)
    @given(st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=12).map(" ".join)))
    def test_whatever_is_typed_is_a_question(self, text: str) -> None:
        query = self.compiled(text, "english", "german")
        self.assertEqual(bool(query), bool(query.broad))

    def test_a_flood_of_signs_is_answered_at_once(self) -> None:
        started = process_time()
        for text in ('"' * 10_000, "(" * 10_000, "a" * 10_000, "a-" * 5_000, "OR " * 5_000, "́" * 10_000):
            self.compiled(text)
        self.assertLess(process_time() - started, 5)
