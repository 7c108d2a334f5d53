"""Gives the words for killed, injured and the like the quantities that they go with."""

from __future__ import annotations

import re
from dataclasses import replace

from monitor.reading.figures_attach import SOFT_REACH, beside, counted, more_of_the_kind, part_of, risen, risen_before
from monitor.reading.figures_lists import AND
from monitor.reading.figures_model import Figure, FigureKind, figure_of
from monitor.reading.figures_quantity import Classes, Counts, Quantity
from monitor.reading.figures_recalled import is_feared, recalled_spans
from monitor.reading.figures_running import one_person, running_total
from monitor.reading.figures_words import WordClass
from monitor.reading.numbers import Words, fold

CASUALTY_KINDS = {
    WordClass.KILLED: FigureKind.KILLED,
    WordClass.INJURED: FigureKind.INJURED,
    WordClass.CASUALTIES: FigureKind.CASUALTIES,
    WordClass.MISSING: FigureKind.MISSING,
    WordClass.TRAPPED: FigureKind.TRAPPED,
    WordClass.RESCUED: FigureKind.RESCUED,
    WordClass.TREATED: FigureKind.INJURED,
}
"""What each class of words for the fate of people says."""


def people_figures(words: Words, classes: Classes, found: list[Quantity]) -> list[Figure]:
    """Give each word for killed, injured and the like the quantity that it goes with; each quantity goes once."""
    open_ = [quantity for quantity in found if quantity.counts is not Counts.WEAPONS]
    figures: list[Figure] = []
    heads = [k for k, each in enumerate(classes) if each in CASUALTY_KINDS and not _before_toll(words, classes, k)]
    # "Casualties" and "in hospital" say less than what befell people: those words take what is left.
    for head in sorted(heads, key=lambda k: classes[k] in _LATE):
        bounds = _bounds(classes, heads, head)
        is_count = counted(words.words, classes, head)
        quantity = risen(words.words, classes, head, open_) if is_count else None
        if quantity is None and is_count:
            quantity = risen_before(words.words, head, open_)
        if quantity is None and words.words[head] != "toll":
            quantity = beside(words.words, classes, head, bounds, open_)
        each = classes[head]
        assert each is not None
        kind = CASUALTY_KINDS[each]
        if quantity is None:
            one = _single_fate(words, classes, head)
            if one is not None:
                figures.append(figure_of(words, _with_others(words, one, open_), kind))
            continue
        open_ = [other for other in open_ if other.i != quantity.i]
        quantity = _and_one(words, head, quantity)
        if kind is FigureKind.INJURED and _died_later(words, classes, (head, bounds[1]), quantity, open_):
            kind = FigureKind.KILLED
        part = each is WordClass.TREATED or part_of(words.words, quantity, head)
        figures.append(figure_of(words, quantity, kind, total=is_count, part=part))
        figures += _parts(words, kind, quantity, open_)
        for more in more_of_the_kind(words.words, classes, quantity, open_, head):
            open_.remove(next(other for other in open_ if other.i == more.i))
            figures.append(figure_of(words, more, kind, total=is_count))
    ordinal = running_total(words.words)
    if ordinal is not None:
        figures.append(figure_of(words, ordinal, FigureKind.KILLED))
    return [_relative(words, figure, figures) for figure in figures]


_LATE = (WordClass.TREATED, WordClass.CASUALTIES)


def _bounds(classes: Classes, heads: list[int], head: int) -> tuple[int, int]:
    """The neighbours of a word for killed, injured and the like: its figure stands between them."""
    others = [k for k in heads if classes[k] not in _LATE or classes[head] in _LATE]
    return max((k for k in others if k < head), default=-1), min((k for k in others if k > head), default=len(classes))


def _with_others(words: Words, one: Quantity, open_: list[Quantity]) -> Quantity:
    """ "The mayor and 17 others": eighteen."""
    for quantity in open_:
        between = words.words[one.j : quantity.i]
        if quantity.additional and 0 < len(between) <= 4 and between[-1] in AND and "," not in between:
            open_.remove(quantity)
            return replace(one, j=quantity.j, low=quantity.low + 1, high=quantity.high + 1)
    return one


def _and_one(words: Words, head: int, quantity: Quantity) -> Quantity:
    """ "Uccisi il sindaco e altre 17 persone": the one who is named counts too."""
    between = words.words[head + 1 : quantity.i]
    if not quantity.additional or not 2 <= len(between) <= 5 or between[-1] not in AND:
        return quantity
    if not all(word.isalpha() for word in between) or not _SELF.isdisjoint(between):
        return quantity
    return replace(quantity, low=quantity.low + 1, high=quantity.high + 1, additional=False)


