"""Rules and what loading them gives: frozen values, shared by all threads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from monitor.errors import RuleError
from monitor.language.inflect import russian_cases
from monitor.language.lexicon import Filter, Lexicon
from monitor.model import AttackType, Feed, Level, Outcome, Place, Precision, RuleAlerting, RuleId
from monitor.rules.formats import Section
from monitor.rules.wording import TextCondition
from monitor.rules.yaml_text import Document

ANY_ATTACK = AttackType("any")
"""In a rule's ``attack``: any type. Also the id of the attack file whose words tell no type."""


class PlaceNames(Protocol):
    """What loading asks of the gazetteer."""

    def find(self, name: str) -> Place | None:
        """The place with this ISO code or name; None when there is none."""

    def suggest(self, name: str) -> Sequence[str]:
        """Names like *name*, likeliest first."""


class RuleStatus(StrEnum):
    """Whether a rule alerts: an experimental one runs in shadow, a deprecated one no longer matches."""

    EXPERIMENTAL = "experimental"
    STABLE = "stable"
    DEPRECATED = "deprecated"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceCondition:
    """Where the attack must be: within any of these or near one, and in none of ``outside``.

    ``km``: radius round ``near``; None exactly when ``near`` is None. ``min_precision``: the coarsest place that
    counts; None: any place that surely satisfies the rest.
    """

    within: tuple[Place, ...] = ()
    outside: tuple[Place, ...] = ()
    near: Place | None = None
    km: int | None = None
    min_precision: Precision | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """What must hold for one report. Empty sets and None ask for nothing.

    ``killed`` and ``injured``: at least so many, by the higher figure told. ``tags``: of the feed, any of them.
    """

    attack: frozenset[AttackType] = frozenset()
    place: PlaceCondition | None = None
    text: TextCondition | None = None
    killed: int | None = None
    injured: int | None = None
    outcomes: frozenset[Outcome] = frozenset()
    targets: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleEntry:
    """An entry of a rule's example. ``publisher`` None: one of its own, unlike that of any other entry."""

    lang: str
    published: datetime
    title: str
    summary: str = ""
    content: str | None = None
    publisher: str | None = None
    tags: frozenset[str] = frozenset()
    home: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedIncident:
    """An incident that an example must give. None and empty: not checked. ``day``: local date at the place."""

    place: Place
    day: date | None = None
    attack: frozenset[AttackType] = frozenset()
    alerts: int = 1
    killed: int | None = None
    injured: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleExample:
    """A small stream of entries and the incidents it must give for this rule; none when ``expect`` is empty."""

    name: str
    entries: tuple[ExampleEntry, ...]
    expect: tuple[ExpectedIncident, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule file, with its places found and its terms compiled."""

    id: RuleId
    title: str
    status: RuleStatus
    level: Level
    owner: str
    match: Conditions
    alert: RuleAlerting
    examples: tuple[RuleExample, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorPlace:
    """A place from ``rules/places.yml``. ``names``: (language, name) pairs, the file's own name first, as "en".

    Its id is negative, so that it never meets one of the gazetteer, and depends on name and holder alone.
    """

    place: Place
    names: tuple[tuple[str, str], ...]

    def spellings(self) -> frozenset[str]:
        """Every name in every case, for ``Gazetteer.with_places``. Own names behind the noun may stay as they are."""
        return frozenset(form for lang, name in self.names for form in (name, *_cases(name, lang)))


def _cases(name: str, lang: str) -> Iterator[str]:
    # Loads the dictionary of Russian, which a service without places of its own never needs here.
    from monitor.places.building.inflection import forms_of

    words = name.split()
    for length in range(1, len(words) + 1):
        head, tail = " ".join(words[:length]), words[length:]
        for form in russian_cases(head) if lang == "ru" else forms_of(head, lang) if lang == "uk" else ():
            yield " ".join((form, *tail))


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """A file that was in order when it was read. ``name``: relative to the rules directory, ``alerts/x.yml``."""

    name: str
    digest: str
    document: Document
    content: Section


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """Everything that the operators' files say, as loaded at one moment.

    ``version``: hash of the content in force. ``sources``: the files behind it, by name; of a file that is broken now,
    the last good version.
    """

    rules: tuple[Rule, ...]
    lexicon: Lexicon
    filters: tuple[Filter, ...]
    places: tuple[OperatorPlace, ...]
    feeds: tuple[Feed, ...]
    version: str
    sources: Mapping[str, SourceFile] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedRules:
    """A rule set that can be used, and what was wrong with files that are not, or not as they stand, part of it."""

    ruleset: RuleSet
    errors: tuple[RuleError, ...] = ()
