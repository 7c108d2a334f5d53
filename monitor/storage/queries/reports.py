"""Queries about reports."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, bindparam, case, func, select

from monitor.model import EntryId, IncidentId, Report, ReportId
from monitor.storage.codec import dumps, loads
from monitor.storage.tables import INCIDENTS, REPORTS, SUPPORTS

_OF_INCIDENT = select(REPORTS.c.value).where(REPORTS.c.incident == bindparam("incident_id")).order_by(REPORTS.c.id)
_SUPPORTING = (
    select(REPORTS.c.value)
    .join(SUPPORTS, SUPPORTS.c.report == REPORTS.c.id)
    .where(SUPPORTS.c.incident == bindparam("incident_id"))
    .order_by(REPORTS.c.id)
)
_OF_ENTRY = (
    select(REPORTS.c.value, REPORTS.c.incident).where(REPORTS.c.entry == bindparam("entry_id")).order_by(REPORTS.c.id)
)


class Reports:
    """What entries claim, and the incidents that the claims joined."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self, report: Report, incident: IncidentId | None, supports: Sequence[tuple[IncidentId, float]] = ()
    ) -> ReportId:
        """Store *report*.

        Args:
            report: its entry must be stored.
            incident: what it joined; None when it joined nothing.
            supports: for an ambiguous report, the incidents that it may describe, each with its score in [0, 1].
        """
        row = {"entry": report.entry, "incident": incident, "role": str(report.role), "value": dumps(report)}
        inserted = self._connection.execute(REPORTS.insert(), row).inserted_primary_key
        assert inserted is not None
        report_id = ReportId(inserted[0])
        if supports:
            links = [{"report": report_id, "incident": supported, "score": score} for supported, score in supports]
            self._connection.execute(SUPPORTS.insert(), links)
        return report_id

    def of_incident(self, incident: IncidentId) -> list[Report]:
        """The reports that joined the incident, in the order in which they came."""
        rows = self._connection.execute(_OF_INCIDENT, {"incident_id": incident})
        return [loads(Report, text) for (text,) in rows]

    def supporting(self, incident: IncidentId) -> list[Report]:
        """The ambiguous reports that describe this incident or another one, in the order in which they came."""
        rows = self._connection.execute(_SUPPORTING, {"incident_id": incident})
        return [loads(Report, text) for (text,) in rows]

    def of_entry(self, entry: EntryId) -> list[tuple[Report, IncidentId | None]]:
        """The reports of one entry with the incident that each joined."""
        rows = self._connection.execute(_OF_ENTRY, {"entry_id": entry})
        return [(loads(Report, text), incident) for text, incident in rows]

    def move(self, source: IncidentId, target: IncidentId, entries: Collection[EntryId] | None = None) -> int:
        """Give reports of *source* to *target*, and remember where they come from; return how many there were.

        Args:
            source: whose they are.
            target: whose they shall be.
            entries: only the reports of these; None: all (a merge).
        """
        statement = REPORTS.update().where(REPORTS.c.incident == source)
        if entries is not None:
            statement = statement.where(REPORTS.c.entry.in_(sorted(entries)))
        came_from = func.coalesce(REPORTS.c.came_from, source) if entries is None else None
        return self._connection.execute(statement.values(incident=target, came_from=came_from)).rowcount

    def move_back(self, source: IncidentId, target: IncidentId) -> int:
        """Give back to *source* what a merge gave to *target*, with what *source* had got by merges; return how many."""
        origins = {source}
        found = origins
        while found:
            merged = select(INCIDENTS.c.id).where(INCIDENTS.c.merged_into.in_(sorted(found)))
            found = {IncidentId(number) for (number,) in self._connection.execute(merged)} - origins
            origins = origins | found
        theirs = (REPORTS.c.incident == target, REPORTS.c.came_from.in_(sorted(origins)))
        came_from = case((REPORTS.c.came_from == source, None), else_=REPORTS.c.came_from)
        moved = self._connection.execute(REPORTS.update().where(*theirs).values(incident=source, came_from=came_from))
        return moved.rowcount
