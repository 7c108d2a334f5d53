"""The part of a form that says what somebody wants to be told: a subscription. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from monitor.delivery.cleaning import line
from monitor.delivery.language import N_
from monitor.delivery.wishes_in_words import MODES
from monitor.delivery.wording import Words
from monitor.model import (
    Around,
    AttackType,
    Level,
    Mode,
    RuleId,
    Standing,
    SubscriberId,
    Subscription,
    SubscriptionId,
)
from monitor.rules.model import Rule, RuleStatus
from monitor.web.forms import Fields, Option, Problem, Say, one_of, options
from monitor.web.places import Circle, KnowsPlaces, Typed, circles_in_words, regions_in_words, rows

ALL_RULES = "*"
"""Value of the box for every rule, also those still to be written."""

_LEVELS = {
    Level.LOW: N_("all of them"),
    Level.MEDIUM: N_("medium or above"),
    Level.HIGH: N_("high or above"),
    Level.CRITICAL: N_("critical alone"),
}
_STANDINGS = {
    Standing.REPORTED: N_("as soon as one publisher reports it"),
    Standing.CORROBORATED: N_("when a second, independent publisher reports it"),
    Standing.OFFICIAL: N_("when an authority confirms it"),
}
NO_RULE = N_("Choose at least one.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What can be chosen at this moment, and the words of the page.

    ``rules``: those that alert, by title. ``words`` and ``say``: those of the mails and of the pages, in the language of the
    page.
    """

    rules: tuple[Rule, ...]
    types: tuple[AttackType, ...]
    places: KnowsPlaces
    words: Words
    say: Say


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What stands in the form: as somebody sent it, or as it is at first. ``problems``: what is wrong with it.

    ``regions`` and ``circles``: as typed; ``changes``: the fields of a subscription that were sent, only of use where
    there are no problems. What a form did not hold is not among them and stays as it is.
    """

    mode: str = Mode.ALERT.value
    level: str = Level.LOW.value
    standing: str = Standing.REPORTED.value
    rules: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    regions: tuple[str, ...] = ()
    circles: tuple[Circle, ...] = ()
    even_if_empty: bool = True
    changes: Mapping[str, Any] | None = None
    problems: tuple[Problem, ...] = ()

    def subscription(self, known: Subscription | None = None) -> Subscription:
        """What is asked for; only where there are no problems.

        Args:
            known: the stored subscription that is changed; None: a new one, with id 0.
        """
        before = known or Subscription(id=SubscriptionId(0), subscriber=SubscriberId(0))
        return replace(before, **(self.changes or {}))

    @property
    def narrow(self) -> bool:
        """Whether a filter is set, or wrong, that is not needed at first."""
        basic = {"rule", "mode", "level"}
        return bool(
            self.types
            or self.regions
            or self.circles
            or self.standing != Standing.REPORTED
            or not self.even_if_empty
            or any(problem.field not in basic for problem in self.problems)
        )


def offered(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Return the rules that alert, by title: only they can be chosen."""
    return tuple(sorted((rule for rule in rules if rule.status is RuleStatus.STABLE), key=lambda rule: rule.title))


def wanted_from(subscription: Subscription, offer: Offer) -> Wanted:
    """Return what the form of a stored subscription holds."""
    return Wanted(
        mode=subscription.mode.value,
        level=subscription.min_level.value,
        standing=subscription.min_standing.value,
        rules=frozenset(subscription.rules or {ALL_RULES}),
        types=frozenset(subscription.types),
        regions=regions_in_words(subscription.regions, offer.places, offer.words),
        circles=circles_in_words(subscription.around, offer.places, offer.words),
        even_if_empty=subscription.even_if_empty,
    )


def read_wanted(sent: Fields, offer: Offer, known: Subscription | None = None) -> Wanted:
    """Return what a form holds. *known*: the stored subscription that it was made from; None: a new one."""
    say = offer.say
    before_regions: Iterable[str] = () if known is None else known.regions
    before_circles: Iterable[Around] = () if known is None else known.around
    typed = Typed(offer.places, offer.words, say, before_regions, before_circles)
    mode, bad_mode = one_of(Mode, sent, "mode", Mode.ALERT.value, say)
    level, bad_level = one_of(Level, sent, "level", Level.LOW.value, say)
    standing, bad_standing = one_of(Standing, sent, "standing", Standing.REPORTED.value, say)
    # A rule that is no longer offered is kept as long as nobody takes it away.
    rules = frozenset(sent.get("rule", ())) & {ALL_RULES, *(rule.id for rule in offer.rules), *_rules(known)}
    no_rule = () if rules else (Problem(field="rule", text=say(NO_RULE)),)
    types = frozenset(sent.get("type", ())) & {*offer.types, *(() if known is None else known.types)}
    lines, codes, bad_regions = typed.regions(sent)
    circles, around, bad_circles = typed.circles(sent)
    changes: dict[str, Any] = {
        "mode": Mode(mode),
        "min_level": Level(level),
        "rules": frozenset() if ALL_RULES in rules else frozenset(map(RuleId, rules)),
    }
    optional = {
        "type": ("types", frozenset(map(AttackType, types))),
        "regions": ("regions", codes),
        "near": ("around", around),
        "standing": ("min_standing", Standing(standing)),
        "empty": ("even_if_empty", "yes" in sent.get("empty", ())),
    }
    changes |= dict(change for name, change in optional.items() if name in sent)
    return Wanted(
        mode=mode,
        level=level,
        standing=standing,
        rules=rules,
        types=types,
        regions=lines,
        circles=circles,
        even_if_empty=bool(changes.get("even_if_empty", True)),
        changes=changes,
        problems=(*no_rule, *bad_mode, *bad_level, *bad_regions, *bad_circles, *bad_standing),
    )


def wanted_values(wanted: Wanted, offer: Offer) -> dict[str, object]:
    """Return what the fields of a subscription are made of."""
    return {
        "rules": _rule_options(wanted.rules, offer),
        "modes": options(MODES, wanted.mode, offer.say),
        "levels": options(_LEVELS, wanted.level, offer.say),
        "types": _type_options(wanted.types, offer),
        "regions": wanted.regions,
        "circles": rows(wanted.circles),
        "standings": options(_STANDINGS, wanted.standing, offer.say),
        "even_if_empty": wanted.even_if_empty,
        "narrow": wanted.narrow,
    }


def _rules(known: Subscription | None) -> frozenset[str]:
    return frozenset() if known is None else frozenset(known.rules)


def _rule_options(chosen: frozenset[str], offer: Offer) -> tuple[Option, ...]:
    """The rules to choose from, each with its level."""
    say = offer.say
    named = [
        Option(value=rule.id, label=line(rule.title), chosen=rule.id in chosen, note=say(rule.level.value))
        for rule in offer.rules
    ]
    gone = sorted(chosen - {ALL_RULES, *(rule.id for rule in offer.rules)})
    named += [Option(value=rule, label=line(rule), chosen=True) for rule in gone]
    every = Option(value=ALL_RULES, label=say(N_("Everything, also what will be added")), chosen=ALL_RULES in chosen)
    return (*named, every) if named else ()


def _type_options(chosen: frozenset[str], offer: Offer) -> tuple[Option, ...]:
    """The attack types to choose from."""
    kinds = [*offer.types, *sorted(map(AttackType, chosen - set(offer.types)))]
    return tuple(
        Option(value=kind, label=line(offer.words.attack((kind,), several=True)), chosen=kind in chosen)
        for kind in kinds
    )
