"""What people type becomes a subscription, or is refused with everything that is wrong and what would be right."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from monitor.errors import WishError
from monitor.jobs.live_rules import InForce, LiveRules
from monitor.jobs.typed_wishes import Wish, check_reader, quiet_hours_of, subscription_of
from monitor.model import Level, Mode, QuietHours, Standing, SubscriberId
from monitor.places.gazetteer import Gazetteer

RULES = Path(__file__).parents[2] / "rules"


@pytest.fixture(scope="module")
def in_force() -> InForce:
    return LiveRules(RULES, Gazetteer.open()).in_force


def test_wish_becomes_a_subscription(in_force: InForce) -> None:
    wish = Wish(
        mode="daily",
        rules=["any-attack"],
        level="high",
        types=["drone"],
        regions=["RU-MOS", "Ukraine", "Kharkiv region"],
        near=[("Istra, RU-MOS", "30")],
        standing="official",
        even_if_empty=False,
    )
    wanted = subscription_of(wish, in_force, SubscriberId(7))
    assert (wanted.mode, wanted.min_level, wanted.min_standing) == (Mode.DAILY, Level.HIGH, Standing.OFFICIAL)
    assert (wanted.rules, wanted.types, wanted.regions) == ({"any-attack"}, {"drone"}, {"RU-MOS", "UA", "UA-63"})
    [circle] = wanted.around
    assert (circle.place.name, circle.km, wanted.even_if_empty, wanted.subscriber) == ("Istra", 30.0, False, 7)


def test_nothing_said_asks_for_everything_at_once(in_force: InForce) -> None:
    wanted = subscription_of(Wish(), in_force, SubscriberId(7))
    assert (wanted.mode, wanted.rules, wanted.types, wanted.regions, wanted.around) == (
        Mode.ALERT,
        frozenset(),
        frozenset(),
        frozenset(),
        (),
    )


def test_everything_that_is_wrong_is_told_at_once(in_force: InForce) -> None:
    wish = Wish(
        mode="yearly",
        rules=["any-atack"],
        level="loud",
        types=["dron"],
        regions=["Tver"],
        near=[("Tver", "far")],
        standing="sure",
    )
    with pytest.raises(WishError) as raised:
        subscription_of(wish, in_force, SubscriberId(7))
    assert raised.value.problems == {
        "mode": "yearly: it is one of alert, hourly, daily, weekly",
        "rule": "any-atack: no such rule; did you mean any-attack?",
        "level": "loud: it is one of low, medium, high, critical",
        "type": "dron: no such type; did you mean drone?",
        "region": "Tver: it is no region or country; give a place and a radius instead",
        "near": "Tver, far: a radius is more than 0 and at most 1000 km",
        "standing": "sure: it is one of reported, corroborated, official",
    }


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        (Wish(near=[("Kharkiw", 5)]), "Kharkiw: no such place; did you mean Kharkiv"),
        (Wish(near=[("RU-MOS", 5)]), "RU-MOS: that is .*, and a radius needs a town or a site"),
        (Wish(near=[("Istra", 5)]), "Istra: that is Istarska županija, HR, .* like 'Istra, UA'"),
        (Wish(near=[("Tver", 5000)]), "Tver, 5000: a radius is more than 0"),
        (Wish(near=[("Tver", "nan")]), "Tver, nan: a radius is more than 0"),
        (Wish(regions=["XX-YY"]), "XX-YY: no such place"),
    ],
)
def test_place_that_cannot_be_used_is_named(in_force: InForce, wish: Wish, told: str) -> None:
    with pytest.raises(WishError, match=told):
        subscription_of(wish, in_force, SubscriberId(7))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("22:00-07:00", QuietHours(start=time(22), end=time(7))),
        (" 1:30 – 6:05 ", QuietHours(start=time(1, 30), end=time(6, 5))),
        ("none", None),
        ("", None),
    ],
)
def test_quiet_hours(text: str, expected: QuietHours | None) -> None:
    assert quiet_hours_of(text) == expected


@pytest.mark.parametrize("text", ["22-7", "25:00-07:00", "07:00-07:00", "22:00", "always"])
def test_quiet_hours_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(WishError, match="write them like 22:00-07:00"):
        quiet_hours_of(text)


def test_reader_that_cannot_be_mailed_is_refused() -> None:
    assert check_reader(email="anna@пример.org", tz="Europe/Kyiv", lang="uk") == "anna@xn--e1afmkfd.org"
    with pytest.raises(WishError) as raised:
        check_reader(email="anna@example", tz="Kyiv", lang="xx")
    assert set(raised.value.problems) == {"email", "tz", "lang"}
