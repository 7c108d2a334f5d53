"""Objections: what readers say is wrong with what they were told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from monitor.model.incidents import IncidentId
from monitor.model.subscribers import SubscriberId

ObjectionId = NewType("ObjectionId", int)


class Fault(StrEnum):
    """What is said to be wrong.

    ``nothing``: it did not happen, or is no attack. ``twice``: it is the same as another incident.
    """

    NOTHING = "nothing"
    PLACE = "place"
    TIME = "time"
    FIGURES = "figures"
    TWICE = "twice"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """A reader's word that something is wrong with one incident; it changes nothing until the operator decides.

    ``version``: of the incident as it was told. ``words``: the reader's own, may be empty. ``told_at`` None: the operator
    has not been written to yet. ``settled_at`` None: the operator has not dealt with it.
    """

    id: ObjectionId
    subscriber: SubscriberId
    incident: IncidentId
    version: int
    fault: Fault
    words: str
    at: datetime
    told_at: datetime | None = None
    settled_at: datetime | None = None
