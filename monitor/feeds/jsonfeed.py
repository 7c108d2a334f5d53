"""JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1), which feedparser does not read. Pure."""

from __future__ import annotations

import html
import json
from typing import Any

from monitor.errors import ParseError
from monitor.feeds.answers import ParsedFeed
from monitor.feeds.dates import parse_date
from monitor.feeds.guard import MAX_ENTRIES
from monitor.feeds.items import Item, bounded, entry_data


def parse_json_feed(text: str, *, url: str) -> ParsedFeed:
    """Read a JSON Feed document.

    Raises:
        ParseError: ``not_a_feed``: the document is broken, or JSON of another kind.
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ParseError(
            f"the document looks like JSON but cannot be read ({str(error)[:80]}); the publisher has to mend it",
            url=url,
            reason="not_a_feed",
        ) from error
    items = document.get("items") if isinstance(document, dict) else None
    if not isinstance(items, list) or "jsonfeed.org" not in _text(document.get("version")):
        raise ParseError(
            "this is JSON but no JSON Feed (version and items are missing); check the address",
            url=url,
            reason="not_a_feed",
        )
    language = _text(document.get("language")) or None
    read = bounded(entry_data(_item(item, language), url) for item in items[:MAX_ENTRIES] if isinstance(item, dict))
    return ParsedFeed(
        title=_text(document.get("title")) or None,
        language=language,
        entries=tuple(entry for entry, _ in read),
        hubs=tuple(_text(hub.get("url")) for hub in _hubs(document) if _text(hub.get("type")).lower() == "websub"),
        self_url=_text(document.get("feed_url")) or None,
        truncated=len(items) > MAX_ENTRIES or any(cut for _, cut in read),
    )


def _hubs(document: dict[str, Any]) -> list[dict[str, Any]]:
    hubs = document.get("hubs")
    return [hub for hub in hubs if isinstance(hub, dict)][:10] if isinstance(hubs, list) else []


def _item(item: dict[str, Any], language: str | None) -> Item:
    authors = item.get("authors") or [item.get("author")]
    author = authors[0] if isinstance(authors, list) and authors else None
    summary, content = (
        html.escape(_text(item.get("summary")), quote=False),
        _text(item.get("content_html")) or html.escape(_text(item.get("content_text")), quote=False),
    )
    return Item(
        guid=_text(item.get("id")),
        link=_text(item.get("url")) or _text(item.get("external_url")),
        title=_text(item.get("title")),
        summary=summary or content,
        content=content if summary else "",
        published=parse_date(_text(item.get("date_published"))),
        updated=parse_date(_text(item.get("date_modified"))),
        lang=_text(item.get("language")) or language or "",
        author=_text(author.get("name")) if isinstance(author, dict) else "",
    )


def _text(value: object) -> str:
    """Text or number as text; everything else is as good as missing."""
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
