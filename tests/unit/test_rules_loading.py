"""A directory of files becomes one rule set; a broken file never takes the good ones with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.language.lexicon import Act
from monitor.model import Feed, FeedId, Level, Limit, Outcome, Precision, RuleAlerting, RuleId, Standing
from monitor.rules.loading import load_ruleset
from monitor.rules.model import LoadedRules, Rule, RuleSet, RuleStatus
from tests.placenames import BELGOROD_REGION, ISTRA, MOSCOW, MOSCOW_REGION, RUSSIA, SmallGazetteer

DRONE = """
version: 1
id: drone
title: Drone
terms:
  en: {weapon: [drone], attack: ["drone strike"]}
  ru: {weapon: [беспилотник]}
not: {en: ["drone footage"]}
"""
ANY = """
version: 1
id: any
title: Any
terms: {en: {hit: [hit], target: {refinery: [refinery]}}}
"""
DRILL = """
version: 1
id: drill
title: Drills
scope: lead
terms: {en: [drill]}
stops: [{lang: en, text: A drill.}]
passes: [{lang: en, text: A raid.}]
"""
RULE = """
version: 1
id: moscow
title: Moscow
status: experimental
level: critical
owner: desk@example.org
match:
  attack: [drone]
  place: {within: [RU-MOW, Moscow region], outside: [RU-BEL], near: Istra, km: 120, min_precision: region}
  text: {any: [refinery, /НПЗ/]}
  toll: {killed: ">=1", injured: ">4"}
  outcome: [hit, debris]
  targets: [refinery]
  publishers: {tags: [official]}
alert:
  when: official
  wait: 3m
  update_on: [toll, withdrawal]
  update_interval: 1h
  limit: {alerts: 12, per: 24h, then: digest}
examples:
  - name: one
    entries: [{lang: en, published: 2024-09-05T04:40Z, title: A drone hit Istra}]
    expect: [{place: Istra, day: 2024-09-05, killed: 2}]
  - name: none
    entries: [{lang: en, published: 2024-09-05T04:40Z, title: Moscow condemns attack}]
    expect: none
"""
PLACES = """
version: 1
places:
  - {name: Old Dock, kind: port, in: Istra, lat: 55.9, lon: 36.8, names: {ru: [Старая пристань]}}
"""
FEEDS = """
version: 1
feeds:
  - {id: wire, url: "https://example.org/rss", publisher: Wire, lang: en, home: RU, tags: [wire], interval: 10m}
  - {id: old, url: "https://example.org/old", publisher: Old, enabled: false}
