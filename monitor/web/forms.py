"""What all forms have in common: what was sent, what can be chosen, and what is wrong with a field. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from monitor.delivery.addresses import deliverable
from monitor.delivery.cleaning import line
from monitor.delivery.language import N_

Fields = Mapping[str, Sequence[str]]
"""What a form sent: every value of every field."""

Say = Callable[[str], str]
"""Says an English phrase in the language of the page."""

Choice = TypeVar("Choice", bound=StrEnum)

NO_ADDRESS = N_("Write the address that the mails shall go to.")
BAD_ADDRESS = N_(
    "Mail cannot be sent to this address. Look for a mistyped character; letters before the @ must be Latin."
)
UNKNOWN = N_("Choose one of these.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One thing that can be chosen. ``note``: what more there is to say, may be empty."""

    value: str
    label: str
    chosen: bool
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionGroup:
    """Options under a heading."""

    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong with a field, in the language of the page."""

    field: str
    text: str


def one(sent: Fields, name: str) -> str:
    """Return the value of a field that has one; empty: it was not sent."""
    values = sent.get(name, ())
    return values[0] if values else ""


def one_of(kind: type[StrEnum], sent: Fields, name: str, otherwise: str, say: Say) -> tuple[str, tuple[Problem, ...]]:
    """Return which of a few things was chosen; *otherwise* where none was, or (with a problem) none that there is."""
    value = one(sent, name) or otherwise
    if value in set(kind):
        return value, ()
    return otherwise, (Problem(field=name, text=say(UNKNOWN)),)


def options(labels: Mapping[Choice, str], chosen: str, say: Say) -> tuple[Option, ...]:
    """Return a few things to choose one from."""
    return tuple(Option(value=each.value, label=say(text), chosen=each == chosen) for each, text in labels.items())


def read_email(sent: Fields, say: Say) -> tuple[str, tuple[Problem, ...]]:
    """Return the address that a form holds, as mail is sent to it, or as it was typed with what is wrong with it."""
    typed = one(sent, "email")
    try:
        return deliverable(typed), ()
    except ValueError:
        problem = Problem(field="email", text=say(BAD_ADDRESS) if typed.strip() else say(NO_ADDRESS))
        return typed_again(typed, 254), (problem,)


def typed_again(typed: str, most: int) -> str:
    """Return what somebody typed, fit to be shown to them again."""
    return line(typed)[:most]
