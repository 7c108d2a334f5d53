"""File contents to values: names of places, attack types and targets are looked up, mistakes told with their position."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import cast

from monitor.errors import RuleError
from monitor.language.lexicon import Act, Filter, FilterExample, FilterScope, HarmlessTerm, Lexicon, Term
from monitor.language.tokens import fold
from monitor.model import (
    AttackType,
    Feed,
    FeedId,
    Level,
    Limit,
    Outcome,
    Place,
    PlaceId,
    Precision,
    RuleAlerting,
    RuleId,
    Standing,
)
from monitor.rules import formats, model
from monitor.rules.mistakes import nearest
from monitor.rules.scalars import bound, seconds
from monitor.rules.wording import TextCondition
from monitor.rules.yaml_text import Document, Location

PRECISION_OF_KIND = {precision.value: precision for precision in Precision}
"""A place's ``kind`` that is itself a precision; every other kind (refinery, airfield) is a single site."""


@dataclass(slots=True, kw_only=True)
class Lookup:
    """Names that may be used in one file, and the mistakes found while using them.

    ``extra``: operators' places by folded name. ``attack_types`` and ``targets``: valid ids; None: not known, because
    the file that defines them is broken, so nothing is checked.
    """

    document: Document
    gazetteer: model.PlaceNames
    extra: dict[str, Place]
    attack_types: Collection[str] | None = None
    targets: Collection[str] | None = None
    errors: list[RuleError] = field(default_factory=list)

    def place(self, name: str, location: Location) -> Place | None:
        """The place called *name*; None, with the mistake noted, when there is none."""
        found = self.extra.get(fold(name)) or self.gazetteer.find(name)
        if found is None:
            suggestions = list(self.gazetteer.suggest(name))[:3]
            hint = (
                f"; did you mean {' or '.join(f'{suggestion!r}' for suggestion in suggestions)}?" if suggestions else ""
            )
            self.wrong(location, f'no place "{name}": write an ISO code or a name of the gazetteer{hint}')
        return found

    def places(self, names: Sequence[str], location: Location) -> tuple[Place, ...]:
        """The places called *names*, without those that there are not."""
        found = (self.place(name, (*location, index)) for index, name in enumerate(names))
        return tuple(place for place in found if place is not None)

    def known(
        self, names: Sequence[str], valid: Collection[str] | None, what: str, location: Location
    ) -> frozenset[str]:
        """*names* as a set; those that are not among *valid* are noted."""
        for index, name in enumerate(names):
            if valid is not None and name not in valid:
                self.wrong((*location, index), f'no {what} "{name}"{nearest(name, valid)}')
        return frozenset(names)

    def wrong(self, location: Location, message: str) -> None:
        """Note a mistake at *location*."""
        self.errors.append(self.document.error(location, message))


def terms_of(file: formats.AttackFile) -> Iterator[tuple[Location, Term]]:
    """The terms of an attack file with the place where each stands."""
    kind = _type(file)
    for lang, vocabulary in file.terms.items():
        for act in Act:
            if act is Act.TARGET:
                continue
            for index, text in enumerate(getattr(vocabulary, act)):
                yield ("terms", lang, act.value, index), Term(text=text, lang=lang, act=act, type=kind)
        for target, texts in vocabulary.target.items():
            for index, text in enumerate(texts):
                yield (
                    ("terms", lang, "target", target, index),
                    Term(text=text, lang=lang, act=Act.TARGET, target=target),
                )


def _type(file: formats.AttackFile) -> AttackType | None:
    return None if file.id == model.ANY_ATTACK else AttackType(file.id)


def lexicon(files: Sequence[formats.AttackFile]) -> Lexicon:
    """The vocabulary of all attack files. Types come in the order of *files*."""
    return Lexicon(
        (term for file in files for _, term in terms_of(file)),
        (HarmlessTerm(text=text, lang=lang) for file in files for lang, texts in file.not_.items() for text in texts),
        {AttackType(file.id): file.title for file in files if file.id != model.ANY_ATTACK},
    )


def target_kinds(files: Sequence[formats.AttackFile]) -> frozenset[str]:
    """Kinds of thing hit that the vocabulary knows."""
    return frozenset(kind for file in files for vocabulary in file.terms.values() for kind in vocabulary.target)


def filter_(file: formats.FilterFile) -> Filter:
    """The veto of a filter file."""
    return Filter(
        id=file.id,
        title=file.title,
        scope=FilterScope(file.scope),
        terms=_pairs(file.terms),
        unless=_pairs(file.unless),
        stops=tuple(FilterExample(lang=example.lang, text=example.text) for example in file.stops),
        passes=tuple(FilterExample(lang=example.lang, text=example.text) for example in file.passes),
    )


def _pairs(terms: formats.Terms) -> tuple[tuple[str, str], ...]:
    return tuple((lang, text) for lang, texts in terms.items() for text in texts)


def operator_places(file: formats.PlacesFile, lookup: Lookup) -> tuple[model.OperatorPlace, ...]:
    """The extra places; one whose holder is unknown is left out and noted. A name used twice is noted too."""
    found: list[model.OperatorPlace] = []
    for index, row in enumerate(file.places):
        holder = lookup.place(row.in_, ("places", index, "in"))
        if holder is None:
            continue
        if fold(row.name) in lookup.extra:
            lookup.wrong(("places", index, "name"), f'the place "{row.name}" stands here twice: remove one')
            continue
        place = _operator_place(row, holder)
        lookup.extra[fold(row.name)] = place
        others = [(lang, name) for lang, names in row.names.items() for name in names]
        found.append(model.OperatorPlace(place=place, names=(("en", row.name), *others)))
    return tuple(found)