"""
FILES = {
    "attacks/drone.yml": DRONE,
    "attacks/any.yml": ANY,
    "filters/drill.yml": DRILL,
    "alerts/moscow.yml": RULE,
    "places.yml": PLACES,
    "feeds.yml": FEEDS,
}


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    for name, content in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path


def load(directory: Path, previous: RuleSet | None = None) -> LoadedRules:
    return load_ruleset(directory, SmallGazetteer(), previous)


def only_rule(loaded: LoadedRules) -> Rule:
    (rule,) = loaded.ruleset.rules
    return rule


def test_a_good_directory_has_no_errors(directory: Path) -> None:
    assert load(directory).errors == ()


def test_the_rule_is_as_the_file_says(directory: Path) -> None:
    rule = only_rule(load(directory))
    assert (rule.id, rule.status, rule.level) == (RuleId("moscow"), RuleStatus.EXPERIMENTAL, Level.CRITICAL)
    assert rule.match.place is not None
    assert rule.match.place.within == (MOSCOW, MOSCOW_REGION)
    assert rule.match.place.outside == (BELGOROD_REGION,)
    assert (rule.match.place.near, rule.match.place.km) == (ISTRA, 120)
    assert rule.match.place.min_precision is Precision.REGION
    assert (rule.match.killed, rule.match.injured) == (1, 5)
    assert rule.match.outcomes == {Outcome.HIT, Outcome.DEBRIS}
    assert (rule.match.attack, rule.match.targets, rule.match.tags) == ({"drone"}, {"refinery"}, {"official"})
    assert rule.alert == RuleAlerting(
        rule=RuleId("moscow"),
        level=Level.CRITICAL,
        when=Standing.OFFICIAL,
        wait_s=180,
        update_on=frozenset({"toll", "withdrawal"}),
        update_interval_s=3600,
        limit=Limit(alerts=12, per_s=86400),
    )


def test_examples_are_values(directory: Path) -> None:
    one, none = only_rule(load(directory)).examples
    assert one.entries[0].published.isoformat() == "2024-09-05T04:40:00+00:00"
    assert (one.expect[0].place, one.expect[0].killed, one.expect[0].alerts) == (ISTRA, 2, 1)
    assert none.expect == ()


def test_the_vocabulary_is_compiled(directory: Path) -> None:
    lexicon = load(directory).ruleset.lexicon
    assert lexicon.types == {"drone": "Drone"}
    assert {(term.text, term.act, term.type, term.target) for term in lexicon.terms} == {
        ("drone", Act.WEAPON, "drone", None),
        ("drone strike", Act.ATTACK, "drone", None),
        ("беспилотник", Act.WEAPON, "drone", None),
        ("hit", Act.HIT, None, None),
        ("refinery", Act.TARGET, None, "refinery"),
    }
    assert [term.text for term in lexicon.harmless] == ["drone footage"]


def test_feeds_are_values(directory: Path) -> None:
    wire, old = load(directory).ruleset.feeds
    assert wire == Feed(
        id=FeedId("wire"),
        url="https://example.org/rss",
        publisher="Wire",
        lang="en",
        home="RU",
        tags=frozenset({"wire"}),
        interval_s=600,
    )
    assert (old.enabled, old.interval_s) == (False, None)


def test_an_operators_place_takes_its_surroundings_from_its_holder(directory: Path) -> None:
    (dock,) = load(directory).ruleset.places
    assert (dock.place.precision, dock.place.iso_region, dock.place.district) == (
        Precision.SITE,
        "RU-MOS",
        ISTRA.district,
    )
    assert dock.place.id < 0
    assert {"Old Dock", "Старая пристань", "старой пристани", "старой пристанью"} <= dock.spellings()


def test_a_rule_may_name_an_operators_place(directory: Path) -> None:
    content = RULE.replace("near: Istra", "near: old dock")
    (directory / "alerts/moscow.yml").write_text(content, encoding="utf-8")
    loaded = load(directory)
    assert loaded.errors == ()
    place = only_rule(loaded).match.place
    assert place is not None
    assert place.near == loaded.ruleset.places[0].place


def test_a_broken_file_is_left_out_and_told(directory: Path) -> None:
    (directory / "alerts/other.yml").write_text("version: 1\n", encoding="utf-8")
    loaded = load(directory)
    assert [rule.id for rule in loaded.ruleset.rules] == ["moscow"]
    assert {Path(error.path).name for error in loaded.errors} == {"other.yml"}


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        pytest.param("alerts/moscow.yml", RULE.replace("level: critical", "level: loud"), id="a wrong value"),
        pytest.param("alerts/moscow.yml", RULE.replace("RU-MOW", "Atlantis"), id="an unknown place"),
        pytest.param("alerts/moscow.yml", RULE[:100], id="half written"),
        pytest.param("attacks/drone.yml", DRONE + "  {", id="no YAML"),
        pytest.param("filters/drill.yml", "", id="emptied"),
        pytest.param("places.yml", PLACES.replace("Istra", "Atlantis"), id="a place in an unknown place"),
        pytest.param("feeds.yml", FEEDS.replace("id: old", "id: wire"), id="a feed twice"),
    ],
)
def test_a_broken_file_keeps_its_last_good_version(directory: Path, name: str, broken: str) -> None:
    good = load(directory).ruleset
    (directory / name).write_text(broken, encoding="utf-8")
    loaded = load(directory, good)
    assert {Path(error.path).name for error in loaded.errors} == {Path(name).name}
    assert loaded.ruleset.version == good.version
    assert loaded.ruleset == good or loaded.ruleset.lexicon.terms == good.lexicon.terms
    again = load(directory, loaded.ruleset)
    assert (again.ruleset.version, len(again.errors)) == (good.version, len(loaded.errors))


def test_a_mended_file_is_used_again(directory: Path) -> None:
    good = load(directory).ruleset
    (directory / "alerts/moscow.yml").write_text("?", encoding="utf-8")
    broken = load(directory, good).ruleset
    (directory / "alerts/moscow.yml").write_text(RULE.replace("title: Moscow", "title: Mended"), encoding="utf-8")
    loaded = load(directory, broken)
    assert (only_rule(loaded).title, loaded.errors) == ("Mended", ())


def test_a_removed_file_is_gone(directory: Path) -> None:
    good = load(directory).ruleset
    (directory / "alerts/moscow.yml").unlink()
    loaded = load(directory, good)
    assert (loaded.ruleset.rules, loaded.errors) == ((), ())


def test_one_broken_of_fifty(directory: Path) -> None:
    for number in range(49):
        content = RULE.replace("id: moscow", f"id: rule-{number}")
        (directory / f"alerts/rule-{number}.yml").write_text(content, encoding="utf-8")
    (directory / "alerts/moscow.yml").write_text("match: [", encoding="utf-8")
    loaded = load(directory)
    assert (len(loaded.ruleset.rules), len(loaded.errors)) == (49, 1)


def test_the_version_changes_with_the_content_only(directory: Path) -> None:
    first = load(directory).ruleset.version
    (directory / "alerts/.moscow.yml.swp").write_text("noise", encoding="utf-8")
    assert load(directory).ruleset.version == first
    (directory / "alerts/moscow.yml").write_text(RULE + "# a remark\n", encoding="utf-8")
    assert load(directory).ruleset.version != first


def test_an_unchanged_vocabulary_is_not_compiled_again(directory: Path) -> None:
    good = load(directory).ruleset
    assert load(directory, good).ruleset.lexicon is good.lexicon


def test_a_broken_attack_file_makes_no_errors_in_rules_that_use_it(directory: Path) -> None:
    (directory / "attacks/drone.yml").write_text("id: [", encoding="utf-8")
    assert {Path(error.path).name for error in load(directory).errors} == {"drone.yml"}


def test_another_ending_is_told(directory: Path) -> None:
    (directory / "alerts/moscow.yml").rename(directory / "alerts/moscow.yaml")
    (error,) = load(directory).errors
    assert str(error).endswith("moscow.yaml: this file is not read: name it moscow.yml")


def test_a_missing_directory_keeps_everything(directory: Path) -> None:
    good = load(directory).ruleset
    loaded = load(directory / "elsewhere", good)
    assert loaded.ruleset is good
    assert "no such directory" in str(loaded.errors[0])
    assert load(directory / "elsewhere").ruleset.rules == ()


def test_a_file_that_cannot_be_read_is_told(directory: Path) -> None:
    (directory / "places.yml").unlink()
    (directory / "places.yml").mkdir()
    (error,) = load(directory).errors
    assert "cannot be read" in str(error)


def test_a_country_may_be_named(directory: Path) -> None:
    content = RULE.replace("[RU-MOW, Moscow region]", "[RU]")
    (directory / "alerts/moscow.yml").write_text(content, encoding="utf-8")
    place = only_rule(load(directory)).match.place
    assert place is not None
    assert place.within == (RUSSIA,)
