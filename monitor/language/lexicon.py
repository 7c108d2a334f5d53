"""The operators' vocabulary of attacks, compiled: which words of a text tell of one, of what kind, and what they hide.

Two steps, because nearly every entry of a general news feed tells of no attack: ``concerns`` looks only at the distinct
words of a text and costs about as much as one set operation; ``find`` reads the tokens.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from monitor.language.inflect import forms
from monitor.language.terms import Following, Pattern, TermMatcher, TermSpan, longest, parse_pattern
from monitor.language.tokens import Token
from monitor.model import AttackType

REMEMBERED_WORDS = 200_000
"""How many words without any attack term the gate remembers (about 20 MB); then it starts afresh."""

SCRIPTS = dict.fromkeys(("en", "de", "fr", "es", "it", "pl", "tr", "pt"), "latin") | {
    "ru": "cyrillic",
    "uk": "cyrillic",
}

FOREIGN_LETTERS = {"latin": 99, "cyrillic": 7}
"""How many letters a term needs to count in a text of another language of the same script: never in Latin (a German
"Brand" is no English brand), seven in Cyrillic (Ukrainian "город*", a vegetable garden, is no Russian "городской")."""

QUOTED_LETTERS = 5
"""How many letters a term needs to count in a text of another script."""


class Act(StrEnum):
    """What a term says: it names the means, the act, what came of it, a warning only, or the thing that was hit."""

    WEAPON = "weapon"
    ATTACK = "attack"
    LAUNCH = "launch"
    HIT = "hit"
    FALL = "fall"
    INTERCEPT = "intercept"
    EXPLODE = "explode"
    BURN = "burn"
    DAMAGE = "damage"
    WOUND = "wound"
    ALARM = "alarm"
    TARGET = "target"


SILENT = frozenset({Act.ALARM, Act.TARGET})
"""Acts that tell of no attack by themselves: a text with nothing else is not read further."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One term of an attack file. ``type`` None: it tells no type (``any.yml``). ``target``: kind of thing hit, for TARGET."""

    text: str
    lang: str
    act: Act
    type: AttackType | None = None
    target: str | None = None


class TermHit(NamedTuple):
    """A term found: token indexes (end exclusive) and the term."""

    start: int
    end: int
    term: Term


