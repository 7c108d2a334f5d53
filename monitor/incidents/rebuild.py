"""An incident made anew of its reports, when an operator has taken some away or given it others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from monitor.incidents.merge import merge, start
from monitor.model import Incident, Report


def rebuilt(reports: Sequence[Report], like: Incident | None = None) -> Incident:
    """Return what *reports* say together, taken in the order of their publication.

    Args:
        reports: at least one.
        like: keeps the id of this incident and follows its version; None: a new one (``id`` 0, version 1).
    """
    first, *others = sorted(reports, key=lambda report: report.published)
    known = start(first).after
    for report in others:
        known = merge(known, report).after
    if like is None:
        return replace(known, version=1)
    return replace(known, id=like.id, version=like.version + 1)


def joined(incident: Incident, reports: Sequence[Report]) -> Incident:
    """Return *incident* with further *reports*, as its next version."""
    known = incident
    for report in sorted(reports, key=lambda report: report.published):
        known = merge(known, report).after
    return replace(known, version=incident.version + 1)
