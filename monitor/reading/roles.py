"""Is this place where the attack happened, or where somebody said, came from, was heading?

Rules find the named features of each place in its sentence; a logistic model weighs them. The weights are fitted on
labelled streams of several wars by ``benchmarks/fit.py`` and hold no country, publisher, hour or length, so that they
tell of language and not of geography. Every decision can show its largest contributions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from monitor.language.lexicon import Act
from monitor.model import Place, Precision, distance_km, is_unknown_settlement
from monitor.places.choosing import LocatedMention
from monitor.reading.cues import Cue
from monitor.reading.role_sentence import REACH, acts_near, kind_of_act, of_sentence, trail
from monitor.reading.role_words import (
    COMPASS,
    DATELINE,
    DATELINE_CAPITALS,
    DISTANCE,
    LOCAL,
    OPEN,
    PREPOSITIONS,
    SKIPPED,
)
from monitor.reading.signals import STRONG_ACTS, Signals
from monitor.reading.text import Field, Sentence

MAX_LIST = 30
"""Places in one list that are followed to its first; a ministry's list of regions is shorter."""

LIST_GAP = 4
"""Tokens from the last of one place of a list to the first of the next: ", as well as", "regions and"."""


@dataclass(frozen=True, slots=True)
class PlacedMention:
    """A place in a sentence with the probability that the attack told of happened there, and why."""

    signals: Signals
    mention: LocatedMention
    probability: float
    because: tuple[tuple[str, float], ...]

    @property
    def place(self) -> Place:
        """The place."""
        return self.mention.place


BIG_CITY = 300_000
"""Population from which "near X" means the country around X and not X itself."""

_NEAR = frozenset({"beside", "near", "toward", "toward in", "toward to", "toward po", "to"}) | {
    f"{act} near" for act in ("attack", "fall", "intercept", "explode", "outcome", "weapon", "burn")
}


def is_only_near(mention: LocatedMention, features: Sequence[str]) -> bool:
    """Whether the words put the attack near or on the way to a big city, so that the region around it is meant."""
    place = mention.place
    if place.precision is not Precision.CITY or place.population < BIG_CITY:
        return False
    if "after: possessive" in features:  # "near Kyiv's Shevchenkivskyi district"
        return False
    return "followed by toward" in features or any(f"before: {kind}" in features for kind in _NEAR)


def place_features(
    mention: LocatedMention, signals: Signals, around: Sequence[Signals], others: Sequence[LocatedMention]
) -> list[str]:
    """The named features of one place in its sentence.

    Args:
        mention: the place; offsets relative to the sentence.
        signals: of its sentence.
        around: of all sentences of the entry, in order.
        others: all places of the sentence, this one included.
    """
    tokens = signals.sentence.tokens
    first = next((i for i, t in enumerate(tokens) if t.end > mention.start), 0)
    last = next((i for i, t in enumerate(tokens) if t.end >= mention.end), len(tokens) - 1)
    found = list(_of_place(mention))
    governed = "in" if mention.between else _governor_in_list(signals, first, others)
    found.append(f"before: {governed}")
    strong = bool(signals.acts & STRONG_ACTS)
    tells = (
        "tells" if signals.asserts else "outcome" if signals.outcome_only else "vetoed" if signals.vetoed else "silent"
    )
    found += [
        f"sentence: {tells}",
        f"before: {governed}, sentence {tells}",
        f"is {mention.place.precision}, sentence {tells}",
    ]
    found += _beside(signals, first, last)
    found += trail(signals, first)
    found += acts_near(signals, first, last)
    found += of_sentence(signals, strong=strong)
    found += _of_position(signals, around, others, mention, first, last)
    return list(dict.fromkeys(found))


def _of_place(mention: LocatedMention) -> Iterator[str]:
    place = mention.place
    unlisted = is_unknown_settlement(place)
    yield f"is an unlisted settlement in a {place.precision}" if unlisted else f"is {place.precision}"
    if mention.container:
        yield "holds a finer place beside it"
    if mention.adjective:
        yield "is an adjective"
    if mention.weak:
        yield "is a weak name"
    if mention.head:
        yield f"named as {mention.head}"
    yield f"the name means it: {next((name for limit, name in _SURE if mention.probability < limit), 'surely')}"
    if place.precision is Precision.CITY:
        size = "large" if place.population > 300_000 else "middling" if place.population > 30_000 else "small"
        yield f"is a {size} town"
    if place.approximate:
        yield "is approximate"
    if place.kind == "government":
        yield "is a seat of government"


