"""The feeds that are shipped."""

from __future__ import annotations

import csv
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

ROOT = Path(__file__).parents[2]
CANDIDATES = ROOT.parent / "shared" / "feeds" / "candidates.csv"
FEEDS = yaml.safe_load((ROOT / "rules" / "feeds.yml").read_text(encoding="utf-8"))["feeds"]


def test_there_are_many_in_three_languages() -> None:
    enabled = [feed for feed in FEEDS if feed.get("enabled", True)]
    assert len(enabled) >= 36
    assert {feed["lang"] for feed in enabled} == {"en", "ru", "uk"}
    assert {feed.get("home") for feed in enabled} >= {"UA", "RU"}


@pytest.mark.parametrize("field", ["id", "url"])
def test_none_is_there_twice(field: str) -> None:
    values = [feed[field] for feed in FEEDS]
    assert len(values) == len(set(values))


def test_each_can_be_fetched() -> None:
    for feed in FEEDS:
        parts = urlsplit(feed["url"])
        assert (parts.scheme in ("http", "https"), bool(parts.hostname), parts.username) == (True, True, None), feed


@pytest.mark.skipif(not CANDIDATES.exists(), reason=f"needs the shared list {CANDIDATES}")
def test_every_candidate_is_there() -> None:
    with CANDIDATES.open(encoding="utf-8") as lines:
        wanted = {row["url"] for row in csv.DictReader(lines)}
    assert wanted - {feed["url"] for feed in FEEDS} == set()
