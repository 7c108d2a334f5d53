"""Whether a rule holds for a report, and the reasons it gives."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from monitor.delivery.reasons import reason_in_words, reasons_in_words
from monitor.delivery.wording import Words
from monitor.language.lexicon import Lexicon
from monitor.model import (
    AttackType,
    Count,
    EntryId,
    Incident,
    IncidentId,
    Level,
    Outcome,
    Place,
    Precision,
    Reason,
    Report,
    Role,
    RuleAlerting,
    RuleId,
    TimePrecision,
    Toll,
    Window,
)
from monitor.rules.matching import Wording, match, matches, place_holds
from monitor.rules.model import Conditions, PlaceCondition, Rule, RuleSet, RuleStatus
from monitor.rules.wording import TextCondition
from tests.placenames import (
    BELGOROD,
    BELGOROD_REGION,
    CRIMEA,
    ISTRA,
    ISTRA_DISTRICT,
    MOSCOW,
    MOSCOW_REGION,
    RUSSIA,
    SEVASTOPOL,
    TULA,
    UKRAINE,
)

MORNING = datetime(2024, 9, 5, 4, 40, tzinfo=UTC)
WINDOW = Window(
    start=MORNING, end=MORNING, first=date(2024, 9, 5), last=date(2024, 9, 5), precision=TimePrecision.PART_OF_DAY
)
DRONE, MISSILE = AttackType("drone"), AttackType("missile")
REPORT = Report(
    entry=EntryId("1"),
    publisher="Wire",
    published=MORNING,
    role=Role.MAIN,
    types=(DRONE,),
    place=ISTRA,
    window=WINDOW,
    outcomes=frozenset({Outcome.HIT, Outcome.FIRE}),
    toll=Toll(killed=Count(low=2, high=3), injured=Count(low=0, high=0)),
    targets=frozenset({"refinery"}),
    tags=frozenset({"official"}),
)
INCIDENT = Incident(
    id=IncidentId(1),
    version=1,
    types=(DRONE,),
    place=ISTRA,
    window=WINDOW,
    first_reported_at=MORNING,
    last_reported_at=MORNING,
)


def rule(
    conditions: Conditions, *, status: RuleStatus = RuleStatus.STABLE, level: Level = Level.HIGH, name: str = "r"
) -> Rule:
    return Rule(
        id=RuleId(name),
        title="Rule",
        status=status,
        level=level,
        owner="desk",
        match=conditions,
        alert=RuleAlerting(rule=RuleId(name), level=level),
    )


@pytest.mark.parametrize(
    ("conditions", "reasons"),
    [
        pytest.param(Conditions(attack=frozenset({DRONE})), ("type: drone",), id="its type"),
        pytest.param(Conditions(attack=frozenset({MISSILE})), None, id="another type"),
        pytest.param(Conditions(attack=frozenset({AttackType("any")})), ("any attack",), id="any type"),
        pytest.param(
            Conditions(outcomes=frozenset({Outcome.FIRE, Outcome.DEBRIS})), ("outcome: fire",), id="one of two outcomes"
        ),
        pytest.param(Conditions(outcomes=frozenset({Outcome.DEBRIS})), None, id="another outcome"),
        pytest.param(Conditions(targets=frozenset({"refinery"})), ("target: refinery",), id="a target"),
        pytest.param(Conditions(targets=frozenset({"bridge"})), None, id="another target"),
        pytest.param(Conditions(killed=3), ("2–3 killed",), id="as many killed as the higher figure"),
        pytest.param(Conditions(killed=4), None, id="fewer killed"),
        pytest.param(Conditions(injured=1), None, id="nobody injured"),
        pytest.param(
            Conditions(tags=frozenset({"official", "wire"})), ("kind of source: authority",), id="a publisher's tag"
        ),
        pytest.param(Conditions(tags=frozenset({"wire"})), None, id="another tag"),
        pytest.param(
            Conditions(attack=frozenset({DRONE}), place=PlaceCondition(within=(MOSCOW_REGION,))),
            ("type: drone", "Istra is in Moscow region"),
            id="type and place",
        ),
        pytest.param(
            Conditions(attack=frozenset({DRONE}), place=PlaceCondition(within=(UKRAINE,))),
            None,
            id="right type, wrong place",
        ),
        pytest.param(
            Conditions(attack=frozenset({DRONE}), text=TextCondition(any=("refinery",))),
            ("type: drone", "the text has “refinery”"),
            id="type and wording",
        ),
        pytest.param(
            Conditions(attack=frozenset({DRONE}), text=TextCondition(none=("refinery",))), None, id="an unwanted word"
        ),
    ],
)
def test_match(conditions: Conditions, reasons: tuple[str, ...] | None) -> None:
    told = Wording(text="A drone set two refineries on fire", tags=frozenset({"official"}))
    found = match(rule(conditions), REPORT, [told])
    assert (found and reasons_in_words(found.because, Words("en"))) == reasons
    if found:
        assert (found.rule, found.level) == ("r", Level.HIGH)


def test_nothing_said_of_casualties_is_no_casualties() -> None:
    assert match(rule(Conditions(killed=1)), replace(REPORT, toll=Toll())) is None


def test_conditions_on_text_and_tags_hold_for_one_entry_together() -> None:
    wanted = rule(Conditions(text=TextCondition(any=("fire",)), tags=frozenset({"official"})))
    both = Wording(text="A fire broke out", tags=frozenset({"official"}))
    neither = Wording(text="A blaze broke out", tags=frozenset({"wire"}))

    assert match(wanted, INCIDENT) is None
    assert match(wanted, INCIDENT, [replace(both, tags=neither.tags), replace(both, text=neither.text)]) is None
    assert match(wanted, INCIDENT, [neither, both]) is not None


def test_text_of_a_second_entry_does_not_undo_what_the_first_said() -> None:
    wanted = rule(Conditions(attack=frozenset({DRONE}), text=TextCondition(none=("drill",))))

    assert match(wanted, INCIDENT, [Wording(text="A drone hit a house"), Wording(text="No drill, he said")]) is not None


@pytest.mark.parametrize(
    ("place", "condition", "holds"),
    [
        pytest.param(ISTRA, PlaceCondition(within=(MOSCOW_REGION,)), True, id="a town in the region"),
        pytest.param(ISTRA, PlaceCondition(within=(MOSCOW, RUSSIA)), True, id="in one of two"),
        pytest.param(ISTRA, PlaceCondition(within=(MOSCOW,)), False, id="a town beside the city"),
        pytest.param(SEVASTOPOL, PlaceCondition(within=(CRIMEA,)), True, id="Sevastopol counts as Crimea"),
        pytest.param(
            MOSCOW_REGION, PlaceCondition(within=(ISTRA_DISTRICT,)), False, id="a region is not surely the district"
        ),
        pytest.param(
            MOSCOW_REGION,
            PlaceCondition(within=(ISTRA_DISTRICT,), min_precision=Precision.REGION),
            True,
            id="unless a region is precise enough",
        ),
        pytest.param(
            RUSSIA,
            PlaceCondition(within=(ISTRA_DISTRICT,), min_precision=Precision.REGION),
            False,
            id="and a country is not",
        ),
        pytest.param(
            RUSSIA,
            PlaceCondition(within=(RUSSIA,), min_precision=Precision.REGION),
            False,
            id="only the country is named",
        ),
        pytest.param(RUSSIA, PlaceCondition(within=(RUSSIA,)), True, id="the country is enough"),
        pytest.param(
            BELGOROD, PlaceCondition(within=(RUSSIA,), outside=(BELGOROD_REGION,)), False, id="in what is left out"
        ),
        pytest.param(
            TULA, PlaceCondition(within=(RUSSIA,), outside=(BELGOROD_REGION,)), True, id="elsewhere in the country"
        ),
        pytest.param(
            RUSSIA, PlaceCondition(within=(RUSSIA,), outside=(BELGOROD_REGION,)), False, id="may be in what is left out"
        ),
        pytest.param(
            RUSSIA,
            PlaceCondition(within=(RUSSIA,), outside=(BELGOROD_REGION,), min_precision=Precision.COUNTRY),
            True,
            id="may be in what is left out, which is accepted",
        ),
        pytest.param(TULA, PlaceCondition(outside=(UKRAINE,)), True, id="anywhere but"),
        pytest.param(ISTRA, PlaceCondition(near=MOSCOW, km=60), True, id="51 km away"),
        pytest.param(TULA, PlaceCondition(near=MOSCOW, km=120), False, id="173 km away"),
        pytest.param(MOSCOW, PlaceCondition(near=MOSCOW, km=1), True, id="the place itself"),
        pytest.param(
            MOSCOW_REGION, PlaceCondition(near=MOSCOW, km=120), False, id="the centre of a region tells nothing"
        ),
        pytest.param(
            MOSCOW_REGION,
            PlaceCondition(near=MOSCOW, km=120, min_precision=Precision.REGION),
            True,
            id="unless a region is precise enough",
        ),
        pytest.param(TULA, PlaceCondition(within=(UKRAINE,), near=MOSCOW, km=200), True, id="within or near"),
        pytest.param(replace(TULA, lat=None, lon=None), PlaceCondition(near=MOSCOW, km=5000), False, id="no position"),
    ],
)
def test_place(place: Place, condition: PlaceCondition, holds: bool) -> None:
    reasons: list[Reason] = []
    assert place_holds(condition, place, reasons) is holds
    assert bool(reasons) is holds


def test_a_distance_is_told_as_exactly_as_it_is_known() -> None:
    near = PlaceCondition(near=MOSCOW, km=200)
    site = replace(TULA, precision=Precision.SITE)
    for place, words in (
        (TULA, "about 173 km"),
        (site, "is 173 km"),
        (replace(site, approximate=True), "about 173 km"),
    ):
        reasons: list[Reason] = []
        place_holds(near, place, reasons)
        assert words in reason_in_words(reasons[0], Words("en"))


def test_matches_of_a_rule_set_come_most_important_first() -> None:
    everywhere = Conditions(attack=frozenset({AttackType("any")}))
    rules = (
        rule(everywhere, level=Level.LOW, name="low"),
        rule(everywhere, level=Level.CRITICAL, name="critical"),
        rule(everywhere, status=RuleStatus.EXPERIMENTAL, name="shadow"),
        rule(everywhere, status=RuleStatus.DEPRECATED, name="old"),
        rule(Conditions(attack=frozenset({MISSILE})), name="other"),
    )
    ruleset = RuleSet(rules=rules, lexicon=Lexicon(()), filters=(), places=(), feeds=(), version="1")
    assert [found.rule for found in matches(ruleset, REPORT)] == ["critical", "low"]
    assert [found.rule for found in matches(ruleset, REPORT, status=RuleStatus.EXPERIMENTAL)] == ["shadow"]
    assert matches(ruleset, REPORT, status=RuleStatus.DEPRECATED) == ()
