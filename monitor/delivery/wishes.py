"""What a subscription asks for, in the subscriber's words, and the mails about the subscription itself. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from monitor.delivery.cleaning import line
from monitor.delivery.language import N_
from monitor.delivery.views import Footer, ServiceView
from monitor.delivery.wording import Words
from monitor.model import Level, Mode, RuleId, Subscriber, Subscription

MODES = {
    Mode.ALERT: N_("At once"),
    Mode.HOURLY: N_("Once an hour"),
    Mode.DAILY: N_("Once a day"),
    Mode.WEEKLY: N_("Once a week"),
}
"""When a subscription is told."""


def wish_in_words(subscription: Subscription, titles: Mapping[RuleId, str], words: Words) -> str:
    """Return when and what: ``At once: Drone attack on Moscow; Any attack on Kyiv (level high or above)``.

    Args:
        subscription: what is asked for.
        titles: of the rules in force; a rule that is gone keeps its id.
        words: the language.
    """
    _ = words.say
    rules = "; ".join(sorted(line(titles.get(rule, rule)) for rule in subscription.rules)) or _("every attack")
    wish = f"{_(MODES[subscription.mode])}: {rules}"
    if subscription.min_level is not Level.LOW:
        level = _("level %(level)s or above", level=_(subscription.min_level.value))
        wish += f" ({level})"
    return wish


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
