"""Forms: what may be chosen, what somebody filled in, and what is wrong with it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from monitor.delivery.addresses import deliverable
from monitor.delivery.cleaning import line
from monitor.delivery.language import LANGUAGES, N_
from monitor.delivery.wishes_in_words import MODES
from monitor.jobs.signing_up import Wish
from monitor.model import Level, Mode, RuleId, SubscriberId, Subscription, SubscriptionId
from monitor.rules.model import Rule, RuleStatus
from monitor.web.language import NAMES
from monitor.web.zones import CONTINENTS, FREQUENT, LIKELY, Zone, city, known, zones

Fields = Mapping[str, Sequence[str]]
"""What a form sent: every value of every field."""

Say = Callable[[str], str]

_LEVELS = {
    Level.LOW: N_("all of them"),
    Level.MEDIUM: N_("medium or above"),
    Level.HIGH: N_("high or above"),
    Level.CRITICAL: N_("critical alone"),
}
NO_ADDRESS = N_("Write the address that the mails shall go to.")
BAD_ADDRESS = N_(
    "Mail cannot be sent to this address. Look for a mistyped character; letters before the @ must be Latin."
)
NO_RULE = N_("Choose at least one.")
UNKNOWN = N_("Choose one of these.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One thing that can be chosen. ``note``: what more there is to say, may be empty."""

    value: str
    label: str
    chosen: bool
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionGroup:
    """Options under a heading."""

    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong with a field, in the language of the page."""

    field: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What stands in a form: as somebody sent it, or as it is at first. ``problems``: what is wrong with it.

    ``tz`` and ``lang`` belong to the person, the rest to a subscription.
    """

    email: str = ""
    lang: str = "en"
    tz: str = "UTC"
    mode: str = Mode.ALERT.value
    level: str = Level.LOW.value
    rules: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()

    def subscription(self, known: Subscription | None = None) -> Subscription:
        """What is asked for; only where there are no problems.

        Args:
            known: the stored subscription that is changed, whose further filters the form does not show and are kept;
                None: a new one, with id 0.
        """
        return replace(
            known or Subscription(id=SubscriptionId(0), subscriber=SubscriberId(0)),
            mode=Mode(self.mode),
            min_level=Level(self.level),
            rules=frozenset() if ALL_RULES in self.rules else frozenset(map(RuleId, self.rules)),
        )

    @property
    def wish(self) -> Wish:
        """All that a sign-up asks for; only where there are no problems."""
        return Wish(email=self.email, lang=self.lang, tz=self.tz, subscription=self.subscription())


def at_first(lang: str) -> Filled:
    """Return what a form holds before anybody writes into it."""
    return Filled(lang=lang, tz=LIKELY.get(lang, "UTC"))


ALL_RULES = "*"
"""Value of the box for every rule, also those still to be written."""


def filled_from(subscription: Subscription) -> Filled:
    """Return what the form of a stored subscription holds."""
    return Filled(
        mode=subscription.mode.value,
        level=subscription.min_level.value,
        rules=frozenset(subscription.rules or {ALL_RULES}),
    )


