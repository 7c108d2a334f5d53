"""Figures in a sentence: people killed, injured, missing; weapons launched, shot down, hit.

A number counts only when the sentence says of whom: years, times, distances, ages, houses and amounts of money never do.
"""

from __future__ import annotations

import re
from dataclasses import replace

from monitor.reading import figures_words as vocabulary
from monitor.reading.figures_lists import listed
from monitor.reading.figures_model import Figure, FigureKind, figure_of
from monitor.reading.figures_nobody import nobody
from monitor.reading.figures_people import CASUALTY_KINDS, people_figures, with_recalled
from monitor.reading.figures_phrases import reclassed
from monitor.reading.figures_running import running_total
from monitor.reading.figures_scan import quantities
from monitor.reading.figures_toll import MergedToll, toll
from monitor.reading.figures_weapons import weapon_figures
from monitor.reading.figures_words import WordClass, word_class
from monitor.reading.numbers import Words, split_words

__all__ = ["Figure", "FigureKind", "MergedToll", "figures_in", "find_figures", "toll"]


_LONGEST = 500
"""Words of a sentence that are read: what is longer is no prose, and the work grows with the square of it."""


def find_figures(text: str) -> tuple[Figure, ...]:
    """Find the figures of one sentence, in the order of the text; languages may be mixed.

    "More than 20" and "at least 20" are 20..20 with ``at_least``; "up to 10" is 1..10; "dozens" is 24..99. "No casualties"
    is 0..0 for killed and for injured.
    """
    return figures_in(split_words(_ASIDE.sub(lambda aside: " " * len(aside[0]), text)))


_ASIDE = re.compile(
    r", (?:\w+|\d+) (?:of (?:them|whom)|из них|из которых|з них|з яких|d'entre eux|de ellos|di cui|z nich|von ihnen|davon)\b[^,;.]{0,60},",
    re.IGNORECASE,
)
"""What counts a part of those just counted, between commas: "four people, two of them passers-by, were wounded"."""


def figures_in(words: Words) -> tuple[Figure, ...]:
    """Find the figures of a sentence that is already split; see ``find_figures``. Of a very long one only the beginning is read."""
    if len(words.words) > _LONGEST:
        words = Words(
            text=words.text[: words.ends[_LONGEST - 1]],
            words=words.words[:_LONGEST],
            starts=words.starts[:_LONGEST],
            ends=words.ends[:_LONGEST],
        )
    classes = reclassed(words.words, [word_class(word) for word in words.words])
    if not any(each in CASUALTY_KINDS or each is WordClass.WEAPON for each in classes):
        ordinal = running_total(words.words)
        if ordinal is None:
            return _zeros(words, set())
        return (figure_of(words, ordinal, FigureKind.KILLED),)
    found = listed(words.words, classes, quantities(words.words, classes))
    figures = people_figures(words, classes, found)
    figures += weapon_figures(words, classes, found)
    told = {figure.kind for figure in figures}
    figures += _zeros(words, told)
    figures = with_recalled(words, figures)
    if vocabulary.CORRECTION.search(" ".join(words.words)):
        figures = [replace(figure, correction=figure.weapon is None) for figure in figures]
    return tuple(sorted(figures, key=lambda figure: figure.start))


def _zeros(words: Words, told: set[FigureKind]) -> tuple[Figure, ...]:
    return tuple(
        Figure(kind=FigureKind(kind), low=0, high=0, start=start, end=end)
        for kind, start, end in nobody(words)
        if kind not in told
    )
