"""The operator files in force: loaded as a whole, reloaded while running, never replaced by something broken."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from monitor.errors import RuleError
from monitor.places.gazetteer import Gazetteer
from monitor.reading.reader import Reader
from monitor.rules.loading import load_ruleset
from monitor.rules.model import RuleSet

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """What one load gave: rules, the gazetteer with the operator's own places, and the reader made of both."""

    ruleset: RuleSet
    gazetteer: Gazetteer
    reader: Reader


class LiveRules:
    """Holds the operator files in force. Take ``in_force`` once per job and keep to it: a reload swaps it as a whole.

    Args:
        directory: folder of the operator files.
        gazetteer: without the operator's own places.
    """

    def __init__(self, directory: Path, gazetteer: Gazetteer) -> None:
        self._directory, self._gazetteer = directory, gazetteer
        loaded = load_ruleset(directory, gazetteer)
        self.in_force = self._made_of(loaded.ruleset)
        self.errors: tuple[RuleError, ...] = loaded.errors
        """What is wrong with the files as they are now; the last good version of each is in force."""

    def reload(self) -> bool:
        """Read the files again; whether anything is different now. New mistakes are logged, each once."""
        loaded = load_ruleset(self._directory, self._gazetteer, previous=self.in_force.ruleset)
        known = {str(error) for error in self.errors}
        for error in loaded.errors:
            if str(error) not in known:
                log.error("rules.broken", extra={"error": str(error)})
        if self.errors and not loaded.errors:
            log.info("rules.mended")
        self.errors = loaded.errors
        if loaded.ruleset.version == self.in_force.ruleset.version:
            return False
        self.in_force = self._made_of(loaded.ruleset)
        log.info("rules.reloaded", extra={"version": loaded.ruleset.version, "rules": len(loaded.ruleset.rules)})
        return True

    def _made_of(self, ruleset: RuleSet) -> InForce:
        gazetteer = self._gazetteer.with_places(ruleset.places)
        return InForce(ruleset=ruleset, gazetteer=gazetteer, reader=Reader(ruleset.lexicon, ruleset.filters, gazetteer))
