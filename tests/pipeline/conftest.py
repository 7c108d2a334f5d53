"""The whole pipeline with the shipped rules and gazetteer; built once, it holds no state between tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.jobs.ingesting import Pipeline
from monitor.jobs.live_rules import made_of
from monitor.places.gazetteer import Gazetteer
from monitor.rules.loading import load_ruleset

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def pipeline() -> Pipeline:
    gazetteer = Gazetteer.open()
    loaded = load_ruleset(ROOT / "rules", gazetteer)
    assert not loaded.errors, "\n".join(map(str, loaded.errors))
    return made_of(loaded.ruleset, gazetteer).pipeline
