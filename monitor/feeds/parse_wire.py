"""How a document goes to a parsing process and what comes back, as bytes. Pure.

JSON and not pickle: what the process sends is believed no more than what the feed sends.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Set
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from monitor.errors import ParseError
from monitor.feeds.answers import ParsedFeed, Response
from monitor.model import EntryData

GREETING = b"ready\n"
"""What a process says when it can be asked."""

LENGTHS = struct.Struct(">II")
"""What each message begins with: the lengths of its JSON part and of its body."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A document to be parsed; fields as in ``parse.parse``."""

    body: bytes
    url: str
    content_type: str
    language: str
    known: frozenset[str]


def task_message(answer: Response, known: Set[str]) -> bytes:
    """Return the message that asks for a document to be parsed; the document itself is to be sent after it."""
    head = [answer.url, answer.content_type, answer.headers.get("content-language", ""), list(known)]
    return _message(head, len(answer.body))


def read_task(head: bytes, body: bytes) -> Task:
    """Return what ``task_message`` asked for."""
    url, content_type, language, known = json.loads(head)
    return Task(body=body, url=url, content_type=content_type, language=language, known=frozenset(known))


def feed_message(feed: ParsedFeed, *, last: bool) -> bytes:
    """Return the message that brings a feed. *last*: the process is not to be used again."""
    head = {
        "last": last,
        "title": feed.title,
        "language": feed.language,
        "ttl_s": feed.ttl_s,
        "update_period_s": feed.update_period_s,
        "update_base_s": _seconds(feed.update_base),
        "skip_hours": sorted(feed.skip_hours),
        "skip_days": sorted(feed.skip_days),
        "bozo": feed.bozo,
        "truncated": feed.truncated,
        "prints": feed.prints,
        "dropped": feed.dropped,
        "hubs": feed.hubs,
        "self_url": feed.self_url,
        "entries": [_entry_row(entry) for entry in feed.entries],
    }
    return _message(head)


def error_message(error: ParseError, *, last: bool) -> bytes:
    """Return the message that brings what the document failed with."""
    return _message({"last": last, "error": error.message, "reason": error.reason})


def read_answer(head: bytes | bytearray, *, url: str) -> tuple[ParsedFeed | ParseError, bool]:
    """Return the feed or the error that came, and whether the process is not to be used again.

    Raises:
        ValueError, KeyError, TypeError: it is no answer.
    """
    told = json.loads(head)
    if "error" in told:
        return ParseError(str(told["error"]), url=url, reason=str(told["reason"])), bool(told["last"])
    feed = ParsedFeed(
        title=told["title"],
        language=told["language"],
        entries=tuple(_entry(row) for row in told["entries"]),
        ttl_s=told["ttl_s"],
        update_period_s=told["update_period_s"],
        update_base=_moment(told["update_base_s"]),
        skip_hours=frozenset(told["skip_hours"]),
        skip_days=frozenset(told["skip_days"]),
        bozo=told["bozo"],
        truncated=told["truncated"],
        prints=tuple(told["prints"]),
        dropped=tuple(told["dropped"]),
        hubs=tuple(told["hubs"]),
        self_url=told["self_url"],
    )
    return feed, bool(told["last"])


def _message(head: Any, body_bytes: int = 0) -> bytes:
    text = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return LENGTHS.pack(len(text), body_bytes) + text


def _entry_row(entry: EntryData) -> list[Any]:
    return [
        entry.guid,
        entry.title,
        entry.summary,
        entry.content,
        entry.link,
        _seconds(entry.published),
        _seconds(entry.updated),
        entry.lang,
        entry.author,
    ]


def _entry(row: list[Any]) -> EntryData:
    guid, title, summary, content, link, published, updated, lang, author = row
    return EntryData(
        guid=guid,
        title=title,
        summary=summary,
        content=content,
        link=link,
        published=_moment(published),
        updated=_moment(updated),
        lang=lang,
        author=author,
    )


def _seconds(moment: datetime | None) -> float | None:
    return None if moment is None else (moment - _EPOCH).total_seconds()


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else _EPOCH + timedelta(seconds=seconds)
