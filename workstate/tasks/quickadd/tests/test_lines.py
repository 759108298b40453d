"""A pasted list becomes lines with their depth."""

from __future__ import annotations

import time as stopwatch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstate.tasks.quickadd import many_lines


def test_indentation_is_depth_and_bullets_go() -> None:
    text = "- Launch\n  - [ ] Write copy\n      * Draft\n  - [x] Pick a day\n\n☐ Party\r\n\t• Cake\n"
    assert many_lines(text) == [
        (0, "Launch"),
        (1, "Write copy"),
        (2, "Draft"),
        (1, "Pick a day"),
        (0, "Party"),
        (1, "Cake"),
    ]


def test_a_line_further_out_goes_back_to_the_level_that_stood_there() -> None:
    assert many_lines("a\n    b\n        c\n    d\n  e\nf") == [
        (0, "a"),
        (1, "b"),
        (2, "c"),
        (1, "d"),
        (1, "e"),
        (0, "f"),
    ]


def test_a_list_copied_from_its_middle_begins_at_the_margin() -> None:
    assert many_lines("    b\n      c\n  d") == [(0, "b"), (1, "c"), (0, "d")]


def test_numbers_are_bullets_only_in_a_list_that_counts() -> None:
    assert many_lines("1. Milk\n   1) whole\n   2) fresh\n2. Bread") == [
        (0, "Milk"),
        (1, "whole"),
        (1, "fresh"),
        (0, "Bread"),
    ]
    assert many_lines("3. Mai Zahnarzt\n17. Juni Feier") == [(0, "3. Mai Zahnarzt"), (0, "17. Juni Feier")]


@pytest.mark.parametrize("text", ["", " \n\t\n", "-\n*\n", "[ ]", "- [ ] "])
def test_what_holds_no_words_makes_no_lines(text: str) -> None:
    assert many_lines(text) == []


def test_signs_of_the_grammar_are_no_bullets() -> None:
    lines = ["+ana call", "#Website fix", "-5 degrees", "*bold* move", "~30m nap", "[draft] letter", "2.0 release"]
    assert many_lines("\n".join(lines)) == [(0, line) for line in lines]


@given(st.text(st.sampled_from("ab \t\n-*1.2[]☐ ☐"), max_size=200))
def test_a_line_is_at_most_one_deeper_than_the_one_above(text: str) -> None:
    above = -1
    for depth, line in many_lines(text):
        assert 0 <= depth <= above + 1
        assert line == line.strip()
        assert line
        above = depth


def test_a_long_list_is_cut_quickly() -> None:
    started = stopwatch.process_time()
    assert len(many_lines("\n".join(f"{number}. x" for number in range(1, 20_000)))) == 19_999
    assert stopwatch.process_time() - started < 2
