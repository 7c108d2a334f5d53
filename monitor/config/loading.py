"""Settings are read once at the start, from ``monitor.toml`` and the environment, into one frozen object.

``MONITOR_<NAME>`` in the environment wins over ``<name>`` in the file, which wins over the default. A secret may also be
given as the path of a file that holds it: ``MONITOR_<NAME>_FILE``, as container secrets do.
"""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import SecretStr, ValidationError
from pydantic_core import ErrorDetails

from monitor.config.settings import PREFIX, Settings
from monitor.errors import ConfigError

DEFAULT_FILE = Path("monitor.toml")
# Variables that start with the prefix and are no settings: the settings file itself, where the gazetteer is unpacked (it
# serves all installations of a user), and what only the tests read.
NO_SETTINGS = {"MONITOR_CONFIG", "MONITOR_CACHE_DIR"}
NO_SETTINGS_PREFIX = "MONITOR_TEST_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One setting as it is in force. ``shown`` has secrets masked; ``origin``: ``default``, ``FILE:LINE`` or a variable."""

    name: str
    shown: str | int | float | bool | None
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """The settings, and where each value comes from."""

    settings: Settings
    origins: Mapping[str, str]

    def values(self) -> Iterator[Value]:
        """Every setting in the order of the documentation, secrets masked."""
        for name in Settings.model_fields:
            shown = mask(getattr(self.settings, name))
            yield Value(name=name, shown=shown, origin=self.origins.get(name, "default"))


def load(path: Path | None = None) -> Loaded:
    """Read the settings from *path* and the environment.

    Args:
        path: the file; None: what ``MONITOR_CONFIG`` names, else ``./monitor.toml`` if there is one.

    Raises:
        ConfigError: with every mistake, one a line: where it stands, the value, what is allowed and the remedy.
    """
    path = path or _named_by_environment()
    file_values, lines = _read_toml(path) if path else ({}, {})
    environment = {name: value for name, value in os.environ.items() if name.startswith(PREFIX) and value != ""}
    origins = {name: f"{path}:{lines.get(name, 1)}" for name in file_values}
    problems = [_unknown(name, origins[name], "setting") for name in file_values if name not in Settings.model_fields]
    values = {name: value for name, value in file_values.items() if name in Settings.model_fields}
    for variable, text in sorted(environment.items()):
        name = variable.removeprefix(PREFIX).lower()
        if name in Settings.model_fields:
            values.pop(name, None)
            origins[name] = variable
        elif secret := _secret_of(name):
            values[secret] = _read_secret(variable, Path(text))
            origins[secret] = variable
        elif variable not in NO_SETTINGS and not variable.startswith(NO_SETTINGS_PREFIX):
            problems.append(_unknown(name, variable, "variable"))
    try:
        settings = Settings(**values)
    except ValidationError as error:
        problems += [_out_of_range(detail, origins) for detail in error.errors()]
        raise ConfigError("\n".join(problems)) from None
    if problems:
        raise ConfigError("\n".join(problems))
    return Loaded(settings=settings, origins=origins)


def mask(value: object) -> str | int | float | bool | None:
    """*value* as it may be shown: secrets as stars, a database URL without its password, a path as text."""
    if isinstance(value, SecretStr):
        secret = value.get_secret_value()
        url = urlsplit(secret)
        if url.scheme and "://" in secret:
            return secret if url.password is None else secret.replace(f":{url.password}@", ":********@", 1)
        return "********"
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return str(value)


def _named_by_environment() -> Path | None:
    if named := os.environ.get("MONITOR_CONFIG"):
        return Path(named)
    return DEFAULT_FILE if DEFAULT_FILE.is_file() else None


def _read_toml(path: Path) -> tuple[dict[str, Any], dict[str, int]]:
    """The values of the file, and the line that each stands on."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise ConfigError(f"{path}: the settings file cannot be read: {reason}") from error
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: not valid TOML: {error}") from error
    lines: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if found := re.match(r"""\s*\[?\s*["']?([A-Za-z0-9_-]+)["']?\s*[=.\]]""", line):
            lines.setdefault(found[1], number)
    return values, lines


def _secret_of(name: str) -> str | None:
    """The secret setting that ``<setting>_file`` names; None when it names none."""
    setting = name.removesuffix("_file")
    field = Settings.model_fields.get(setting)
    return setting if name.endswith("_file") and field and "SecretStr" in str(field.annotation) else None


def _read_secret(variable: str, path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise ConfigError(f"{variable}: the secret file {path} cannot be read: {reason}") from error


def _unknown(name: str, origin: str, kind: str) -> str:
    nearest = difflib.get_close_matches(name, Settings.model_fields, n=1, cutoff=0.6)
    prefixed = [PREFIX + found.upper() if kind == "variable" else found for found in nearest]
    hint = f"did you mean {prefixed[0]}?" if prefixed else "docs/settings.md lists all settings"
    return f"{origin}: no such setting; {hint}" if kind == "variable" else f"{origin}: {name}: no such setting; {hint}"


def _out_of_range(detail: ErrorDetails, origins: Mapping[str, str]) -> str:
    name = str(detail["loc"][0])
    value = "the value" if _secret_of(f"{name}_file") else repr(detail["input"])
    reason = detail["msg"].removeprefix("Value error, ").removeprefix("Input ")
    return f"{origins.get(name, 'settings')}: {name}: {value} will not do: {reason} (allowed: {allowed(name)})"


def allowed(name: str) -> str:
    """What a setting may hold, in words."""
    schema = Settings.model_json_schema()["properties"][name]
    if options := schema.get("enum"):
        return ", ".join(f"`{option}`" for option in options)
    if "minimum" in schema:
        kind = "whole number" if schema["type"] == "integer" else "number"
        return (
            f"{kind}, {schema['minimum']:g} to {schema['maximum']:g}"
            if kind == "number"
            else (f"{kind}, {schema['minimum']} to {schema['maximum']}")
        )
    variants = [schema, *schema.get("anyOf", [])]
    if any(variant.get("format") == "path" for variant in variants):
        return "path"
    return "`true` or `false`" if schema.get("type") == "boolean" else "text"
