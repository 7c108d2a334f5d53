"""Model values to columns and JSON, and back, by their type hints.

Two forms: a *document* (JSON text of a whole value) and *columns* (one column per field of a flat dataclass; what no
column type can hold becomes a document). Fields that equal their default are left out of a document and missing ones
take the default again, so rows written before a field existed still read; fields that are gone are passed over.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from functools import cache, lru_cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, NewType, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")
Turn = Callable[[Any], Any]
Codec = tuple[Turn, Turn]
"""How a value becomes JSON-ready, and how it comes back."""

_PLAIN = (str, int, float, bool)
_COLUMN_TYPES = (*_PLAIN, bytes, date, datetime)
_NOTHING = object()
_REMEMBERED_TEXTS, _SHORT_TEXT = 512, 200
_text = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def dumps(value: object, kind: Any = None) -> str:
    """JSON text of a model value. ``kind``: its type, needed only where that is generic (``tuple[Match, ...]``)."""
    hint: Any = type(value) if kind is None else kind
    encode, _ = _codec(hint)
    return _text(encode(value))


def loads(kind: type[T], text: str) -> T:
    """The value of type *kind* that ``dumps`` wrote.

    Raises:
        ValueError: the text is not JSON or holds a value that *kind* refuses.
        KeyError: a field without a default is missing.
    """
    hint: Any = kind
    _, decode = _codec(hint)
    return cast(T, decode(json.loads(text)))


def columns(value: object) -> dict[str, Any]:
    """One entry per field of the dataclass *value*, ready for a row whose columns have the fields' names."""
    kind: Any = type(value)
    names, fields_of, to_columns, _ = _column_codecs(kind)
    row = dict(zip(names, fields_of(value), strict=True))
    for name, turn in to_columns:
        if row[name] is not None:
            row[name] = turn(row[name])
    return row


def from_columns(kind: type[T], row: Mapping[Any, Any]) -> T:
    """The dataclass *kind* from a row that has a column for each of its fields; further columns are passed over."""
    hint: Any = kind
    names, _, _, of_columns = _column_codecs(hint)
    given = {name: row[name] for name in names}
    for name, turn in of_columns:
        if given[name] is not None:
            given[name] = turn(given[name])
    return kind(**given)


Turns = tuple[tuple[str, Turn], ...]


@cache
def _column_codecs(kind: type) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]], Turns, Turns]:
    """The names of the fields, what gets their values, and for those that are no columns as they are, both ways."""
    hints, names = get_type_hints(kind), tuple(field.name for field in fields(kind))
    turned = {name: codec for name in names if (codec := _column_codec(hints[name])) is not None}
    fields_of = attrgetter(*names) if len(names) > 1 else lambda value: (getattr(value, names[0]),)
    return (
        names,
        fields_of,
        tuple((name, encode) for name, (encode, _) in turned.items()),
        tuple((name, decode) for name, (_, decode) in turned.items()),
    )


def _column_codec(hint: Any) -> Codec | None:
    """How a value other than None becomes a column and comes back; None: it is one as it is."""
    inner = _without_none(_plain_type(hint))
    if inner in _COLUMN_TYPES:
        return None
    encode, decode = _codec(inner)
    if isinstance(inner, type) and issubclass(inner, StrEnum):
        return encode, decode
    return (lambda value: _text(encode(value))), _remembering(lambda text: decode(json.loads(text)), inner)


def _remembering(decode: Turn, hint: Any) -> Turn:
    """*decode* that remembers short texts, most of which are the same in many rows; only where nobody can change a value."""
    if get_origin(hint) not in (tuple, frozenset):
        return decode
    remembered = lru_cache(maxsize=_REMEMBERED_TEXTS)(decode)
    return lambda text: remembered(text) if len(text) <= _SHORT_TEXT else decode(text)


@cache
def _codec(hint: Any) -> Codec:
    hint = _plain_type(hint)
    if hint in _PLAIN:
        return _same, _same
    if hint is datetime:
        return _encode_datetime, datetime.fromisoformat
    if hint is date:
        return date.isoformat, date.fromisoformat
    if hint is time:
        return time.isoformat, time.fromisoformat
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return str, hint
    if is_dataclass(hint):
        return _dataclass_codec(cast(type, hint))
    return _container_codec(hint)


def _container_codec(hint: Any) -> Codec:
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType) and NoneType in args and len(args) == 2:
        encode, decode = _codec(_without_none(hint))
        return _optional(encode), _optional(decode)
    if origin is tuple and args[-1] is Ellipsis:
        encode, decode = _codec(args[0])
        return (lambda value: [encode(item) for item in value]), (lambda data: tuple([decode(item) for item in data]))
    if origin is tuple:
        pairs = [_codec(arg) for arg in args]
        return (
            lambda value: [turn[0](item) for turn, item in zip(pairs, value, strict=True)],
            lambda data: tuple([turn[1](item) for turn, item in zip(pairs, data, strict=True)]),
        )
    if origin is frozenset:
        encode, decode = _codec(args[0])
        return (lambda value: sorted(encode(item) for item in value)), (lambda data: frozenset(map(decode, data)))
    if origin is dict and _plain_type(args[0]) is str:
        encode, decode = _codec(args[1])
        return (
            lambda value: {key: encode(item) for key, item in value.items()},
            lambda data: {key: decode(item) for key, item in data.items()},
        )
    raise TypeError(f"no codec for {hint!r}: teach monitor.storage.codec this type")


def _dataclass_codec(kind: type) -> Codec:
    hints = get_type_hints(kind)
    parts = [(field.name, _default(field), *_codec(hints[field.name])) for field in fields(kind)]

    def encode(value: Any) -> dict[str, Any]:
        data = {}
        for name, default, encode_field, _ in parts:
            item = getattr(value, name)
            # 1 == 1.0 == True: only a default of the same type may be left out.
            if item != default or type(item) is not type(default):
                data[name] = encode_field(item)
        return data

    def decode(data: dict[str, Any]) -> Any:
        given = {}
        for name, default, _, decode_field in parts:
            if name in data:
                given[name] = decode_field(data[name])
            elif default is _NOTHING:
                raise KeyError(f"{kind.__name__}.{name}")
        return kind(**given)

    return encode, decode


def _default(field: Field[Any]) -> Any:
    if field.default is not MISSING:
        return field.default
    if field.default_factory is not MISSING:
        return field.default_factory()
    return _NOTHING


def _plain_type(hint: Any) -> Any:
    while isinstance(hint, NewType):
        hint = hint.__supertype__
    return hint


def _without_none(hint: Any) -> Any:
    if get_origin(hint) in (Union, UnionType):
        kept = [arg for arg in get_args(hint) if arg is not NoneType]
        return _plain_type(kept[0]) if len(kept) == 1 else hint
    return hint


def _optional(turn: Turn) -> Turn:
    return lambda value: None if value is None else turn(value)


def _same(value: Any) -> Any:
    return value


def _encode_datetime(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError(f"a stored moment must be aware, got {moment!r}")
    return moment.astimezone(UTC).isoformat()
