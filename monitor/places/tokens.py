"""Words of a sentence, and the names that may start at each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from monitor.places.names import adjective_key, normal_key
from monitor.places.words import word_lists

_WORD = re.compile(
    r"[A-Za-zÀ-ɏḀ-ỿ]+|[\u0400-\u04ff]+(?:[’'ʼ`][\u0400-\u04ff]+)*\u0301?[\u0400-\u04ff]*|[^\W\d_A-Za-zÀ-ɏḀ-ỿ\u0400-\u04ff]+|\d+"
)

_JOINTS = frozenset({" ", "\u00a0", "-", "‑", "–", "'", "’", "ʼ", "`", ".", ". ", " -"})

_ARTICLES = frozenset({"al", "el", "as", "ash", "ar", "az", "ad", "an", "at", "аль", "эль", "ас", "аш", "ель"})

_LOWER_HEADS = frozenset(
    "аэродром аэродрома аэродроме аеродром аеродрому аеродромі авиабаза авіабаза аэропорт аэропорта аэропорту аэропорте "
    "аеропорт аеропорту порт порта порту остров острів мыс мысе завод комбинат арсенал арсенале нефтебаза port".split()
)
"""Lower-case words with which the name of a site may start («аэродром Бельбек»)."""

_LONGEST = 5
"""Words of the longest name."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a sentence with its offsets and its key."""

    text: str
    start: int
    end: int
    key: str
    is_capital: bool


def tokens_of(sentence: str) -> list[Token]:
    """Return the words of *sentence*; an apostrophe divides Latin words only."""
    return [
        Token(match[0], match.start(), match.end(), normal_key(match[0]), match[0][0].isupper())
        for match in _WORD.finditer(sentence)
    ]


def may_start(words: Sequence[Token], index: int) -> bool:
    """Whether a name may start at a word: it has a capital, or is an article or a class word before one."""
    word = words[index]
    if word.is_capital:
        return True
    follower = words[index + 1] if index + 1 < len(words) else None
    return follower is not None and (word.key in _LOWER_HEADS or word.key in _ARTICLES) and follower.is_capital


def spans(sentence: str, words: Sequence[Token], index: int) -> Iterator[tuple[int, str]]:
    """Yield (number of words, key) for the names that may start at *index*, shortest first."""
    shortest = 1 if words[index].is_capital else 2
    for count in range(shortest, min(_LONGEST, len(words) - index) + 1):
        last = words[index + count - 1]
        if any(
            sentence[words[at - 1].end : words[at].start] not in _JOINTS
            for at in range(max(index + 1, index + count - 1 if count > shortest else 0), index + count)
        ):
            return
        yield count, words[index].key if count == 1 else normal_key(sentence[words[index].start : last.end])


def stem_of(word: Token) -> str | None:
    """Return the key of a Slavic adjective's stem; None for other words and for adjectives of the everyday language."""
    key = word.key
    if (key.isascii() and not word.is_capital) or not ("к" in key or "k" in key):
        return None
    stem = adjective_key(key)
    return None if stem is None or stem[1:] in word_lists().adjectives else stem
