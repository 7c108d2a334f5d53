"""What may stand in each operator file, as strict models; the JSON Schemas for editors are generated from them.

Only the shape is checked here. Names of places, attack types and targets are checked in ``compiling``, where the
gazetteer and the other files are known.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from monitor.language.terms import parse_pattern
from monitor.rules.wording import compile_regex, is_regex

Language = Literal["en", "ru", "uk", "de", "fr", "es", "it", "pl", "tr"]
"""Languages whose inflected forms are known (``monitor.language.inflect``)."""

_DURATION = re.compile(r"([1-9][0-9]{0,4})([smhd])\Z")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_IDENTIFIER = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*\Z")
_BOUND = re.compile(r"(>=|>|=)? ?([0-9]{1,6})\Z")


def seconds(duration: str) -> int:
    """Seconds in a duration such as ``30s 3m 24h 7d``.

    Raises:
        ValueError: it is none.
    """
    match = _DURATION.match(duration)
    if match is None:
        raise ValueError(f'"{duration}" is no duration: write a number and s, m, h or d, for example 30m')
    return int(match.group(1)) * _SECONDS[match.group(2)]


def bound(text: str) -> int:
    """Least figure that satisfies a condition such as ``>=1``, ``>4`` or ``10`` (at least 10).

    Raises:
        ValueError: it is no such condition.
    """
    match = _BOUND.match(text)
    if match is None:
        raise ValueError(f'"{text}" is no bound: write ">=" and a number, for example ">=1"')
    return int(match.group(2)) + (match.group(1) == ">")


def _identifier(text: str) -> str:
    if not _IDENTIFIER.match(text) or len(text) > 64:
        raise ValueError(f'"{text}" is no id: use small letters, digits, "-" and "_", for example moscow-region-drones')
    return text


def _duration(text: str) -> str:
    seconds(text)
    return text


def _as_bound(text: str) -> str:
    bound(text)
    return text


def _term(text: str) -> str:
    words = parse_pattern(text, "", lambda word, lang: frozenset({word}))
    if not any(word.stem[:1].isalpha() for word in words):
        raise ValueError(f'"{text}" has no letter: a term has at least one word')
    return text


def _term_or_regex(text: str) -> str:
    if not is_regex(text):
        return _term(text)
    compile_regex(text)
    return text


def _moment(text: str) -> str:
    try:
        aware = datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        raise ValueError(f'"{text}" is no moment: write 2023-09-05T04:40Z') from None
    if not aware:
        raise ValueError(f'"{text}" has no time zone: write 2023-09-05T04:40Z')
    return text


def _day(text: str) -> str:
    try:
        date.fromisoformat(text)
    except ValueError:
        raise ValueError(f'"{text}" is no day: write 2023-09-05') from None
    return text


def _feed_address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
        raise ValueError(f'"{text}" is no feed address: write http:// or https://, a host, and no user name')
    return text


def _none_is_empty(value: Any) -> Any:
    return [] if value == "none" else value


def _allow_none(schema: dict[str, Any]) -> None:
    items = {key: schema.pop(key) for key in ("items", "type") if key in schema}
    schema["anyOf"] = [items, {"const": "none"}]


Identifier = Annotated[str, AfterValidator(_identifier)]
Duration = Annotated[str, AfterValidator(_duration), Field(json_schema_extra={"pattern": "^[1-9][0-9]{0,4}[smhd]$"})]
Bound = Annotated[str, AfterValidator(_as_bound)]
Term = Annotated[str, AfterValidator(_term), Field(min_length=1, max_length=200)]
TextTerm = Annotated[str, AfterValidator(_term_or_regex), Field(min_length=1, max_length=1000)]
Moment = Annotated[str, AfterValidator(_moment)]
Day = Annotated[str, AfterValidator(_day)]
Title = Annotated[str, Field(min_length=1, max_length=200)]


class Section(BaseModel):
    """A mapping in an operator file: no key but those named, no value of another kind than the one named."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Vocabulary(Section):
    """Terms of one language. Each list holds terms: ``word`` in every form, ``stem*``, ``=exact``, or several words."""

    weapon: list[Term] = Field(default=[], description="names the means: drone, UAV; gives the type")
    attack: list[Term] = Field(default=[], description="the act itself: drone strike; gives the type")
    launch: list[Term] = []
    hit: list[Term] = []
    fall: list[Term] = Field(default=[], description="something fell: debris, a crash")
    intercept: list[Term] = []
    explode: list[Term] = []
    burn: list[Term] = []
    damage: list[Term] = []
    wound: list[Term] = Field(default=[], description="people killed or hurt")
    alarm: list[Term] = Field(default=[], description="warnings and sirens: no attack by themselves")
    target: dict[Identifier, list[Term]] = Field(default={}, description="things hit, by kind; only in any.yml")