def _operator_place(row: formats.ExtraPlace, holder: Place) -> Place:
    precision = PRECISION_OF_KIND.get(row.kind, Precision.SITE)
    located = row.lat is not None
    return Place(
        id=PlaceId(-1 - zlib.crc32(f"{fold(row.name)}|{holder.id}".encode())),
        name=row.name,
        kind=row.kind,
        precision=precision,
        country=holder.country,
        iso_region=holder.iso_region,
        region=holder.id if holder.precision is Precision.REGION else holder.region,
        district=holder.id if holder.precision is Precision.DISTRICT else holder.district,
        lat=row.lat if located else holder.lat,
        lon=row.lon if located else holder.lon,
        name_ru=next(iter(row.names.get("ru", ())), None),
        name_uk=next(iter(row.names.get("uk", ())), None),
        tz=holder.tz,
        approximate=not located,
    )


def feeds(file: formats.FeedsFile, lookup: Lookup) -> tuple[Feed, ...]:
    """The feeds; an id or address that stands twice is noted, as is a home that the gazetteer does not know."""
    seen: dict[str, int] = {}
    found: list[Feed] = []
    for index, item in enumerate(file.feeds):
        if item.home is not None:
            lookup.place(item.home, ("feeds", index, "home"))
        for key, value in (("id", item.id), ("url", item.url)):
            first = seen.setdefault(f"{key} {value}", index)
            if first != index:
                line = lookup.document.values.get(("feeds", first, key), (0, 0))[0]
                lookup.wrong(("feeds", index, key), f'the {key} "{value}" stands already in line {line}: remove one')
        found.append(_feed(item))
    return tuple(found)


def _feed(item: formats.FeedItem) -> Feed:
    return Feed(
        id=FeedId(item.id),
        url=item.url,
        publisher=item.publisher,
        lang=item.lang,
        home=item.home,
        tags=frozenset(item.tags),
        interval_s=None if item.interval is None else seconds(item.interval),
        enabled=item.enabled,
        full_text=item.full_text,
        websub=item.websub,
    )


def rule(file: formats.RuleFile, lookup: Lookup) -> model.Rule:
    """The rule of a rule file; usable only when nothing was noted."""
    return model.Rule(
        id=RuleId(file.id),
        title=file.title,
        status=model.RuleStatus(file.status),
        level=Level(file.level),
        owner=file.owner,
        match=_conditions(file.match, lookup),
        alert=_alerting(file),
        examples=tuple(_example(example, lookup, index) for index, example in enumerate(file.examples)),
    )


def _conditions(section: formats.RuleMatch, lookup: Lookup) -> model.Conditions:
    toll, text = section.toll, section.text
    return model.Conditions(
        attack=_attack_types(section.attack, lookup, ("match", "attack")),
        place=None if section.place is None else _place_condition(section.place, lookup),
        text=None if text is None else TextCondition(any=tuple(text.any), all=tuple(text.all), none=tuple(text.none)),
        killed=None if toll is None or toll.killed is None else bound(toll.killed),
        injured=None if toll is None or toll.injured is None else bound(toll.injured),
        outcomes=frozenset(Outcome(name) for name in section.outcome),
        targets=lookup.known(section.targets, lookup.targets, "target", ("match", "targets")),
        tags=frozenset(section.publishers.tags if section.publishers else ()),
    )


def _attack_types(names: Sequence[str], lookup: Lookup, location: Location) -> frozenset[AttackType]:
    return cast(frozenset[AttackType], lookup.known(names, lookup.attack_types, "attack type", location))


def _place_condition(section: formats.PlaceMatch, lookup: Lookup) -> model.PlaceCondition:
    here: Location = ("match", "place")
    return model.PlaceCondition(
        within=lookup.places(section.within, (*here, "within")),
        outside=lookup.places(section.outside, (*here, "outside")),
        near=None if section.near is None else lookup.place(section.near, (*here, "near")),
        km=section.km,
        min_precision=None if section.min_precision is None else Precision(section.min_precision),
    )


def _alerting(file: formats.RuleFile) -> RuleAlerting:
    section, limit = file.alert, file.alert.limit
    return RuleAlerting(
        rule=RuleId(file.id),
        level=Level(file.level),
        when=Standing(section.when),
        wait_s=0 if section.wait is None else seconds(section.wait),
        update_on=frozenset(section.update_on),
        update_interval_s=seconds(section.update_interval),
        limit=None if limit is None else Limit(alerts=limit.alerts, per_s=seconds(limit.per)),
    )


def _example(section: formats.RuleExample, lookup: Lookup, index: int) -> model.RuleExample:
    entries = tuple(
        model.ExampleEntry(
            lang=entry.lang,
            published=datetime.fromisoformat(entry.published),
            title=entry.title,
            summary=entry.summary,
            content=entry.content,
            publisher=entry.publisher,
            tags=frozenset(entry.tags),
            home=entry.home,
        )
        for entry in section.entries
    )
    expected: list[model.ExpectedIncident] = []
    for number, item in enumerate(section.expect):
        here: Location = ("examples", index, "expect", number)
        place = lookup.place(item.place, (*here, "place"))
        attack = _attack_types(item.attack, lookup, (*here, "attack"))
        if place is not None:
            expected.append(
                model.ExpectedIncident(
                    place=place,
                    day=None if item.day is None else date.fromisoformat(item.day),
                    attack=attack,
                    alerts=item.alerts,
                    killed=item.killed,
                    injured=item.injured,
                )
            )
    return model.RuleExample(name=section.name, entries=entries, expect=tuple(expected))
