"""Reads feed documents: RSS, RDF, Atom and CDF through feedparser, JSON Feed by itself. Pure; feedparser's only door.

feedparser gets a byte stream (a path would be opened), in UTF-8 (``encodings``), without prolog (``guard``), and with its
HTML passes off: they are two thirds of its time, and what feeds send is reduced to text further on anyway.
"""

from __future__ import annotations

import io
import re
from calendar import timegm
from collections.abc import Mapping, Set
from datetime import UTC, datetime
from typing import Any

import feedparser

from monitor.errors import ParseError
from monitor.feeds import cap
from monitor.feeds.answers import ParsedFeed, Response
from monitor.feeds.dates import parse_date
from monitor.feeds.encodings import decode
from monitor.feeds.fragments import cut
from monitor.feeds.guard import FEED_ROOTS, MAX_ENTRIES, clean, guard, not_a_feed
from monitor.feeds.items import MAX_LINK_CHARS, Item, bounded, entry_data
from monitor.feeds.jsonfeed import parse_json_feed

feedparser.api.PREFERRED_XML_PARSERS.clear()
"""expat alone: bounds were measured with it, and looking for another parser costs as much as reading an entry."""

_DECLARATION = b'<?xml version="1.0" encoding="utf-8"?>\n'

_UPDATE_PERIODS_S = {"hourly": 3600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
"""Of the RSS syndication module, web.resource.org/rss/1.0/modules/syndication."""

_DAYS = {"monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6}

_SKIP_HOURS = re.compile(r"<skipHours>([^\0]{0,2000}?)</skipHours>", re.IGNORECASE)
_SKIP_DAYS = re.compile(r"<skipDays>([^\0]{0,1000}?)</skipDays>", re.IGNORECASE)
_HOUR = re.compile(r"<hour>\s{0,5}(\d{1,2})\s{0,5}</hour>", re.IGNORECASE)
_DAY = re.compile(r"<day>\s{0,5}(\w{6,9})\s{0,5}</day>", re.IGNORECASE)


def parse(
    body: bytes, *, url: str, content_type: str = "", language: str = "", known: Set[str] = frozenset()
) -> ParsedFeed:
    """Read a feed document, malformed ones as well as they can be.

    Args:
        url: final address after redirects; relative links are relative to it.
        content_type: as received; used for its charset only, because servers send feeds as anything.
        language: as in the header Content-Language; empty: not sent.
        known: prints of entries that need not be read.

    Raises:
        ParseError: ``empty``, ``not_a_feed``, ``refused``, ``bad_encoding``.
        MemoryError: it needs more than there is. Never anything else.
    """
    decoded = decode(body, content_type, url=url)
    text = clean(decoded.text).lstrip("\ufeff \t\r\n")
    if not text:
        raise ParseError("the document is empty; look at the address in a browser", url=url, reason="empty")
    if text.startswith(("{", "[")):
        return parse_json_feed(text, url=url)
    guarded = guard(text, url=url)
    if guarded.root == "alert" and cap.NAMESPACE in guarded.head:
        return cap.parse_alert(guarded.text, url=url)
    left = cut(guarded.text, known)
    result = _feedparser_result(left.text if left else guarded.text, url, language)
    items = _list(result, "entries")
    if left is not None and len(left.prints) != len(items):
        # What was cut were no entries, so nothing may be left out.
        result = _feedparser_result(guarded.text, url, language) if left.dropped else result
        items, left = _list(result, "entries"), None
    if not items and not _text(result, "version") and guarded.root not in FEED_ROOTS:
        raise not_a_feed(text, url)
    feed = result.get("feed") or {}
    read = bounded(entry_data(_item(item, url), url) for item in items[:MAX_ENTRIES])
    return ParsedFeed(
        title=clean(_text(feed, "title")).strip() or None,
        language=clean(_text(feed, "language")).strip()[:20] or None,
        entries=tuple(entry for entry, _ in read),
        ttl_s=_ttl_s(feed),
        update_period_s=_update_period_s(feed),
        update_base=parse_date(_text(feed, "sy_updatebase").strip()),
        skip_hours=_skip_hours(guarded.head),
        skip_days=_skip_days(guarded.head),
        bozo=decoded.note or _bozo(result),
        truncated=guarded.truncated or len(items) > MAX_ENTRIES or any(is_cut for _, is_cut in read),
        prints=left.prints if left else (),
        dropped=left.dropped if left else (),
        hubs=_links(feed, "hub"),
        self_url=next(iter(_links(feed, "self")), None),
    )


class Parser:
    """Parses in this process: for tests, and for documents that are trusted."""

    def parse(self, answer: Response, known: Set[str] = frozenset()) -> ParsedFeed:
        """Read the document of *answer*, without the entries whose prints are *known*.

        Raises:
            ParseError: it cannot be read.
        """
        return parse(
            answer.body,
            url=answer.url,
            content_type=answer.content_type,
            language=answer.headers.get("content-language", ""),
            known=known,
        )

    def close(self) -> None:
        """Nothing was started."""


def _feedparser_result(text: str, url: str, language: str) -> Mapping[str, Any]:
    """Run feedparser, without the document's address: it would make guids absolute too, and they must not change with it.

    Raises:
        ParseError: ``not_a_feed``: it stumbled over the document.
    """
    headers = {"content-type": "application/xml; charset=utf-8"}
    if language:
        headers["content-language"] = language
    try:
        result: Mapping[str, Any] = feedparser.parse(
            io.BytesIO(_DECLARATION + text.encode("utf-8", "replace")),
            response_headers=headers,
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except MemoryError:
        raise
    except Exception as error:
        raise ParseError(
            f"the document is too broken to be read ({type(error).__name__}: {str(error)[:80]}); the publisher has to mend it",
            url=url,
            reason="not_a_feed",
        ) from error
    return result


def _item(item: dict[str, Any], url: str) -> Item:
    contents = [_text(content, "value") for content in _list(item, "content")]
    content = max(contents, key=len, default="")
    summary = _text(item, "summary")
    if not summary:
        summary, content = content, ""
    title_detail = dict.get(item, "title_detail") or {}
    read = Item(
        guid=_text(item, "id"),
        link=_text(item, "link"),
        title=_text(item, "title"),
        summary=summary,
        content="" if content == summary else content,
        published=_date(item, "published") or _date(item, "created"),
        updated=_date(item, "updated"),
        lang=_text(title_detail, "language"),
        author=_text(item, "author"),
    )
    return cap.marked_entry(read, item)


def _date(item: dict[str, Any], key: str) -> datetime | None:
    """A date as our own reader has it, else as feedparser does, which knows more exotic forms."""
    text = _text(item, key)
    if not text:
        return None
    if (moment := parse_date(text)) is not None:
        return moment
    parsed = dict.get(item, f"{key}_parsed")
    try:
        return datetime.fromtimestamp(timegm(parsed), UTC) if parsed else None
    except (ValueError, OverflowError, OSError, TypeError):
        return None


def _text(values: Mapping[str, Any], key: str) -> str:
    """A text field; ``dict.get`` because feedparser's own look-ups replace missing fields by others and warn."""
    value = dict.get(values, key) if isinstance(values, dict) else None
    return value if isinstance(value, str) else ""


def _list(values: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    value = dict.get(values, key) if isinstance(values, dict) else None
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _links(feed: Mapping[str, Any], rel: str) -> tuple[str, ...]:
    """The addresses of the feed's own first few links with a relation."""
    found = (clean(_text(link, "href")) for link in _list(feed, "links") if _text(link, "rel").lower() == rel)
    return tuple(href for href in found if 0 < len(href) <= MAX_LINK_CHARS)[:10]


def _ttl_s(feed: Mapping[str, Any]) -> float | None:
    """RSS ttl, which counts minutes."""
    text = _text(feed, "ttl").strip()
    return float(text) * 60 if text.isascii() and text.isdecimal() and int(text[:9]) > 0 else None


def _update_period_s(feed: Mapping[str, Any]) -> float | None:
    period = _UPDATE_PERIODS_S.get(_text(feed, "sy_updateperiod").strip().lower())
    if period is None:
        return None
    frequency = _text(feed, "sy_updatefrequency").strip()
    often = int(frequency[:9]) if frequency.isascii() and frequency.isdecimal() else 1
    return period / max(often, 1)


def _skip_hours(head: str) -> frozenset[int]:
    """Hours of ``skipHours``, where 24 is an old way to write midnight (RSS 0.91)."""
    found = _SKIP_HOURS.search(head)
    return frozenset(int(hour) % 24 for hour in _HOUR.findall(found[1]) if int(hour) <= 24) if found else frozenset()


def _skip_days(head: str) -> frozenset[int]:
    found = _SKIP_DAYS.search(head)
    names = [name.lower() for name in _DAY.findall(found[1])] if found else []
    return frozenset(_DAYS[name] for name in names if name in _DAYS)


def _bozo(result: Mapping[str, Any]) -> str | None:
    """What feedparser found malformed, in one line."""
    error = dict.get(result, "bozo_exception") if isinstance(result, dict) else None
    return f"{type(error).__name__}: {str(error)[:200]}" if error is not None else None
