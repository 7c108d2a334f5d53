"""Why a rule holds or a subscription asks for an attack: facts, which are put into words in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from monitor.model.places import Place


class Because(StrEnum):
    """What kind of fact it is. ``values`` and ``places`` of a `Reason` are, in order, those named here.

    ``type``: the attack types. ``any``: nothing was asked. ``outcome``: the outcomes. ``target``: the kinds of target.
    ``publisher``: tags of feeds. ``killed injured``: the lowest and the highest figure. ``inside``: the place and what
    holds it, the same place twice where they are one. ``around``: the place and what it holds, which is the rule's.
    ``outside``: the place and those in which it does not lie. ``near``: the place and the one that it is near to. ``text``:
    terms that an entry has; ``no_text``: that none has. ``wanted_type``, ``wanted_region``: what the subscriber named, of
    regions the ISO code with the place. ``perhaps_near``: the place and the subscriber's own, which it holds; ``distance``:
    the same two, and how far. ``words``: a reason in plain words, from before reasons were facts.
    """

    TYPE = "type"
    ANY = "any"
    OUTCOME = "outcome"
    TARGET = "target"
    PUBLISHER = "publisher"
    KILLED = "killed"
    INJURED = "injured"
    INSIDE = "inside"
    AROUND = "around"
    OUTSIDE = "outside"
    NEAR = "near"
    TEXT = "text"
    NO_TEXT = "no_text"
    WANTED_TYPE = "wanted_type"
    WANTED_REGION = "wanted_region"
    PERHAPS_NEAR = "perhaps_near"
    DISTANCE = "distance"
    WORDS = "words"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason. ``km``: a distance in whole kilometres; None: it is about none. ``about``: it is not known exactly."""

    kind: Because
    values: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    km: int | None = None
    about: bool = False


def because(
    kind: Because, *values: str, places: tuple[Place, ...] = (), km: float | None = None, about: bool = False
) -> Reason:
    """Return a reason; of places only what names them is kept, because it is stored with every message."""
    return Reason(
        kind=kind,
        values=values,
        places=tuple(map(_named, places)),
        km=None if km is None else round(km),
        about=about,
    )


def _named(place: Place) -> Place:
    return replace(place, region=None, district=None, lat=None, lon=None, population=0, tz=None, approximate=False)
