"""The single values that operator files are made of: durations, bounds, terms, ids, moments, addresses."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from monitor.language.terms import parse_pattern
from monitor.rules.wording import compile_regex, is_regex

Language = Literal["en", "ru", "uk", "de", "fr", "es", "it", "pl", "tr", "pt"]
"""Languages whose inflected forms are known (``monitor.language.inflect``)."""

_DURATION = re.compile(r"([1-9][0-9]{0,4})([smhd])\Z")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_IDENTIFIER = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*\Z")
_BOUND = re.compile(r"(>=|>|=)? ?([0-9]{1,6})\Z")


def seconds(duration: str) -> int:
    """Seconds in a duration such as ``30s 3m 24h 7d``.

    Raises:
        ValueError: it is none.
    """
    match = _DURATION.match(duration)
    if match is None:
        raise ValueError(f'"{duration}" is no duration: write a number and s, m, h or d, for example 30m')
    return int(match.group(1)) * _SECONDS[match.group(2)]


def bound(text: str) -> int:
    """Least figure that satisfies a condition such as ``>=1``, ``>4`` or ``10`` (at least 10).

    Raises:
        ValueError: it is no such condition.
    """
    match = _BOUND.match(text)
    if match is None:
        raise ValueError(f'"{text}" is no bound: write ">=" and a number, for example ">=1"')
    return int(match.group(2)) + (match.group(1) == ">")


def _identifier(text: str) -> str:
    if not _IDENTIFIER.match(text) or len(text) > 64:
        raise ValueError(f'"{text}" is no id: use small letters, digits, "-" and "_", for example moscow-region-drones')
    return text


def _duration(text: str) -> str:
    seconds(text)
    return text


def _as_bound(text: str) -> str:
    bound(text)
    return text


def _term(text: str) -> str:
    words = parse_pattern(text)
    if not any(word.stem[:1].isalpha() for word in words):
        raise ValueError(f'"{text}" has no letter: a term has at least one word')
    return text


def _term_or_regex(text: str) -> str:
    if not is_regex(text):
        return _term(text)
    compile_regex(text)
    return text


def _moment(text: str) -> str:
    try:
        aware = datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        raise ValueError(f'"{text}" is no moment: write 2023-09-05T04:40Z') from None
    if not aware:
        raise ValueError(f'"{text}" has no time zone: write 2023-09-05T04:40Z')
    return text


def _day(text: str) -> str:
    try:
        date.fromisoformat(text)
    except ValueError:
        raise ValueError(f'"{text}" is no day: write 2023-09-05') from None
    return text


def _feed_address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
        raise ValueError(f'"{text}" is no feed address: write http:// or https://, a host, and no user name')
    return text


Identifier = Annotated[str, AfterValidator(_identifier)]
Duration = Annotated[str, AfterValidator(_duration), Field(json_schema_extra={"pattern": "^[1-9][0-9]{0,4}[smhd]$"})]
Bound = Annotated[str, AfterValidator(_as_bound)]
Term = Annotated[str, AfterValidator(_term), Field(min_length=1, max_length=200)]
TextTerm = Annotated[str, AfterValidator(_term_or_regex), Field(min_length=1, max_length=1000)]
Moment = Annotated[str, AfterValidator(_moment)]
Day = Annotated[str, AfterValidator(_day)]
FeedAddress = Annotated[str, AfterValidator(_feed_address)]
Title = Annotated[str, Field(min_length=1, max_length=200)]
