"""What people ask for, as they type it on a command line or in a form, turned into subscriptions and settings.

Everything that is wrong with a wish is told at once, by field, as a `WishError`.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from typing import TypeVar
from zoneinfo import available_timezones

from monitor.delivery.addresses import deliverable
from monitor.errors import WishError
from monitor.jobs.live_rules import InForce
from monitor.jobs.typed_places import Amiss, FindsPlaces, PlaceProblem, circle_of, region_of
from monitor.model import (
    Around,
    AttackType,
    Level,
    Mode,
    QuietHours,
    RuleId,
    Standing,
    SubscriberId,
    Subscription,
    SubscriptionId,
)

LANGUAGES = ("en", "ru", "uk")
"""Languages that mails are written in."""

Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A subscription as somebody typed it. Empty: no filter of that kind.

    ``rules`` and ``types``: ids. ``regions``: ISO codes or names of regions and countries. ``near``: pairs of a place's
    name, which may say where it lies (``Istra, RU-MOS``), and a radius in kilometres.
    """

    mode: str = Mode.ALERT.value
    rules: Sequence[str] = ()
    level: str = Level.LOW.value
    types: Sequence[str] = ()
    regions: Sequence[str] = ()
    near: Sequence[tuple[str, str | float]] = ()
    standing: str = Standing.REPORTED.value
    even_if_empty: bool = True


def subscription_of(wish: Wish, in_force: InForce, subscriber: SubscriberId) -> Subscription:
    """Return the subscription that *wish* asks for, not stored yet (``id`` 0).

    Raises:
        WishError: something in it is unknown or out of range.
    """
    problems: dict[str, str] = {}
    ruleset, gazetteer = in_force.ruleset, in_force.gazetteer
    known_rules = {rule.id for rule in ruleset.rules}
    subscription = Subscription(
        id=SubscriptionId(0),
        subscriber=subscriber,
        mode=_one_of(Mode, wish.mode, "mode", problems) or Mode.ALERT,
        rules=frozenset(map(RuleId, _known(wish.rules, known_rules, "rule", problems))),
        min_level=_one_of(Level, wish.level, "level", problems) or Level.LOW,
        types=frozenset(map(AttackType, _known(wish.types, set(ruleset.lexicon.types), "type", problems))),
        regions=frozenset(code for name in wish.regions for code in _region(gazetteer, name, problems)),
        around=tuple(circle for name, km in wish.near for circle in _circle(gazetteer, name, km, problems)),
        min_standing=_one_of(Standing, wish.standing, "standing", problems) or Standing.REPORTED,
        even_if_empty=wish.even_if_empty,
    )
    if problems:
        raise WishError(problems)
    return subscription


def check_reader(*, email: str, tz: str, lang: str) -> str:
    """Return the address as mail is sent to it, once it, the time zone and the language are found to be usable.

    Raises:
        WishError: one of them cannot be used.
    """
    problems: dict[str, str] = {}
    address = ""
    try:
        address = deliverable(email)
    except ValueError as error:
        problems["email"] = f"{email!r} is no address that mail can go to: {error}"
    try:
        check_ways(tz=tz, lang=lang)
    except WishError as error:
        problems |= error.problems
    if problems:
        raise WishError(problems)
    return address


def check_ways(*, tz: str | None = None, lang: str | None = None) -> None:
    """Check a time zone and a language; None: not asked for.

    Raises:
        WishError: one of them cannot be used.
    """
    problems: dict[str, str] = {}
    if tz is not None and tz not in available_timezones():
        problems["tz"] = f"{tz}: no such time zone; write it like Europe/Kyiv"
    if lang is not None and lang not in LANGUAGES:
        problems["lang"] = f"{lang}: mails are written in {', '.join(LANGUAGES[:-1])} or {LANGUAGES[-1]}"
    if problems:
        raise WishError(problems)


def quiet_hours_of(text: str, *, wake_for_critical: bool = False) -> QuietHours | None:
    """Return the quiet hours that ``22:00-07:00`` means; None for ``none`` or nothing.

    Raises:
        WishError: it is no span of a day.
    """
    if text.strip().lower() in {"", "none"}:
        return None
    found = re.fullmatch(r"\s*(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})\s*", text)
    try:
        if found is None:
            raise ValueError("no two times")
        start_h, start_m, end_h, end_m = map(int, found.groups())
        return QuietHours(start=time(start_h, start_m), end=time(end_h, end_m), wake_for_critical=wake_for_critical)
    except ValueError as error:
        raise WishError({"quiet_hours": f"{text!r}: write them like 22:00-07:00, or none"}) from error


def _one_of(kind: type[Choice], text: str, field: str, problems: dict[str, str]) -> Choice | None:
    try:
        return kind(text)
    except ValueError:
        problems[field] = f"{text}: it is one of {', '.join(kind)}"
        return None


def _known(wanted: Sequence[str], known: Collection[str], field: str, problems: dict[str, str]) -> Sequence[str]:
    for name in wanted:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(sorted(known))}"
            problems[field] = f"{name}: no such {field}; {hint}"
    return wanted


def _region(places: FindsPlaces, name: str, problems: dict[str, str]) -> Iterator[str]:
    found = region_of(places, name)
    if isinstance(found, PlaceProblem):
        problems["region"] = _in_words(found)
    else:
        yield found


def _circle(places: FindsPlaces, name: str, km: str | float, problems: dict[str, str]) -> Iterator[Around]:
    found = circle_of(places, name, km)
    if isinstance(found, PlaceProblem):
        problems["near"] = _in_words(found, km)
    else:
        yield found


def _in_words(problem: PlaceProblem, km: str | float = 0) -> str:
    name, place = problem.typed, problem.place
    match problem.amiss:
        case Amiss.UNKNOWN:
            near = f"; did you mean {' or '.join(problem.near)}?" if problem.near else "; try an ISO code"
            return f"{name}: no such place{near}"
        case Amiss.NO_REGION:
            return f"{name}: it is no region or country; give a place and a radius instead"
        case Amiss.TOO_WIDE:
            assert place is not None
            return (
                f"{name}: that is {place.name}, {place.country}, and a radius needs a town or a site; "
                f"say where the one you mean lies, like '{name}, UA', or give the region"
            )
        case Amiss.RADIUS:
            return f"{name}, {km}: a radius is more than 0 and at most 1000 km"
