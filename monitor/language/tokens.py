"""Text to tokens, with offsets. One tokeniser serves vocabulary, places, times and figures."""

from __future__ import annotations

import re
from typing import NamedTuple

_ELISION = r"(?:[cdjlmnst]|qu|lorsqu|jusqu|(?:d|n|s|qu)?ell|(?:d|s)?all|sull|un)['’](?=[^\W\d_]{2})"
"""What French and Italian put before a word without a space: l'attaque is two words."""

_ENDING = r"(?:s|l[ae]r[^\W\d_]{0,6}|[dt][ae]n?(?:ki\w*)?|n[ıiuü]n?|[ıiuü]n?|[yn]?[ae]|y[ıiuü]|y?l[ae])\b"
"""What follows a name behind an apostrophe: the English possessive, Turkish cases (Ankara'da, İHA'lar)."""

_TOKEN = re.compile(
    rf"""{_ELISION}
      | [^\W\d_]+(?:['’ʼ`](?!{_ENDING})[^\W\d_]+)*   # a word; п'ять is one, Moscow's is two
      | ['’]{_ENDING}
      | \d+(?:[.,:]\d+)*                          # a number, a decimal, a clock time
      | [^\w\s]                                   # punctuation, each sign by itself
    """,
    re.VERBOSE | re.IGNORECASE,
)
_FOLD = str.maketrans({"ё": "е", "’": "'", "ʼ": "'", "`": "'", "‘": "'", "\u0307": None})
"""The combining dot is what is left of a Turkish İ in lower case."""


class Token(NamedTuple):
    """A word, number or sign: character offsets, the text as it stands, and its folded form for look-ups."""

    start: int
    end: int
    text: str
    lower: str


def fold(word: str) -> str:
    """Lower case, ё as е, all apostrophes as one: the form in which words are compared."""
    return word.lower().translate(_FOLD)


def tokenise(text: str) -> list[Token]:
    """Split *text* into tokens in order; white space is dropped."""
    return [Token(m.start(), m.end(), m.group(), fold(m.group())) for m in _TOKEN.finditer(text)]


_WORD = re.compile(rf"{_ELISION}|[^\W\d_]+(?:'(?!{_ENDING})[^\W\d_]+)*")


def words(text: str) -> set[str]:
    """The distinct folded words of *text*, without offsets: the cheap look before the real reading."""
    return set(_WORD.findall(fold(text)))
