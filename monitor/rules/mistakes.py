"""Mistakes in operator files, told as an operator wants to hear them: file, line, column, and what would be right."""

from __future__ import annotations

import types
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from monitor.errors import RuleError
from monitor.rules.formats import Section
from monitor.rules.yaml_text import Document, Location

S = TypeVar("S", bound=Section)

_KINDS = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "list_type": "a list",
    "dict_type": "keys and values",
    "model_type": "keys and values",
}


def validated(document: Document, model: type[S]) -> tuple[S | None, list[RuleError]]:
    """The document as *model*, or None and everything that is wrong with it."""
    errors = list(document.errors)
    if document.data is None:
        if not errors:
            errors = [RuleError("the file is empty: remove it or write a rule file", path=document.path)]
        return None, errors
    try:
        found = model.model_validate(document.data)
    except ValidationError as error:
        return None, errors + [_told(document, model, detail) for detail in error.errors(include_url=False)]
    return (None if errors else found), errors


def nearest(name: str, valid: Iterable[str]) -> str:
    """ "; did you mean X?" for the valid name nearest to *name*; else all valid names when they are few, or nothing."""
    names = sorted(set(valid))
    close = get_close_matches(name.lower(), [n.lower() for n in names], n=1, cutoff=0.6)
    if close:
        return f'; did you mean "{next(n for n in names if n.lower() == close[0])}"?'
    return f"; valid are {', '.join(names)}" if 0 < len(names) <= 20 else ""


def _told(document: Document, model: type[BaseModel], detail: Any) -> RuleError:
    location: Location = detail["loc"]
    kind: str = detail["type"]
    value = detail["input"]
    if location and location[-1] == "[key]":
        key = location[-2]
        return document.error(location[:-1], _key_problem(detail, str(key)), at_key=True)
    name = location[-1] if location else ""
    if kind == "extra_forbidden":
        return document.error(
            location, f'unknown key "{name}"{nearest(str(name), _keys(model, location[:-1]))}', at_key=True
        )
    if kind == "missing":
        return document.error(location[:-1], f'the key "{name}" is missing', at_key=True)
    if kind == "literal_error":
        return document.error(location, f"{_shown(value)} is not valid here{nearest(str(value), _expected(detail))}")
    if kind in _KINDS:
        hint = f": write [{value}]" if kind == "list_type" and isinstance(value, str) else ""
        return document.error(location, f'"{_last_key(location)}" must be {_KINDS[kind]}, not {_kind(value)}{hint}')
    if kind in ("too_short", "string_too_short"):
        return document.error(location, f'"{_last_key(location)}" must not be empty')
    if kind == "value_error":
        return document.error(location, str(detail["ctx"]["error"]))
    return document.error(location, f'"{_last_key(location)}": {detail["msg"][:1].lower() + detail["msg"][1:]}')


def _key_problem(detail: Any, key: str) -> str:
    if detail["type"] == "literal_error":
        return f'unknown key "{key}"{nearest(key, _expected(detail))}'
    return str(detail["ctx"]["error"]) if detail["type"] == "value_error" else f'key "{key}": {detail["msg"]}'


def _expected(detail: Any) -> list[str]:
    text: str = detail["ctx"]["expected"]
    return [part.strip(" '") for part in text.replace(" or ", ",").split(",")]


def _last_key(location: Location) -> str:
    return next((part for part in reversed(location) if isinstance(part, str)), "the file")


def _shown(value: Any) -> str:
    return f'"{value}"' if isinstance(value, str) else _kind(value)


def _kind(value: Any) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return "true or false"
        case int() | float():
            return f"the number {value}"
        case str():
            return "text"
        case list():
            return "a list"
        case _:
            return "keys and values"


def _keys(model: type[BaseModel], location: Location) -> list[str]:
    """Keys that may stand at *location* in a file of format *model*."""
    at: Any = model
    for part in location:
        at = _inside(at, part)
    at = _bare(at)
    if isinstance(at, type) and issubclass(at, BaseModel):
        return [field.alias or name for name, field in at.model_fields.items()]
    return []


def _inside(annotation: Any, part: str | int) -> Any:
    annotation = _bare(annotation)
    if get_origin(annotation) in (list, dict):
        return get_args(annotation)[-1]
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        fields = {field.alias or name: field for name, field in annotation.model_fields.items()}
        return fields[str(part)].annotation if part in fields else None
    return None


def _bare(annotation: Any) -> Any:
    """The annotation without Annotated and Optional around it."""
    while True:
        if get_origin(annotation) is Annotated:
            annotation = get_args(annotation)[0]
        elif get_origin(annotation) in (Union, types.UnionType):
            annotation = next(arg for arg in get_args(annotation) if arg is not types.NoneType)
        else:
            return annotation
