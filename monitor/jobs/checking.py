"""Checks operator files as a whole: what does not load, what misleads, and the rules' own examples, run through the engine."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from monitor.errors import RuleError
from monitor.jobs.backtesting import replay
from monitor.jobs.ingesting import Pipeline
from monitor.jobs.live_rules import InForce, made_of
from monitor.model import AlertKind, Incident, IncidentId, Place, is_within
from monitor.places.gazetteer import Gazetteer
from monitor.rules.linting import Finding, check
from monitor.rules.loading import load_ruleset
from monitor.rules.model import ExpectedIncident, Rule, RuleExample, RuleSet, RuleStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedExample:
    """An example that did not come out as its rule says. ``problems``: what came out instead, one sentence each."""

    file: str
    rule: str
    example: str
    problems: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.file}: example {self.example!r}: {'; '.join(self.problems)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a check found. ``examples``: how many were run. Warnings of the lint are no failure."""

    ruleset: RuleSet
    errors: tuple[RuleError, ...]
    findings: tuple[Finding, ...]
    failed: tuple[FailedExample, ...]
    examples: int

    @property
    def ok(self) -> bool:
        """Whether the files can be taken into service."""
        return not self.errors and not self.failed and all(each.severity != "error" for each in self.findings)


def check_rules(directory: Path, shipped: Gazetteer) -> Checked:
    """Load all operator files of *directory*, lint them and run the examples of every rule."""
    loaded = load_ruleset(directory, shipped)
    in_force = made_of(loaded.ruleset, shipped)
    runs = [(rule, example) for rule in loaded.ruleset.rules for example in rule.examples]
    failed = [
        FailedExample(file=f"alerts/{rule.id}.yml", rule=rule.id, example=example.name, problems=problems)
        for rule, example in runs
        if (problems := run_example(rule, example, in_force))
    ]
    return Checked(
        ruleset=loaded.ruleset,
        errors=loaded.errors,
        findings=check(loaded.ruleset),
        failed=tuple(failed),
        examples=len(runs),
    )


def run_example(rule: Rule, example: RuleExample, in_force: InForce) -> tuple[str, ...]:
    """Replay the entries of *example* with *rule* alone, as if it were stable; say what differs from what it expects.

    ``alerts`` of an expected incident counts the messages that tell it as new.
    """
    alone = replace(in_force.ruleset, rules=(replace(rule, status=RuleStatus.STABLE),))
    pipeline = Pipeline(
        reader=in_force.pipeline.reader,
        ruleset=alone,
        alerting={rule.id: rule.alert},
        policy=in_force.pipeline.policy,
    )
    known: dict[IncidentId, Incident] = {}
    told: Counter[IncidentId] = Counter()
    for replayed in replay(_lines(example), pipeline):
        for decision in replayed.decisions:
            if decision.change is not None:
                known[decision.change.after.id] = decision.change.after
            told.update(alert.incident for alert in decision.alerts if alert.kind is AlertKind.NEW)
    return tuple(_problems(example, known, told))


def _lines(example: RuleExample) -> Iterator[str]:
    for number, entry in enumerate(example.entries, 1):
        row = {
            "id": f"entry-{number}",
            "feed": f"feed-{number}",
            "publisher": entry.publisher or f"publisher-{number}",
            "lang": entry.lang,
            "published": entry.published.isoformat(),
            "title": entry.title,
            "summary": entry.summary,
            "content": entry.content,
            "home": entry.home,
            "feed_tags": sorted(entry.tags),
        }
        yield json.dumps(row, ensure_ascii=False)


def _problems(example: RuleExample, known: Mapping[IncidentId, Incident], told: Counter[IncidentId]) -> Iterator[str]:
    left = {number for number in known if told[number]} | {
        number for number in known if any(each.alerts == 0 for each in example.expect)
    }
    for expected in example.expect:
        found = next((number for number in sorted(left) if not _misfits(expected, known[number], told[number])), None)
        if found is not None:
            left.discard(found)
            continue
        near = [number for number in sorted(left) if _same_place(expected.place, known[number].place)]
        misfits = _misfits(expected, known[near[0]], told[near[0]]) if near else []
        yield f"{expected.place.name}: {', '.join(misfits) if misfits else 'no alert'}"
    yield from (f"unexpected alert about {_words(known[number])}" for number in sorted(left) if told[number])


def _misfits(expected: ExpectedIncident, incident: Incident, alerts: int) -> list[str]:
    """In what *incident* differs from what is expected; empty when it is the one."""
    found = []
    if not _same_place(expected.place, incident.place):
        found.append(f"the place is {incident.place.name}")
    if expected.day is not None and not incident.window.first <= expected.day <= incident.window.last:
        found.append(f"the day is {incident.window.first}")
    if expected.attack and not expected.attack & set(incident.types):
        found.append(f"the attack is {', '.join(incident.types) or 'of no known type'}")
    for name in ("killed", "injured"):
        wanted, count = getattr(expected, name), getattr(incident.toll, name)
        if wanted is not None and (count is None or not count.low <= wanted <= count.high):
            found.append(f"{name} is {'not told' if count is None else f'{count.low} to {count.high}'}")
    if alerts != expected.alerts:
        found.append(f"alerts: {alerts}, not {expected.alerts}")
    return found


def _same_place(expected: Place, found: Place) -> bool:
    """Whether *found* is the place meant, or lies in it: an example need not know the gazetteer's finest record."""
    return is_within(found, expected)


def _words(incident: Incident) -> str:
    return f"{', '.join(incident.types) or 'attack'} in {incident.place.name} on {incident.window.first}"
