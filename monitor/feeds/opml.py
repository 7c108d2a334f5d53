"""Lists of feeds as OPML 2.0, the form that feed readers exchange them in. Pure.

What OPML has no word for (our ids, home, interval) is kept in attributes of our own namespace, which other programs pass
over; so a list comes back as it went out. Source: opml.org/spec2.opml.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from monitor.errors import ParseError
from monitor.model import Feed

NAMESPACE = "urn:attack-monitor:feeds"

MAX_BYTES = 5 * 1024 * 1024
MAX_FEEDS = 10_000
MAX_DEPTH = 20
"""Bounds of what is read: the longest public lists have a few thousand feeds, in two or three levels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """One feed of a list. ``title`` is as written there, or the address; the other fields are None or empty where unsaid.

    ``id publisher home interval_s full_text websub enabled`` are known only from lists that we have written.
    """

    url: str
    title: str
    lang: str | None = None
    tags: frozenset[str] = frozenset()
    id: str | None = None
    publisher: str | None = None
    home: str | None = None
    interval_s: int | None = None
    full_text: bool = False
    websub: bool = False
    enabled: bool = True


def write(feeds: Sequence[Feed], title: str) -> str:
    """Return *feeds* as an OPML document."""
    root = etree.Element("opml", {"version": "2.0"}, nsmap={"monitor": NAMESPACE})
    etree.SubElement(etree.SubElement(root, "head"), "title").text = title
    body = etree.SubElement(root, "body")
    for feed in feeds:
        etree.SubElement(body, "outline", {name: value for name, value in _attributes(feed) if value})
    text: bytes = etree.tostring(root, pretty_print=True, xml_declaration=True, encoding="utf-8")
    return text.decode()


def _attributes(feed: Feed) -> Iterator[tuple[str, str | None]]:
    yield "type", "rss"
    yield "text", feed.publisher
    yield "title", feed.publisher
    yield "xmlUrl", feed.url
    yield "language", feed.lang
    yield "category", ",".join(sorted(feed.tags))
    yield _own("id"), feed.id
    yield _own("publisher"), feed.publisher
    yield _own("home"), feed.home
    yield _own("interval"), None if feed.interval_s is None else str(feed.interval_s)
    yield _own("fullText"), "true" if feed.full_text else None
    yield _own("websub"), "true" if feed.websub else None
    yield _own("enabled"), None if feed.enabled else "false"


def read(content: bytes, name: str) -> tuple[Outline, ...]:
    """Return the feeds that an OPML document lists, those in folders included; each address once.

    Args:
        content: of the file.
        name: of the file, for messages.

    Raises:
        ParseError: it is no OPML, is too large, or has a document type, which lists need not have and attacks do.
    """
    if len(content) > MAX_BYTES:
        raise ParseError(f"the file is larger than {MAX_BYTES} bytes: split it", url=name, reason="too_large")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ParseError(f"this is no XML ({str(error)[:100]})", url=name, reason="not_opml") from error
    if root.getroottree().docinfo.doctype:
        raise ParseError("the file has a document type: remove its line <!DOCTYPE", url=name, reason="refused")
    if root.tag != "opml":
        raise ParseError(f"this is no OPML: it begins with <{str(root.tag)[:50]}>", url=name, reason="not_opml")
    found: dict[str, Outline] = {}
    for element in root.iterfind("body//outline"):
        if sum(1 for _ in element.iterancestors()) > MAX_DEPTH:
            raise ParseError(f"folders are nested deeper than {MAX_DEPTH}", url=name, reason="refused")
        if (outline := _outline(element)) is not None:
            found.setdefault(outline.url, outline)
        if len(found) > MAX_FEEDS:
            raise ParseError(f"more than {MAX_FEEDS} feeds: split the file", url=name, reason="too_large")
    return tuple(found.values())


def _outline(element: etree._Element) -> Outline | None:
    """The feed of an outline; None for folders and notes."""
    url = _attribute(element, "xmlUrl")
    if url is None:
        return None
    interval = _attribute(element, _own("interval")) or ""
    return Outline(
        url=url,
        title=_attribute(element, "title") or _attribute(element, "text") or url,
        lang=(_attribute(element, "language") or "")[:2].lower() or None,
        tags=frozenset(tag for part in (_attribute(element, "category") or "").split(",") if (tag := part.strip())),
        id=_attribute(element, _own("id")),
        publisher=_attribute(element, _own("publisher")),
        home=_attribute(element, _own("home")),
        interval_s=int(interval) if interval.isascii() and interval.isdecimal() and len(interval) < 10 else None,
        full_text=_attribute(element, _own("fullText")) == "true",
        websub=_attribute(element, _own("websub")) == "true",
        enabled=_attribute(element, _own("enabled")) != "false",
    )


def _attribute(element: etree._Element, name: str) -> str | None:
    """An attribute without the space around it; None when it is missing or empty."""
    return " ".join(str(element.get(name) or "").split()) or None


def _own(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
