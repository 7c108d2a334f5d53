"""Rule files in service: taken in while running, never replaced by something broken, checked with their examples."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from monitor.jobs.checking import check_rules
from monitor.jobs.live_rules import LiveRules
from monitor.places.gazetteer import Gazetteer

RULES = Path(__file__).parents[2] / "rules"

RULE = """\
version: 1
id: mine
title: Drones on Bryansk
status: stable
level: high
owner: desk@example.org
match:
  attack: [drone]
  place: {within: [RU-BRY]}
alert: {wait: 3m}
examples:
  - name: a drone in Bryansk
    entries:
      - {lang: en, published: 2024-05-14T04:40Z, title: "Drone hits fuel depot in Bryansk", summary: "A drone hit a depot in Bryansk overnight."}
    expect: EXPECTED
"""


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Operator files with the shipped vocabulary and one rule of their own."""
    shutil.copytree(RULES, tmp_path / "rules", ignore=shutil.ignore_patterns("alerts", "filters", "feeds.yml"))
    (tmp_path / "rules" / "alerts").mkdir()
    write(tmp_path / "rules")
    return tmp_path / "rules"


def write(folder: Path, expected: str = "[{place: Bryansk, day: 2024-05-14, alerts: 1}]", **changes: str) -> None:
    text = RULE.replace("EXPECTED", expected)
    for old, new in changes.items():
        text = text.replace(f"{old}:", new)
    (folder / "alerts" / "mine.yml").write_text(text, encoding="utf-8")


def test_changed_rule_is_taken_in(folder: Path, gazetteer: Gazetteer):
    live = LiveRules(folder, gazetteer)
    before = live.in_force
    assert live.reload() is False
    assert live.in_force is before

    (folder / "alerts" / "mine.yml").write_text(
        RULE.replace("high", "low").replace("EXPECTED", "none"), encoding="utf-8"
    )

    assert live.reload() is True
    assert [rule.level for rule in live.in_force.ruleset.rules] == ["low"]
    assert live.in_force.pipeline.alerting["mine"].wait_s == 180  # type: ignore[index]


def test_broken_rule_leaves_the_last_good_one_in_force_and_is_told_once(
    folder: Path, gazetteer: Gazetteer, caplog: pytest.LogCaptureFixture
):
    live = LiveRules(folder, gazetteer)
    before = live.in_force
    write(folder, level="levle:")

    for _ in range(3):
        assert live.reload() is False

    assert live.in_force is before
    assert any("mine.yml:5" in str(error) for error in live.errors)
    assert caplog.messages.count("rules.broken") == len(live.errors)


def test_mended_rule_is_told(folder: Path, gazetteer: Gazetteer, caplog: pytest.LogCaptureFixture):
    caplog.set_level("INFO")
    write(folder, level="levle:")
    live = LiveRules(folder, gazetteer)
    assert live.in_force.ruleset.rules == ()

    write(folder)

    assert live.reload() is True
    assert live.errors == ()
    assert "rules.mended" in caplog.messages


def test_rule_whose_examples_come_out_is_in_order(folder: Path, gazetteer: Gazetteer):
    checked = check_rules(folder, gazetteer)

    assert (checked.errors, checked.failed, checked.examples) == ((), (), 1)


EXAMPLES = {
    "another place": ("[{place: Kaluga, alerts: 1}]", ["Kaluga: no alert", "unexpected alert about drone in Bryansk"]),
    "another day": ("[{place: Bryansk, day: 2024-05-20}]", ["Bryansk: the day is 2024-05-1"]),
    "another attack": ("[{place: Bryansk, attack: [missile]}]", ["Bryansk: the attack is drone"]),
    "more alerts": ("[{place: Bryansk, alerts: 2}]", ["Bryansk: alerts: 1, not 2"]),
    "a toll that nobody told": ("[{place: Bryansk, killed: 3}]", ["Bryansk: killed is not told"]),
    "nothing": ("none", ["unexpected alert about drone in Bryansk"]),
}


@pytest.mark.parametrize(("expected", "told"), EXAMPLES.values(), ids=EXAMPLES.keys())
def test_example_that_does_not_come_out_says_what_did(
    folder: Path, gazetteer: Gazetteer, expected: str, told: list[str]
):
    write(folder, expected)

    checked = check_rules(folder, gazetteer)

    assert not checked.ok
    [failed] = checked.failed
    assert str(failed).startswith("alerts/mine.yml: example 'a drone in Bryansk': ")
    assert [words for words in told if words not in str(failed)] == [], str(failed)


@pytest.mark.parametrize(
    ("term", "ok"), [pytest.param("depot", True, id="in the text"), pytest.param("airfield", False, id="not in it")]
)
def test_rule_alerts_by_the_text_too(folder: Path, gazetteer: Gazetteer, term: str, ok: bool):
    text = RULE.replace("attack: [drone]", f"attack: [drone]\n  text: {{any: [{term}]}}")
    (folder / "alerts" / "mine.yml").write_text(
        text.replace("EXPECTED", "[{place: Bryansk, alerts: 1}]"), encoding="utf-8"
    )

    assert (check_rules(folder, gazetteer).failed == ()) is ok


def test_rule_alerts_by_the_tags_of_any_feed_that_tells_it(folder: Path, gazetteer: Gazetteer):
    second = (
        '      - {lang: en, published: 2024-05-14T05:10Z, title: "Drone strike on Bryansk depot", '
        'summary: "A drone hit the fuel depot in Bryansk, the governor said.", tags: [official]}\n'
    )
    text = RULE.replace("place: {", "publishers: {tags: [official]}\n  place: {").replace(
        "    expect: EXPECTED", f"{second}    expect: [{{place: Bryansk, alerts: 1}}]"
    )
    (folder / "alerts" / "mine.yml").write_text(text, encoding="utf-8")

    assert check_rules(folder, gazetteer).failed == ()
