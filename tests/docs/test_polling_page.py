"""The page on polling has every row of the catalogue, and every test that it names exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
PAGE = (TESTS.parent / "docs" / "polling.md").read_text("utf-8")
ROWS = {found[1]: found[2] for found in re.finditer(r"^\| ([NXEQ]\d\d) \| [^|]+ \| ([^|]+) \|$", PAGE, re.MULTILINE)}
LENGTHS = {"N": 34, "X": 23, "E": 17, "Q": 16}
"""Bad inputs on the network, in documents and in entries, and what polite readers do."""


def test_every_row_is_there() -> None:
    assert set(ROWS) == {f"{kind}{n:02}" for kind, length in LENGTHS.items() for n in range(1, length + 1)}


@pytest.mark.parametrize("row", ROWS)
def test_tests_that_hold_a_row_exist(row: str) -> None:
    named = re.findall(r"`(test_\w+)::(test_\w+)`", ROWS[row])
    assert named
    for module, function in named:
        texts = [path.read_text("utf-8") for path in TESTS.rglob(f"{module}.py")]
        assert any(re.search(rf"^def {function}\(", text, re.MULTILINE) for text in texts), f"{module}::{function}"