Terms = dict[Language, list[Term]]


class AttackFile(Section):
    """One attack type and its vocabulary; ``any.yml`` holds the words that tell no type."""

    version: Literal[1]
    id: Identifier
    title: Title
    terms: dict[Language, Vocabulary]
    not_: Terms = Field(default={}, alias="not", description="harmless wordings that the terms above would catch")

    @model_validator(mode="after")
    def _targets_only_in_any(self) -> AttackFile:
        if self.id != "any" and any(vocabulary.target for vocabulary in self.terms.values()):
            raise ValueError("targets belong in any.yml: they are the same for every attack type")
        return self


class ExampleText(Section):
    """A text in one language."""

    lang: Language
    text: Annotated[str, Field(min_length=1)]


class FilterFile(Section):
    """A veto, with examples of what it must stop and what it must let pass."""

    version: Literal[1]
    id: Identifier
    title: Title
    scope: Literal["sentence", "lead", "entry"] = "sentence"
    terms: Terms
    unless: Terms = Field(default={}, description="words in the same scope that lift the veto")
    stops: Annotated[list[ExampleText], Field(min_length=1)]
    passes: Annotated[list[ExampleText], Field(min_length=1)]


class ExtraPlace(Section):
    """A place on top of the gazetteer. ``in`` names the place that holds it (ISO code or gazetteer name)."""

    name: Title
    kind: Identifier
    in_: str = Field(alias="in")
    lat: float | None = Field(default=None, ge=-90, le=90)
    lon: float | None = Field(default=None, ge=-180, le=180)
    names: dict[Language, list[Annotated[str, Field(min_length=2)]]] = {}

    @model_validator(mode="after")
    def _both_or_neither(self) -> ExtraPlace:
        if (self.lat is None) != (self.lon is None):
            raise ValueError("lat and lon belong together: give both or neither")
        return self


class PlacesFile(Section):
    """Operators' extra places."""

    version: Literal[1]
    places: list[ExtraPlace]


class FeedItem(Section):
    """One feed to poll. ``home``: place that its entries without a place are about."""

    id: Identifier
    url: Annotated[str, AfterValidator(_feed_address)]
    publisher: Title
    lang: Annotated[str, Field(pattern="^[a-z]{2}$")] | None = None
    home: str | None = None
    tags: list[Identifier] = []
    interval: Duration | None = None
    full_text: bool = False
    enabled: bool = True


class FeedsFile(Section):
    """The feeds."""

    version: Literal[1]
    feeds: list[FeedItem]


class PlaceMatch(Section):
    """Where: ``within`` any of these, or ``near`` one; never ``outside`` ones. Names are ISO codes or gazetteer names."""

    within: list[str] = []
    outside: list[str] = []
    near: str | None = None
    km: int | None = Field(default=None, ge=1, le=5000)
    min_precision: Literal["site", "city", "district", "region", "country"] | None = Field(
        default=None,
        description="the coarsest place that counts; a coarser one that holds the rule's place then counts too",
    )

    @model_validator(mode="after")
    def _complete(self) -> PlaceMatch:
        if (self.near is None) != (self.km is None):
            raise ValueError("near and km belong together: give both or neither")
        if not self.within and self.near is None and not self.outside:
            raise ValueError("no place is named: give within, near or outside")
        return self


