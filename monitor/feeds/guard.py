"""What is done to a document before feedparser may see it. Pure, and linear in the size of the document.

feedparser 6.0.14 takes over 20 s for 80 kB of newlines before the root (a quadratic regex), 11 s and 600 MB for a quadratic
entity blow-up, and opens local files when it is handed a path. So the prolog is cut off, entity declarations are
refused, and what is no feed is told apart by its root.
"""

from __future__ import annotations

import html
import re
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urljoin

from monitor.errors import ParseError

MAX_ENTRIES = 1000
"""Entries that are read of one document, by feed order."""

MAX_ATTRIBUTES = 2_000
"""Attributes of one element. Tens of thousands cost quadratic time: 20,000 take 3 s, 100,000 more than a minute."""

MAX_TAGS = 300_000
"""Tags of a document after cutting. feedparser's loose parser needs 14 microseconds for each: 4 s in all."""

_MAX_PROLOG_PARTS = 100
"""Declarations, instructions and comments before the root element."""

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""Characters that XML 1.0 does not allow and that databases and mail refuse."""

_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ROOT = re.compile(r"<(?:[\w.-]{1,100}:)?([\w.-]{1,100})")
_ENTRY_START = re.compile(r"<(?:(?>[\w.-]{1,50}):)?(?:item|entry)(?=[\s>/])", re.IGNORECASE | re.ASCII)
_ENTRY_END = re.compile(r"</(?:(?>[\w.-]{1,50}):)?(?:item|entry)\s{0,20}>", re.IGNORECASE | re.ASCII)
_LONG_TAG = re.compile(rf"<[\w:.-]{{1,100}}\s[^<]{{{5 * MAX_ATTRIBUTES},}}")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,8})|([0-9]{1,8}));?")
_LINK = re.compile(r"<link\s([^<>]{1,1000})>", re.IGNORECASE)
_HREF = re.compile(r"\bhref\s*=\s*[\"']?([^\"'\s>]{1,500})", re.IGNORECASE)
_FEED_TYPE = re.compile(r"application/(?:rss\+xml|atom\+xml|feed\+json)", re.IGNORECASE)

FEED_ROOTS = frozenset({"rss", "rdf", "feed", "channel"})
"""Root elements of feeds: RSS, RSS 1.0, Atom, CDF."""

_HTML_ROOTS = frozenset({"html", "head", "body", "script", "div", "meta", "title"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarded:
    """A document that may be parsed: from the root element on. ``root``: its local name in lower case. ``head``: what stands before the first entry."""

    text: str
    root: str
    head: str
    truncated: bool


def clean(text: str) -> str:
    """Return *text* without NUL and control characters; lone surrogates become replacement characters."""
    with suppress(UnicodeEncodeError):
        encoded = text.encode()
        if len(encoded.translate(None, _CONTROLS)) == len(encoded) and "\ufffe" not in text and "\uffff" not in text:
            return text  # nearly always, and ten times as fast as looking at each character
    return _ILLEGAL.sub("", _SURROGATE.sub("\ufffd", text))


def guard(text: str, *, url: str) -> Guarded:
    """Cut a document down to what may be parsed.

    Raises:
        ParseError: ``not_a_feed`` (no markup, a web page), ``refused`` (entity declarations, too many tags or attributes).
    """
    start = _root_start(text, url)
    root = _ROOT.match(text, start)
    if root is None or root[1].lower() in _HTML_ROOTS:
        raise not_a_feed(text, url)
    text = text[start:]
    starts = [found.start() for _, found in zip(range(MAX_ENTRIES + 1), _ENTRY_START.finditer(text), strict=False)]
    head = text[: starts[0]] if starts else text
    truncated = len(starts) > MAX_ENTRIES
    if truncated:
        end = max((found.end() for found in _ENTRY_END.finditer(text, starts[-1])), default=len(text))
        text = text[: starts[-1]] + text[end:]
    _refuse_monstrous(text, url)
    return Guarded(text=_legal_references(text), root=root[1].lower(), head=head, truncated=truncated)


def not_a_feed(text: str, url: str) -> ParseError:
    """Make the error for a document that is no feed; names the feeds that a web page announces."""
    feeds = _announced_feeds(text[:500_000], url)
    if feeds:
        message = f"this is a web page; its feed may be at {', '.join(feeds)}"
    elif _ROOT.search(text[:10_000]):
        message = (
            "this is a web page or another document, not a feed; look for the feed's address on the publisher's page"
        )
    else:
        message = "this is plain text, not a feed; check the address"
    return ParseError(message, url=url, reason="not_a_feed")


def _announced_feeds(page: str, url: str) -> list[str]:
    """The first few feeds that a web page names in its links, absolute."""
    feeds: dict[str, None] = {}
    for link in _LINK.finditer(page):
        href = _HREF.search(link[1])
        if href and _FEED_TYPE.search(link[1]):
            with suppress(ValueError):
                feeds[urljoin(url, html.unescape(href[1]))] = None
    return list(feeds)[:3]


def _root_start(text: str, url: str) -> int:
    """Find the root element behind declarations, comments and the document type."""
    position = text.find("<")
    for _ in range(_MAX_PROLOG_PARTS):
        if position < 0:
            break
        if text.startswith("<?", position):
            end = text.find("?>", position)
        elif text.startswith("<!--", position):
            end = text.find("-->", position)
        elif text.startswith("<!", position):
            end = _declaration_end(text, position, url)
        else:
            return position
        if end < 0:
            break
        position = text.find("<", end)
    raise not_a_feed(text, url)


def _declaration_end(text: str, position: int, url: str) -> int:
    """Find the end of ``<!DOCTYPE ...>``, with or without an internal subset.

    Raises:
        ParseError: ``refused``: it declares entities, which nobody needs and which can be made to fill the memory.
    """
    end, subset = text.find(">", position), -1
    if end >= 0:
        subset = text.find("[", position, end)
    if subset >= 0:
        closing = text.find("]", subset)
        end = text.find(">", closing) if closing >= 0 else len(text)
    declaration = text[position : end if end >= 0 else len(text)]
    if "<!entity" in declaration.lower():
        raise ParseError(
            "the document declares entities of its own (<!ENTITY), which can be made to fill the memory; "
            "the publisher has to leave them out",
            url=url,
            reason="refused",
        )
    return end


def _refuse_monstrous(text: str, url: str) -> None:
    """Refuse documents that would take feedparser minutes.

    Raises:
        ParseError: ``refused``.
    """
    monstrous, runs = None, text.split("<")
    if len(runs) > MAX_TAGS:
        monstrous = f"more than {MAX_TAGS:,} tags"
    for run in _LONG_TAG.finditer(text) if max(map(len, runs)) > 5 * MAX_ATTRIBUTES else ():
        tag = _QUOTED.sub("", run[0]).partition(">")[0]
        if tag.count("=") > MAX_ATTRIBUTES:
            monstrous = f"an element with more than {MAX_ATTRIBUTES:,} attributes"
    if monstrous:
        raise ParseError(
            f"the document has {monstrous}, which would take too long to read; the publisher has to mend it",
            url=url,
            reason="refused",
        )


def _legal_references(text: str) -> str:
    """Replace references to characters that XML does not allow; feedparser fails on those to surrogates."""

    def legal(reference: re.Match[str]) -> str:
        code = int(reference[1], 16) if reference[1] else int(reference[2])
        if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
            return "\ufffd"
        return "" if _ILLEGAL.match(chr(code)) else reference[0]

    return _REFERENCE.sub(legal, text) if "&#" in text else text
