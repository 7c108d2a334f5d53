"""What the lint says of files that load and yet mislead."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.rules.linting import check, examples
from monitor.rules.loading import load_ruleset
from monitor.rules.model import RuleSet
from tests.placenames import SmallGazetteer

RULE = """version: 1
id: x
title: X
level: low
owner: desk@example.org
match: {attack: [any]}
"""
ENTRY = "entries: [{lang: en, published: 2024-09-05T04:40Z, title: A raid}]"


def ruleset(directory: Path, **files: str) -> RuleSet:
    for name, content in files.items():
        folder, stem = name.split("_", 1)
        path = directory / folder / f"{stem}.yml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")
    loaded = load_ruleset(directory, SmallGazetteer())
    assert loaded.errors == ()
    return loaded.ruleset


def attacks(name: str, terms: str, harmless: str = "{}") -> str:
    return f"version: 1\nid: {name}\ntitle: T\nterms: {terms}\nnot: {harmless}\n"


@pytest.mark.parametrize(
    ("files", "findings"),
    [
        pytest.param(
            {"attacks_drone": attacks("drone", "{ru: {weapon: [бпл*, беспилотник*]}}")},
            [
                'attacks/drone.yml:4: warning: the stem "бпл*" has fewer than 4 letters: write a longer one, or the words'
            ],
            id="a short stem",
        ),
        pytest.param(
            {"attacks_drone": attacks("drone", "{ru: {hit: [удар* по дом*]}}")}, [], id="a short stem in a phrase"
        ),
        pytest.param(
            {
                "attacks_drone": attacks("drone", "{en: {weapon: [kamikaze]}}"),
                "attacks_explosion": attacks("explosion", "{en: {weapon: [Kamikaze]}}"),
            },
            [
                (
                    'attacks/explosion.yml:4: warning: "Kamikaze" (explosion, weapon) stands already in attacks/drone.yml'
                    ' as "kamikaze" (drone, weapon) for en: remove one'
                )
            ],
            id="one term for two types",
        ),
        pytest.param(
            {
                "attacks_any": attacks("any", "{en: {attack: [raid]}}"),
                "attacks_ground": attacks("ground", "{en: {attack: [raid]}}"),
            },
            [],
            id="a term that tells a type may stand without it too",
        ),
        pytest.param(
            {"attacks_any": attacks("any", "{en: {hit: [strike], fall: [strike]}}")},
            [
                (
                    'attacks/any.yml:4: warning: "strike" (any, fall) stands already in attacks/any.yml'
                    ' as "strike" (any, hit) for en: remove one'
                )
            ],
            id="one term for two acts",
        ),
        pytest.param(
            {"attacks_any": attacks("any", "{en: {launch: [airfield], target: {airfield: [airfield]}}}")},
            [],
            id="means and target alike",
        ),
        pytest.param(
            {"attacks_drone": attacks("drone", "{de: {weapon: [drohne*], attack: [drohnenangriff*]}}")},
            [],
            id="the longer stem wins, so the shorter is in nobody's way",
        ),
        pytest.param(
            {"attacks_drone": attacks("drone", "{en: {weapon: [drone]}}", "{en: [dron*]}")},
            [
                'attacks/drone.yml:4: error: "drone" (drone, weapon) is never found: a "not" term hides it, or it ends with a sign'
            ],
            id="a term that its own not hides",
        ),
        pytest.param(
            {
                "filters_drill": "version: 1\nid: drill\ntitle: D\nterms: {en: [drill]}\nunless: {en: [killed]}\n"
                "stops:\n- {lang: en, text: A drill.}\n- {lang: en, text: An exercise.}\n"
                "passes:\n- {lang: en, text: Two killed in a drill.}\n- {lang: en, text: The drill broke.}\n"
            },
            [
                'filters/drill.yml:11: error: the filter stops "The drill broke.", which it must let pass, because of "drill"',
                'filters/drill.yml:8: error: the filter does not stop its own example "An exercise."',
            ],
            id="a filter that fails its examples",
        ),
        pytest.param(
            {"alerts_x": RULE},
            ["alerts/x.yml:2: warning: a stable rule without examples: write one that alerts and one that must not"],
            id="a rule without examples",
        ),
        pytest.param(
            {"alerts_x": RULE + f"examples:\n- {{name: n, expect: none, {ENTRY}}}\n"},
            ["alerts/x.yml:7: warning: the examples are all of one kind: write one that alerts and one that must not"],
            id="a rule with one kind of example",
        ),
        pytest.param({"alerts_x": RULE + "status: experimental\n"}, [], id="an experiment needs no examples"),
    ],
)
def test_check(files: dict[str, str], findings: list[str], tmp_path: Path) -> None:
    assert sorted(str(finding) for finding in check(ruleset(tmp_path, **files))) == findings


def test_the_examples_of_a_rule(tmp_path: Path) -> None:
    content = (
        RULE + f"examples:\n- {{name: n, expect: none, {ENTRY}}}\n- {{name: m, expect: [{{place: RU}}], {ENTRY}}}\n"
    )
    (rule,) = ruleset(tmp_path, alerts_x=content).rules
    assert [(example.name, len(example.expect)) for example in examples(rule)] == [("n", 0), ("m", 1)]
