"""Sums the lists of a sentence: "a man, two women and a child"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from monitor.reading import figures_words as vocabulary
from monitor.reading.figures_quantity import Classes, Counts, Quantity, word_at
from monitor.reading.figures_scan import AGE
from monitor.reading.figures_words import WordClass, word_class


def listed(words: Sequence[str], classes: Classes, found: list[Quantity]) -> list[Quantity]:
    """The quantities with every list summed into one: "a man and two women" is three."""
    runs: list[list[Quantity]] = []
    for quantity in found:
        left = runs[-1][-1] if runs else None
        if left is None or not _continues(words, classes, left, quantity) or _splits(words, classes, left, quantity):
            runs.append([quantity])
        else:
            runs[-1].append(quantity)
    return [_together(words, run) for run in runs]


def _continues(words: Sequence[str], classes: Classes, left: Quantity, right: Quantity) -> bool:
    if left.included != right.included and right.included:
        return False
    between = [words[k] for k in range(left.j, right.i) if not AGE.fullmatch(words[k])]
    if not _BORN.isdisjoint(between):
        between = [word for word in between if word not in _BORN and not word.isdecimal() and word != "in"]
    if (
        len(between) > 1
        and between[0].isalpha()
        and word_class(between[0]) is None
        and between[0] not in vocabulary.JOINERS
        and left.counts is Counts.PERSONS
    ):
        between = between[1:]  # "the driver of a lorry": in Russian one more noun
    if not 1 <= len(between) <= 4 or any(word_class(word) is not None for word in between):
        return False
    people = (Counts.GENERIC, Counts.PERSONS)
    if left.counts not in people or right.counts not in (*people, Counts.BARE):
        return False
    if right.additional or right.counts is Counts.BARE:  # «Сын и ещё двое ранены»: no fate of its own stands between.
        return right.additional and len(between) == 1 and between[0] in AND and not _fate_before(words, classes, left.i)
    links = {",", "—", "–", ":", "("} | vocabulary.JOINERS
    return between[0] in links and all(word in links or word in vocabulary.DETERMINERS for word in between)


AND = frozenset({"and", "и", "та", "і", "й", "und", "et", "y", "e", "i", "ve"})


_BORN = frozenset({"born", "рождения", "народження"})
"""«Женщина 1967 года рождения и мужчина»: two."""


def _splits(words: Sequence[str], classes: Classes, left: Quantity, right: Quantity) -> bool:
    """ "Killed a man, two women wounded": each of the two has a word of its own beside it."""
    return _fate_before(words, classes, left.i) and _fate_after(words, classes, right.j)


def _fate_before(words: Sequence[str], classes: Classes, i: int) -> bool:
    for k in range(i - 1, max(-1, i - 5), -1):
        if classes[k] in _FATES:
            return True
        if not (
            words[k] in vocabulary.RIGHT_GLUE or AGE.fullmatch(words[k]) or vocabulary.ADJECTIVE.fullmatch(words[k])
        ):
            return False
    return False


def _fate_after(words: Sequence[str], classes: Classes, j: int) -> bool:
    for k in range(j, min(len(words), j + 4)):
        if classes[k] in _FATES:
            return True
        if words[k] not in vocabulary.LEFT_GLUE:
            return False
    return False


_FATES = frozenset({WordClass.KILLED, WordClass.INJURED, WordClass.MISSING, WordClass.TRAPPED, WordClass.RESCUED})


def _together(words: Sequence[str], run: list[Quantity]) -> Quantity:
    """Sum a list; but "two people, a man and a woman" names the two people again."""
    first, last = run[0], run[-1]
    if len(run) == 1:
        return first
    apposed = first.counts is Counts.GENERIC and words[first.j] in {",", "—", "–", ":", "("}
    closed = apposed and word_at(words, last.j) in {",", "—", "–", ")"}
    return replace(
        first,
        j=last.j + closed,
        low=first.low if apposed else sum(each.low for each in run),
        high=first.high if apposed else sum(each.high for each in run),
        military=all(each.military for each in run),
    )
