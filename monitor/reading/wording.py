"""Does an entry sound like news of an attack? A logistic model over the words at its head.

The rules say what is told of which place; this model only says how entries sound that tell of attacks: it knows a
football report from a bombing by the words that no vocabulary lists. It sees no names: every capitalised word is the same to it, so that it
learns language and not geography. ``benchmarks/fit_wording.py`` fits it on labelled streams and headlines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from monitor.model.logistic import Contributions, weigh
from monitor.reading.text import Field, Sentence
from monitor.reading.topics import STEM, topics_of
from monitor.reading.wording_weights import WORDING_WEIGHTS

HEAD = 4
"""Sentences at the beginning of an entry that are looked at: what follows is background."""

_STEPS = ((0.1, "not at all"), (0.3, "hardly"), (0.6, "perhaps"), (0.85, "likely"), (1.1, "surely"))


def wording(sentences: Sequence[Sentence]) -> tuple[float, Contributions]:
    """Probability that an entry brings an attack as its news, by its words alone, and the words that say so."""
    return weigh(wording_features(sentences), WORDING_WEIGHTS)


def wording_features(sentences: Sequence[Sentence]) -> list[str]:
    """The words, pairs of words and topics at the head of an entry, those of its title once more by themselves."""
    found: dict[str, None] = {}
    stems: set[str] = set()
    for sentence in sentences[:HEAD]:
        words = list(_words(sentence))
        found.update(dict.fromkeys(words))
        found.update(dict.fromkeys(f"{a} {b}" for a, b in pairwise(words)))
        stems.update(words)
        if sentence.field is Field.TITLE:
            found.update(dict.fromkeys(f"title: {word}" for word in words))
            found.update(dict.fromkeys(f"title {topic}" for topic in topics_of(words)))
    found.update(dict.fromkeys(topics_of(stems)))
    return list(found)


def step(probability: float) -> str:
    """How surely the wording speaks of an attack, in one of five steps."""
    return next(name for limit, name in _STEPS if probability < limit)


def _words(sentence: Sentence) -> Iterator[str]:
    for index, token in enumerate(sentence.tokens):
        first = token.text[0]
        if first.isdecimal():
            yield "#"
        elif first in "?!":
            yield first
        elif first.isalpha():
            yield "Name" if index and first.isupper() else token.lower[:STEM]
