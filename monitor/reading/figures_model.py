"""Figures as read: what befell how many."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from monitor.reading.figures_quantity import Quantity
from monitor.reading.numbers import Words


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
    attack that the sentence only recalls, no longer held, or only feared; no toll counts it. ``weapon``: ``drone
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


def figure_of(words: Words, quantity: Quantity, kind: FigureKind, *, total: bool = False, part: bool = False) -> Figure:
    """The figure that *quantity* is of *kind*. ``total``: a count says it; ``part``: of others counted elsewhere."""
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
