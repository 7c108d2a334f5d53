"""Short texts through the real reader, and what comes of them in words that do not depend on the gazetteer's spelling."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from monitor.jobs.ingesting import Pipeline
from monitor.model import Place, Report, Role
from tests.builders import an_entry

TUESDAY = datetime(2024, 5, 14, 6, 0, tzinfo=UTC)
"""Nine in the morning in Kyiv and Moscow, on 14 May 2024."""


def read(
    pipeline: Pipeline, title: str, summary: str = "", lang: str = "en", published: datetime = TUESDAY, **given: Any
) -> tuple[Report, ...]:
    """The reports of an entry with this text."""
    entry = an_entry(title=title, summary=summary, lang=lang, published=published, **given)
    return pipeline.reader.read(entry).reports


def where(place: Place) -> str:
    """Region and precision: "UA-63 city"."""
    return f"{place.iso_region or place.country} {place.precision}"


def news(reports: tuple[Report, ...]) -> list[Report]:
    """The reports that tell of an attack as news and may open an incident."""
    return [report for report in reports if report.role is Role.MAIN and report.opens]


def recalled(reports: tuple[Report, ...]) -> list[Report]:
    """The reports that only recall an attack."""
    return [report for report in reports if report.role is Role.BACKGROUND]
