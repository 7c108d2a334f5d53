"""Blocks of text to sentences, with offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.language.tokens import fold

_END = re.compile(r"(?<![.!?…])[.!?…]+[\"'»”’)\]]*(?=\s)|[;•▪](?=\s)|\n")
_OPENS = re.compile(r"\s*[\"'«“„(\[*—–-]*\s*([^\W_]|[^\w\s])")

_ABBREVIATIONS = frozenset(
    fold(word)
    for word in (
        "mr mrs ms dr st gov gen lt col sgt capt maj brig prof rep sen hon no vs approx dept est inc ltd co corp jan feb "
        "mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun a.m p.m u.s u.k u.n e.g i.e "
        "г гг ул обл р-н им тыс млн млрд св т.е т.д т.п ст пос с д дер п пгт стр рис руб просп пр-т пл бул пер кв корп "
        "вул м смт обл буд тис грн ін див напр просп бульв пров "
        "bzw ca z.b d.h nr usw mme mlle env av sr sra dott sig ul woj tzw np prof dr"
    ).split()
)
"""Words that end in a full stop inside a sentence."""


def split_sentences(text: str) -> Iterator[tuple[int, int]]:
    """Character spans of the sentences of *text*, without surrounding white space; line breaks and bullets end one too."""
    start = 0
    for match in _END.finditer(text):
        if match.start() < start:
            continue
        if text[match.start()] == "." and not _ends_sentence(text, start, match):
            continue
        yield from _trimmed(text, start, match.start() if match.group() in "\n;•▪" else match.end())
        start = match.end()
    yield from _trimmed(text, start, len(text))


def _ends_sentence(text: str, start: int, stop: re.Match[str]) -> bool:
    before = text[start : stop.start()].rsplit(None, 1)
    word = before[-1].lstrip("\"'«“„(") if before else ""
    if len(stop.group().rstrip("\"'»”’)]")) == 1 and (
        fold(word) in _ABBREVIATIONS or (len(word) == 1 and word.isupper())
    ):
        return False
    follows = _OPENS.match(text, stop.end())
    return follows is None or not follows.group(1).islower()


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        yield start, end
