"""Queries about incidents and their journal."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, bindparam, select, union_all
from sqlalchemy import text as sql

from monitor.errors import NotFoundError, StorageError
from monitor.model import AttackType, Change, ChangeKind, Incident, IncidentId, Update
from monitor.storage.codec import dumps, loads
from monitor.storage.tables import INCIDENTS, UPDATES

REACH_DAYS = 31
"""Longest window, in days, that the search by day reaches: it bounds the range of last days on both sides, so that the
cost does not grow with what is stored outside. Longer windows are few and have a partial index of their own."""

DECODED = 8192
"""Incidents kept decoded: some weeks of a busy country, about 20 MB. Incidents are frozen, so they can be shared."""

_CANDIDATES = select(INCIDENTS.c.id, INCIDENTS.c.value).where(
    INCIDENTS.c.country.in_(bindparam("countries", expanding=True)),
    INCIDENTS.c.last_day >= bindparam("first"),
    ~INCIDENTS.c.withdrawn,
    INCIDENTS.c.merged_into.is_(None),
)
NEAR = union_all(
    _CANDIDATES.where(INCIDENTS.c.last_day <= bindparam("reach"), INCIDENTS.c.first_day <= bindparam("last")),
    _CANDIDATES.where(
        INCIDENTS.c.is_long, INCIDENTS.c.last_day > bindparam("reach"), INCIDENTS.c.first_day <= bindparam("last")
    ),
)
"""The statement of ``Incidents.near``; its plan is tested on both databases."""

_GET = select(INCIDENTS.c.value).where(INCIDENTS.c.id == bindparam("incident_id"))
_SAVE = INCIDENTS.update().where(
    INCIDENTS.c.id == bindparam("incident_id"), INCIDENTS.c.version == bindparam("version_before")
)
_HISTORY = select(UPDATES).where(UPDATES.c.incident == bindparam("incident_id")).order_by(UPDATES.c.id)
_LOCK = sql("SELECT pg_advisory_xact_lock(:key)")


class Incidents:
    """Incidents as known now, found by country and day, and the journal of their changes."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def lock(self, days: Iterable[tuple[str, date]]) -> None:
        """Let no other transaction resolve reports of these (country, day) pairs until this one ends.

        Call it once, with all the pairs of the transaction, before ``near``: the pairs are locked in one fixed order,
        so two transactions cannot wait for each other. On SQLite the transaction is the only writer already.
        """
        if self._connection.dialect.name == "postgresql":
            for key in sorted({_lock_key(country, day) for country, day in days}):
                self._connection.execute(_LOCK, {"key": key})

    def near(self, countries: Collection[str], first: date, last: date) -> list[Incident]:
        """The incidents of these countries whose local days meet ``first..last``, by id.

        Quiet ones are among them; withdrawn and merged ones are not.
        """
        parameters = {
            "countries": sorted(countries),
            "first": first,
            "last": last,
            "reach": last + timedelta(days=REACH_DAYS),
        }
        rows = self._connection.execute(NEAR, parameters)
        return [_decode(incident_id, text) for incident_id, text in sorted(map(tuple, rows))]

    def add(self, incident: Incident) -> Incident:
        """Store a new incident and return it with its id; no line is written to its journal."""
        return self._insert(incident)[0]

    def save(self, change: Change, at: datetime) -> Incident:
        """Store the incident as it is after *change*, and a line of its journal.

        Args:
            change: ``before`` must be the incident as stored; ``after.id`` 0 makes a new incident.
            at: when the change is stored.

        Returns:
            The incident after the change, with its id.

        Raises:
            StorageError: the stored incident has another version than ``change.before``.
        """
        before, after = change.before, change.after
        if after.id == 0:
            after, document = self._insert(after)
        else:
            document = dumps(after)
            row = {"incident_id": after.id, "version_before": (before or after).version, **_columns(after, document)}
            if self._connection.execute(_SAVE, row).rowcount != 1:
                raise StorageError(
                    f"incident {after.id} changed meanwhile: resolve the report again in a new transaction",
                    transient=True,
                )
        line = {
            "incident": after.id,
            "version": after.version,
            "at": at,
            "kind": str(change.kind),
            "facts": " ".join(sorted(change.facts)),
            "entry": change.entry,
            "before": None if before is None else dumps(before),
            "after": document,
            "author": change.author,
            "reason": change.reason or None,
        }
        self._connection.execute(UPDATES.insert(), line)
        return after

    def _insert(self, incident: Incident) -> tuple[Incident, str]:
        document = dumps(incident)
        inserted = self._connection.execute(INCIDENTS.insert(), _columns(incident, document)).inserted_primary_key
        assert inserted is not None
        return replace(incident, id=IncidentId(inserted[0])), document

    def get(self, incident: IncidentId) -> Incident:
        """The incident as known now, tombstones included.

        Raises:
            NotFoundError: no such incident.
        """
        text = self._connection.execute(_GET, {"incident_id": incident}).scalar()
        if text is None:
            raise NotFoundError("incident", incident)
        return _decode(incident, text)

    def history(self, incident: IncidentId) -> list[Update]:
        """The journal of the incident, oldest line first."""
        return [
            Update(
                incident=incident,
                version=row.version,
                at=row.at,
                kind=ChangeKind(row.kind),
                facts=frozenset(row.facts.split()),
                entry=row.entry,
                before=None if row.before is None else _decode(incident, row.before),
                after=_decode(incident, row.after),
                author=row.author,
                reason=row.reason or "",
            )
            for row in self._connection.execute(_HISTORY, {"incident_id": incident})
        ]

    def list(
        self,
        *,
        since: date | None = None,
        country: str | None = None,
        region: str | None = None,
        attack: AttackType | None = None,
        quiet: bool = True,
        limit: int | None = None,
    ) -> list[Incident]:
        """Incidents by their last day, latest first; withdrawn ones included, merged ones not.

        Args:
            since: earliest last day; None: all.
            country: ISO 3166-1 code; None: everywhere.
            region: ISO 3166-2 code; None: everywhere.
            attack: one of the incident's attack types; None: any.
            quiet: whether to include incidents known from background only.
            limit: at most so many; None: all.
        """
        statement = select(INCIDENTS.c.id, INCIDENTS.c.value).where(INCIDENTS.c.merged_into.is_(None))
        if since is not None:
            statement = statement.where(INCIDENTS.c.last_day >= since)
        if country is not None:
            statement = statement.where(INCIDENTS.c.country == country)
        if region is not None:
            statement = statement.where(INCIDENTS.c.region == region)
        if attack is not None:
            statement = statement.where(INCIDENTS.c.types.contains(f" {attack} ", autoescape=True))
        if not quiet:
            statement = statement.where(~INCIDENTS.c.quiet)
        statement = statement.order_by(INCIDENTS.c.last_day.desc(), INCIDENTS.c.id.desc()).limit(limit)
        return [_decode(incident_id, text) for incident_id, text in self._connection.execute(statement)]


def _columns(incident: Incident, document: str) -> dict[str, Any]:
    window = incident.window
    return {
        "version": incident.version,
        "country": incident.place.country,
        "region": incident.place.iso_region,
        "first_day": window.first,
        "last_day": window.last,
        "is_long": (window.last - window.first).days > REACH_DAYS,
        "types": f" {' '.join(incident.types)} ",
        "quiet": incident.quiet,
        "withdrawn": incident.withdrawn,
        "merged_into": incident.merged_into,
        "standing": str(incident.standing),
        "last_reported_at": incident.last_reported_at,
        "value": document,
    }


@lru_cache(maxsize=DECODED)
def _decode(incident_id: IncidentId, text: str) -> Incident:
    # The first document of an incident is written before the database has given it an id.
    return replace(loads(Incident, text), id=incident_id)


def _lock_key(country: str, day: date) -> int:
    """A 64-bit key that is the same in every process: ``hash`` is not."""
    digest = hashlib.blake2b(f"{country} {day.isoformat()}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
