"""Incidents: one attack at one place in one attack window, as known now, and the decisions that change them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType

from monitor.model.entries import EntryId
from monitor.model.places import Place
from monitor.model.reports import AttackType, Outcome, Report, Role, Standing, Toll, Weapons
from monitor.model.times import Window

IncidentId = NewType("IncidentId", int)


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One attack as known now. Its id never changes; ``version`` counts from 1 and grows with every recorded update.

    ``id`` 0: not stored yet. ``quiet``: known from background only, so nobody was alerted. ``publishers``: those whose
    reports are independent; copies of one agency's text count once. ``sketches``: of the independent texts, by which copies are recognised. ``merged_into``: tombstone of a merge.
    """

    id: IncidentId
    version: int
    types: tuple[AttackType, ...]
    place: Place
    window: Window
    outcomes: frozenset[Outcome] = frozenset()
    toll: Toll = field(default_factory=Toll)
    weapons: Weapons = field(default_factory=Weapons)
    targets: frozenset[str] = frozenset()
    standing: Standing = Standing.REPORTED
    quiet: bool = False
    withdrawn: bool = False
    merged_into: IncidentId | None = None
    publishers: frozenset[str] = frozenset()
    sketches: tuple[tuple[int, ...], ...] = ()
    reports: int = 0
    first_reported_at: datetime
    last_reported_at: datetime


class ChangeKind(StrEnum):
    """What a report did to an incident."""

    NEW = "new"
    CORROBORATED = "corroborated"
    UPDATED = "updated"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An incident before and after one report, or after an operator's decision (``report`` None).

    ``before`` None: it is new. ``facts``: names of the fields that changed (``toll standing place window outcome type
    targets role withdrawal``), empty for a bare corroboration. ``author`` and ``reason``: which operator, and why.
    """

    kind: ChangeKind
    before: Incident | None
    after: Incident
    report: Report | None
    facts: frozenset[str] = frozenset()
    author: str | None = None
    reason: str = ""

    @property
    def role(self) -> Role:
        """Role of the report behind the change; what an operator decides is news."""
        return Role.MAIN if self.report is None else self.report.role

    @property
    def entry(self) -> EntryId | None:
        """The entry whose report is behind the change; None: an operator."""
        return None if self.report is None else self.report.entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """One line of an incident's journal: a recorded change, as ``history`` gives it back.

    ``entry``: whose report caused it; None when an operator did: then ``author`` names them, and ``reason`` is what they
    said. ``before`` None: the incident was new. ``at``: when the change was stored.
    """

    incident: IncidentId
    version: int
    at: datetime
    kind: ChangeKind
    facts: frozenset[str]
    entry: EntryId | None
    before: Incident | None
    after: Incident
    author: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Similarity:
    """Score in [0, 1] that a report describes an incident, and the features behind it, largest contribution first."""

    score: float
    features: tuple[tuple[str, float], ...] = ()
    veto: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewIncident:
    """Nothing stored fits: the report starts an incident. ``nearest``: the best miss, for the explanation."""

    nearest: tuple[IncidentId, Similarity] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SameIncident:
    """The report describes a stored incident; ``merge`` finds out whether it adds a fact."""

    incident: Incident
    similarity: Similarity


@dataclass(frozen=True, slots=True, kw_only=True)
class Ambiguous:
    """Several stored incidents fit about equally well: the report supports them and opens nothing."""

    candidates: tuple[tuple[Incident, Similarity], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfounded:
    """Nothing stored fits and the report may not open an incident by itself. ``reason`` says why not."""

    reason: str
    nearest: tuple[IncidentId, Similarity] | None = None


Resolution = NewIncident | SameIncident | Ambiguous | Unfounded
