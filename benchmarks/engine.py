"""The live engine, as a backtest uses it."""

from __future__ import annotations

from pathlib import Path

from monitor.jobs.ingesting import Pipeline
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
    gazetteer = Gazetteer.open()
    ruleset = make_ruleset(gazetteer)
    return Reader(ruleset.lexicon, ruleset.filters, gazetteer)


def make_pipeline() -> Pipeline:
    gazetteer = Gazetteer.open()
    ruleset = make_ruleset(gazetteer)
    alerting = {
        RuleId(rule.id): RuleAlerting(rule=RuleId(rule.id), level=rule.level)
        for rule in ruleset.rules
        if rule.status is RuleStatus.STABLE
    }
    return Pipeline(reader=Reader(ruleset.lexicon, ruleset.filters, gazetteer), ruleset=ruleset, alerting=alerting)
