"""What a subscription asks for, in words."""

from __future__ import annotations

import pytest

from monitor.delivery.wishes_in_words import wish_in_words
from monitor.delivery.wording import Words
from monitor.model import AttackType, Level, Mode, RuleId, Standing, SubscriberId, Subscription, SubscriptionId

TITLES = {RuleId("kyiv"): "Any attack on Kyiv"}


def wish(**changes: object) -> Subscription:
    return Subscription(id=SubscriptionId(1), subscriber=SubscriberId(1), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("subscription", "lang", "expected"),
    [
        (wish(), "en", "At once: every attack"),
        (wish(rules=frozenset({RuleId("kyiv"), RuleId("gone")})), "en", "At once: Any attack on Kyiv; gone"),
        (wish(mode=Mode.DAILY), "en", "Once a day: every attack"),
        (
            wish(mode=Mode.DAILY, even_if_empty=False),
            "en",
            "Once a day: every attack (only when there is something to report)",
        ),
        (
            wish(mode=Mode.WEEKLY, even_if_empty=False),
            "ru",
            "Раз в неделю: любая атака (только когда есть о чём сообщить)",
        ),
        (wish(mode=Mode.HOURLY, even_if_empty=False), "en", "Once an hour: every attack"),
        (
            wish(min_level=Level.HIGH, types=frozenset({AttackType("drone")}), min_standing=Standing.CORROBORATED),
            "en",
            "At once: every attack (level high or above; drone; corroborated)",
        ),
        (wish(regions=frozenset({"UA", "UA-63"})), "en", "At once: every attack (UA-63, Ukraine)"),
    ],
)
def test_wish_in_words(subscription: Subscription, lang: str, expected: str) -> None:
    assert wish_in_words(subscription, TITLES, Words(lang)) == expected
