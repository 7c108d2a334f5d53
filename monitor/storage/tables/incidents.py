"""Incidents, their journal, and the reports behind them.

The whole value stands in ``value`` as a document; the columns beside it are copies that queries search by.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, Text, text
from sqlmodel import Field

from monitor.storage.tables.base import Row, UtcDateTime, table_of


class IncidentRow(Row, table=True):
    """One incident as known now. ``region``: ISO 3166-2. ``types``: ids with a space on both sides of each.

    ``is_long``: the window is longer than the search by day reaches; those few have an index of their own.
    """

    __tablename__ = "incidents"
    __table_args__ = (
        Index("ix_incidents_country_last_day", "country", "last_day"),
        Index("ix_incidents_region_last_day", "region", "last_day"),
        Index("ix_incidents_last_day", "last_day"),
        Index(
            "ix_incidents_long",
            "country",
            "last_day",
            sqlite_where=text("is_long = 1"),
            postgresql_where=text("is_long"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    version: int
    country: str
    region: str | None
    first_day: date
    last_day: date
    is_long: bool
    types: str
    quiet: bool
    withdrawn: bool
    merged_into: int | None = Field(foreign_key="incidents.id")
    standing: str
    last_reported_at: datetime = Field(sa_type=UtcDateTime)
    value: str = Field(sa_type=Text)


class UpdateRow(Row, table=True):
    """One line of an incident's journal, with the whole incident before and after. ``author`` None: a report did it."""

    __tablename__ = "incident_updates"
    __table_args__ = (Index("ix_incident_updates_incident", "incident"), Index("ix_incident_updates_entry", "entry"))

    id: int | None = Field(default=None, primary_key=True)
    incident: int = Field(foreign_key="incidents.id")
    version: int
    at: datetime = Field(sa_type=UtcDateTime)
    kind: str
    facts: str = Field(sa_type=Text)
    entry: str | None = Field(foreign_key="entries.id")
    before: str | None = Field(sa_type=Text)
    after: str = Field(sa_type=Text)
    author: str | None
    reason: str | None = Field(sa_type=Text)


class ReportRow(Row, table=True):
    """What one entry claims about one attack. ``incident`` None: it joined nothing, or supports several.

    ``came_from``: the incident that it joined first, when an operator has merged that into this one.
    """

    __tablename__ = "reports"
    __table_args__ = (Index("ix_reports_incident", "incident"), Index("ix_reports_entry", "entry"))

    id: int | None = Field(default=None, primary_key=True)
    entry: str = Field(foreign_key="entries.id")
    incident: int | None = Field(foreign_key="incidents.id")
    role: str
    came_from: int | None
    value: str = Field(sa_type=Text)


class SupportRow(Row, table=True):
    """A report that fits several incidents about equally well supports each of them."""

    __tablename__ = "report_supports"
    __table_args__ = (Index("ix_report_supports_incident", "incident"),)

    report: int = Field(primary_key=True, foreign_key="reports.id")
    incident: int = Field(primary_key=True, foreign_key="incidents.id")
    score: float


INCIDENTS = table_of(IncidentRow)
UPDATES = table_of(UpdateRow)
REPORTS = table_of(ReportRow)
SUPPORTS = table_of(SupportRow)
