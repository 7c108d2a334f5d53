"""What may stand in each operator file, as strict models; the JSON Schemas for editors are generated from them.

Only the shape is checked here. Names of places, attack types and targets are checked in ``compiling``, where the
gazetteer and the other files are known.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from monitor.rules.scalars import (
    Bound,
    Day,
    Duration,
    FeedAddress,
    Identifier,
    Language,
    Moment,
    Term,
    TextTerm,
    Title,
)


def _none_is_empty(value: Any) -> Any:
    return [] if value == "none" else value


def _allow_none(schema: dict[str, Any]) -> None:
    items = {key: schema.pop(key) for key in ("items", "type") if key in schema}
    schema["anyOf"] = [items, {"const": "none"}]


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
    """One feed to poll. ``home``: place that its entries without a place are about. ``full_text``: read the articles too.

    ``websub``: ask the hub that the feed names to push what is new.
    """

    id: Identifier
    url: FeedAddress
    publisher: Title
    lang: Annotated[str, Field(pattern="^[a-z]{2}$")] | None = None
    home: str | None = None
    tags: list[Identifier] = []
    interval: Duration | None = None
    full_text: bool = False
    websub: bool = False
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
        if self.text is not None and not any((*named[:2], *named[3:])):
            raise ValueError("text alone tells no attack to alert on: write attack: [any] beside it")
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


class ReaderCircle(Section):
    """Within so many kilometres of a place."""

    place: str
    km: float = Field(gt=0, le=1000)


class ReaderWish(Section):
    """What a sample reader is subscribed to; as the options of ``monitor subscriptions add``."""

    mode: Literal["alert", "hourly", "daily", "weekly"] = "alert"
    rules: list[Identifier] = Field(default=[], description="left out: all rules")
    level: Literal["low", "medium", "high", "critical"] = "low"
    types: list[Identifier] = []
    regions: list[str] = []
    near: list[ReaderCircle] = []
    standing: Literal["reported", "corroborated", "official"] = "reported"
    empty: bool = Field(default=True, description="whether daily and weekly digests come with nothing to tell, too")


class SampleReader(Section):
    """Somebody to whom a simulation tells what a subscriber would have got."""

    email: str
    lang: Literal["en", "ru", "uk"] = "en"
    tz: str = "UTC"
    quiet_hours: str | None = Field(default=None, description='local hours without mails: "22:00-07:00"')
    wake_for_critical: bool = False
    wants: Annotated[list[ReaderWish], Field(min_length=1)]


class ReadersFile(Section):
    """Sample readers for ``monitor alerts simulate``."""

    version: Literal[1]
    readers: Annotated[list[SampleReader], Field(min_length=1)]


FORMATS: dict[str, type[Section]] = {
    "rule": RuleFile,
    "attack": AttackFile,
    "filter": FilterFile,
    "places": PlacesFile,
    "feeds": FeedsFile,
    "readers": ReadersFile,
}
"""Format of each kind of file; ``rules/schema/<kind>.schema.json`` is generated from it."""