def offered(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Return the rules that alert, by title: only they can be chosen."""
    return tuple(sorted((rule for rule in rules if rule.status is RuleStatus.STABLE), key=lambda rule: rule.title))


def read_sign_up(sent: Fields, rules: Sequence[Rule], lang: str, say: Say) -> Filled:
    """Return what the sign-up form holds, and what is wrong with it.

    Args:
        sent: the fields.
        rules: those that can be chosen.
        lang: of the page, for who chose none.
        say: translates the problems.
    """
    typed = one(sent, "email")
    email = address(typed)
    person = read_person(sent, lang, say)
    wanted = read_subscription(sent, rules, say)
    problems = []
    if email is None:
        text = say(BAD_ADDRESS) if typed.strip() else say(NO_ADDRESS)
        problems.append(Problem(field="email", text=text))
    return replace(
        wanted,
        email=shown(typed) if email is None else email,
        lang=person.lang,
        tz=person.tz,
        problems=(*problems, *wanted.problems, *person.problems),
    )


def address(typed: str) -> str | None:
    """Return the address that somebody typed, as mail is sent to it; None: it is none."""
    try:
        return deliverable(typed)
    except ValueError:
        return None


def shown(typed: str) -> str:
    """Return what somebody typed where an address should be, fit to be shown to them again."""
    return line(typed)[:254]


def read_person(sent: Fields, lang: str, say: Say) -> Filled:
    """Return the language and the time zone that a form holds; *lang* where it holds none."""
    spoken, tz = one(sent, "lang") or lang, one(sent, "tz") or LIKELY.get(lang, "UTC")
    problems = []
    if spoken not in LANGUAGES:
        spoken = lang
        problems.append(Problem(field="lang", text=say(UNKNOWN)))
    if tz not in known():
        tz = "UTC"
        problems.append(Problem(field="tz", text=say(UNKNOWN)))
    return Filled(lang=spoken, tz=tz, problems=tuple(problems))


def read_subscription(sent: Fields, rules: Sequence[Rule], say: Say) -> Filled:
    """Return the subscription that a form holds."""
    mode, level = one(sent, "mode") or Mode.ALERT.value, one(sent, "level") or Level.LOW.value
    chosen = frozenset(sent.get("rule", ())) & {ALL_RULES, *(rule.id for rule in rules)}
    problems = []
    if not chosen:
        problems.append(Problem(field="rule", text=say(NO_RULE)))
    if mode not in set(Mode):
        mode = Mode.ALERT.value
        problems.append(Problem(field="mode", text=say(UNKNOWN)))
    if level not in set(Level):
        level = Level.LOW.value
        problems.append(Problem(field="level", text=say(UNKNOWN)))
    return Filled(mode=mode, level=level, rules=chosen, problems=tuple(problems))


def one(sent: Fields, name: str) -> str:
    """Return the value of a field that has one; empty: it was not sent."""
    values = sent.get(name, ())
    return values[0] if values else ""


def _rule_options(rules: Iterable[Rule], chosen: frozenset[str], say: Say) -> tuple[Option, ...]:
    """Return the rules to choose from, each with its level."""
    every = Option(value=ALL_RULES, label=say(N_("Everything, also what will be added")), chosen=ALL_RULES in chosen)
    named = [
        Option(value=rule.id, label=line(rule.title), chosen=rule.id in chosen, note=say(rule.level.value))
        for rule in rules
    ]
    return (*named, every) if named else ()


def _mode_options(chosen: str, say: Say) -> tuple[Option, ...]:
    """Return when one can be told."""
    return tuple(Option(value=mode.value, label=say(text), chosen=mode.value == chosen) for mode, text in MODES.items())


def _level_options(chosen: str, say: Say) -> tuple[Option, ...]:
    """Return the least levels that one can ask for."""
    return tuple(
        Option(value=level.value, label=say(text), chosen=level.value == chosen) for level, text in _LEVELS.items()
    )


def _language_options(chosen: str) -> tuple[Option, ...]:
    """Return the languages of the mails, each in itself."""
    return tuple(Option(value=lang, label=name, chosen=lang == chosen) for lang, name in NAMES.items())


def _zone_options(chosen: str, lang: str, say: Say) -> tuple[OptionGroup, ...]:
    """Return the time zones, the frequent ones first; one that was chosen elsewhere is offered too."""
    first = FREQUENT if chosen in known() else (chosen, *FREQUENT)
    groups = [(say(N_("Frequent")), [Zone(name=name, label=city(name, lang)) for name in first])]
    groups += [(say(CONTINENTS[continent]), list(members)) for continent, members in zones(lang).items()]
    found, open_ = [], True
    for label, members in groups:
        options = []
        for zone in members:
            # A zone stands in two groups and may be chosen in one.
            is_chosen = open_ and zone.name == chosen
            open_ = open_ and not is_chosen
            options.append(Option(value=zone.name, label=zone.label, chosen=is_chosen))
        found.append(OptionGroup(label=label, options=tuple(options)))
    return tuple(found)


def subscription_values(filled: Filled, rules: Iterable[Rule], say: Say) -> dict[str, object]:
    """Return what the fields of a subscription are made of."""
    return {
        "rules": _rule_options(rules, filled.rules, say),
        "modes": _mode_options(filled.mode, say),
        "levels": _level_options(filled.level, say),
    }


def person_values(filled: Filled, lang: str, say: Say) -> dict[str, object]:
    """Return what the fields about a person are made of; *lang*: of the page."""
    return {"langs": _language_options(filled.lang), "zones": _zone_options(filled.tz, lang, say)}