_SURE = ((0.2, "hardly"), (0.4, "perhaps"), (0.6, "as likely as not"), (0.8, "likely"), (0.95, "very likely"))


def _governor_in_list(signals: Signals, first: int, others: Sequence[LocatedMention]) -> str:
    """What governs the place; in a list of places ("over the Kaluga and Tver regions") what governs its first one."""
    governed = _governor(signals, first)
    seen = 0
    while governed == "list" and seen < MAX_LIST:
        before = _previous_in_list(signals, first, others)
        if before is None:
            return governed
        first, seen = before, seen + 1
        governed = _governor(signals, first)
    return governed


def _previous_in_list(signals: Signals, first: int, others: Sequence[LocatedMention]) -> int | None:
    """Index of the first token of the place that stands before *first* in a list; None when none does."""
    tokens = signals.sentence.tokens
    for other in others:
        end = next((i for i, t in enumerate(tokens) if t.end >= other.end), None)
        if end is not None and 0 < first - end <= LIST_GAP and end < first:
            start = next(i for i, t in enumerate(tokens) if t.end > other.start)
            if start < first:
                return start
    return None


def _governor(signals: Signals, first: int) -> str:
    """The word that governs the place from the left: a preposition's kind, an act, a cue, or what else stands there."""
    tokens = signals.sentence.tokens
    at = first - 1
    steps = 0
    while at >= 0 and steps < 4 and (tokens[at].lower in SKIPPED or tokens[at].text in OPEN):
        if tokens[at].lower in PREPOSITIONS and tokens[at].lower in ("la", "in"):
            break
        at -= 1
        steps += 1
    if at < 0:
        return "start"
    word = tokens[at].lower
    kind = PREPOSITIONS.get(word)
    acts = {h.end: h.term.act for h in signals.hits}
    if kind:
        return _preposition(signals, at, kind, acts.get(at))
    if at + 1 in acts:
        return kind_of_act(acts[at + 1])
    cue = next((c.cue for c in signals.cues if c.end == at + 1), None)
    if cue:
        return str(cue)
    if word in (",", "and", "и", "і", "та", "й", "und", "et", "y", "e", "oraz", "ve", "&"):
        return "list"
    if word in (":", "—", "–", "-", "."):
        return "stop"
    return "word" if word[0].isalnum() else "sign"


def _preposition(signals: Signals, at: int, kind: str, act: Act | None) -> str:
    """A preposition with what it belongs to: an act ("attack on"), a cue ("governor of"), a distance, a direction."""
    before = signals.sentence.tokens[at - 1].lower if at else ""
    if before.startswith(COMPASS):
        return "beside"
    if act and act not in (Act.TARGET, Act.ALARM):
        return f"{kind_of_act(act)} {kind}"
    cue = next((c.cue for c in signals.cues if c.end == at or c.start <= at < c.end), None)
    if cue is Cue.BORDER:
        return "border"
    if cue in (Cue.OFFICE, Cue.SAY, Cue.TOWARD, Cue.ACTOR):
        return f"{cue} {kind}"
    return f"distance {kind}" if before in DISTANCE else kind


