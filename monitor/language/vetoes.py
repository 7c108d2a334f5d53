"""All filters in one matcher: which of them hold for a text, in one pass over its tokens."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from monitor.language.inflect import forms
from monitor.language.lexicon import Filter, speaks
from monitor.language.terms import TermMatcher, TermSpan, longest
from monitor.language.tokens import Token

_Wording = tuple[int, str, str, bool]
"""Index of the filter, language, pattern, and whether it lifts the veto."""


class Vetoes:
    """The filters of a rule set, compiled together: the cost hardly grows with their number.

    Raises:
        ValueError: a term cannot be read.
    """

    def __init__(self, filters: Sequence[Filter]) -> None:
        self.filters = tuple(filters)
        patterns: list[tuple[str, str, _Wording]] = []
        for number, one in enumerate(self.filters):
            patterns += [(text, lang, (number, lang, text, False)) for lang, text in one.terms]
            patterns += [(text, lang, (number, lang, text, True)) for lang, text in one.unless]
        self._matcher = TermMatcher(patterns, forms)

    def holding(self, tokens: Sequence[Token], lang: str | None) -> tuple[Filter, ...]:
        """The filters that stop these tokens, in the order of the files: as ``Filter.holds`` says of each alone."""
        by_filter: dict[int, list[TermSpan[_Wording]]] = defaultdict(list)
        for span in self._matcher.all([token.lower for token in tokens]):
            by_filter[span.payload[0]].append(span)
        return tuple(self.filters[number] for number in sorted(by_filter) if _vetoes(by_filter[number], lang))


def _vetoes(spans: list[TermSpan[_Wording]], lang: str | None) -> bool:
    spoken = [span for span in longest(spans) if speaks(span.payload[2], span.payload[1], lang)]
    return bool(spoken) and not any(span.payload[3] for span in spoken)
