"""A rule's conditions on the text itself: terms in every inflected form, and regular expressions in linear time."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import re2

from monitor.language.inflect import forms
from monitor.language.terms import TermMatcher, Written, parse_pattern
from monitor.language.tokens import tokenise
from monitor.model import Because, Reason, because

MAX_REGEX_BYTES = 8 * 1024 * 1024
"""Memory that one compiled expression may take (RE2's own default). Larger ones are refused at load."""

_HINTS = (
    ("invalid perl operator", "look-around is not supported (linear time); write the words themselves, or use none:"),
    ("invalid escape sequence", "back-references are not supported (linear time); write the alternatives out"),
    ("repetition", "a repetition may be at most 1000; write {1,1000} or less"),
    ("too large", "the expression is too large; split it into several"),
    ("missing )", "a bracket is not closed"),
    ("unexpected )", "a bracket is not opened; write \\) for the sign itself"),
    ("no argument for repetition", "write \\* \\+ \\? for the signs themselves"),
)


def is_regex(text: str) -> bool:
    """Whether a term of a rule is written ``/expression/``."""
    return len(text) > 2 and text.startswith("/") and text.endswith("/")


def compile_regex(text: str) -> Any:
    """The compiled expression between the slashes of *text*; upper and lower case are the same.

    Raises:
        ValueError: RE2 refuses it; the message says why and what to write instead.
    """
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = MAX_REGEX_BYTES
    try:
        return re2.compile(text[1:-1], options)
    except re2.error as error:
        reason = error.args[0].decode() if isinstance(error.args[0], bytes) else str(error.args[0])
        hint = next((f": {hint}" for sign, hint in _HINTS if sign in reason), "")
        raise ValueError(f"{text} is no valid expression ({reason}){hint}") from None


@lru_cache(maxsize=8)
def _folded(text: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """The folded tokens of *text* in order, and the distinct ones."""
    # Every rule asks for the same text: split it once.
    lowers = tuple(token.lower for token in tokenise(text))
    return lowers, frozenset(lowers)


def _languages(term: str) -> tuple[str, ...]:
    """A rule's terms carry no language: Cyrillic ones are inflected as Russian and Ukrainian, others as English."""
    return ("ru", "uk") if any("Ѐ" <= letter <= "ӿ" for letter in term) else ("en",)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextCondition:
    """Terms that a text must have (``any`` one, ``all``) and must not have (``none``), as the operator wrote them.

    Raises:
        ValueError: a term cannot be read.
    """

    any: tuple[str, ...] = ()
    all: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    _matcher: TermMatcher[str] = field(init=False, repr=False, compare=False)
    _firsts: frozenset[str] = field(init=False, repr=False, compare=False)
    _stems: tuple[str, ...] = field(init=False, repr=False, compare=False)
    _regexes: tuple[tuple[str, Any], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        written = {*self.any, *self.all, *self.none}
        terms = [(term, lang, term) for term in written if not is_regex(term) for lang in _languages(term)]
        object.__setattr__(self, "_matcher", TermMatcher(terms, forms))
        firsts = [(parse_pattern(term)[0], lang) for term, lang, _ in terms]
        object.__setattr__(self, "_firsts", frozenset().union(*(first.spelled(lang, forms) for first, lang in firsts)))
        stems = tuple(first.stem for first, _ in firsts if first.written is Written.STEM)
        object.__setattr__(self, "_stems", stems)
        object.__setattr__(self, "_regexes", tuple((term, compile_regex(term)) for term in written if is_regex(term)))

    def reason(self, text: str) -> Reason | None:
        """Why *text* satisfies the condition; None when it does not."""
        found = self._terms_in(text)
        found |= {term for term, regex in self._regexes if regex.search(text)}
        one_of = next((term for term in self.any if term in found), None)
        if (self.any and one_of is None) or not found.issuperset(self.all) or not found.isdisjoint(self.none):
            return None
        wanted = [*([one_of] if one_of else []), *self.all]
        if wanted:
            return because(Because.TEXT, *wanted)
        return because(Because.NO_TEXT, *self.none)

    def _terms_in(self, text: str) -> set[str]:
        lowers, distinct = _folded(text)
        # With thousands of rules, looking at the distinct words first saves nearly all the work.
        if self._firsts.isdisjoint(distinct) and not any(
            word.startswith(self._stems) for word in distinct if self._stems
        ):
            return set()
        return {span.payload for span in self._matcher.all(lowers)}