def _beside(signals: Signals, first: int, last: int) -> Iterator[str]:
    """What stands right after the place, and whether an office or speaker is next to it."""
    tokens = signals.sentence.tokens
    after = last + 1
    word = tokens[after].lower if after < len(tokens) else ""
    yield "after: " + (
        "end"
        if not word
        else "colon"
        if word == ":"
        else "possessive"
        if word == "'s"
        else "comma"
        if word == ","
        else "stop"
        if word in ".!?"
        else "dash"
        if word in "—–-"
        else "word"
    )
    if after < len(tokens) and tokens[after].lower.startswith(("направлен", "напрям", "фронт")):
        yield "names a front"
    spoken = any(cue.start == after and cue.cue is Cue.SAY for cue in signals.cues)
    if spoken and first > 0 and PREPOSITIONS.get(tokens[first - 1].lower) in ("in", "of"):
        local = first > 1 and tokens[first - 2].lower.startswith(LOCAL)
        yield "people of the place speak" if local else "somebody there speaks"
    wanted = any(c.cue in (Cue.MODAL, Cue.FUTURE) and 0 <= first - c.end <= REACH for c in signals.cues)
    if wanted and any(0 <= first - h.end <= REACH and h.term.act in STRONG_ACTS for h in signals.hits):
        yield "an attack on it is only meant"
    starts = first == 0 or tokens[first - 1].text in ',;:—–-(«"“'
    if starts and any(cue.start == after and cue.cue is Cue.SAY for cue in signals.cues):
        yield "speaks"
    for follower in _cues_after(signals, last):
        if follower in (Cue.SAY, Cue.OFFICE, Cue.ACTOR, Cue.PASSIVE, Cue.REACTION, Cue.TOWARD):
            yield f"followed by {follower}"
    for cue in signals.cues:
        if 0 <= first - cue.end <= 2 and cue.cue in (
            Cue.SAY,
            Cue.OFFICE,
            Cue.ACTOR,
            Cue.TOWARD,
            Cue.REACTION,
            Cue.AFTER,
        ):
            yield f"preceded by {cue.cue}"


def _cues_after(signals: Signals, last: int) -> list[Cue]:
    """The cues that begin within three tokens after the place."""
    return [cue.cue for cue in signals.cues if 0 <= cue.start - last - 1 <= 2]


def _another_far_after(mention: LocatedMention, others: Sequence[LocatedMention]) -> bool:
    """Whether a place far off follows, so that a name with a colon is a speaker's: «Гусев: в Лискинском районе …»."""
    return any(
        other.start > mention.end and other.place.kind != "country" and distance_km(other.place, mention.place) > FAR_KM
        for other in others
    )


def _is_dateline(sentence: Sentence, mention: LocatedMention) -> bool:
    """Whether a place at the start of a sentence says where the text was written."""
    after = sentence.text[mention.end :]
    if DATELINE.match(after):
        return True
    return sentence.field is not Field.TITLE and mention.text.isupper() and bool(DATELINE_CAPITALS.match(after))


FAR_KM = 100.0
"""Kilometres from which a place is not about the one named before it."""


def _of_position(
    signals: Signals,
    around: Sequence[Signals],
    others: Sequence[LocatedMention],
    mention: LocatedMention,
    first: int,
    last: int,
) -> Iterator[str]:
    sentence = signals.sentence
    yield f"in the {sentence.field}"
    if first == 0 or (first == 1 and sentence.tokens[0].text in OPEN):
        yield "begins the sentence"
    if first == 0 and last >= len(sentence.tokens) - 2:
        yield "is the whole sentence"
    if first == 0 and sentence.text[mention.end : mention.end + 1] == ":" and _another_far_after(mention, others):
        yield "a colon, and a place elsewhere"
    dateline = first == 0 and _is_dateline(sentence, mention)
    if dateline:
        yield "is a dateline"
    finer = [o for o in others if o is not mention and not o.container and o.place.kind != "country"]
    yield (
        "only place of the sentence" if not finer else "one of two places" if len(finer) == 1 else "one of many places"
    )
    if dateline:
        yield "is a dateline of news from elsewhere" if finer else "is a dateline and the only place"
    if any(o.place.precision.rank < mention.place.precision.rank for o in finer):
        yield "finer place in the sentence"
    if finer and any(cue in (Cue.OFFICE, Cue.SAY) for cue in _cues_after(signals, last)):
        yield "somebody of it speaks of another place"
    title = around[0] if around and around[0].sentence.field is Field.TITLE else None
    if title is not None and title is not signals:
        yield "title tells" if title.asserts else "title tells an outcome" if title.outcome_only else "title is silent"
    before = around[sentence.index - 1] if sentence.index > 0 else None
    if before is not None and not signals.asserts:
        yield "sentence before tells" if before.asserts else "sentence before is silent"
