"""Every test that the page about mails names is there, and every row names one."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
PAGE = (TESTS.parent / "docs" / "mails.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(\w+/test_\w+\.py)::(test_\w+)`", PAGE)))


@pytest.mark.parametrize(("file", "test"), NAMED, ids=[test for _, test in NAMED])
def test_named_test_is_there(file: str, test: str) -> None:
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))

    assert test in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_row_names_where_it_is_done_and_what_holds_it() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| ") and line.count("|") == 4]
    tables = [row for row in rows if not row.startswith("| what")]

    assert len(tables) >= 25
    assert [row for row in tables if "::test_" not in row] == []
    places = {place for row in tables for place in re.findall(r"`([\w/]+\.py)`", row.split("|")[2])}
    assert [place for place in sorted(places) if not (TESTS.parent / "monitor" / place).exists()] == []
