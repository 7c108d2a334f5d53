"""What stands directly beside a name and tells a place from a person, a building, a word: without looking anything up."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.places.tokens import Token

_PARTICLE = re.compile(r"[ -](?:al|el|bin|ben|ibn|abu|аль|эль|бин|ибн|абу|ель|бін|ібн)[ -]", re.IGNORECASE)
"""What stands within a person's name: "Hassan al-Ghabbash"."""

_BUILDING = re.compile(
    r"(?:['’]s)? (?:[Mm]osque|[Mm]asjid|[Hh]ospital|[Hh]otel|[Cc]hurch|[Ss]chool|[Uu]niversity|[Tt]emple|[Aa]cademy|[Pp]rison|[Cc]linic|[Cc]inema|[Tt]heatre"
    r"|[Cc]amii|[Kk]ilisesi|[Hh]astanesi|[Üü]niversitesi|[Oo]teli|[Bb]ulvarı)\b"
)
"""What is often called after a person or a place elsewhere: "Abbas mosque", "Madina hospital"."""

_LOCATIVE = re.compile(r"['’](?:[dt][ae]n?(?:ki)?|y?[ae])\b", re.IGNORECASE)
"""Turkish cases of place: Karkamış'a, Sarıyer'de."""

_OPENS = re.compile(r"\s*(?:[:—–]|[.!?]?\s*$)|[,.] ")
"""What follows a name that an entry opens with: «Глушково», "Sollé : attaque", «Антонівка. Велосипедист»."""


def signs(sentence: str, words: Sequence[Token], index: int, count: int) -> tuple[str, ...]:
    """On which sides of a name a capitalised word stands that could make one name with it."""
    if is_title_case(words):
        return ()
    found = []
    first, last = words[index], words[index + count - 1]
    if index > 1 and words[index - 1].is_capital and sentence[words[index - 1].end : first.start] == " ":
        found.append("before")
    if index + count < len(words):
        follower = words[index + count]
        if follower.is_capital and sentence[last.end : follower.start] == " ":
            found.append("after")
        if _PARTICLE.match(sentence, last.end):
            found.append("particle")
    if _BUILDING.match(sentence, last.end):
        found.append("building")
    if _LOCATIVE.match(sentence, last.end):
        found.append("locative")
    if not index and _OPENS.match(sentence, last.end):
        found.append("headword")
    return tuple(found)


def is_title_case(words: Sequence[Token]) -> bool:
    """Whether most words of a sentence begin with a capital, so that a capital tells nothing."""
    return sum(word.is_capital for word in words) * 2 > len(words)
