"""Merges the figures of one report into its toll."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from monitor.model import Count, Toll
from monitor.reading.figures_model import Figure, FigureKind

_FRONT_LINE = 100
"""More soldiers than this are a claim about a front over days, not the toll of one attack."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedToll:
    """What one report says of its killed and injured. ``corrects``: it replaces a figure given before by another."""

    toll: Toll
    corrects: bool = False


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