_SELF = frozenset({"himself", "herself", "themselves", "itself", "sich", "sé", "sí", "siebie"})


def _before_toll(words: Words, classes: Classes, head: int) -> bool:
    """ "Death toll" has its figure by its second word; in "injury toll" the first one says of whom."""
    after = words.words[head + 1 : head + 2]
    if words.words[head] == "toll" and head:
        return classes[head - 1] is WordClass.INJURED
    return after == ("toll",) and classes[head] is not WordClass.INJURED


def _single_fate(words: Words, classes: Classes, head: int) -> Quantity | None:
    if words.words[head] in _ONE_FATE and words.words[max(0, head - 1) : head] in _THERE_IS:
        return Quantity(i=head, j=head + 1, low=1, high=1, counts=Counts.PERSONS)
    return one_person(words.words, classes, head)


def _died_later(
    words: Words, classes: Classes, reach: tuple[int, int], quantity: Quantity, open_: list[Quantity]
) -> bool:
    """ "An officer wounded on Monday has died": the next word for a fate is of the same people."""
    head, following = reach
    if following >= len(classes) or quantity.i > head or words.words[following] not in _DIED:
        return False
    before = [word for word in words.words[max(0, quantity.i - 2) : quantity.i] if word != "the"]
    if before and before[-1] in {"of", "из", "із", "з", "von", "sur", "de"}:
        return False  # "Five of the 12 wounded have died"
    if any(head < other.i < following for other in open_) or following - head > 2 * SOFT_REACH:
        return False
    return {";", ".", ":"}.isdisjoint(words.words[head:following]) and not any(
        0 <= other.i - following <= 2 for other in open_
    )


_DIED = frozenset(
    "died dies succumbed скончался скончалась скончались умер умерла умерли помер померла померли starb gestorben zmarł zmarła".split()
)


def _relative(words: Words, figure: Figure, figures: list[Figure]) -> Figure:
    """Beside figures of another kind only, "others" adds nothing; nor does "another four bodies found" after "27 dead:"."""
    if not figure.additional:
        return figure
    others = [other for other in figures if other.start < figure.start and not other.included]
    if others and all(other.kind is not figure.kind for other in others):
        return replace(figure, additional=False)
    text = fold(words.text)
    before = [other for other in others if other.kind is figure.kind and other.high >= figure.high]
    if any(_NAMED_AGAIN.search(text[other.end : figure.start]) for other in before):
        return replace(figure, included=True)
    if figure.kind is FigureKind.KILLED and _FOUND.search(text):
        return replace(figure, included=True)
    return figure


_NAMED_AGAIN = re.compile(r"[:—–]|\b(?:as|after|после того|після того)\b")
_FOUND = re.compile(
    r"\b(?:found|recovered|pulled|succumbed|hospital|знайд\w+|знайшли|нашли|найден\w*|обнаруж\w+|виявил\w+|дістали|достали|извлекли|больнице|лікарні|скончал\w*|помер\w*|умер\w*)\b"
)
"""News of more dead that comes together with the new total: "another body was found"."""


def with_recalled(words: Words, figures: list[Figure]) -> list[Figure]:
    """Mark the figures that belong to another attack, no longer held, or were only feared."""
    if all(figure.weapon for figure in figures):
        return figures
    text = fold(words.text)
    spans = recalled_spans(text)
    return [
        replace(figure, recalled=True)
        if figure.weapon is None
        and (
            (not figure.total and any(i <= figure.start < j for i, j in spans))
            or is_feared(text, figure.start, figure.end)
        )
        else figure
        for figure in figures
    ]


_ONE_FATE = frozenset(
    "погибший погибшая раненый раненая пострадавший пострадавшая загиблий загибла поранений поранена постраждалий постраждала".split()
)
_THERE_IS = (("есть",), ("є",), ("имеется",))
"""«Есть погибший»: one, without a number."""


def _parts(words: Words, kind: FigureKind, whole: Quantity, open_: list[Quantity]) -> list[Figure]:
    """ "17 people, among them four children": the part shares the fate of the whole that stands before it."""
    parts = [quantity for quantity in open_ if quantity.included and 0 <= quantity.i - whole.j <= SOFT_REACH]
    for quantity in parts[:1]:
        open_.remove(quantity)
    return [figure_of(words, quantity, kind) for quantity in parts[:1]]
