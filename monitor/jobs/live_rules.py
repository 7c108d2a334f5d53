"""The operator files in force: loaded as a whole, reloaded while running, never replaced by something broken."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from monitor.errors import RuleError
from monitor.jobs.ingesting import Pipeline
from monitor.language.inflect import forget_forms
from monitor.model import Place, PlaceId, RuleId
from monitor.places.gazetteer import Gazetteer
from monitor.reading.reader import Reader
from monitor.rules.loading import load_ruleset
from monitor.rules.model import RuleSet, RuleStatus

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """What one load gave: rules, the gazetteer with the operator's own places, and the pipeline made of both."""

    ruleset: RuleSet
    gazetteer: Gazetteer
    pipeline: Pipeline

    def place(self, place: PlaceId) -> Place | None:
        """The place with this id; None: the gazetteer does not have it (any more)."""
        return self.gazetteer.places((place,)).get(place)

    def region(self, code: str) -> Place | None:
        """The region of an ISO 3166-2 code; None: the gazetteer does not have it."""
        return self.gazetteer.find(code)


def made_of(ruleset: RuleSet, shipped: Gazetteer) -> InForce:
    """Everything that reading and routing need by *ruleset*; *shipped* is without the operator's own places."""
    gazetteer = shipped.with_places((own.place, own.spellings()) for own in ruleset.places)
    reader = Reader(ruleset.lexicon, ruleset.filters, gazetteer)
    alerting = {rule.id: rule.alert for rule in ruleset.rules if rule.status is RuleStatus.STABLE}
    pipeline = Pipeline(reader=reader, ruleset=ruleset, alerting=alerting)
    forget_forms()
    return InForce(ruleset=ruleset, gazetteer=gazetteer, pipeline=pipeline)


def only(in_force: InForce, rules: Sequence[RuleId]) -> InForce:
    """*in_force* with these rules alone, experimental ones as if they were stable."""
    kept = tuple(
        replace(rule, status=RuleStatus.STABLE if rule.status is RuleStatus.EXPERIMENTAL else rule.status)
        for rule in in_force.ruleset.rules
        if rule.id in rules
    )
    ruleset = replace(in_force.ruleset, rules=kept)
    alerting = {rule.id: rule.alert for rule in kept if rule.status is RuleStatus.STABLE}
    return replace(in_force, ruleset=ruleset, pipeline=replace(in_force.pipeline, ruleset=ruleset, alerting=alerting))


class HoldsRules(Protocol):
    """Holds what is in force. Take ``in_force`` once per job and keep to it: a reload swaps it as a whole."""

    @property
    def in_force(self) -> InForce:
        """What is in force now."""

    @property
    def errors(self) -> tuple[RuleError, ...]:
        """What is wrong with the files as they are now."""

    def reload(self) -> bool:
        """Read the files again; whether anything is different now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedRules:
    """Rules that stay as they are, for a trial."""

    in_force: InForce
    errors: tuple[RuleError, ...] = ()

    def reload(self) -> bool:
        """There are no files to read again."""
        return False


class LiveRules:
    """The operator files in force.

    Args:
        directory: folder of the operator files.
        gazetteer: without the operator's own places.
    """

    def __init__(self, directory: Path, gazetteer: Gazetteer) -> None:
        self._directory, self._gazetteer = directory, gazetteer
        loaded = load_ruleset(directory, gazetteer)
        self.in_force = made_of(loaded.ruleset, gazetteer)
        self.errors: tuple[RuleError, ...] = loaded.errors
        """What is wrong with the files as they are now; the last good version of each is in force."""
        _log_broken(loaded.errors)

    def reload(self) -> bool:
        """Read the files again; whether anything is different now. New mistakes are logged, each once."""
        loaded = load_ruleset(self._directory, self._gazetteer, previous=self.in_force.ruleset)
        known = {str(error) for error in self.errors}
        _log_broken([error for error in loaded.errors if str(error) not in known])
        if self.errors and not loaded.errors:
            log.info("rules.mended")
        self.errors = loaded.errors
        if loaded.ruleset.version == self.in_force.ruleset.version:
            return False
        self.in_force = made_of(loaded.ruleset, self._gazetteer)
        log.info("rules.reloaded", extra={"version": loaded.ruleset.version, "rules": len(loaded.ruleset.rules)})
        return True


def _log_broken(errors: Sequence[RuleError]) -> None:
    for error in errors:
        log.error("rules.broken", extra={"error": str(error)})
