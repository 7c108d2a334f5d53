"""The operator files that come with the service."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.language.tokens import tokenise
from monitor.language.vetoes import Vetoes
from monitor.model import Level
from monitor.places.gazetteer import Gazetteer
from monitor.rules.linting import Severity, check
from monitor.rules.loading import load_ruleset
from monitor.rules.model import LoadedRules, Rule

RULES = Path(__file__).parents[2] / "rules"
ALERTS = {
    "any-attack": Level.LOW,
    "crimea-and-bridge": Level.HIGH,
    "energy-and-refineries": Level.HIGH,
    "moscow-region-drones": Level.HIGH,
    "russia-border-regions": Level.MEDIUM,
    "russia-outside-border": Level.HIGH,
    "ukraine": Level.MEDIUM,
}


@pytest.fixture(scope="module")
def shipped() -> LoadedRules:
    return load_ruleset(RULES, Gazetteer.open())


def test_they_load_without_a_mistake(shipped: LoadedRules) -> None:
    assert [str(error) for error in shipped.errors] == []


def test_the_lint_finds_no_error(shipped: LoadedRules) -> None:
    assert [str(finding) for finding in check(shipped.ruleset) if finding.severity is Severity.ERROR] == []


def test_the_rules_and_their_levels(shipped: LoadedRules) -> None:
    assert {rule.id: rule.level for rule in shipped.ruleset.rules} == ALERTS


@pytest.mark.parametrize("name", ALERTS)
def test_each_rule_shows_what_it_alerts_on_and_what_not(shipped: LoadedRules, name: str) -> None:
    rule: Rule = next(rule for rule in shipped.ruleset.rules if rule.id == name)
    alerting = sum(bool(example.expect) for example in rule.examples)
    assert alerting >= 2
    assert len(rule.examples) - alerting >= 2
    assert {"en", "ru", "uk"} <= {entry.lang for example in rule.examples for entry in example.entries}


def test_there_is_vocabulary_for_every_attack_type(shipped: LoadedRules) -> None:
    lexicon = shipped.ruleset.lexicon
    assert set(lexicon.types) >= {
        "air_strike", "artillery", "drone", "explosion", "ground", "missile", "naval_drone", "sabotage",
    }  # fmt: skip
    for kind in lexicon.types:
        assert {"en", "ru", "uk"} <= {term.lang for term in lexicon.terms if term.type == kind}


def test_operators_places_are_found_in_every_case(shipped: LoadedRules) -> None:
    gazetteer = Gazetteer.open().with_places((own.place, own.spellings()) for own in shipped.ruleset.places)
    found = gazetteer.find("нефтеперекачивающую станцию Унеча")
    assert found is not None
    assert found.name == "Unecha pumping station"


def test_filters_decide_together_as_each_alone(shipped: LoadedRules) -> None:
    filters = shipped.ruleset.filters
    together = Vetoes(filters)
    texts = [(example.lang, example.text) for one in filters for example in (*one.stops, *one.passes)]
    assert len(texts) > 50

    for lang, text in texts:
        tokens = tokenise(text)
        alone = [one.id for one in filters if one.holds(tokens, lang) is not None]
        assert [one.id for one in together.holding(tokens, lang)] == alone, text
