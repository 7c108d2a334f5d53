"""Figures in a sentence: people killed, injured, missing; weapons launched, shot down, hit.

A number counts only when the sentence says of whom: years, times, distances, ages, houses and amounts of money never do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from monitor.model import Count, Toll
from monitor.reading import figures_words as vocabulary
from monitor.reading.figures_attach import SOFT_REACH, beside, counted, more_of_the_kind, risen
from monitor.reading.figures_lists import listed
from monitor.reading.figures_nobody import nobody
from monitor.reading.figures_phrases import reclassed
from monitor.reading.figures_recalled import recalled_spans
from monitor.reading.figures_running import one_person, running_total
from monitor.reading.figures_scan import Classes, Counts, Quantity, quantities
from monitor.reading.figures_words import WordClass, weapon_of, word_class
from monitor.reading.numbers import Words, fold, split_words


class FigureKind(StrEnum):
    """What befell those that a figure counts. CASUALTIES: killed or injured, not told apart."""

    KILLED = "killed"
    INJURED = "injured"
    CASUALTIES = "casualties"
    MISSING = "missing"
    TRAPPED = "trapped"
    RESCUED = "rescued"
    LAUNCHED = "launched"
    INTERCEPTED = "intercepted"
    HIT = "hit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure of a sentence: ``low`` to ``high``, both included; ``start`` and ``end`` are offsets of its words.

    ``total``: cumulative ("the toll rose to"). ``additional``: on top of others ("another two"). ``included``: part of
    another figure ("including two children"). ``at_least``: the speaker says that it may be more. ``approximate``: a vague
    word or "about". ``military``: counts soldiers. ``correction``: replaces a figure given before. ``recalled``: of another
    attack that the sentence only recalls, or a figure that no longer holds. ``weapon``: ``drone
    missile rocket bomb shell``; None for people.
    """

    kind: FigureKind
    low: int
    high: int
    start: int
    end: int
    total: bool = False
    additional: bool = False
    included: bool = False
    at_least: bool = False
    approximate: bool = False
    military: bool = False
    correction: bool = False
    recalled: bool = False
    weapon: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedToll:
    """What one report says of its killed and injured. ``corrects``: it replaces a figure given before by another."""

    toll: Toll
    corrects: bool = False


_CASUALTY_KINDS = {
    WordClass.KILLED: FigureKind.KILLED,
    WordClass.INJURED: FigureKind.INJURED,
    WordClass.CASUALTIES: FigureKind.CASUALTIES,
    WordClass.MISSING: FigureKind.MISSING,
    WordClass.TRAPPED: FigureKind.TRAPPED,
    WordClass.RESCUED: FigureKind.RESCUED,
    WordClass.TREATED: FigureKind.INJURED,
}
_WEAPON_KINDS = {
    WordClass.LAUNCH: FigureKind.LAUNCHED,
    WordClass.INTERCEPT: FigureKind.INTERCEPTED,
    WordClass.HIT: FigureKind.HIT,
}
_WEAPON_REACH = 10
_FRONT_LINE = 100
"""More soldiers than this are a claim about a front over days, not the toll of one attack."""


def find_figures(text: str) -> tuple[Figure, ...]:
    """Find the figures of one sentence, in the order of the text; languages may be mixed.

    "More than 20" and "at least 20" are 20..20 with ``at_least``; "up to 10" is 1..10; "dozens" is 24..99. "No casualties"
    is 0..0 for killed and for injured.
    """
    return figures_in(split_words(text))


def figures_in(words: Words) -> tuple[Figure, ...]:
    """Find the figures of a sentence that is already split; see ``find_figures``."""
    classes = reclassed(words.words, [word_class(word) for word in words.words])
    if not any(each in _CASUALTY_KINDS or each is WordClass.WEAPON for each in classes):
        ordinal = running_total(words.words)
        if ordinal is None:
            return _zeros(words, set())
        return (_figure(words, ordinal, FigureKind.KILLED),)
    found = listed(words.words, classes, quantities(words.words, classes))
    figures = _people(words, classes, found)
    figures += _weapons(words, classes, found)
    told = {figure.kind for figure in figures}
    figures += _zeros(words, told)
    figures = _without_feared(words, _recalled(words, figures))
    if vocabulary.CORRECTION.search(" ".join(words.words)):
        figures = [replace(figure, correction=figure.weapon is None) for figure in figures]
    return tuple(sorted(figures, key=lambda figure: figure.start))


