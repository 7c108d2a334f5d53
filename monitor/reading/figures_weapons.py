"""Says what befell the weapons that a sentence counts: launched, intercepted, hit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from monitor.reading.figures_model import Figure, FigureKind, figure_of
from monitor.reading.figures_quantity import Classes, Counts, Quantity
from monitor.reading.figures_words import WordClass, weapon_of
from monitor.reading.numbers import Words

_WEAPON_KINDS = {
    WordClass.LAUNCH: FigureKind.LAUNCHED,
    WordClass.INTERCEPT: FigureKind.INTERCEPTED,
    WordClass.HIT: FigureKind.HIT,
}
_WEAPON_REACH = 10


def weapon_figures(words: Words, classes: Classes, found: list[Quantity]) -> list[Figure]:
    """One figure for every number of weapons, by the word near it for what befell them; without one: launched."""
    figures: list[Figure] = []
    downing = [k for k, each in enumerate(classes) if each is WordClass.INTERCEPT]
    verbs = [k for k, each in enumerate(classes) if each in _WEAPON_KINDS]
    weapon = next((weapon_of(words.words[k]) for k, each in enumerate(classes) if each is WordClass.WEAPON), None)
    for quantity in found:
        if quantity.counts is Counts.WEAPONS:
            verb = _verb(words.words, quantity, verbs)
            if verb is None and quantity.article:
                continue
            each = classes[verb] if verb is not None else None
            whole_of = (
                quantity.i > 0
                and words.words[quantity.i - 1] in _OF_ALL
                and words.words[quantity.j : quantity.j + 1] == (",",)
            )
            kind = FigureKind.LAUNCHED if each is None or whole_of else _WEAPON_KINDS[each]
            figures.append(figure_of(words, quantity, kind))
            if quantity.out_of is not None:
                whole = replace(quantity, low=quantity.out_of, high=quantity.out_of, out_of=None)
                figures.append(figure_of(words, whole, FigureKind.LAUNCHED))
        elif quantity.counts is Counts.BARE and weapon is not None:
            verb = _verb(words.words, quantity, downing)
            if verb is not None and (0 <= verb - quantity.j <= 3 or 0 <= quantity.i - verb <= 2):
                figures.append(figure_of(words, replace(quantity, weapon=weapon), FigureKind.INTERCEPTED))
    return figures + _single_downed(words, classes, figures)


_OF_ALL = frozenset({"of", "из", "із", "з", "von", "sur", "de"})
"""Before all the weapons of a wave: "of 87 drones, 61 were shot down"."""


def _verb(words: Sequence[str], quantity: Quantity, verbs: list[int]) -> int | None:
    """The nearest word for what happened to the weapons, in their clause if there is one."""
    best: tuple[int, int] | None = None
    for verb in verbs:
        low, high = (quantity.j, verb) if verb >= quantity.j else (verb + 1, quantity.i)
        if high - low > _WEAPON_REACH or quantity.i <= verb < quantity.j:
            continue
        between = words[low:high]
        if not {";", "."}.isdisjoint(between):
            continue
        distance = len(between) + (4 if not {",", "and", "и", "та", "і", "but"}.isdisjoint(between) else 0)
        if best is None or distance < best[0]:
            best = (distance, verb)
    return best[1] if best else None


_DOWNED_ONE = frozenset(
    {"сбит", "уничтожен", "перехвачен", "подавлен", "нейтрализован", "збито", "знищено", "збили", "збив", "сбили"}
)
_ONE_WEAPON = frozenset({"беспилотник", "дрон", "бпла", "безпілотник", "ракету", "ракета", "шахед"})


def _single_downed(words: Words, classes: Classes, figures: list[Figure]) -> list[Figure]:
    """«Сбит беспилотник»: one, when the sentence gives no number of weapons."""
    if any(figure.weapon for figure in figures):
        return []
    for k, word in enumerate(words.words):
        if word in _ONE_WEAPON and not _DOWNED_ONE.isdisjoint(words.words[max(0, k - 2) : k + 3]):
            one = Quantity(i=k, j=k + 1, low=1, high=1, counts=Counts.WEAPONS, weapon=weapon_of(word))
            return [figure_of(words, one, FigureKind.INTERCEPTED)]
    return []
