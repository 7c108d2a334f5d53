"""What a subscription asks for, in the subscriber's words, and the mails about the subscription itself. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from monitor.delivery.cleaning import line
from monitor.delivery.language import N_
from monitor.delivery.views import Footer, ServiceView
from monitor.delivery.wording import Words
from monitor.model import Level, Mode, Place, RuleId, Standing, Subscriber, Subscription

MODES = {
    Mode.ALERT: N_("At once"),
    Mode.HOURLY: N_("Once an hour"),
    Mode.DAILY: N_("Once a day"),
    Mode.WEEKLY: N_("Once a week"),
}
"""When a subscription is told."""


RegionOf = Callable[[str], Place | None]
"""Finds the region of an ISO 3166-2 code; None: it is not known."""


def wish_in_words(
    subscription: Subscription, titles: Mapping[RuleId, str], words: Words, region_of: RegionOf = lambda _: None
) -> str:
    """Return when and what: ``At once: Drone attack on Moscow; Any attack on Kyiv (level high or above; drone)``.

    Args:
        subscription: what is asked for.
        titles: of the rules in force; a rule that is gone keeps its id.
        words: the language.
        region_of: names regions; one that it does not know is given by its code.
    """
    _ = words.say
    rules = "; ".join(sorted(line(titles.get(rule, rule)) for rule in subscription.rules)) or _("every attack")
    wish = f"{_(MODES[subscription.mode])}: {rules}"
    limits = list(_limits(subscription, words, region_of))
    return f"{wish} ({'; '.join(limits)})" if limits else wish


def _limits(subscription: Subscription, words: Words, region_of: RegionOf) -> Iterator[str]:
    """Every filter of a subscription, each in words of its own."""
    if subscription.min_level is not Level.LOW:
        yield words.say("level %(level)s or above", level=words.say(subscription.min_level.value))
    if subscription.types:
        yield ", ".join(sorted(words.attack_type(kind) for kind in subscription.types))
    places = sorted(_region(code, words, region_of) for code in subscription.regions)
    places += [
        words.say(N_("within %(km)s km: %(place)s"), km=f"{circle.km:g}", place=_place(circle.place, words, region_of))
        for circle in subscription.around
    ]
    if places:
        yield ", ".join(places)
    if subscription.min_standing is not Standing.REPORTED:
        yield words.standing_word(subscription.min_standing)
    if subscription.mode in (Mode.DAILY, Mode.WEEKLY) and not subscription.even_if_empty:
        yield words.say(N_("only when there is something to report"))


def _place(place: Place, words: Words, region_of: RegionOf) -> str:
    """A place with its region: there are many of most names."""
    region = None if place.iso_region is None else region_of(place.iso_region)
    name = words.short_place(place)
    return name if region is None else ", ".join(dict.fromkeys((name, words.short_place(region))))


def _region(code: str, words: Words, region_of: RegionOf) -> str:
    if "-" not in code:
        return words.country(code)
    place = region_of(code)
    return code if place is None else words.short_place(place)


def service_view(
    subscriber: Subscriber, wishes: Sequence[str], footer: Footer, *, asks: bool, link: str, until: datetime
) -> ServiceView:
    """Return the mail that asks somebody to confirm (*asks*), or gives them their links.

    Args:
        subscriber: who gets it.
        wishes: what they ask for, in words.
        footer: who writes.
        asks: whether they have not agreed yet.
        link: the page with the button, or their settings.
        until: when the link ends.
    """
    words = Words(subscriber.lang, ZoneInfo(subscriber.tz))
    return ServiceView(
        lang=words.lang,
        subject=words.say(N_("Please confirm: mails about attacks") if asks else N_("Your links: mails about attacks")),
        kind="confirm" if asks else "links",
        wishes=tuple(wishes),
        link=link,
        until=f"{words.moment(until)} ({words.zone(until)})",
        footer=footer,
    )
