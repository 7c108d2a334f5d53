"""The process that reduces pages to their text: python -m monitor.feeds.extract_child; like ``parse_child`` in all else.

A page comes back as a feed with one entry, so that the same link carries both.
"""

from __future__ import annotations

import re
from collections.abc import Set

import trafilatura

from monitor.errors import ParseError
from monitor.feeds.answers import ParsedFeed
from monitor.feeds.encodings import decode
from monitor.feeds.guard import clean
from monitor.feeds.parse_child import serve
from monitor.model import EntryData

MAX_CHARACTERS = 40_000
"""Longest text that is kept of an article; the reader reads no more of one field."""

LEAST_CHARACTERS = 200
"""Shortest text that is an article; shorter ones are what is left of a page that is none."""

_META = re.compile(r"<meta\s[^>]{0,500}>", re.IGNORECASE)
_ROBOTS = re.compile(r"""\bname\s{0,5}=\s{0,5}["']?(?:robots|attackmonitor)\b""", re.IGNORECASE)
_CONTENT = re.compile(r"""\bcontent\s{0,5}=\s{0,5}["']([^"']{0,200})""", re.IGNORECASE)
_PAYWALL = re.compile(r"""["']isAccessibleForFree["']\s{0,5}:\s{0,5}["']?false""", re.IGNORECASE)
"""How publishers mark what is only for subscribers (schema.org, as search engines ask for it)."""

_HEAD = 200_000
"""Characters of a page in which its own marks are looked for."""


def extract(
    body: bytes, *, url: str, content_type: str = "", language: str = "", known: Set[str] = frozenset()
) -> ParsedFeed:
    """Reduce a page to its text.

    Args:
        body: of the page, decompressed.
        url: where it was found.
        content_type: as received.
        language: not used.
        known: not used.

    Returns:
        A feed with one entry, whose content is the text, one paragraph a line.

    Raises:
        ParseError: ``noindex``, ``paywall``: the publisher does not want it; ``no_article``: there is no text.
    """
    html = clean(decode(body, content_type, url=url).text)
    head = html[:_HEAD]
    metas = [meta[0] for meta in _META.finditer(head) if _ROBOTS.search(meta[0])]
    wishes = [found[1].lower() for meta in metas if (found := _CONTENT.search(meta))]
    if any(wish.strip() in ("noindex", "none") for text in wishes for wish in text.split(",")):
        raise ParseError("the page asks not to be indexed", url=url, reason="noindex")
    if _PAYWALL.search(head):
        raise ParseError("the article is for paying readers", url=url, reason="paywall")
    text = trafilatura.extract(html, favor_precision=True, include_comments=False, include_tables=False)
    if text is None or len(text) < LEAST_CHARACTERS:
        raise ParseError("the page has no article that could be told from the rest", url=url, reason="no_article")
    return ParsedFeed(
        title=None, language=None, entries=(EntryData(guid=url, title="", content=text[:MAX_CHARACTERS]),)
    )


if __name__ == "__main__":
    serve(extract)
