"""Whether a new incident is told at once, or watched until another independent report supports it."""

from __future__ import annotations

from typing import Any

import pytest

from monitor.incidents.opening import TOLD_AT_ONCE, opening, opening_features
from monitor.model import Place, Precision, Report, Role, Similarity
from tests.builders import OTHER_TOWN, REGION, TOWN, a_report, a_toll, unstated

ABROAD = Place(
    id=OTHER_TOWN.id, name="Tours", kind="city", precision=Precision.CITY, country="FR", lat=47.4, lon=0.7,
    population=136_000, tz="Europe/Paris",
)  # fmt: skip


def features(report: Report, *others: Report, nearest: Similarity | None = None, linked: bool = False) -> list[str]:
    return opening_features(report, nearest, others, linked=linked)


def probability(report: Report, *others: Report, linked: bool = False) -> float:
    return opening(report, None, others, linked=linked)[0]


FEATURES: dict[str, tuple[dict[str, Any], str]] = {
    "how sure the news is": ({"confidence": 0.55}, "news 0.5 to 0.6"),
    "how sure the place is": ({"place_confidence": 0.95}, "place over 0.9"),
    "how fine the place is": ({"place": REGION}, "place is region"),
    "that no kind of attack is named": ({"types": ()}, "type unknown"),
    "that people were hurt": ({"toll": a_toll(killed=2)}, "tells a toll"),
    "that it goes on with an earlier report": ({"follows_up": True}, "follows up"),
}


@pytest.mark.parametrize(("given", "feature"), FEATURES.values(), ids=FEATURES.keys())
def test_a_report_shows(given: dict[str, Any], feature: str) -> None:
    assert feature in features(a_report(**given))
    assert feature not in features(a_report(confidence=0.95, place_confidence=0.75))


def test_a_report_without_a_time_does_not_show_one() -> None:
    assert "time stated" in features(a_report())
    assert "time stated" not in features(a_report(window=unstated()))


def test_the_nearest_miss_counts_by_its_score_or_its_veto() -> None:
    assert "nothing near" in features(a_report())
    close = Similarity(score=0.3, features=(("place: same", 2.0),), veto=None)
    assert {"nearest fits somewhat", "nearest is at the same place"} <= set(features(a_report(), nearest=close))
    apart = Similarity(score=0.0, features=(), veto="different places")
    assert "nearest: different places" in features(a_report(), nearest=apart)


def test_what_else_the_entry_brings_as_news_counts_and_what_it_recalls_does_not() -> None:
    recalled = a_report(place=OTHER_TOWN, role=Role.BACKGROUND)
    assert "alone" in features(a_report(), recalled)
    another = a_report(place=OTHER_TOWN)
    assert {"one of two", "another of the entry is close by"} <= set(features(a_report(), another))
    assert "another of the entry is in another country" in features(a_report(), a_report(place=ABROAD))


def test_a_sure_report_with_a_toll_is_told_at_once_and_a_doubtful_one_is_watched() -> None:
    sure = a_report(place=TOWN, confidence=0.95, place_confidence=0.95, toll=a_toll(killed=3))
    assert probability(sure) > TOLD_AT_ONCE
    doubtful = a_report(place=TOWN, confidence=0.45, place_confidence=0.4, types=(), window=unstated())
    assert probability(doubtful, sure, linked=True) < TOLD_AT_ONCE


def test_the_reasons_add_up_to_the_decision() -> None:
    report = a_report()
    chance, because = opening(report, None, (), linked=False)
    names = {name for name, _ in because}
    assert names <= {*features(report), "bias"}
    assert 0.0 < chance < 1.0
