"""Why a message came, in the reader's words. Pure.

Names stand in the nominative everywhere, behind a colon or in brackets, because no catalogue can inflect them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from monitor.delivery.cleaning import line
from monitor.delivery.language import N_
from monitor.delivery.wording import Words
from monitor.model import AttackType, Because, Count, Outcome, Place, Reason

_TARGETS = {
    "airfield": N_("airfield"),
    "airport": N_("airport"),
    "ammunition_depot": N_("ammunition depot"),
    "bridge": N_("bridge"),
    "bus": N_("bus"),
    "camp": N_("camp"),
    "checkpoint": N_("checkpoint"),
    "church": N_("church"),
    "convoy": N_("convoy"),
    "dam": N_("dam"),
    "depot": N_("oil depot"),
    "embassy": N_("embassy"),
    "factory": N_("factory"),
    "farm": N_("farm"),
    "gas": N_("gas supply"),
    "hospital": N_("hospital"),
    "hotel": N_("hotel"),
    "mall": N_("shopping centre"),
    "market": N_("market"),
    "military_base": N_("military base"),
    "mosque": N_("mosque"),
    "office": N_("offices"),
    "police": N_("police"),
    "port": N_("port"),
    "power_station": N_("power station"),
    "railway": N_("railway"),
    "refinery": N_("refinery"),
    "residential": N_("homes"),
    "school": N_("school"),
    "ship": N_("ship"),
    "station": N_("station"),
    "substation": N_("substation"),
    "tower": N_("tower"),
    "vehicle": N_("vehicle"),
    "village": N_("village"),
    "warehouse": N_("warehouse"),
}
"""The kinds of target of the shipped vocabulary; an operator's own are named as they are written."""

_TAGS = {
    "official": N_("authority"),
    "wire": N_("news agency"),
    "local": N_("local"),
    "national": N_("national"),
    "international": N_("international"),
    "exile": N_("in exile"),
}
"""Tags of the shipped feeds, likewise."""

_QUOTED = N_("“%(term)s”")
_LISTS = {
    Because.TYPE: N_("type: %(types)s"),
    Because.OUTCOME: N_("outcome: %(outcomes)s"),
    Because.TARGET: N_("target: %(targets)s"),
    Because.PUBLISHER: N_("kind of source: %(tags)s"),
    Because.TEXT: N_("the text has %(terms)s"),
    Because.NO_TEXT: N_("the text does not have %(terms)s"),
    Because.WANTED_TYPE: N_("you asked for: %(types)s"),
    Because.WANTED_REGION: N_("you asked for: %(region)s"),
}


def reason_in_words(reason: Reason, words: Words) -> str:
    """Return one reason in the reader's language."""
    return line(_said(reason, words))


def reasons_in_words(reasons: Iterable[Reason], words: Words) -> tuple[str, ...]:
    """Return several, each once."""
    return tuple(dict.fromkeys(reason_in_words(reason, words) for reason in reasons))


def _said(reason: Reason, words: Words) -> str:
    _ = words.say
    values = reason.values
    match reason.kind:
        case Because.WORDS:
            return ", ".join(values)
        case Because.ANY:
            return _("any attack")
        case Because.KILLED:
            return words.killed(_count(values))
        case Because.INJURED:
            return words.injured(_count(values))
        case Because.TYPE | Because.WANTED_TYPE:
            return _(_LISTS[reason.kind], types=", ".join(words.attack_type(AttackType(each)) for each in values))
        case Because.OUTCOME:
            return _(_LISTS[reason.kind], outcomes=words.outcomes(map(Outcome, values)))
        case Because.TARGET:
            return _(_LISTS[reason.kind], targets=_named(values, _TARGETS, words))
        case Because.PUBLISHER:
            return _(_LISTS[reason.kind], tags=_named(values, _TAGS, words))
        case Because.TEXT | Because.NO_TEXT:
            return _(_LISTS[reason.kind], terms=", ".join(_(_QUOTED, term=term) for term in values))
        case Because.WANTED_REGION:
            return _(_LISTS[reason.kind], region=_region(values[0], reason.places[0], words))
        case _:
            return _place(reason, words)


def _place(reason: Reason, words: Words) -> str:
    _ = words.say
    first, *others = (words.short_place(place) for place in reason.places)
    other = ", ".join(others)
    match reason.kind:
        case Because.INSIDE if first == other:
            return _("place: %(place)s", place=first)
        case Because.INSIDE:
            return _("%(place)s is in %(holder)s", place=first, holder=other)
        case Because.AROUND:
            return _("%(place)s, which holds %(inner)s", place=first, inner=other)
        case Because.OUTSIDE:
            return _("%(place)s is outside %(others)s", place=first, others=other)
        case Because.NEAR:
            return _("%(place)s is %(distance)s from %(other)s", place=first, distance=_far(reason, words), other=other)
        case Because.PERHAPS_NEAR:
            return _("may be near %(home)s, only known to be in %(place)s", home=other, place=first)
        case _:
            return _("%(distance)s from %(home)s", distance=_far(reason, words), home=other)


def _far(reason: Reason, words: Words) -> str:
    return words.say(N_("about %(km)s km") if reason.about else N_("%(km)s km"), km=reason.km)


def _region(code: str, place: Place, words: Words) -> str:
    """The region or country that a subscriber named, by the place in it: by its name where that is known, else its code."""
    if "-" not in code:
        return words.country(code)
    return words.short_place(place) if place.iso_region == code else code


def _named(values: Sequence[str], names: dict[str, str], words: Words) -> str:
    return ", ".join(words.say(names[each]) if each in names else each.replace("_", " ") for each in values)


def _count(values: Sequence[str]) -> Count:
    low, high = map(int, values)
    return Count(low=low, high=high)
