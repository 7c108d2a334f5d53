"""Which incident a report describes, and what it changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.incidents import ResolvePolicy, days_to_search, merge, resolve, similarity, start, told_apart
from monitor.model import (
    Ambiguous,
    AttackType,
    ChangeKind,
    Claim,
    Incident,
    IncidentId,
    NewIncident,
    PlaceId,
    Report,
    Role,
    SameIncident,
    Standing,
    Unfounded,
)
from tests.builders import (
    DISTRICT,
    NOON,
    OTHER_TOWN,
    REGION,
    TOWN,
    a_day,
    a_place,
    a_report,
    a_toll,
    a_window,
    unstated,
)

POLICY = ResolvePolicy()


def known(report: Report, number: int = 1) -> Incident:
    return replace(start(report).after, id=IncidentId(number))


SAME = {
    "the same place in the same hours": a_report(publisher="Other"),
    "the same place, no time stated, hours later": a_report(window=unstated(NOON + timedelta(hours=6))),
    "the district that holds the town": a_report(place=DISTRICT),
    "the region, when nothing else happened there": a_report(place=REGION),
    "the day only": a_report(window=a_day(date(2024, 5, 14))),
    "an outcome told later the same day": a_report(opens=False, window=unstated(NOON + timedelta(hours=9))),
    "a toll that has risen, two days on, naming the day": a_report(
        published=NOON + timedelta(days=2), window=a_day(date(2024, 5, 14)), toll=a_toll(killed=5)
    ),
    "a recollection that names the day": a_report(
        role=Role.BACKGROUND, published=NOON + timedelta(days=6), window=a_day(date(2024, 5, 14))
    ),
}


@pytest.mark.parametrize("report", SAME.values(), ids=SAME.keys())
def test_it_is_the_same_attack(report: Report) -> None:
    decision = resolve(report, [known(a_report())], POLICY)
    assert isinstance(decision, SameIncident), similarity(report, known(a_report()), POLICY)


OTHER = {
    "another town of the region": a_report(place=OTHER_TOWN),
    "the next night": a_report(window=a_window(NOON + timedelta(hours=30))),
    "the day before yesterday": a_report(window=a_day(date(2024, 5, 11))),
    "the same town next week, no time stated": a_report(
        published=NOON + timedelta(days=7), window=unstated(NOON + timedelta(days=7))
    ),
}


@pytest.mark.parametrize("report", OTHER.values(), ids=OTHER.keys())
def test_it_is_another_attack(report: Report) -> None:
    assert isinstance(resolve(report, [known(a_report())], POLICY), NewIncident)


def test_what_goes_on_now_hardly_is_what_was_over_hours_ago() -> None:
    later = NOON + timedelta(hours=20)
    told = a_report(published=later, window=unstated(later))
    bare, live = (similarity(report, known(a_report()), POLICY).score for report in (told, replace(told, live=True)))
    assert live < bare / 1.5


def test_a_region_that_holds_several_incidents_cannot_choose() -> None:
    two = [known(a_report()), known(a_report(place=OTHER_TOWN), 2)]
    decision = resolve(a_report(place=REGION), two, POLICY)
    assert isinstance(decision, Ambiguous)
    assert {incident.id for incident, _ in decision.candidates} == {1, 2}


def test_a_report_that_may_not_open_an_incident_opens_none() -> None:
    assert isinstance(resolve(a_report(opens=False), [], POLICY), Unfounded)


def test_withdrawn_incidents_are_not_joined() -> None:
    assert isinstance(resolve(a_report(), [replace(known(a_report()), withdrawn=True)], POLICY), NewIncident)


def test_the_nearest_miss_is_kept_for_the_explanation() -> None:
    decision = resolve(a_report(place=OTHER_TOWN), [known(a_report())], POLICY)
    assert isinstance(decision, NewIncident)
    assert decision.nearest is not None
    assert decision.nearest[1].veto == "different places"


@given(st.floats(0, 200), st.floats(0, 200))
def test_a_stored_incident_outside_the_searched_days_would_not_have_been_joined(hours: float, later: float) -> None:
    incident = known(a_report())
    report = a_report(window=a_window(NOON + timedelta(hours=hours)), published=NOON + timedelta(hours=hours + later))
    first, last = days_to_search(report, POLICY)
    if incident.window.last < first or incident.window.first > last:
        assert similarity(report, incident, POLICY).score == 0.0


class TestMerging:
    def test_a_bare_repetition_corroborates(self) -> None:
        change = merge(known(a_report()), a_report())
        assert change.kind is ChangeKind.CORROBORATED
        assert change.after.version == 1

    def test_a_second_publisher_makes_it_corroborated(self) -> None:
        change = merge(known(a_report()), a_report(publisher="Other"))
        assert change.after.standing is Standing.CORROBORATED
        assert change.facts == {"standing"}

    def test_an_authority_makes_it_official(self) -> None:
        change = merge(known(a_report()), a_report(claim=Claim(speaker="governor", official=True)))
        assert change.after.standing is Standing.OFFICIAL

    def test_a_finer_place_refines_and_another_place_does_not(self) -> None:
        assert merge(known(a_report(place=REGION)), a_report()).after.place == TOWN
        assert merge(known(a_report()), a_report(place=REGION)).after.place == TOWN
        assert merge(known(a_report()), a_report(place=OTHER_TOWN)).after.place == TOWN

    def test_an_exact_place_replaces_an_approximate_one(self) -> None:
        near = a_place("near Starodub", approximate=True)
        assert merge(known(a_report(place=near)), a_report()).after.place == TOWN

    def test_a_stated_time_replaces_an_inferred_one(self) -> None:
        stated = a_window()
        change = merge(known(a_report(window=unstated())), a_report(window=stated))
        assert change.after.window == stated

    @pytest.mark.parametrize(
        ("name", "told", "corrects", "expected"),
        [
            ("rises", 5, False, 5),
            ("a late outlet's lower figure does not lower it", 2, False, 3),
            ("a correction lowers it", 2, True, 2),
        ],
    )
    def test_toll(self, name: str, told: int, corrects: bool, expected: int) -> None:
        change = merge(known(a_report(toll=a_toll(killed=3))), a_report(toll=a_toll(killed=told), corrects=corrects))
        assert change.after.toll == a_toll(killed=expected)
        assert ("toll" in change.facts) == (expected != 3)

    @pytest.mark.parametrize(
        ("injured", "expected"), [(73, 73), (2, 75)], ids=["less those who died", "a part of them"]
    )
    def test_fewer_injured_beside_more_dead(self, injured: int, expected: int) -> None:
        told = a_report(toll=a_toll(killed=21, injured=injured))
        change = merge(known(a_report(toll=a_toll(killed=20, injured=75))), told)
        assert change.after.toll == a_toll(killed=21, injured=expected)

    def test_the_recalled_becomes_news(self) -> None:
        quiet = known(a_report(role=Role.BACKGROUND))
        assert quiet.quiet
        change = merge(quiet, a_report())
        assert not change.after.quiet
        assert "role" in change.facts

    def test_a_recollection_changes_no_known_fact(self) -> None:
        change = merge(known(a_report(toll=a_toll(killed=3))), a_report(role=Role.BACKGROUND, toll=a_toll(killed=9)))
        assert change.after.toll == a_toll(killed=3)

    def test_a_type_that_tells_goes_before_an_explosion(self) -> None:
        change = merge(known(a_report(types=(AttackType("explosion"),))), a_report())
        assert change.after.types == ("drone", "explosion")


def test_two_places_of_one_entry_are_two_attacks_unless_one_holds_the_other():
    here, there = a_report(), a_report(place=OTHER_TOWN)
    assert told_apart(here, there)
    assert not told_apart(here, a_report(place=DISTRICT))
    assert not told_apart(here, here)


def test_a_copy_speaks_for_the_same_place_only():
    text = tuple(range(40))
    stored = known(a_report(sketch=text))
    near = replace(TOWN, id=PlaceId(TOWN.id + 1000), name="Next town", district=None)
    assert "text: a copy" in dict(similarity(a_report(sketch=text), stored, POLICY).features)
    assert "text: a copy" not in dict(similarity(a_report(sketch=text, place=near), stored, POLICY).features)
