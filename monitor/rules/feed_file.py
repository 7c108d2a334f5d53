"""Changes to ``feeds.yml`` as an operator would make them by hand: as text, so that comments, order and layout stay. Pure.

What comes out is always read back with `feeds_of` before anybody stores it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

import yaml

from monitor.errors import RuleError, RulesError
from monitor.model import Feed, FeedId, Place
from monitor.rules import compiling, formats
from monitor.rules.compiling import Lookup
from monitor.rules.mistakes import validated
from monitor.rules.model import PlaceNames
from monitor.rules.yaml_text import read_document

EMPTY = "version: 1\nfeeds: []\n"
"""A file to begin with where there is none."""

HEADING = "# --- Added with monitor feeds"
"""Stands above the feeds that commands have added, apart from those that the operator has put in order."""

_PLAIN = re.compile(r"[^\W\d_][\w.&/'()-]*(?: [\w.&/'(-][\w.&/'()-]*)*\Z")
"""Text that YAML reads as itself without quotes, between braces too."""

_NOT_PLAIN = frozenset({"true", "false", "null", "yes", "no", "on", "off"})


def feeds_of(text: str, path: PurePath, places: PlaceNames, extra: dict[str, Place] | None = None) -> tuple[Feed, ...]:
    """Return the feeds that *text* describes.

    Args:
        text: of the file.
        path: as the operator names the file.
        places: finds the homes that it names.
        extra: the operator's own places, by folded name.

    Raises:
        RulesError: with every mistake and where it stands.
    """
    document = read_document(text.encode(), path)
    found, errors = validated(document, formats.FeedsFile)
    if found is None:
        raise RulesError(errors)
    lookup = Lookup(document=document, gazetteer=places, extra=dict(extra or {}))
    feeds = compiling.feeds(found, lookup)
    if lookup.errors:
        raise RulesError(lookup.errors)
    return feeds


def item(feed: Feed) -> str:
    """Return *feed* as one line of the list, in the order in which the shipped file writes its keys."""
    values: dict[str, str | None] = {
        "id": feed.id,
        "url": json.dumps(feed.url, ensure_ascii=False),
        "publisher": _scalar(feed.publisher),
        "lang": feed.lang and _scalar(feed.lang),
        "home": feed.home and _scalar(feed.home),
        "tags": f"[{', '.join(_scalar(tag) for tag in sorted(feed.tags))}]" if feed.tags else None,
        "interval": None if feed.interval_s is None else duration(feed.interval_s),
        "full_text": "true" if feed.full_text else None,
        "websub": "true" if feed.websub else None,
        "enabled": None if feed.enabled else "false",
    }
    return f"- {{{', '.join(f'{key}: {value}' for key, value in values.items() if value is not None)}}}"


def duration(seconds: int) -> str:
    """Return a time as operators write it: ``90s``, ``10m``, ``2h``, ``1d``."""
    for unit, length in (("d", 86_400), ("h", 3600), ("m", 60)):
        if seconds % length == 0:
            return f"{seconds // length}{unit}"
    return f"{seconds}s"


def _scalar(text: str) -> str:
    plain = _PLAIN.match(text) and text.lower() not in _NOT_PLAIN
    return text if plain else json.dumps(text, ensure_ascii=False)


def add(text: str, feeds: Sequence[Feed], path: PurePath) -> str:
    """Return *text* with *feeds* at the end of its list.

    Raises:
        RulesError: the file has no list of feeds.
    """
    if not feeds:
        return text
    located = _located(text, path)
    margin = " " * located.margin
    lines = [f"{margin}{item(feed)}\n" for feed in feeds]
    if not located.items:
        # "feeds: []" or "feeds:": the list begins where that ended.
        before, after = text[: located.start].rstrip(" "), text[located.end :]
        return f"{before}\n{''.join(lines)}{after.removeprefix(chr(10))}"
    end = _line_end(text, _last(located.items[-1].node))
    before, after = text[:end], text[end:]
    before = before if before.endswith("\n") else before + "\n"
    heading = "" if HEADING in text else f"\n{margin}{HEADING}\n"
    return f"{before}{heading}{''.join(lines)}{after}"


def switch(text: str, feed: FeedId, path: PurePath, *, enabled: bool) -> str:
    """Return *text* with *feed* switched on or off.

    Raises:
        RulesError: there is no such feed in it.
    """
    found = next((each for each in _located(text, path).items if each.id == feed), None)
    if found is None:
        raise RulesError([RuleError(f'no feed "{feed}" in this file', path=path)])
    node = found.node
    for key, value in node.value:
        if key.value == "enabled":
            return text[: value.start_mark.index] + str(enabled).lower() + text[value.end_mark.index :]
    if enabled:
        return text
    if node.flow_style:
        end = node.end_mark.index - 1
        before = text[:end].rstrip()
        comma = "" if before.endswith((",", "{")) else ","
        return f"{before}{comma} enabled: false{text[end:]}"
    key, value = node.value[0]
    end = _line_end(text, value)
    before = text[:end] if text[:end].endswith("\n") else text[:end] + "\n"
    return f"{before}{' ' * key.start_mark.column}enabled: false\n{text[end:]}"


@dataclass(frozen=True, slots=True)
class _Item:
    """One feed in the file: its id and its YAML node."""

    id: str
    node: Any


@dataclass(frozen=True, slots=True)
class _Located:
    """The list of feeds in the file: its items, the column of their dashes, and where the list itself stands."""

    items: list[_Item]
    margin: int
    start: int
    end: int


def _located(text: str, path: PurePath) -> _Located:
    document = read_document(text.encode(), path)
    if document.errors:
        raise RulesError(document.errors)
    root = yaml.compose(text, Loader=yaml.BaseLoader)
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    node = next((value for key, value in pairs if key.value == "feeds"), None)
    if node is None or not isinstance(node, yaml.SequenceNode | yaml.ScalarNode):
        raise RulesError([RuleError('there is no list "feeds:" in this file', path=path)])
    rows: list[Any] = node.value if isinstance(node, yaml.SequenceNode) else []
    if isinstance(node, yaml.SequenceNode) and rows and node.flow_style:
        message = "the list of feeds is in square brackets: write one feed a line, each with a dash before it"
        raise RulesError([RuleError(message, path=path, line=node.start_mark.line + 1)])
    items = [
        _Item(next((value.value for key, value in row.value if key.value == "id"), ""), row)
        for row in rows
        if isinstance(row, yaml.MappingNode)
    ]
    margin = node.start_mark.column if rows else 2
    return _Located(items, margin, node.start_mark.index, node.end_mark.index)


def _last(node: Any) -> Any:
    """The last scalar or bracketed part of a node: a block's own end lies behind the comments that follow it."""
    while node.value and not isinstance(node, yaml.ScalarNode) and not node.flow_style:
        last = node.value[-1]
        node = last[1] if isinstance(node, yaml.MappingNode) else last
    return node


def _line_end(text: str, node: Any) -> int:
    """Where the line ends on which *node* ends, its line break included."""
    end = text.find("\n", max(node.end_mark.index - 1, node.start_mark.index))
    return len(text) if end < 0 else end + 1
