"""Every event that the service logs is explained to operators."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EVENT = re.compile(r"""\blog\.(?:debug|info|warning|error|exception|log)\(\s*(?:level,\s*)?"([a-z_]+\.[a-z_]+)\"""")
EVENTS = sorted(
    {event for path in (ROOT / "monitor").rglob("*.py") for event in EVENT.findall(path.read_text("utf-8"))}
)


def test_events_are_found():
    assert len(EVENTS) >= 20


@pytest.mark.parametrize("event", EVENTS)
def test_event_is_explained(event: str):
    assert f"`{event}`" in (ROOT / "docs" / "operations.md").read_text("utf-8")


def test_nothing_is_logged_that_is_no_event():
    texts = {
        (path.name, line.strip())
        for path in (ROOT / "monitor").rglob("*.py")
        for line in path.read_text("utf-8").splitlines()
        if re.search(r"\blog\.(?:debug|info|warning|error|exception)\(f?['\"](?![a-z_]+\.[a-z_]+['\"])", line)
    }
    assert texts == set()
