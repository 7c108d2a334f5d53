"""Files that hold what is expected, word for word. ``pytest --update-golden`` writes them anew; review the diff."""

from __future__ import annotations

from pathlib import Path

import pytest

DATA = Path(__file__).parent / "data"


def assert_golden(config: pytest.Config, name: str, text: str) -> None:
    """Compare *text* with the file ``tests/data/NAME``, or write it there when the run updates them."""
    path = DATA / name
    if config.getoption("--update-golden"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.exists(), f"{path} is missing: run pytest --update-golden and read what it wrote"
    assert text == path.read_text(encoding="utf-8")
