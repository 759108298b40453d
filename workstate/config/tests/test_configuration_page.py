from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parents[2]
PAGE = PACKAGE.parent / "docs" / "configuration.md"
ROW = re.compile(r"^\| `([A-Z][A-Z0-9_]+)`( \(file too\))? \|", re.MULTILINE)
NAME = re.compile(r"[A-Z][A-Z0-9_]+")
READERS = {"text", "secret", "flag", "number", "names", "networks"}


def documented() -> dict[str, bool]:
    """The variables of the page, with whether a file will do too."""
    rows = ROW.findall(PAGE.read_text())
    assert len(rows) == len({name for name, _ in rows}), "a variable stands in two rows"
    return {name: bool(file) for name, file in rows}


def calls(folder: Path) -> Iterator[tuple[str, str]]:
    """Method and first argument of each call with a variable's name."""
    for path in folder.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str) and NAME.fullmatch(first.value):
                    yield node.func.attr, first.value


def read_by_the_settings() -> dict[str, bool]:
    found = [(method, name) for method, name in calls(PACKAGE / "config") if method in READERS]
    return {name: any(method == "secret" for method, other in found if other == name) for _, name in found}


def read_by_the_command() -> set[str]:
    ours = {name for method, name in calls(PACKAGE / "embedded") if method == "get"}
    return {name.removesuffix("_FILE") for name in ours} - {"PATH"}


def test_the_page_lists_every_variable_that_is_read_and_no_other() -> None:
    assert set(documented()) == set(read_by_the_settings()) | read_by_the_command()


def test_the_page_says_of_each_secret_that_it_may_be_a_file() -> None:
    page = documented()
    assert {name: page[name] for name in read_by_the_settings()} == read_by_the_settings()
