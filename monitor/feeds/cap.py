"""Warnings in the Common Alerting Protocol 1.2 (OASIS): a document that is one, and feeds whose entries are. Pure.

What is no real warning (``status`` other than ``Actual``) must reach nobody, whatever it says and in whatever language. So of
exercises and tests nothing is kept but that there was one.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import replace
from xml.etree import ElementTree

from monitor.errors import ParseError
from monitor.feeds.answers import ParsedFeed
from monitor.feeds.dates import parse_date
from monitor.feeds.items import Item, bounded, entry_data

NAMESPACE = "urn:oasis:names:tc:emergency:cap:"
"""What the namespaces of all versions begin with."""

ACTUAL = "actual"
_NO_NEWS = frozenset({"ack", "error"})
"""Kinds of messages between systems, which tell of nothing."""

_MOST_INFOS = 50
_INLINE_STATUS = re.compile(r"<(?:\w{1,20}:)?status>\s{0,20}(\w{1,20})\s{0,20}</")


def parse_alert(text: str, *, url: str) -> ParsedFeed:
    """Read a document that is one alert: an entry for each ``info`` that it has, mostly one for each language.

    An update and a cancellation have the guid of the message that they refer to first, so that they revise its entry.

    Args:
        text: from the root element on, without declarations of entities.
        url: where it was found; links are relative to it.

    Raises:
        ParseError: ``not_a_feed``: it is broken.
    """
    try:
        alert = ElementTree.fromstring(text)  # noqa: S314 - declarations of entities have been refused
    except ElementTree.ParseError as error:
        raise ParseError(
            f"the alert is too broken to be read ({error}); the publisher has to mend it", url=url, reason="not_a_feed"
        ) from error
    for element in alert.iter():
        element.tag = element.tag.rpartition("}")[2]
    infos = alert.findall("info")[:_MOST_INFOS]
    if _of(alert, "msgType").lower() in _NO_NEWS:
        infos = []
    read = bounded(entry_data(_item(alert, info, number), url) for number, info in enumerate(infos))
    return ParsedFeed(
        title=_of(alert, "source") or _of(alert, "sender") or None,
        language=(_of(infos[0], "language")[:20] or None) if infos else None,
        entries=tuple(entry for entry, _ in read),
        truncated=any(is_cut for _, is_cut in read),
    )


def marked(item: Item, status: str, kind: str, areas: str = "") -> Item:
    """Return what is kept of an entry that is a CAP message.

    Args:
        item: what the entry says.
        status: ``Actual``, ``Exercise``, ``System``, ``Test`` or ``Draft``; empty: not said, as good as actual.
        kind: the message's ``msgType``; a ``Cancel`` says so before its title.
        areas: where it holds, as text; added where the entry does not say it.
    """
    if status and status.lower() != ACTUAL:
        return replace(
            item, title=f"CAP message ({status.lower()[:20]})", summary="This is no real warning.", content=""
        )
    if areas and areas not in html.unescape(item.summary + item.content):
        item = replace(item, summary=f"{item.summary}<p>{html.escape(areas)}</p>")
    if kind.lower() == "cancel":
        item = replace(item, title=f"Cancelled: {item.title}")
    return item


def marked_entry(item: Item, values: Mapping[str, object]) -> Item:
    """Return what is kept of a feed's entry, if it is a CAP message, as some agencies send them; else *item* itself.

    Args:
        item: what the entry says.
        values: its elements by feedparser's names; those of CAP mostly begin with ``cap_``.
    """

    def said(name: str) -> str:
        value = dict.get(values, f"cap_{name}") if isinstance(values, dict) else None
        return value.strip() if isinstance(value, str) else ""

    status = said("status")
    if not status and NAMESPACE in item.content + item.summary:
        inline = _INLINE_STATUS.search(item.content) or _INLINE_STATUS.search(item.summary)
        status = inline[1] if inline else ""
    return marked(item, status, said("msgtype"), said("areadesc"))


def _item(alert: ElementTree.Element, info: ElementTree.Element, number: int) -> Item:
    references = _of(alert, "references").split()
    first = references[0].split(",") if references else []
    identifier = first[1] if len(first) == 3 else _of(alert, "identifier")
    areas = "; ".join(filter(None, (_of(area, "areaDesc") for area in info.findall("area"))))
    item = Item(
        guid=f"cap:{identifier}" + (f"#{number}" if number else "") if identifier else "",
        link=_of(info, "web"),
        title=_of(info, "headline") or _of(info, "event"),
        summary=html.escape(_of(info, "description"), quote=False),
        published=parse_date(_of(alert, "sent")),
        lang=_of(info, "language"),
        author=_of(info, "senderName") or _of(alert, "sender"),
    )
    return marked(item, _of(alert, "status"), _of(alert, "msgType"), areas)


def _of(element: ElementTree.Element, name: str) -> str:
    """The text of a child; empty: there is none."""
    return " ".join((element.findtext(name) or "").split())
