"""What the sentence around a place says: the acts near it, what leads up to it, and what the sentence tells as a whole."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.language.lexicon import Act
from monitor.reading.cues import Cue
from monitor.reading.role_words import PREPOSITIONS
from monitor.reading.signals import OUTCOME_ACTS, STRONG_ACTS, Signals

REACH = 7
"""Tokens to either side of a place that are looked at for what governs it."""


def kind_of_act(act: Act) -> str:
    """The act, attacks and hits as one, and what attacks lead to as one."""
    if act in (Act.ATTACK, Act.HIT):
        return "attack"
    return "outcome" if act in OUTCOME_ACTS else str(act)


_PLACED_BY = frozenset({Cue.ORIGIN, Cue.TREATED})
_ON_TARGET = frozenset({"on", "to"})


def trail(signals: Signals, first: int) -> Iterator[str]:
    """What the words further left make of a place: where a weapon came from, where the hurt were taken.

    It holds for all places up to the next act of attack: "taken to hospitals in Zacatecas and Fresnillo".
    """
    tokens = signals.sentence.tokens
    cue = max((c for c in signals.cues if c.cue in _PLACED_BY and c.end <= first), key=lambda c: c.end, default=None)
    if cue is None or any(t.text in ";.—" for t in tokens[cue.end : first]):
        return
    if any(cue.end <= h.start and h.end <= first and h.term.act in STRONG_ACTS for h in signals.hits):
        return
    between = {PREPOSITIONS.get(t.lower) for t in tokens[cue.end : first]}
    if cue.cue is Cue.ORIGIN and between & _ON_TARGET:
        return
    yield f"in the trail of {cue.cue}"


def acts_near(signals: Signals, first: int, last: int) -> Iterator[str]:
    """The nearest act on each side of the place, with its distance in tokens and whether a clause ends between them."""
    tokens = signals.sentence.tokens
    for side in ("left", "right"):
        best: tuple[int, Act] | None = None
        for hit in signals.hits:
            if hit.term.act in (Act.TARGET, Act.ALARM):
                continue
            distance = first - hit.end if side == "left" else hit.start - last - 1
            if distance >= 0 and (best is None or distance < best[0]):
                best = (distance, hit.term.act)
        if best is None:
            continue
        span = tokens[first - best[0] : first] if side == "left" else tokens[last + 1 : last + 1 + best[0]]
        cut = any(t.text in ",;:—()" for t in span)
        near = "beside" if best[0] <= 2 else "near" if best[0] <= REACH else "far"
        yield f"{side}: {kind_of_act(best[1])} {near}{' across a clause' if cut else ''}"


def of_sentence(signals: Signals, *, strong: bool) -> Iterator[str]:
    """What the sentence tells as a whole. *strong*: it names an act that is an attack by itself."""
    for act in signals.acts:
        yield f"sentence has {kind_of_act(act)}"
    for cue in signals.cue_set:
        yield f"sentence has cue {cue}"
    if signals.vetoes:
        yield "sentence vetoed"
    if signals.hurt:
        yield "sentence counts casualties"
    if strong and Act.WEAPON in signals.acts:
        yield "sentence has weapon and act"
    if any(t.recall for t in signals.times):
        yield "sentence has an old time"
    if any(not t.recall for t in signals.times):
        yield "sentence has a fresh time"