def _zeros(words: Words, told: set[FigureKind]) -> tuple[Figure, ...]:
    return tuple(
        Figure(kind=FigureKind(kind), low=0, high=0, start=start, end=end)
        for kind, start, end in nobody(words)
        if kind not in told
    )


def toll(figures: Iterable[Figure]) -> MergedToll:
    """Merge the figures of one report into its toll.

    Per kind: a correction goes before everything, then a total, then the largest figure plus the largest additional one.
    Figures that are part of others count only when they stand alone. Soldiers count only when nobody else does, and not
    by the hundred: such figures are claims about a front.
    """
    people = [figure for figure in figures if figure.weapon is None and not figure.recalled]
    killed = [figure for figure in people if figure.kind is FigureKind.KILLED]
    injured = [figure for figure in people if figure.kind is FigureKind.INJURED]
    return MergedToll(
        toll=Toll(killed=_merged(killed), injured=_merged(injured)),
        corrects=any(figure.correction for figure in killed + injured),
    )


def _merged(figures: list[Figure]) -> Count | None:
    civil = [figure for figure in figures if not figure.military]
    pool = civil or [figure for figure in figures if figure.high <= _FRONT_LINE]
    pool = [figure for figure in pool if not figure.included] or pool
    if not pool:
        return None
    corrections = [figure for figure in pool if figure.correction]
    if corrections:
        return Count(low=corrections[-1].low, high=corrections[-1].high)
    totals = [figure for figure in pool if figure.total]
    # "One killed, five others injured": with no figure of its kind before it, "others" adds to nothing.
    opening = next((k for k, figure in enumerate(pool) if not figure.additional), len(pool))
    base = totals or [figure for k, figure in enumerate(pool) if not figure.additional or k < opening]
    more = [figure for figure in pool[opening:] if figure.additional] if not totals else []
    best = _largest(base) if base else None
    extra = max(more, key=_size) if more else None
    if best is not None and extra is not None and best.high == extra.high > 2:
        extra = None  # "19 killed", then "himself and 19 others": the same people.
    low = (best.low if best else 0) + (extra.low if extra else 0)
    high = (best.high if best else 0) + (extra.high if extra else 0)
    return Count(low=low, high=high)


def _largest(figures: list[Figure]) -> Figure:
    """The largest figure; but a number goes before the vague word that it bears out ("dozens" and "30")."""
    largest = max(figures, key=_size)
    exact = [figure for figure in figures if figure.low == figure.high and figure.high >= largest.low]
    return max(exact, key=_size) if exact else largest


def _size(figure: Figure) -> tuple[int, int]:
    return figure.high, figure.low


def _figure(
    words: Words, quantity: Quantity, kind: FigureKind, *, total: bool = False, part: bool = False
) -> Figure:
    return Figure(
        kind=kind,
        low=quantity.low,
        high=quantity.high,
        start=words.starts[quantity.i],
        end=words.ends[quantity.j - 1],
        total=quantity.total or total,
        additional=quantity.additional,
        included=quantity.included or part,
        at_least=quantity.at_least,
        approximate=quantity.approximate,
        military=quantity.military,
        weapon=quantity.weapon,
    )


# --- people ----------------------------------------------------------------------------------------------------------------


def _people(words: Words, classes: Classes, found: list[Quantity]) -> list[Figure]:
    """Give each word for killed, injured and the like the quantity that it goes with; each quantity goes once."""
    open_ = [quantity for quantity in found if quantity.counts is not Counts.WEAPONS]
    figures: list[Figure] = []
    heads = [k for k, each in enumerate(classes) if each in _CASUALTY_KINDS and not _before_toll(words, classes, k)]
    for n, head in enumerate(heads):
        bounds = (heads[n - 1] if n else -1, heads[n + 1] if n + 1 < len(heads) else len(classes))
        is_count = counted(words.words, classes, head)
        quantity = risen(words.words, classes, head, open_) if is_count else None
        if quantity is None and words.words[head] != "toll":
            quantity = beside(words.words, classes, head, bounds, open_)
        each = classes[head]
        assert each is not None
        kind = _CASUALTY_KINDS[each]
        if quantity is None:
            one = _single_fate(words, classes, head)
            if one is not None:
                figures.append(_figure(words, one, kind))
            continue
        open_.remove(quantity)
        if kind is FigureKind.INJURED and _died_later(words, classes, (head, bounds[1]), quantity, open_):
            kind = FigureKind.KILLED
        figures.append(_figure(words, quantity, kind, total=is_count, part=each is WordClass.TREATED))
        figures += _parts(words, kind, quantity, open_)
        for more in more_of_the_kind(words.words, classes, quantity, open_, head):
            open_.remove(next(other for other in open_ if other.i == more.i))
            figures.append(_figure(words, more, kind, total=is_count))
    ordinal = running_total(words.words)
    if ordinal is not None:
        figures.append(_figure(words, ordinal, FigureKind.KILLED))
    return [_relative(words, figure, figures) for figure in figures]


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
    if any(head < other.i < following for other in open_) or following - head > SOFT_REACH:
        return False
    return {";", ".", ":"}.isdisjoint(words.words[head:following]) and not any(
        0 <= other.i - following <= 2 for other in open_
    )


