"""Files of rows: true lines, bounded memory, and a name for everything that is wrong."""

from __future__ import annotations

import io

import pytest

from workstate.transfer.importers.rows import Problem
from workstate.transfer.importers.table import (
    LINE_LIMIT,
    Record,
    Table,
    UnreadableFileError,
    place_columns,
)


def table(text: str | bytes) -> Table:
    return Table(io.BytesIO(text.encode() if isinstance(text, str) else text))


def refusal(data: bytes) -> Problem:
    with pytest.raises(UnreadableFileError) as caught:
        list(table(data))
    return caught.value.problem


def test_a_byte_order_mark_and_carriage_returns_are_no_part_of_the_values() -> None:
    read = table(b'\xef\xbb\xbf"A","B"\r\n"1","2"\r\n')
    assert read.columns == ("A", "B")
    assert list(read) == [Record(2, ["1", "2"])]


def test_a_row_that_spans_lines_counts_them_all() -> None:
    rows = list(table('A,B\n"one\n\ntwo",2\n3,4\n'))
    assert rows == [Record(2, ["one\n\ntwo", "2"]), Record(5, ["3", "4"])]


def test_blank_lines_and_lines_of_commas_are_passed_over() -> None:
    assert list(table("\n\nA,B\n\n,\n1,2\n\n")) == [Record(6, ["1", "2"])]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_spreadsheets_may_have_changed_the_comma(delimiter: str) -> None:
    read = table(f"A{delimiter}B{delimiter}C\n1{delimiter}2{delimiter}3\n")
    assert [*read] == [Record(2, ["1", "2", "3"])]


@pytest.mark.parametrize(("row", "count"), [("1", 1), ("1,2,3", 3), ("1,2,", 3)])
def test_a_row_of_the_wrong_length_is_named_by_its_line(row: str, count: int) -> None:
    problem, good = table(f"A,B\n{row}\n5,6\n")
    assert isinstance(problem, Problem)
    assert (problem.line, problem.severity, problem.fatal) == (2, "error", False)
    assert f"{count} values" in problem.message and "2 columns" in problem.message
    assert good == Record(3, ["5", "6"])


def test_a_nul_is_refused_with_its_row_and_the_next_is_read() -> None:
    problem, good = table(b'A,B\n"x\ny\x00",2\n3,4\n')
    assert isinstance(problem, Problem) and problem.line == 2 and "NUL" in problem.message
    assert good == Record(4, ["3", "4"])


@pytest.mark.parametrize("bad", ['"x"y,2', '"x" ,2'])
def test_a_stray_quotation_mark_spoils_its_row_alone(bad: str) -> None:
    problem, good = table(f"A,B\n{bad}\n3,4\n")
    assert isinstance(problem, Problem) and problem.line == 2 and "quotation" in problem.message
    assert good == Record(3, ["3", "4"])


def test_a_quotation_mark_that_never_closes_is_named_with_the_lines_it_swallows() -> None:
    good, problem = table('A,B\n1,2\n"3,4\n5,6\n')
    assert good == Record(2, ["1", "2"])
    assert isinstance(problem, Problem) and problem.line == 3 and "3 to 4" in problem.message


def test_a_value_without_end_is_given_up_long_before_the_memory_is() -> None:
    class Endless(io.BytesIO):
        taken = 0

        def readline(self, limit: int | None = -1, /) -> bytes:
            self.taken += 1
            if self.taken == 1:
                return b"A,B\n"
            return b'"' if self.taken == 2 else b"x" * 1000 + b"\n"

    stream = Endless()
    problem = next(iter(Table(stream)))
    assert isinstance(problem, Problem) and "131,072" in problem.message
    assert stream.taken < 200


def test_a_line_without_end_is_refused_after_a_megabyte() -> None:
    class Endless(io.BytesIO):
        asked: list[int]

        def readline(self, limit: int | None = -1, /) -> bytes:
            assert limit is not None and 0 < limit <= LINE_LIMIT + 1
            return b"A" * limit

    with pytest.raises(UnreadableFileError) as caught:
        Table(Endless())
    assert caught.value.problem.line == 1 and "megabyte" in caught.value.problem.message


def test_a_long_line_in_the_middle_ends_the_reading_with_its_line() -> None:
    *_, problem = table(b"A,B\n1,2\n" + b"x" * (LINE_LIMIT + 1) + b"\n3,4\n")
    assert isinstance(problem, Problem) and problem.fatal and problem.line == 3


def test_another_encoding_ends_the_reading_with_its_line_and_says_what_to_do() -> None:
    *_, problem = table(b"A,B\n1,2\ncaf\xe9,4\n")
    assert isinstance(problem, Problem) and problem.fatal and problem.line == 3
    assert "UTF-8" in problem.message


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        ("A,B\n1,2\n".encode("utf-16"), "UTF-16"),
        (b"PK\x03\x04rest", "spreadsheet"),
        (b"\x00\x01\x02", "not text"),
        (b"A,B\r1,2\r", "old way"),
        (b'"A,B\n1,2', "name the columns"),
    ],
)
def test_what_is_no_file_of_rows_is_said_to_be_none(data: bytes, words: str) -> None:
    problem = refusal(data)
    assert problem.fatal and problem.severity == "error" and words in problem.message


def test_columns_are_found_in_any_order_case_and_spacing_and_others_are_named() -> None:
    place, unknown = place_columns(table(" b ,Other,A\n"), {"a": ("A",), "b": ("B",)}, ("a", "b"))
    assert place == {"a": 2, "b": 0}
    assert unknown == ("Other",)


def test_missing_and_doubled_columns_are_named() -> None:
    known = {"a": ("A",), "b": ("B",), "c": ("C",)}
    with pytest.raises(UnreadableFileError, match="B, C"):
        place_columns(table("A\n1\n"), known, ("a", "b", "c"))
    with pytest.raises(UnreadableFileError, match=r"“a” is there twice"):
        place_columns(table("A,a\n1,2\n"), known, ("a",))
