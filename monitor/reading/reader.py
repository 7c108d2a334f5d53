"""One entry to reports: the layers in order.

    gate | text | signals | places | roles | time and discourse | claims | groups | reports

The gate looks at the distinct words only, so that an entry that does not concern us costs next to nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from zoneinfo import ZoneInfo

from monitor.language.lexicon import Filter, Lexicon
from monitor.language.tokens import words
from monitor.model import Entry, Place, PlaceId, Precision, Report
from monitor.model.logistic import Contributions, weigh
from monitor.places.between import join_ends
from monitor.places.capitals import capital_mentions
from monitor.places.choosing import LocatedMention, choose
from monitor.places.forces import forces_of
from monitor.places.gazetteer import Gazetteer
from monitor.places.geometry import bearing_before, is_offshore, offset, waters_off
from monitor.places.homes import home_place
from monitor.places.mentions import find_mentions
from monitor.places.nations import nations_of
from monitor.reading.claims import LIKELY, claims_of
from monitor.reading.cues import cue_matcher
from monitor.reading.discourse import Lead, Told, lead_of, tell
from monitor.reading.ellipsis import carry
from monitor.reading.grouping import Group, groups_of, same_spot
from monitor.reading.reports import reports_of
from monitor.reading.role_weights import ROLE_WEIGHTS
from monitor.reading.roles import PlacedMention, is_only_near, place_features
from monitor.reading.signals import Scanner, Signals
from monitor.reading.text import Document, Field, document
from monitor.reading.wording import wording

NAMESAKE = 4
"""Letters by which a region is known to be called after its capital (Bryansk, Bryansk Oblast)."""

_AT_SEA = frozenset({"ship", "tanker", "vessel"})
"""Kinds of target that are at sea, so that "off Aden" is the water and not the road out of town."""

MOST_PLACES = 60
"""Places read of one sentence: the longest honest lists have thirty, and the time to tell them apart grows with the square."""

_SURROUNDING = {"RU-MOW": "RU-MOS", "RU-SPE": "RU-LEN", "UA-30": "UA-32", "UA-40": "UA-43", "BY-HM": "BY-MI"}
"""City-regions by ISO 3166-2 code, and the region that surrounds each."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that was found in one entry; what ``monitor explain`` prints.

    ``passed``: False when the gate found no word of attack; then nothing else was done. ``veto``: the filter that
    stopped the whole entry, None when none did. ``sounds``: probability that the entry brings an attack, by its wording alone;
    ``sounds_by``: the words behind it.
    """

    entry: Entry
    passed: bool
    document: Document | None = None
    signals: tuple[Signals, ...] = ()
    placed: tuple[tuple[PlacedMention, ...], ...] = ()
    lead: Lead | None = None
    told: tuple[Told, ...] = ()
    groups: tuple[Group, ...] = ()
    home: Place | None = None
    veto: Filter | None = None
    sounds: float = 0.0
    sounds_by: Contributions = ()
    reports: tuple[Report, ...] = ()


class Reader:
    """Reads entries. Built once from compiled vocabulary and the gazetteer; thread-safe, no clock, no input or output.

    Args:
        lexicon: the operators' attack terms.
        filters: their vetoes.
        gazetteer: names of places.
    """

    def __init__(self, lexicon: Lexicon, filters: Sequence[Filter], gazetteer: Gazetteer) -> None:
        self._lexicon = lexicon
        self._gazetteer = gazetteer
        self._scanner = Scanner(lexicon, filters, cue_matcher())
        self._home = lru_cache(maxsize=20_000)(self._find_home)

    def concerns(self, entry: Entry) -> bool:
        """Whether any word of *entry* may tell of an attack; costs about 50 microseconds for 2 kB."""
        return self._lexicon.concerns(words(f"{entry.title}\n{entry.summary}\n{entry.content or ''}"), entry.lang)

    def read(self, entry: Entry) -> Reading:
        """The reports of *entry*, with everything they rest on."""
        if not self.concerns(entry):
            return Reading(entry=entry, passed=False)
        doc = document(entry)
        if not any(self._lexicon.find(s.tokens, entry.lang) for s in doc.sentences):
            return Reading(entry=entry, passed=False, document=doc)
        home = self._home(entry.home, entry.feed)
        located = self._locate(doc, home)
        tz = _zone(located, home)
        signals = carry([self._scanner.scan(s, entry.lang, entry.published, tz) for s in doc.sentences])
        veto = self._scanner.lead_veto(doc.sentences, entry.lang)
        placed = tuple(self._place(s, mentions, signals) for s, mentions in zip(signals, located, strict=True))
        placed = self._widened(placed)
        lead = lead_of(signals, entry.published, tz)
        told = tuple(tell(signals, [_likely(mentions) for mentions in placed], lead, entry.published))
        claims = list(claims_of(placed, told, lead, entry.published))
        groups = tuple(groups_of(claims, signals, placed, told, home))
        sounds, words_behind = wording(doc.sentences)
        reports = reports_of(entry, signals, lead, groups, veto, sounds)
        return Reading(
            entry, True, doc, signals, placed, lead, told, groups, home, veto, sounds, words_behind, tuple(reports)
        )

    def _locate(self, doc: Document, home: Place | None) -> list[list[LocatedMention]]:
        mentions = find_mentions([s.text for s in doc.sentences], self._gazetteer)
        nations = nations_of(word for s in doc.sentences for word in s.lowers)
        forces = forces_of([s.lowers for s in doc.sentences])
        located = choose([found[:MOST_PLACES] for found in mentions], self._gazetteer, home, nations, forces)
        country = home.country if home is not None else None
        located = [join_ends(s.text, places, self._gazetteer) for s, places in zip(doc.sentences, located, strict=True)]
        for sentence, places in zip(doc.sentences, located, strict=True):
            places += capital_mentions(sentence.text, places, self._gazetteer, country)
            places.sort(key=lambda mention: mention.start)
        return located

    def _place(
        self, signals: Signals, mentions: Sequence[LocatedMention], around: Sequence[Signals]
    ) -> tuple[PlacedMention, ...]:
        placed = []
        at_sea = any(s.targets & _AT_SEA or "naval_drone" in s.types for s in around)
        for mention in mentions:
            features = place_features(mention, signals, around, mentions)
            probability, because = weigh(features, ROLE_WEIGHTS)
            if is_only_near(mention, features) or self._names_its_region(mention):
                mention = replace(mention, place=self._around(mention.place))
            elif mention.head == "front":
                mention = replace(mention, place=replace(mention.place, approximate=True))
            before = signals.sentence.text[: mention.start]
            bearing = bearing_before(before)
            if bearing is not None and bearing.km is not None and bearing.way and mention.place.lat is not None:
                mention = replace(mention, place=offset(mention.place, bearing.km, bearing.way, self._gazetteer))
            if is_offshore(before, of_a_ship=at_sea) and mention.place.precision.rank <= Precision.DISTRICT.rank:
                mention = replace(mention, place=waters_off(mention.place))
            placed.append(PlacedMention(signals, mention, probability, because))
        return tuple(placed)

    def _names_its_region(self, mention: LocatedMention) -> bool:
        """Whether an adjective of a regional capital stands for its region («белгородский посёлок», «курские власти»)."""
        return mention.adjective and mention.head != "front" and self._is_namesake_of_region(mention.place)

    def _is_namesake_of_region(self, place: Place) -> bool:
        if place.precision is not Precision.CITY or not place.iso_region:
            return False
        region = self._gazetteer.find(place.iso_region)
        return region is not None and region.name[:NAMESAKE] == place.name[:NAMESAKE]

    def _widened(self, placed: tuple[tuple[PlacedMention, ...], ...]) -> tuple[tuple[PlacedMention, ...], ...]:
        """The places, a title's capital as its region where the text goes on to tell of the region, or of another place in it.

        "Missile strike on Bryansk", and then: a chemical plant at Seltso was hit; "Missile over Kaluga", and then: over the Kaluga region.
        """
        body = [m for mentions in placed for m in mentions if m.signals.sentence.field is not Field.TITLE]
        told = {m.place.id: m.place for m in body if m.probability >= LIKELY}
        return tuple(
            tuple(
                replace(m, mention=replace(m.mention, place=self._around(m.place)))
                if m.signals.sentence.field is Field.TITLE
                and m.place.id not in told
                and any(_is_meant_by_capital(other, m) for other in told.values())
                and self._is_namesake_of_region(m.place)
                else m
                for m in mentions
            )
            for mentions in placed
        )

    def _around(self, city: Place) -> Place:
        """The region around a big city: the one that holds it, or the one that surrounds a city-region such as Moscow."""
        code = _SURROUNDING.get(city.iso_region or "", city.iso_region)
        region = self._gazetteer.find(code) if code else None
        return city if region is None else replace(region, approximate=True)

    def _find_home(self, home: str | None, feed: str) -> Place | None:
        return home_place(home, feed, self._gazetteer)


def _is_meant_by_capital(place: Place, capital: PlacedMention) -> bool:
    """Whether a title that names the capital means *place*: one elsewhere in its region, or the region over which something flew."""
    if place.iso_region != capital.place.iso_region:
        return False
    if place.kind == "region":
        return any(name.startswith("before: ") and name.endswith("over") for name, _ in capital.because)
    return place.precision.rank <= Precision.DISTRICT.rank and not same_spot(place, capital.place)


def _likely(placed: Sequence[PlacedMention]) -> frozenset[PlaceId]:
    """The places of a sentence that are likely ones of attack."""
    return frozenset(m.place.id for m in placed if m.probability >= LIKELY and m.place.kind != "country")


def _zone(located: Sequence[Sequence[LocatedMention]], home: Place | None) -> ZoneInfo:
    """The zone in which the entry's times are read: its first exact place's, else its home's, else UTC."""
    for mentions in located:
        for mention in mentions:
            if mention.place.tz and mention.place.kind != "country":
                return ZoneInfo(mention.place.tz)
    return ZoneInfo(home.tz if home is not None and home.tz else "UTC")