class Span(NamedTuple):
    """Token indexes, end exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HarmlessTerm:
    """A wording that only looks like an attack term ("drone footage"): hits inside it do not count."""

    text: str
    lang: str


class _Gate:
    """Remembers which words tell of an attack by themselves, and which only with others, in texts of one language."""

    def __init__(self, matcher: TermMatcher[Term | HarmlessTerm], lang: str | None) -> None:
        self._matcher, self._lang = matcher, lang
        self._known: set[str] = set()
        self._telling: set[str] = set()
        self._opening: dict[str, tuple[Pattern[Term | HarmlessTerm], ...]] = {}
        self._numbers: dict[str, tuple[int, ...]] = {}

    def opens(self, words: Set[str]) -> bool:
        for word in words - self._known:
            self._remember(word)
        if not self._telling.isdisjoint(words):
            return True
        opening = words & self._opening.keys()
        if not opening:
            return False
        ordered = sorted(words)
        numbers = {number for word in words & self._numbers.keys() for number in self._numbers[word]}
        return any(
            all(_may_follow(rest, numbers, ordered) for rest in pattern.rest)
            for word in opening
            for pattern in self._opening[word]
        )

    def _remember(self, word: str) -> None:
        if len(self._known) >= REMEMBERED_WORDS:
            for cache in (self._known, self._telling, self._opening, self._numbers):
                cache.clear()
        self._known.add(word)
        if numbers := self._matcher.numbers(word):
            self._numbers[word] = numbers
        patterns = [pattern for pattern in self._matcher.starting(word) if self._counts(pattern, word)]
        if any(not pattern.rest for pattern in patterns):
            self._telling.add(word)
        elif patterns:
            self._opening[word] = tuple(patterns)

    def _counts(self, pattern: Pattern[Term | HarmlessTerm], word: str) -> bool:
        term = pattern.payload
        if not isinstance(term, Term) or term.act in SILENT or not speaks(term.text, term.lang, self._lang):
            return False
        only_figures = bool(pattern.rest) and not any(rest.stem[:1].isalpha() for rest in pattern.rest)
        first = term.text.replace("-", " ").split()[0]
        return not only_figures or (len(word) > 2 and not first.endswith("*"))


class Lexicon:
    """All attack terms of all languages in one matcher, since texts mix languages.

    Args:
        terms: from every attack file.
        harmless: their ``not`` terms.
        types: titles by type id, in the order of the files.

    Raises:
        ValueError: a term cannot be read.
    """

    def __init__(
        self,
        terms: Iterable[Term],
        harmless: Iterable[HarmlessTerm] = (),
        types: Mapping[AttackType, str] | None = None,
    ) -> None:
        self.terms = tuple(terms)
        self.harmless = tuple(harmless)
        self.types: dict[AttackType, str] = dict(types or {})
        everything: list[Term | HarmlessTerm] = [*self.terms, *self.harmless]
        self._matcher = TermMatcher([(term.text, term.lang, term) for term in everything], forms)
        self._gates: dict[str | None, _Gate] = {}

    def concerns(self, words: Iterable[str], lang: str | None = None) -> bool:
        """Whether *words* (folded and distinct, as ``tokens.words`` gives them) may hold a term that tells of an attack.

        True for a few texts too many, never False for one in which ``find`` with the same *lang* finds a telling term,
        except one made of a figure behind a stem or a word of one or two letters ("An-196"): "an" alone tells nothing.
        """
        gate = self._gates.get(lang)
        if gate is None:
            gate = self._gates[lang] = _Gate(self._matcher, lang)
        return gate.opens(words if isinstance(words, set | frozenset) else set(words))

    def find(self, tokens: Sequence[Token], lang: str | None = None) -> tuple[TermHit, ...]:
        """The terms in *tokens*, in order of position; a hit inside a longer or a harmless one is left out.

        What names a weapon or a target stays inside a longer term that tells a deed and no type: of "drone hits" the act
        is the phrase's, the type is the drone's.
        On the same tokens the term that is written out further wins: "drohnenangriff*" over "drohne*". Of the same
        meaning in two languages only the hit of *lang* is given.

        Args:
            tokens: of one sentence or of a whole text.
            lang: the text's language; terms of other languages that only look alike are then no hits. None: all count.
        """
        spans = self._matcher.all([token.lower for token in tokens])
        if not spans:
            return ()
        spans = [span for span in spans if speaks(span.payload.text, span.payload.lang, lang)]
        hits = _with_means(longest(told := _without_harmless(spans)), told)
        best: dict[tuple[int, int, str], tuple[int, int]] = defaultdict(lambda: (0, 0))
        for start, end, term in hits:
            best[start, end, term.lang] = max(best[start, end, term.lang], _exactness(term.text))
        found: dict[tuple[object, ...], TermHit] = {}
        for start, end, term in hits:
            meaning = (start, end, term.act, term.type, term.target)
            exact = _exactness(term.text) == best[start, end, term.lang]
            if exact and (meaning not in found or term.lang == lang):
                found[meaning] = TermHit(start, end, term)
        return tuple(found.values())


def _without_harmless(spans: list[TermSpan[Term | HarmlessTerm]]) -> list[TermSpan[Term]]:
    harmless = [(start, end) for start, end, term in spans if isinstance(term, HarmlessTerm)]
    return [
        TermSpan(start, end, term)
        for start, end, term in spans
        if isinstance(term, Term) and not any(first <= start and end <= last for first, last in harmless)
    ]


def _with_means(hits: list[TermSpan[Term]], told: list[TermSpan[Term]]) -> list[TermSpan[Term]]:
    """Add to *hits* the weapons and targets of *told* that lie strictly inside a deed without a type."""
    deeds = [span for span in hits if span.payload.type is None and span.payload.act not in _NO_DEEDS]
    means = longest([span for span in told if _names_means(span.payload) and any(_holds(deed, span) for deed in deeds)])
    known = set(hits)
    added = [span for span in means if span not in known]
    return sorted([*hits, *added], key=lambda span: (span.start, -span.end)) if added else hits


_NO_DEEDS = SILENT | {Act.WEAPON}


def _names_means(term: Term) -> bool:
    return (term.act is Act.WEAPON and term.type is not None) or term.act is Act.TARGET


def _holds(outer: TermSpan[Term], inner: TermSpan[Term]) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end and inner.end - inner.start < outer.end - outer.start


def _exactness(text: str) -> tuple[int, int]:
    """How exactly a pattern fixes what it catches: words written in full, then letters."""
    parts = text.split()
    return sum(not part.endswith("*") for part in parts), len(text)


def _may_follow(rest: Following, numbers: Set[int], ordered: Sequence[str]) -> bool:
    """Whether a later word of a phrase is among the words of a text, given in order and by the numbers of their forms.

    Figures and signs, which a text's words leave out, always may be.
    """
    if not rest.stem[:1].isalpha():
        return True
    if rest.number is not None:
        return rest.number in numbers
    at = bisect_left(ordered, rest.stem)  # words that begin with it follow it at once
    return at < len(ordered) and ordered[at].startswith(rest.stem)


def speaks(text: str, term_lang: str, lang: str | None) -> bool:
    """Whether a term counts in a text of language *lang* (None: unknown, every term counts).

    A text may quote another language, so longer terms count in others too: see FOREIGN_LETTERS, QUOTED_LETTERS.
    """
    if lang is None or term_lang == lang:
        return True
    script = SCRIPTS.get(term_lang)
    needed = FOREIGN_LETTERS[script] if script and script == SCRIPTS.get(lang) else QUOTED_LETTERS
    return len(text.strip("=*")) >= needed


class FilterScope(StrEnum):
    """How much of an entry a veto stops: its sentence, or the whole entry when it stands in the lead or anywhere."""

    SENTENCE = "sentence"
    LEAD = "lead"
    ENTRY = "entry"


class _Veto(NamedTuple):
    words: tuple[str, str]
    lifts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterExample:
    """A text that a filter must stop, or must not."""

    lang: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """A veto: wording that shows that a text reports no attack (a drill, a trial, an anniversary).

    ``terms`` and ``unless`` are (language, pattern) pairs; a term of ``unless`` in the same tokens lifts the veto.

    Raises:
        ValueError: a term cannot be read.
    """

    id: str
    title: str
    scope: FilterScope
    terms: tuple[tuple[str, str], ...]
    unless: tuple[tuple[str, str], ...] = ()
    stops: tuple[FilterExample, ...] = ()
    passes: tuple[FilterExample, ...] = ()
    _matcher: TermMatcher[_Veto] | None = field(default=None, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for _, text in (*self.terms, *self.unless):
            parse_pattern(text)

    def _alone(self) -> TermMatcher[_Veto]:
        """What finds the terms of this filter by itself, made when it is asked for: texts are read with all in one (`Vetoes`)."""
        if self._matcher is None:
            patterns = [(text, lang, _Veto((text, lang), lifts=False)) for lang, text in self.terms]
            patterns += [(text, lang, _Veto((text, lang), lifts=True)) for lang, text in self.unless]
            object.__setattr__(self, "_matcher", TermMatcher(patterns, forms))
        assert self._matcher is not None
        return self._matcher

    def holds(self, tokens: Sequence[Token], lang: str | None = None) -> Span | None:
        """The first wording in *tokens* that vetoes, or None when there is none or a term of ``unless`` lifts it."""
        spans = self._alone().find([token.lower for token in tokens])
        spans = [span for span in spans if speaks(*span.payload.words, lang)]
        if not spans or any(span.payload.lifts for span in spans):
            return None
        return Span(spans[0].start, spans[0].end)