class TextMatch(Section):
    """Terms in the text: ``any`` of them, ``all`` of them, ``none`` of them. ``/re/`` is a regular expression."""

    any: list[TextTerm] = []
    all: list[TextTerm] = []
    none: list[TextTerm] = []

    @model_validator(mode="after")
    def _some_wanted(self) -> TextMatch:
        if not self.any and not self.all and not self.none:
            raise ValueError("no term is named: give any, all or none")
        return self


class TollMatch(Section):
    """Casualties: ``killed: ">=1"``. Both must hold where both are given."""

    killed: Bound | None = None
    injured: Bound | None = None


class PublisherMatch(Section):
    """Feeds whose reports count: those that have any of the tags."""

    tags: Annotated[list[Identifier], Field(min_length=1)]


OutcomeName = Literal["launched", "intercepted", "debris", "hit", "exploded", "fire", "damage", "casualties"]


class RuleMatch(Section):
    """All of these must hold for one report. ``attack: [any]`` is any attack."""

    attack: list[Identifier] = []
    place: PlaceMatch | None = None
    text: TextMatch | None = None
    toll: TollMatch | None = None
    outcome: list[OutcomeName] = []
    targets: list[Identifier] = []
    publishers: PublisherMatch | None = None

    @model_validator(mode="after")
    def _not_empty(self) -> RuleMatch:
        named = (self.attack, self.place, self.text, self.toll, self.outcome, self.targets)
        if not any(named):
            raise ValueError("the rule matches everything: write attack: [any] if that is meant")
        return self


class AlertLimit(Section):
    """At most so many alerts per time, then a digest."""

    alerts: int = Field(ge=1, le=1000)
    per: Duration
    then: Literal["digest"] = "digest"


UpdateName = Literal["toll", "standing", "place", "outcome", "type", "withdrawal"]


class AlertTerms(Section):
    """How loudly: when the first alert goes out, and which changes are told."""

    when: Literal["reported", "corroborated", "official"] = "reported"
    wait: Duration | None = Field(default=None, description="let the second wire arrive before the first mail")
    update_on: list[UpdateName] = ["toll", "standing", "place", "outcome", "withdrawal"]
    update_interval: Duration = "30m"
    limit: AlertLimit | None = None


class ExampleEntry(Section):
    """An entry of an example, in your own words."""

    lang: Language
    published: Moment
    title: Title
    summary: str = ""
    content: str | None = None
    publisher: str | None = Field(default=None, description="left out: every entry has a publisher of its own")
    tags: list[Identifier] = []
    home: str | None = None


class ExampleExpectation(Section):
    """An incident that the example's entries must give. What is left out is not checked."""

    place: str
    day: Day | None = None
    attack: list[Identifier] = []
    alerts: int = Field(default=1, ge=0)
    killed: int | None = Field(default=None, ge=0)
    injured: int | None = Field(default=None, ge=0)


class RuleExample(Section):
    """A small stream of entries and what the rule must make of it."""

    name: Title
    entries: Annotated[list[ExampleEntry], Field(min_length=1)]
    expect: Annotated[list[ExampleExpectation], BeforeValidator(_none_is_empty), Field(json_schema_extra=_allow_none)]


class RuleFile(Section):
    """One rule: which attacks to alert on, how loudly."""

    version: Literal[1]
    id: Identifier
    title: Title
    status: Literal["experimental", "stable", "deprecated"] = "stable"
    level: Literal["low", "medium", "high", "critical"]
    owner: Title
    match: RuleMatch
    alert: AlertTerms = AlertTerms()
    examples: list[RuleExample] = []


FORMATS: dict[str, type[Section]] = {
    "rule": RuleFile,
    "attack": AttackFile,
    "filter": FilterFile,
    "places": PlacesFile,
    "feeds": FeedsFile,
}
"""Format of each kind of file; ``rules/schema/<kind>.schema.json`` is generated from it."""
