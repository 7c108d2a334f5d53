"""Strict YAML: text to plain values, with the line and column of every key and value.

Narrower than YAML on purpose, because each thing left out has misled somebody: aliases, anchors, tags, several documents,
duplicate keys, tabs, and bare words that YAML 1.1 takes for something else (``no``, ``12:30``, ``2023-09-05`` stay text or
are refused). Built from events, so a "billion laughs" file has nothing to expand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

import yaml

from monitor.errors import RuleError

Location = tuple[str | int, ...]
"""Where a value stands: keys and indexes from the top of the document."""

MAX_BYTES = 1024 * 1024
"""1 MiB. The largest shipped file is a twentieth of it; a larger one is a mistake or an attack."""

MAX_DEPTH = 20
"""Nesting of lists and mappings. The formats need 6; the limit keeps recursion bounded."""

_NORWAY = frozenset({"no", "yes", "on", "off"})
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)\Z")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+\Z")

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A parsed file: its ``data`` (dict, list, str, int, float, bool, None) and where each part stands.

    ``values`` and ``keys`` give (line, column), 1-based, by location; ``errors`` are what is wrong with it as YAML.
    """

    path: PurePath
    data: Any
    values: dict[Location, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Location, tuple[int, int]] = field(default_factory=dict)
    errors: tuple[RuleError, ...] = ()

    def error(self, location: Location, message: str, *, at_key: bool = False) -> RuleError:
        """A RuleError at *location*, or at the nearest thing around it that stands in the file."""
        first, second = (self.keys, self.values) if at_key else (self.values, self.keys)
        for length in range(len(location), -1, -1):
            mark = first.get(location[:length]) or second.get(location[:length])
            if mark:
                return RuleError(message, path=self.path, line=mark[0], column=mark[1])
        return RuleError(message, path=self.path)


_NOT_YAML = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that YAML does not allow. Source: YAML 1.2, section 5.1, "c-printable"."""


def read_document(content: bytes, path: PurePath) -> Document:
    """Parse one operator file. Never raises for what stands in it: mistakes are in ``Document.errors``."""
    early = _unreadable(content, path)
    if early:
        return Document(path=path, data=None, errors=(early,))
    builder = _Builder(path)
    try:
        data = builder.document(yaml.parse(content.decode("utf-8-sig"), Loader=_Loader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
        problem = f"this is not YAML: {error.problem or error.context}"
        return Document(path=path, data=None, errors=(RuleError(problem, path=path, line=line, column=column),))
    except RuleError as error:
        return Document(path=path, data=None, errors=(error,))
    return Document(path=path, data=data, values=builder.values, keys=builder.keys, errors=tuple(builder.errors))


def _unreadable(content: bytes, path: PurePath) -> RuleError | None:
    if len(content) > MAX_BYTES:
        return RuleError(f"the file has {len(content)} bytes, at most {MAX_BYTES} are read: split it", path=path)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return RuleError("the file is not UTF-8: save it as UTF-8", path=path, line=line)
    for number, line_text in enumerate(text.splitlines(), 1):
        indentation = line_text[: len(line_text) - len(line_text.lstrip(" \t"))]
        if "\t" in indentation:
            column = indentation.index("\t") + 1
            return RuleError("a tab in the indentation: use spaces", path=path, line=number, column=column)
    control = _NOT_YAML.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        return RuleError(f"a control character U+{ord(control.group()):04X}: remove it", path=path, line=line)
    return None


class _Builder:
    """Builds the data of one document from YAML events and notes positions and mistakes."""

    def __init__(self, path: PurePath) -> None:
        self.path = path
        self.values: dict[Location, tuple[int, int]] = {}
        self.keys: dict[Location, tuple[int, int]] = {}
        self.errors: list[RuleError] = []

    def document(self, events: Iterator[Any]) -> Any:
        data: Any = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._wrong(event, "a second document: one file holds one, remove the line ---")
            elif isinstance(event, yaml.NodeEvent):
                value = self._value(event, events, ())
                data = value if documents == 1 else data
        return data

    def _value(self, event: Any, events: Iterator[Any], location: Location) -> Any:
        self.values[location] = (event.start_mark.line + 1, event.start_mark.column + 1)
        if len(location) > MAX_DEPTH:
            raise self._at(event, f"nested deeper than {MAX_DEPTH} levels")
        if isinstance(event, yaml.AliasEvent):
            self._wrong(event, f"alias *{event.anchor}: aliases are not allowed, write the value out")
            return None
        if event.anchor:
            self._wrong(
                event, f"anchor &{event.anchor}: anchors are not allowed, write the value out where it is needed"
            )
        if event.tag and event.tag != "!":
            self._wrong(event, f"tag {event.tag}: tags are not allowed, remove it")
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(events, location)
        return self._mapping(events, location)

    def _list(self, events: Iterator[Any], location: Location) -> list[Any]:
        found: list[Any] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            found.append(self._value(event, events, (*location, len(found))))
        return found

    def _mapping(self, events: Iterator[Any], location: Location) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._key(event, events, location)
            where = (*location, key)
            if key in found:
                first = self.keys[where][0]
                self._wrong(event, f'duplicate key "{key}": it stands already in line {first}')
            else:
                self.keys[where] = (event.start_mark.line + 1, event.start_mark.column + 1)
            found[key] = self._value(next(events), events, where)
        return found

    def _key(self, event: Any, events: Iterator[Any], location: Location) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            self._wrong(event, "a key must be a word")
            self._value(event, events, (*location, "?"))
            return "?"
        if event.anchor or event.tag:
            self._wrong(event, "anchors and tags are not allowed")
        if _is_plain(event) and event.value.lower() in _NORWAY:
            self._wrong(event, f'the bare word {event.value} reads as true or false in YAML: write "{event.value}"')
        return str(event.value)

    def _scalar(self, event: Any) -> Any:
        text: str = event.value
        if not _is_plain(event):
            return text
        if text in ("", "~", "null"):
            return None
        if text in ("true", "false"):
            return text == "true"
        if text.lower() in _NORWAY:
            self._wrong(event, f'the bare word {text} reads as true or false in YAML: write "{text}" or true/false')
            return text
        if _INTEGER.match(text) and len(text) < 19:
            return int(text)
        return float(text) if _DECIMAL.match(text) else text

    def _at(self, event: Any, message: str) -> RuleError:
        mark = event.start_mark
        return RuleError(message, path=self.path, line=mark.line + 1, column=mark.column + 1)

    def _wrong(self, event: Any, message: str) -> None:
        self.errors.append(self._at(event, message))


def _is_plain(event: Any) -> bool:
    """Whether a scalar stands without quotes (only then may it be a number or a truth value)."""
    return bool(event.implicit[0])
