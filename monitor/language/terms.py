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
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

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


@dataclass(frozen=True, slots=True)
class PatternWord:
    """One word of a pattern: a set of exact forms, or a stem when ``forms`` is None."""

    stem: str
    forms: frozenset[str] | None

    def fits(self, word: str) -> bool:
        """Whether the folded *word* may stand here."""
        return word in self.forms if self.forms is not None else word.startswith(self.stem)


class Pattern(NamedTuple, Generic[P]):
    """What follows the first word of a pattern, and what the pattern stands for."""

    rest: tuple[PatternWord, ...]
    payload: P


def parse_pattern(text: str, lang: str, forms: Forms) -> tuple[PatternWord, ...]:
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
        parsed += [PatternWord(token.lower, frozenset({token.lower})) for token in tokens[:-1]]
        last = tokens[-1].lower
        inflected = None if prefix else frozenset({last}) if exact else forms(last, lang)
        parsed.append(PatternWord(last, inflected))
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
        words: dict[frozenset[str], list[Pattern[P]]] = defaultdict(list)
        for text, lang, payload in patterns:
            first, *rest = parse_pattern(text, lang, forms)
            begun = self._stems[first.stem] if first.forms is None else words[first.forms]
            begun.append(Pattern(tuple(rest), payload))
        # Each form leads to the words that it is one of, and a word to its patterns: a list of patterns for each form would
        # hold those of a frequent first word twenty times over.
        self._exact: dict[str, tuple[list[Pattern[P]], ...]] = {}
        for word, begun in words.items():
            alone = (begun,)
            for form in word:
                self._exact[form] = self._exact[form] + alone if form in self._exact else alone
        self._lengths = sorted({len(stem) for stem in self._stems})
        self._seen: dict[str, tuple[Pattern[P], ...]] = {}

    def starting(self, word: str) -> tuple[Pattern[P], ...]:
        """The patterns whose first word *word* (folded) fits; empty for nearly every word of a language."""
        found = self._seen.get(word)
        if found is None:
            patterns = [pattern for begun in self._exact.get(word, ()) for pattern in begun]
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
                end = _end(lowers, start + 1, pattern.rest)
                if end:
                    spans.append(TermSpan(start, end, pattern.payload))
        return spans

    def find(self, lowers: Sequence[str]) -> list[TermSpan[P]]:
        """Like ``all``, without hits that lie inside a longer one: "air raid siren" hides "air raid"."""
        return longest(self.all(lowers))


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


def _end(lowers: Sequence[str], at: int, rest: tuple[PatternWord, ...]) -> int:
    """Index after the last word of a pattern whose first word stands before *at*; 0 when it does not fit."""
    for word in rest:
        if at < len(lowers) and lowers[at] in _HYPHENS:
            at += 1
        if at >= len(lowers) or not word.fits(lowers[at]):
            return 0
        at += 1
    return at
