"""Reads the words before a number: "at least", "another", "including", "a total of"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from monitor.reading import figures_words as vocabulary
from monitor.reading.figures_quantity import Quantity, word_at


def qualified(words: Sequence[str], quantity: Quantity) -> Quantity:
    """Read the words before a quantity: "at least", "another", "including", "a total of"."""
    at_least = up_to = about = another = False
    k = quantity.i
    while k > 0 and quantity.i - k < 5:
        word = words[k - 1]
        if word in vocabulary.AT_LEAST:
            at_least = True
        elif word in vocabulary.UP_TO:
            up_to = not any(each in vocabulary.MOVING for each in words[max(0, k - 9) : k - 1])
        elif word in vocabulary.ABOUT:
            about = True
        elif word in vocabulary.ANOTHER:
            another = True
        elif word not in vocabulary.MODIFIER_GLUE:
            break
        k -= 1
    before = words[max(0, k - 4) : k]
    after = word_at(words, quantity.j)
    additional = (
        another
        or after in vocabulary.MORE_AFTER
        or any(word in vocabulary.MORE_AFTER for word in words[quantity.i : quantity.j])
    )
    rising = any(word in vocabulary.MOVING for word in before)
    additional = additional and word_at(words, k - 2) not in _SELF and word_at(words, k - 1) not in _SELF
    return replace(
        quantity,
        i=_start(words, k, quantity.i),
        low=1 if up_to and not rising and not at_least and quantity.low == quantity.high else quantity.low,
        at_least=at_least,
        approximate=quantity.approximate or about,
        additional=additional,
        included=_is_included(words, k),
        total=any(word in vocabulary.TOTAL for word in before),
    )


_SELF = frozenset(
    "himself herself themselves themself себя себе sich lui-même même sí mismo misma sé stesso siebie".split()
)
"""«Killing himself and 19 others»: the 19 are all the victims."""


def _start(words: Sequence[str], k: int, i: int) -> int:
    """The first word that belongs to the quantity: not a bare article or preposition."""
    while (
        k < i
        and words[k] in vocabulary.MODIFIER_GLUE
        and words[k] not in {"at", "as", "не", "по", "no", "co", "en", "al", "au"}
    ):
        k += 1
    return k


def _is_included(words: Sequence[str], k: int) -> bool:
    """Whether "including", «в том числе», «среди них» stands before, in the same clause."""
    if word_at(words, k - 1 - (word_at(words, k - 1) == "the")) in _AMONG:
        return False  # "nine officers are among the 54 wounded": the 54 are the whole.
    for back in range(k - 1, max(-1, k - 6), -1):
        if words[back] in vocabulary.INCLUDING:
            return words[back] not in {"из", "entre", "unter", "tra"} or word_at(words, back + 1) in _THEM
        if words[back] in {".", ";", ","}:
            return False
    return False


_AMONG = frozenset({"among", "серед", "среди", "parmi", "unter"})
_THEM = frozenset({"них", "ihnen", "eux", "ellos", "ellas", "loro", "cui", "quali"})
