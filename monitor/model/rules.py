"""How loudly rules alert, and what it means that one holds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from monitor.model.reasons import Reason
from monitor.model.reports import Standing

RuleId = NewType("RuleId", str)


class Level(StrEnum):
    """Importance set by the rule. Sigma level, CAP severity."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """0 for low up to 3 for critical."""
        return list(Level).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A rule that holds for a report or an incident. ``because``: the facts that made it hold."""

    rule: RuleId
    level: Level
    because: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """How many alert mails one rule may cause to one subscriber in ``per_s`` seconds; what is more joins the digest."""

    alerts: int
    per_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleAlerting:
    """How loudly a rule alerts: the ``alert:`` part of a rule file.

    ``when``: the standing that an incident must have before it is told. ``wait_s``: how long a first alert waits for a
    second publisher. ``update_on``: names of the facts whose change is worth a message (see `Change.facts`).
    ``update_interval_s``: least time between two messages about one incident. ``limit`` None: no limit.
    """

    rule: RuleId
    level: Level
    when: Standing = Standing.REPORTED
    wait_s: float = 0.0
    update_on: frozenset[str] = frozenset()
    update_interval_s: float = 0.0
    limit: Limit | None = None