_DIED = frozenset("died dies succumbed скончался скончалась скончались умер умерла умерли помер померла померли starb gestorben zmarł zmarła".split())


def _relative(words: Words, figure: Figure, figures: list[Figure]) -> Figure:
    """Beside figures of another kind only, "others" adds nothing; nor does "another four bodies found" after "27 dead:"."""
    if not figure.additional:
        return figure
    others = [other for other in figures if other.start < figure.start and not other.included]
    if others and all(other.kind is not figure.kind for other in others):
        return replace(figure, additional=False)
    text = fold(words.text)
    before = [other for other in others if other.kind is figure.kind and other.high >= figure.high]
    if any(_NAMED_AGAIN.search(text[other.end : figure.start]) for other in before) or _FOUND.search(text):
        return replace(figure, included=True)
    return figure


_NAMED_AGAIN = re.compile(r"[:—–]|\b(?:as|after|после того|після того)\b")
_FOUND = re.compile(
    r"\b(?:found|recovered|pulled|succumbed|hospital|знайд\w+|знайшли|нашли|найден\w*|обнаруж\w+|виявил\w+|дістали|достали|извлекли|больнице|лікарні|скончал\w*|помер\w*|умер\w*)\b"
)
"""News of more dead that comes together with the new total: "another body was found"."""


def _recalled(words: Words, figures: list[Figure]) -> list[Figure]:
    people = [figure for figure in figures if figure.weapon is None]
    if not people:
        return figures
    spans = recalled_spans(fold(words.text))
    return [
        replace(figure, recalled=True)
        if figure.weapon is None and not figure.total and any(i <= figure.start < j for i, j in spans)
        else figure
        for figure in figures
    ]


_FEARED = re.compile(r"\b(?:feared?|fears|may|might|could have|могли|можливо|возможно|befürchte\w*|redoute\w*|temen|si teme)\b[^.;:]{0,30}$")


def _without_feared(words: Words, figures: list[Figure]) -> list[Figure]:
    """Drop figures that somebody feared where the sentence has one that somebody counted."""
    text = fold(words.text)
    if not _FEARED_CUE.search(text):
        return figures
    feared = [f for f in figures if f.weapon is None and _FEARED.search(text[: f.start])]
    return [
        f for f in figures if f not in feared or all(other.kind is not f.kind or other in feared for other in figures)
    ]


_FEARED_CUE = re.compile(r"fear|may|might|could have|могли|можливо|возможно|befürcht|redout|temen|teme")

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
    return [_figure(words, quantity, kind) for quantity in parts[:1]]


# --- weapons ---------------------------------------------------------------------------------------------------------------


def _weapons(words: Words, classes: Classes, found: list[Quantity]) -> list[Figure]:
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
            figures.append(_figure(words, quantity, kind))
            if quantity.out_of is not None:
                whole = replace(quantity, low=quantity.out_of, high=quantity.out_of, out_of=None)
                figures.append(_figure(words, whole, FigureKind.LAUNCHED))
        elif quantity.counts is Counts.BARE and weapon is not None:
            verb = _verb(words.words, quantity, downing)
            if verb is not None and (0 <= verb - quantity.j <= 3 or 0 <= quantity.i - verb <= 2):
                figures.append(_figure(words, replace(quantity, weapon=weapon), FigureKind.INTERCEPTED))
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
            return [_figure(words, one, FigureKind.INTERCEPTED)]
    return []
