"""Whether an incident is one that a subscription asks for: all dimensions must hold, and one value inside each.

The standing is no filter of this kind, because it only decides when the first message may go (`monitor.alerts.routing`).
"""

from __future__ import annotations

from collections.abc import Iterable

from monitor.model import (
    Around,
    Because,
    Incident,
    Place,
    Precision,
    Reason,
    Subscription,
    because,
    distance_km,
    is_within,
)

SLACK_KM = {Precision.SITE: 0.0, Precision.CITY: 5.0, Precision.DISTRICT: 20.0}
"""How far from the middle of a place, in kilometres, an attack "in" it may have been; a guess at half its width. A region
is too large for that (see `around`)."""

APPROXIMATE_KM = 20.0
"""Slack of a place that is only described ("near the border with …"), at least."""

_CRIMEA = ("UA-43", "UA-40")


def asked_for(subscription: Subscription, incident: Incident) -> tuple[Reason, ...] | None:
    """Return why *incident* is one that *subscription* asks for; None: it is not.

    Rules and levels are compared where rules match. An empty tuple means that the subscription asks for every attack.
    """
    reasons: list[Reason] = []
    if subscription.types:
        found = [kind for kind in incident.types if kind in subscription.types]
        if not found:
            return None
        reasons.append(because(Because.WANTED_TYPE, *found))
    if subscription.regions or subscription.around:
        reason = in_regions(subscription.regions, incident.place) or next(
            filter(None, (around(circle, incident.place) for circle in subscription.around)), None
        )
        if reason is None:
            return None
        reasons.append(reason)
    return tuple(reasons)


def in_regions(codes: Iterable[str], place: Place) -> Reason | None:
    """Return why *place* lies in one of the regions or countries with these ISO 3166 codes; None: in none, as far as known.

    A place of which only the country is known lies in no region, because nobody can say in which; it does lie in the
    country. Crimea holds Sevastopol, as in rules.
    """
    for code in sorted(codes):
        if code in (place.iso_region, place.country) or (code, place.iso_region) == _CRIMEA:
            return because(Because.WANTED_REGION, code, places=(place,))
    return None


def around(circle: Around, place: Place) -> Reason | None:
    """Return why *place* is within the circle, as far as reports can tell; None: it is not.

    An attack counts when it may have been inside: the distance to the middle of the place, less `SLACK_KM` for how
    exactly it is known, is no more than the radius. One that is only known to a district or region counts when that
    holds the middle of the circle. A region's own middle means nothing, and a country is never near.
    """
    home = circle.place
    if is_within(place, home):
        return because(Because.INSIDE, places=(place, home))
    if place.precision is not Precision.COUNTRY and is_within(home, place):
        return because(Because.PERHAPS_NEAR, places=(place, home))
    slack = SLACK_KM.get(place.precision)
    if slack is None:
        return None
    if place.approximate:
        slack = max(slack, APPROXIMATE_KM)
    distance = distance_km(place, home)
    if distance - slack > circle.km:
        return None
    return because(Because.DISTANCE, places=(place, home), km=distance, about=slack > 0)
