"""What a program is told: the facts of a message as a CloudEvent (version 1.0, JSON). Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from monitor.delivery.cleaning import line, web_link
from monitor.delivery.reasons import reasons_in_words
from monitor.delivery.render import Rendered
from monitor.delivery.views import Cited, Telling
from monitor.delivery.wording import Words
from monitor.model import Count, Delivery, Incident, Place

TYPE = "org.attackmonitor.{kind}.v1"
"""Type of an event by the kind of its delivery; a change that breaks readers gets a new number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One message for an endpoint. ``id``: the same however often it is sent. ``title`` and ``text``: for people."""

    id: str
    title: str
    text: str
    body: bytes


def event_of(
    tellings: Sequence[Telling], delivery: Delivery, rendered: Rendered, *, event_id: str, source: str
) -> Event:
    """Return what an endpoint is told: the same bytes however often it is made.

    Args:
        tellings: one for each item of *delivery*.
        delivery: what is told.
        rendered: the same as a mail would say it.
        event_id: id of the delivery, for recognising one that comes twice.
        source: who tells it, as a URI.
    """
    kind = delivery.kind.value
    body = {
        "specversion": "1.0",
        "id": event_id,
        "source": source,
        "type": TYPE.format(kind=kind),
        "time": _moment(delivery.created_at),
        "datacontenttype": "application/json",
        "data": {
            "title": rendered.subject,
            "text": rendered.text,
            "incidents": [_incident(telling) for telling in tellings],
        },
    }
    return Event(
        id=event_id,
        title=rendered.subject,
        text=rendered.text,
        body=json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode(),
    )


def test_event(now: datetime, source: str) -> Event:
    """Return an event that tells nothing, to see whether it arrives."""
    body = {
        "specversion": "1.0",
        "id": f"test-{now.timestamp():.0f}",
        "source": source,
        "type": TYPE.format(kind="test"),
        "time": _moment(now),
        "datacontenttype": "application/json",
        "data": {"title": "Test", "text": "This is a test. Nothing has happened.", "incidents": []},
    }
    return Event(
        id=str(body["id"]),
        title="Test",
        text="This is a test. Nothing has happened.",
        body=json.dumps(body, separators=(",", ":")).encode(),
    )


def _incident(telling: Telling) -> dict[str, Any]:
    incident, item = telling.incident, telling.item
    return {
        "id": incident.id,
        "version": incident.version,
        "kind": item.kind.value,
        "reason": item.reason,
        "changed": sorted(item.facts),
        "withdrawn": incident.withdrawn,
        "types": [str(each) for each in incident.types],
        "place": _place(incident.place),
        "window": {
            "start": _moment(incident.window.start),
            "end": _moment(incident.window.end),
            "precision": incident.window.precision.value,
        },
        "outcomes": sorted(each.value for each in incident.outcomes),
        "toll": _toll(incident),
        "standing": incident.standing.value,
        "publishers": sorted(incident.publishers),
        "rules": [
            {
                "id": match.rule,
                "title": telling.rule_titles.get(match.rule, match.rule),
                "level": match.level.value,
                "because": list(reasons_in_words(match.because, Words("en"))),
            }
            for match in item.matches
        ],
        "reports": [_report(cited) for cited in telling.cited],
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "name": place.name,
        "precision": place.precision.value,
        "country": place.country,
        "region": place.iso_region,
        "lat": place.lat,
        "lon": place.lon,
    }


def _toll(incident: Incident) -> dict[str, Any]:
    return {"killed": _count(incident.toll.killed), "injured": _count(incident.toll.injured)}


def _count(count: Count | None) -> dict[str, int | None] | None:
    return None if count is None else {"low": count.low, "high": count.high}


def _report(cited: Cited) -> dict[str, Any]:
    link = web_link(cited.link)
    quotes = [line(each.quote) for each in cited.report.evidence if each.quote]
    return {
        "publisher": cited.report.publisher,
        "published": _moment(cited.report.published),
        "link": None if link is None else link.url,
        "quote": quotes[0] if quotes else None,
    }


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
