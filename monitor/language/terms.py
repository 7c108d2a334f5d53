"""Many term patterns found in one pass over tokens.

A pattern is one or more words. Each word is written

* ``word``   - every inflected form of it in the pattern's language,
* ``stem*``  - every word that begins so,
* ``=word``  - exactly this form.

Several words are adjacent tokens; a hyphen between tokens counts as a space ("air-raid" is "air raid"). Matching ignores
case and the kind of apostrophe, and reads ё as е. Time is linear in the number of tokens: each distinct word is looked up
once and remembered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar

from monitor.language.form_index import FormIndex
from monitor.language.tokens import fold, tokenise

P = TypeVar("P")

Forms = Callable[[str, str], frozenset[str]]
"""``forms(word, lang)``: all inflected forms of a folded word, itself included."""

REMEMBERED_WORDS = 200_000
"""How many distinct words a matcher remembers (about 20 MB); then it starts afresh. Zipf's law makes this rare."""

_HYPHENS = frozenset("-–‐‑")


class TermSpan(NamedTuple, Generic[P]):
    """A pattern found: token indexes (end exclusive) and what the pattern stands for."""

    start: int
    end: int
    payload: P


class Written(StrEnum):
    """How a word of a pattern is written, which says what it stands for."""

    WORD = "word"
    STEM = "stem*"
    EXACT = "=word"


class PatternWord(NamedTuple):
    """One word of a pattern, folded."""

    stem: str
    written: Written

    def spelled(self, lang: str, forms: Forms) -> frozenset[str]:
        """All forms that it stands for; of a stem, which stands for endlessly many, none."""
        match self.written:
            case Written.WORD:
                return forms(self.stem, lang)
            case Written.EXACT:
                return frozenset({self.stem})
            case Written.STEM:
                return frozenset()


class Following(NamedTuple):
    """A later word of a pattern. ``number``: of its forms in the matcher; None: every word with that stem fits."""

    stem: str
    number: int | None


class Pattern(NamedTuple, Generic[P]):
    """What follows the first word of a pattern, and what the pattern stands for."""

    rest: tuple[Following, ...]
    payload: P


def parse_pattern(text: str) -> tuple[PatternWord, ...]:
    """The words of a pattern.

    Raises:
        ValueError: the pattern is empty, or a ``*`` or ``=`` stands where it means nothing.
    """
    parsed: list[PatternWord] = []
    for part in text.replace("-", " ").replace("–", " ").split():
        exact, prefix = part.startswith("="), part.endswith("*")
        bare = fold(part.removeprefix("=").removesuffix("*"))
        tokens = tokenise(bare)
        if not tokens or "*" in bare or "=" in bare or (exact and prefix):
            raise ValueError(f"{text!r} is no term: write word, stem*, =word, or several of them")
        parsed += [PatternWord(token.lower, Written.EXACT) for token in tokens[:-1]]
        written = Written.STEM if prefix else Written.EXACT if exact else Written.WORD
        parsed.append(PatternWord(tokens[-1].lower, written))
    if not parsed:
        raise ValueError("an empty term matches nothing: remove it")
    return tuple(parsed)


class TermMatcher(Generic[P]):
    """Finds the terms of a vocabulary in token sequences.

    Args:
        patterns: ``(text, language, payload)`` triples; the payload comes back with each hit.
        forms: inflection; see ``monitor.language.inflect``.

    Raises:
        ValueError: a pattern cannot be read.
    """

    def __init__(self, patterns: Iterable[tuple[str, str, P]], forms: Forms) -> None:
        self._stems: dict[str, list[Pattern[P]]] = defaultdict(list)
        self._begun: dict[int, list[Pattern[P]]] = defaultdict(list)
        numbers: dict[tuple[PatternWord, str], int] = {}
        for text, lang, payload in patterns:
            first, *rest = (
                Following(word.stem, None)
                if word.written is Written.STEM
                else Following(word.stem, numbers.setdefault((word, lang), len(numbers)))
                for word in parse_pattern(text)
            )
            begun = self._stems[first.stem] if first.number is None else self._begun[first.number]
            begun.append(Pattern(tuple(rest), payload))
        # Last, when everything that lasts is made: the memory of a million strings can then be given back.
        self._index = FormIndex(word.spelled(lang, forms) for word, lang in numbers)
        self._lengths = sorted({len(stem) for stem in self._stems})
        self._seen: dict[str, tuple[Pattern[P], ...]] = {}
        self._numbers: dict[str, tuple[int, ...]] = {}

    def numbers(self, word: str) -> tuple[int, ...]:
        """The numbers of the words of patterns that *word* (folded) is a form of."""
        found = self._numbers.get(word)
        if found is None:
            if len(self._numbers) >= REMEMBERED_WORDS:
                self._numbers.clear()
            found = self._numbers[word] = self._index.of(word)
        return found

    def starting(self, word: str) -> tuple[Pattern[P], ...]:
        """The patterns whose first word *word* (folded) fits; empty for nearly every word of a language."""
        found = self._seen.get(word)
        if found is None:
            patterns = [pattern for number in self._index.of(word) for pattern in self._begun.get(number, ())]
            for length in self._lengths:
                if length > len(word):
                    break
                patterns += self._stems.get(word[:length], ())
            found = tuple(patterns)
            if len(self._seen) >= REMEMBERED_WORDS:
                self._seen.clear()
            self._seen[word] = found
        return found

    def all(self, lowers: Sequence[str]) -> list[TermSpan[P]]:
        """Every pattern at every position of the folded tokens *lowers*, in order of position."""
        seen = self._seen
        spans: list[TermSpan[P]] = []
        for start, word in enumerate(lowers):
            patterns = seen.get(word)
            if patterns is None:
                patterns = self.starting(word)
            for pattern in patterns:
                end = self._end(lowers, start + 1, pattern.rest) if pattern.rest else start + 1
                if end:
                    spans.append(TermSpan(start, end, pattern.payload))
        return spans

    def find(self, lowers: Sequence[str]) -> list[TermSpan[P]]:
        """Like ``all``, without hits that lie inside a longer one: "air raid siren" hides "air raid"."""
        return longest(self.all(lowers))

    def _end(self, lowers: Sequence[str], at: int, rest: tuple[Following, ...]) -> int:
        """Index after the last word of a pattern whose first word stands before *at*; 0 when it does not fit."""
        for word in rest:
            if at < len(lowers) and lowers[at] in _HYPHENS:
                at += 1
            if at >= len(lowers):
                return 0
            next_ = lowers[at]
            if not (next_.startswith(word.stem) if word.number is None else word.number in self.numbers(next_)):
                return 0
            at += 1
        return at


def longest(spans: list[TermSpan[P]]) -> list[TermSpan[P]]:
    """Drop the spans that lie strictly inside another; equal spans all stay. *spans* are in order of position."""
    if len(spans) < 2:
        return spans
    kept: list[TermSpan[P]] = []
    reach = -1
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if span.end > reach or (kept and (span.start, span.end) == (kept[-1].start, kept[-1].end)):
            kept.append(span)
            reach = max(reach, span.end)
    return kept
