"""What a person has agreed to and when, and when they took it back: the proof that mail was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Act(StrEnum):
    """What somebody did about being mailed.

    ``asked``: the sign-up form was sent with this address, by whomever; ``confirmed``: the button behind the link in the
    confirmation mail was pressed; ``left``: unsubscribed; ``returned``: took the unsubscribing back at once; ``erased``:
    asked for everything about them to be deleted.
    """

    ASKED = "asked"
    CONFIRMED = "confirmed"
    LEFT = "left"
    RETURNED = "returned"
    ERASED = "erased"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """One act of one subscriber. ``wording``: what they were shown they would get; empty where nothing was agreed to."""

    act: Act
    at: datetime
    wording: str = ""
