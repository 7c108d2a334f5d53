"""Capitals named by description: "the Ukrainian capital", «столица Украины», "the capital" in a feed of that country."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.resources import files

from monitor.places.choosing import LocatedMention
from monitor.places.gazetteer import Gazetteer

_CAPITAL = re.compile(
    r"\b(?:capital(?!\s+(?:city\s+)?(?:of\s+the\s+(?:region|state|province)|gains?|markets?|punishment|letters?|expenditure|controls?))"
    r"|столиц\w{1,3}|hauptstadt|capitale|stolic\w{1,2}|başkent\w{0,5})\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"([^\W\d_]+)\s+$")
_AFTER = re.compile(r"\s+(?:of\s+|de\s+(?:la\s+|l')?|d'|von\s+|di\s+|dell')?$")
DESCRIBED, GUESSED = 0.95, 0.7
"""How sure a capital is whose country stands beside it ("the Syrian capital"), and one that is taken for the feed's own."""


def capital_mentions(
    sentence: str, located: Sequence[LocatedMention], gazetteer: Gazetteer, country: str | None
) -> Iterator[LocatedMention]:
    """The capitals that *sentence* describes without their name.

    Args:
        sentence: its text.
        located: the places that it names.
        gazetteer: where the capitals are looked up.
        country: ISO 3166-1 code of the country that the feed is about; None for feeds of the world.
    """
    for match in _CAPITAL.finditer(sentence):
        if any(m.start <= match.start() < m.end for m in located):
            continue
        described = _by_adjective(sentence[: match.start()]) or _by_country(sentence, match.end(), located)
        code = described or country
        place = gazetteer.find(_capitals().get(code, "")) if code in _capitals() else None
        if place is not None and place.country == code:
            yield LocatedMention(
                start=match.start(),
                end=match.end(),
                text=match.group(),
                place=place,
                probability=DESCRIBED if described else GUESSED,
                reasons=("the capital of " + str(code),),
            )


def _by_adjective(before: str) -> str | None:
    """The country whose adjective stands right before."""
    match = _BEFORE.search(before)
    word = match[1].lower() if match else ""
    return next((code for stem, code in _adjectives() if word.startswith(stem)), None)


def _by_country(sentence: str, end: int, located: Sequence[LocatedMention]) -> str | None:
    """The country that stands right after: "capital of Ukraine", «столиці України»."""
    return next(
        (m.place.country for m in located if m.place.kind == "country" and _AFTER.fullmatch(sentence[end : m.start])),
        None,
    )


@lru_cache(maxsize=1)
def _rows() -> tuple[tuple[str, ...], ...]:
    text = (files("monitor.places") / "data" / "capitals.tsv").read_text(encoding="utf-8")
    return tuple(tuple(line.split("\t")) for line in text.splitlines() if line and not line.startswith("#"))


@lru_cache(maxsize=1)
def _capitals() -> dict[str, str]:
    return {code: capital for code, capital, *_ in _rows()}


@lru_cache(maxsize=1)
def _adjectives() -> tuple[tuple[str, str], ...]:
    return tuple((stem, code) for code, _, *stems in _rows() for stem in stems)
