"""Items of any feed format to ``EntryData``: cleaned, bounded, with an identity and an absolute link. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from monitor.feeds.guard import clean
from monitor.model import EntryData

MAX_TITLE_CHARS = 1_000
MAX_TEXT_CHARS = 64_000
"""Longest title, and longest summary or content, that is kept of one entry; more is cut and marked."""

MAX_TEXTS_CHARS = 4_000_000
"""Longest texts of all entries of a document together; what comes after them is cut to its beginning."""

_BEGINNING_CHARS = 2_000

MAX_LINK_CHARS = 2_048
MAX_GUID_CHARS = 2_048
"""Longer links are dropped, longer guids replaced by their hash."""

_HASHED_SUMMARY_CHARS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item as a format gives it; empty: not given."""

    guid: str = ""
    link: str = ""
    title: str = ""
    summary: str = ""
    content: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    lang: str = ""
    author: str = ""


def entry_data(item: Item, base: str) -> tuple[EntryData, bool]:
    """Return the entry that an item makes, and whether something of it was cut.

    Args:
        base: address that a relative link is relative to.

    Without a guid the link is the identity, without a link the hash of title, date and the head of the summary.
    """
    title, summary, content = clean(item.title).strip(), clean(item.summary), clean(item.content)
    link = absolute_link(item.link, base)
    guid = clean(item.guid).strip() or link or _content_guid(title, summary, item.published)
    if len(guid) > MAX_GUID_CHARS:
        guid = "sha256:" + hashlib.sha256(guid.encode()).hexdigest()
    entry = EntryData(
        guid=guid,
        title=title[:MAX_TITLE_CHARS],
        summary=summary[:MAX_TEXT_CHARS],
        content=content[:MAX_TEXT_CHARS] or None,
        link=link,
        published=item.published,
        updated=item.updated,
        lang=clean(item.lang).strip()[:20] or None,
        author=clean(item.author).strip()[:MAX_TITLE_CHARS] or None,
    )
    return entry, len(title) > MAX_TITLE_CHARS or max(len(summary), len(content)) > MAX_TEXT_CHARS


def bounded(entries: Iterable[tuple[EntryData, bool]]) -> list[tuple[EntryData, bool]]:
    """Return the entries of one document, as ``entry_data`` makes them, within ``MAX_TEXTS_CHARS``: the service holds them all."""
    kept: list[tuple[EntryData, bool]] = []
    left = MAX_TEXTS_CHARS
    for entry, is_cut in entries:
        left -= len(entry.summary) + len(entry.content or "")
        if left < 0:
            entry, is_cut = replace(entry, summary=entry.summary[:_BEGINNING_CHARS], content=None), True
        kept.append((entry, is_cut))
    return kept


def absolute_link(link: str, base: str) -> str | None:
    """Return *link* as an absolute http(s) address; None where it is missing, of another scheme, or too long."""
    link = "".join(clean(link).split())
    if not link or len(link) > MAX_LINK_CHARS:
        return None
    try:
        absolute = urljoin(base, link)
        parts = urlsplit(absolute)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname or len(absolute) > MAX_LINK_CHARS:
        return None
    return absolute


def _content_guid(title: str, summary: str, published: datetime | None) -> str:
    head = "\n".join((title, published.isoformat() if published else "", summary[:_HASHED_SUMMARY_CHARS]))
    return "sha256:" + hashlib.sha256(head.encode()).hexdigest()
