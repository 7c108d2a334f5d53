"""Sentences that leave out what was just said: "Air defence downed 31 drones. 14 over Bryansk, six over Kaluga"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from monitor.language.lexicon import Act, TermHit
from monitor.language.tokens import Token
from monitor.reading.numbers import numeral_at
from monitor.reading.role_words import PREPOSITIONS
from monitor.reading.signals import Signals

_WHERE = frozenset({"in", "over", "near"})
_BETWEEN = frozenset(
    (
        "—",
        "–",
        "-",
        ":",
        "each",
        "more",
        "of",
        "them",
        "were",
        "was",
        "из",
        "них",
        "з",
        "ещё",
        "еще",
        "ще",
        "штук",
        "штуки",
    )
)
"""What may stand between a count and the preposition of the place that it counts."""

_REACH = 3
"""Tokens from a count to that preposition."""


def carry(scanned: Sequence[Signals]) -> tuple[Signals, ...]:
    """The sentences, those that only count by places with what the telling sentence before them says of the weapons.

    Such a sentence names no act of its own; it goes on with the one before, or with another that does.
    """
    done: list[Signals] = []
    for s in scanned:
        before = done[-1] if done else None
        hits = _weapons_told(before) if before is not None else ()
        done.append(replace(s, carried=hits) if hits and _only_counts(s) else s)
    return tuple(done)


def _weapons_told(s: Signals) -> tuple[TermHit, ...]:
    """What *s* says that was done with weapons; empty unless it tells of an attack and names one."""
    hits = (*s.hits, *s.carried)
    return hits if s.asserts and any(h.term.act is Act.WEAPON for h in hits) else ()


def _only_counts(s: Signals) -> bool:
    if s.vetoes or any(h.term.act not in (Act.WEAPON, Act.TARGET) for h in s.hits):
        return False
    tokens = s.sentence.tokens
    lowers = s.sentence.lowers
    return any(_counts_a_place(tokens, lowers, i) for i in range(len(tokens)))


def _counts_a_place(tokens: Sequence[Token], lowers: Sequence[str], at: int) -> bool:
    """Whether a count stands at *at* and the preposition of a capitalised place soon after it."""
    numeral = numeral_at(lowers, at)
    if numeral is None:
        return False
    for i in range(at + 1, min(at + 1 + _REACH, len(tokens) - 1)):
        if PREPOSITIONS.get(lowers[i]) in _WHERE:
            return tokens[i + 1].text[:1].isupper()
        if lowers[i] not in _BETWEEN:
            return False
    return False
