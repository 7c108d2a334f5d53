"""Which quantity of a sentence goes with a word for killed, injured, missing: the grammar of "killed three and wounded 12"."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.reading import figures_words as vocabulary
from monitor.reading.figures_scan import Classes, Counts, Quantity
from monitor.reading.figures_words import WordClass

SOFT_REACH = 8
"""A figure belongs to a word at most this many words away, when nothing ends the clause between."""
_TOLL_REACH = 10


def counted(words: Sequence[str], head: int) -> bool:
    """Whether the word stands in "the number of", "the death toll", «число погибших»."""
    near = words[max(0, head - 3) : head + 2]
    return any(word in vocabulary.COUNT_NOUNS for word in near)


def risen(words: Sequence[str], head: int, open_: list[Quantity]) -> Quantity | None:
    """The figure that a toll has reached: the last one of the clause, so that "from 3 to 5" gives five."""
    best: Quantity | None = None
    for quantity in open_:
        if quantity.i <= head:
            continue
        between = words[(best.j if best else head + 1) : quantity.i]
        if len(between) > _TOLL_REACH or not {";", "."}.isdisjoint(between):
            break
        if best is None or (between or words[quantity.i :])[0] in _UP_TO_NEW:
            best = quantity
        else:
            break
    return best


_UP_TO_NEW = frozenset({"to", "до", "auf", "à", "a", "do", "para", "people", "человек", "осіб"})


def beside(
    words: Sequence[str], classes: Classes, head: int, bounds: tuple[int, int], open_: list[Quantity]
) -> Quantity | None:
    """The open quantity that a word for killed, injured and the like goes with; *bounds* are its neighbours of that kind."""
    left = _left(words, head, bounds[0], open_)
    right = _right(words, head, bounds[1], open_)
    if vocabulary.TRANSITIVE.fullmatch(words[head]):
        return right
    if left is not None and _all(words, left.j, head, vocabulary.LEFT_GLUE):
        return left
    if right is not None and _all(words, head + 1, right.i, vocabulary.RIGHT_GLUE):
        return right
    if left is not None and left.counts in (Counts.GENERIC, Counts.PERSONS, Counts.BARE):
        active = words[head].isascii() and head + 1 < len(words) and words[head - 1] not in vocabulary.BE
        if not (active and classes[head] in (WordClass.KILLED, WordClass.INJURED) and words[head].endswith("ed")):
            return left
        return left if left.counts is not Counts.BARE else None
    if right is not None and right.counts in (Counts.GENERIC, Counts.PERSONS) and not words[head].isascii():
        return right
    return None


def _all(words: Sequence[str], i: int, j: int, glue: frozenset[str]) -> bool:
    return all(word in glue or vocabulary.ADJECTIVE.fullmatch(word) for word in words[i:j])


def _left(words: Sequence[str], head: int, limit: int, open_: list[Quantity]) -> Quantity | None:
    """The nearest open quantity before the word in its clause; a part that is set off by commas is stepped over."""
    for quantity in reversed(open_):
        if quantity.j > head or quantity.included:
            continue
        aside = any(other.included and quantity.j <= other.i < head for other in open_)
        between = words[quantity.j : head]
        if quantity.i <= limit or len(between) > SOFT_REACH + (6 if aside else 0):
            return None
        stops = (
            {";", ".", ":", "—"}
            if aside
            else {";", ".", ":", "—", ",", "and", "и", "і", "та", "und", "et", "y", "while", "а"}
        )
        near = [word for k, word in enumerate(between) if not (word in {"and", "и"} and k == 0)]
        if not stops.isdisjoint(near) or (quantity.counts is Counts.UNKNOWN and len(between) > 4):
            return None
        return quantity
    return None


def _right(words: Sequence[str], head: int, limit: int, open_: list[Quantity]) -> Quantity | None:
    """The nearest open quantity after the word, in its clause and before the next such word."""
    for quantity in open_:
        if quantity.i <= head:
            continue
        between = words[head + 1 : quantity.i]
        # "12 wounded": the next word has its own figure before it.
        if quantity.i > limit or len(between) > SOFT_REACH:
            return None
        if not {";", ".", ","}.isdisjoint(between):
            return quantity if quantity.included and between[:1] == (",",) else None
        return quantity
    return None
