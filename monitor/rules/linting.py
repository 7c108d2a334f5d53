"""What loads but misleads: terms that get in each other's way, stems that catch too much, filters that fail their examples.

Findings are for the operator and for continuous integration; they never keep a file from being used.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from monitor.language.lexicon import Act, Term
from monitor.language.tokens import fold, tokenise
from monitor.rules import formats
from monitor.rules.compiling import filter_, terms_of
from monitor.rules.model import Rule, RuleExample, RuleSet, RuleStatus, SourceFile
from monitor.rules.yaml_text import Location

SHORT_STEM = 4
"""Letters. A shorter stem begins too many other words: "мин*" is mines, minutes, ministers and Minsk."""


class Severity(StrEnum):
    """Whether a finding must be mended (an example fails) or thought about."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that the lint found. ``file``: relative to the rules directory; ``line`` is 1-based."""

    severity: Severity
    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.severity.value}: {self.message}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Written:
    """A term with the file and place where it is written."""

    source: SourceFile
    location: Location
    term: Term

    @property
    def meaning(self) -> tuple[object, ...]:
        return (self.term.act, self.term.type, self.term.target)

    def __str__(self) -> str:
        kind = self.term.target or self.term.type or "any"
        return f'"{self.term.text}" ({kind}, {self.term.act.value})'


def check(ruleset: RuleSet) -> tuple[Finding, ...]:
    """Everything that the lint finds, in order of file and line."""
    found = [*_terms(ruleset), *_filters(ruleset), *_rules(ruleset)]
    return tuple(sorted(found, key=lambda finding: (finding.file, finding.line, finding.message)))


def examples(rule: Rule) -> tuple[RuleExample, ...]:
    """The rule's own examples, to be run through the whole engine."""
    return rule.examples


def _finding(source: SourceFile, location: Location, message: str, severity: Severity = Severity.WARNING) -> Finding:
    line = source.document.error(location, message, at_key=True).line or 1
    return Finding(severity=severity, file=source.name, line=line, message=message)


def _terms(ruleset: RuleSet) -> Iterator[Finding]:
    written = [
        _Written(source=source, location=location, term=term)
        for source in ruleset.sources.values()
        if isinstance(source.content, formats.AttackFile)
        for location, term in terms_of(source.content)
    ]
    yield from _short_stems(written)
    yield from _repeated(written)
    yield from _caught(ruleset, written)


def _short_stems(written: list[_Written]) -> Iterator[Finding]:
    for each in written:
        text = each.term.text
        # In a phrase the other words keep a short stem in check.
        if text.endswith("*") and " " not in text and len(text) - 1 < SHORT_STEM:
            message = f'the stem "{text}" has fewer than {SHORT_STEM} letters: write a longer one, or the words'
            yield _finding(each.source, each.location, message)


def _repeated(written: list[_Written]) -> Iterator[Finding]:
    """The same term with two types or two acts. One that tells a type may stand in ``any.yml`` as the same act too."""
    by_text: dict[tuple[str, str], list[_Written]] = defaultdict(list)
    for each in written:
        by_text[fold(each.term.text), each.term.lang].append(each)
    for (_, lang), places in by_text.items():
        first = places[0]
        for later in places[1:]:
            one_act = later.term.act is first.term.act
            refines = one_act and later.source is not first.source and None in (later.term.type, first.term.type)
            # A thing may be means and target alike: an airfield launches and is hit.
            if not refines and (one_act or later.term.act is not Act.TARGET):
                message = f"{later} stands already in {first.source.name} as {first} for {lang}: remove one"
                yield _finding(later.source, later.location, message)


def _caught(ruleset: RuleSet, written: list[_Written]) -> Iterator[Finding]:
    """Terms that another one's stem catches under another meaning, and terms that a "not" hides altogether.

    The longer of two stems wins, so only those of equal length are in each other's way.
    """
    meant = {(each.term.text, each.term.lang): each for each in written}
    for each in written:
        bare = " ".join(word.strip("=*") for word in each.term.text.split())
        tokens = tokenise(bare)
        hits = ruleset.lexicon.find(tokens, each.term.lang)
        whole = [hit.term for hit in hits if (hit.start, hit.end) == (0, len(tokens))]
        if not whole:
            yield _finding(
                each.source,
                each.location,
                f'{each} is never found: a "not" term hides it, or it ends with a sign',
                Severity.ERROR,
            )
        for other in whole:
            catcher = meant.get((other.text, other.lang))
            is_stem = other.text.endswith("*") and other.lang == each.term.lang and other.text != each.term.text
            if catcher and is_stem and catcher.meaning != each.meaning:
                message = (
                    f'{each} is also caught by {catcher} in {catcher.source.name}: lengthen the stem or add a "not"'
                )
                yield _finding(each.source, each.location, message)


def _filters(ruleset: RuleSet) -> Iterator[Finding]:
    for source in ruleset.sources.values():
        if not isinstance(source.content, formats.FilterFile):
            continue
        veto = filter_(source.content)
        for index, example in enumerate(veto.stops):
            if veto.holds(tokenise(example.text), example.lang) is None:
                message = f'the filter does not stop its own example "{example.text}"'
                yield _finding(source, ("stops", index), message, Severity.ERROR)
        for index, example in enumerate(veto.passes):
            tokens = tokenise(example.text)
            span = veto.holds(tokens, example.lang)
            if span is not None:
                words = example.text[tokens[span.start].start : tokens[span.end - 1].end]
                message = f'the filter stops "{example.text}", which it must let pass, because of "{words}"'
                yield _finding(source, ("passes", index), message, Severity.ERROR)


def _rules(ruleset: RuleSet) -> Iterator[Finding]:
    for rule in ruleset.rules:
        source = ruleset.sources[f"alerts/{rule.id}.yml"]
        if rule.status is RuleStatus.STABLE and not rule.examples:
            yield _finding(
                source, ("id",), "a stable rule without examples: write one that alerts and one that must not"
            )
        elif rule.status is RuleStatus.STABLE and all(
            bool(e.expect) == bool(rule.examples[0].expect) for e in rule.examples
        ):
            yield _finding(
                source, ("examples",), "the examples are all of one kind: write one that alerts and one that must not"
            )
