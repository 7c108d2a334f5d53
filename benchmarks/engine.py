"""The live engine, as a backtest uses it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from monitor.jobs.ingesting import Pipeline
from monitor.jobs.live_rules import InForce, made_of
from monitor.model import RuleAlerting, RuleId
from monitor.places.gazetteer import Gazetteer
from monitor.reading.reader import Reader
from monitor.rules.loading import load_ruleset
from monitor.rules.model import RuleSet, RuleStatus

ROOT = Path(__file__).parents[1]


def make_ruleset(gazetteer: Gazetteer) -> RuleSet:
    loaded = load_ruleset(ROOT / "rules", gazetteer)
    for error in loaded.errors:
        print(error)
    return loaded.ruleset


def make_reader() -> Reader:
    return _in_force().pipeline.reader


def make_pipeline() -> Pipeline:
    """The service's pipeline, with every rule alerting by its level alone: without waits."""
    in_force = _in_force()
    alerting = {
        RuleId(rule.id): RuleAlerting(rule=RuleId(rule.id), level=rule.level)
        for rule in in_force.ruleset.rules
        if rule.status is RuleStatus.STABLE
    }
    return replace(in_force.pipeline, alerting=alerting)


def _in_force() -> InForce:
    gazetteer = Gazetteer.open()
    return made_of(make_ruleset(gazetteer), gazetteer)
