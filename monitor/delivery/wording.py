"""The facts of an incident in the reader's words: what, where, when, how sure, how many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime

from monitor.delivery.language import LANGUAGES, N_, catalogue
from monitor.model import (
    AttackType,
    Count,
    DigestKind,
    Incident,
    Outcome,
    Place,
    PlaceId,
    Precision,
    Standing,
    TimePrecision,
    Window,
)

PlaceOf = Callable[[PlaceId], Place | None]
"""Looks up the region that holds a place; None: the gazetteer does not have it (any more)."""

# What one attack of a type is called, several of them, and how the type is called inside a list.
_NOUNS = {
    "drone": (N_("Drone attack"), N_("Drone attacks"), N_("drone")),
    "missile": (N_("Missile attack"), N_("Missile attacks"), N_("missile")),
    "air_strike": (N_("Air strike"), N_("Air strikes"), N_("air")),
    "artillery": (N_("Shelling"), N_("Shellings"), N_("artillery")),
    "naval_drone": (N_("Naval drone attack"), N_("Naval drone attacks"), N_("naval drone")),
    "sabotage": (N_("Sabotage"), N_("Acts of sabotage"), N_("sabotage")),
    "explosion": (N_("Explosion"), N_("Explosions"), N_("bomb")),
    "ground": (N_("Ground attack"), N_("Ground attacks"), N_("ground")),
}
_OUTCOMES = {
    Outcome.LAUNCHED: N_("launched"),
    Outcome.INTERCEPTED: N_("shot down or intercepted"),
    Outcome.DEBRIS: N_("falling debris"),
    Outcome.HIT: N_("hit"),
    Outcome.EXPLODED: N_("exploded"),
    Outcome.FIRE: N_("fire"),
    Outcome.DAMAGE: N_("damage"),
    Outcome.CASUALTIES: N_("casualties"),
}
_PRECISIONS = {
    Precision.SITE: N_("exact site"),
    Precision.CITY: N_("known to the town"),
    Precision.DISTRICT: N_("known to the district"),
    Precision.REGION: N_("only the region is known"),
    Precision.COUNTRY: N_("only the country is known"),
}
_STANDINGS = {
    Standing.REPORTED: N_("reported, not corroborated yet"),
    Standing.CORROBORATED: N_("corroborated"),
    Standing.OFFICIAL: N_("confirmed by an authority"),
}
_DIGESTS = {
    DigestKind.HOURLY: N_("Hourly digest"),
    DigestKind.DAILY: N_("Daily digest"),
    DigestKind.WEEKLY: N_("Weekly digest"),
    DigestKind.WAKING: N_("In your quiet hours"),
}
# Countries whose regions are named after their main town, so that the bare name would be read as the town.
_NAMED_AFTER_TOWNS = frozenset({"RU", "UA", "BY", "KZ"})
# Their regions that are called by name alone: cities of their own, republics and peninsulas (ISO 3166-2).
_BARE_REGIONS = frozenset(
    "RU-MOW RU-SPE RU-AD RU-AL RU-BA RU-BU RU-CE RU-CU RU-DA RU-IN RU-KB RU-KC RU-KK RU-KL RU-KO RU-KR RU-ME RU-MO "
    "RU-SA RU-SE RU-TA RU-TY RU-UD UA-30 UA-40 UA-43 BY-HM KZ-71 KZ-75 KZ-79".split()
)
_DIVISIONS = (
    *("region", "oblast", "krai", "republic", "district", "raion", "rayon", "okrug", "autonomous", "city"),
    *("область", "край", "республика", "республіка", "район", "округ", "город", "місто", "обл."),
)
_UTC = ZoneInfo("UTC")


class Words:
    """Says facts in one language, times in one zone.

    Args:
        lang: ``en ru uk``; any other is written in English.
        tz: the reader's zone.
    """

    def __init__(self, lang: str, tz: ZoneInfo = _UTC) -> None:
        self.lang = lang if lang in LANGUAGES else "en"
        self.tz = tz
        self._catalogue = catalogue(self.lang)

    def say(self, text: str, **values: object) -> str:
        """Return *text* in this language, with the values in their places."""
        translated = self._catalogue.gettext(text)
        return translated % values if values else translated

    def number(self, one: str, many: str, number: int) -> str:
        """Return the form of a phrase that goes with *number*, which stands in it as ``%(number)s``."""
        return self._catalogue.ngettext(one, many, number) % {"number": number}

    def counted(self, one: str, many: str, count: Count) -> str:
        """Return the form of a phrase that goes with the highest figure; the range stands in it as ``%(count)s``."""
        return self._catalogue.ngettext(one, many, count.high) % {"count": self.count(count)}

    def killed(self, count: Count) -> str:
        """Return how many were killed: ``3–5 killed``."""
        return self.counted("%(count)s killed", "%(count)s killed", count)

    def injured(self, count: Count) -> str:
        """Return how many were hurt: ``3–5 injured``."""
        return self.counted("%(count)s injured", "%(count)s injured", count)

    def attack(self, types: Sequence[AttackType], *, several: bool = False) -> str:
        """Return what was done: ``Drone attack``, ``Drone and missile attacks`` or just ``Attack``."""
        _ = self.say
        if not types:
            return _("Attacks") if several else _("Attack")
        if len(types) == 1 and types[0] in _NOUNS:
            return _(_NOUNS[types[0]][1 if several else 0])
        names = [self.attack_type(kind) for kind in types]
        phrase = N_("%(types)s attacks") if several else N_("%(types)s attack")
        sentence = _(phrase, types=self._enumerate(names))
        return sentence[:1].upper() + sentence[1:]

    def attack_type(self, kind: AttackType) -> str:
        """Return what a type is called by itself: ``drone``."""
        return self.say(_NOUNS[kind][2]) if kind in _NOUNS else kind.replace("_", " ")

    def _enumerate(self, words: Sequence[str]) -> str:
        if len(words) == 1:
            return words[0]
        return self.say("%(first)s and %(last)s", first=", ".join(words[:-1]), last=words[-1])

    def short_place(self, place: Place) -> str:
        """Return the name with the word that keeps a region or district apart from its town: ``Kaluga region``."""
        name = {"ru": place.name_ru, "uk": place.name_uk}.get(self.lang) or place.name
        if any(division in name.lower() for division in _DIVISIONS):
            return name
        if place.precision is Precision.REGION and place.country in _NAMED_AFTER_TOWNS:
            return name if place.iso_region in _BARE_REGIONS else self.say("%(name)s region", name=name)
        if place.precision is Precision.DISTRICT:
            return self.say("%(name)s district", name=name)
        return name

    def place_in_region(self, place: Place, place_of: PlaceOf) -> str:
        """Return the place and what holds it: ``Istra district, Moscow region``; for a region, the country."""
        return ", ".join(_distinct([self.short_place(place), self._holder(place, place_of)]))

    def full_place(self, place: Place, place_of: PlaceOf) -> str:
        """Return the place and all that holds it: ``Istra, Istra district, Moscow region, Russia``."""
        district = place_of(place.district) if place.district is not None else None
        names = [self.short_place(place)]
        names += [self.short_place(district)] if district is not None else []
        return ", ".join(_distinct([*names, self._holder(place, place_of), self.country(place.country)]))

    def region_of(self, place: Place, place_of: PlaceOf) -> str:
        """Return the heading that a digest puts the place under: ``Moscow region, Russia``."""
        own = self.short_place(place) if place.precision is Precision.REGION else self._holder(place, place_of)
        return ", ".join(_distinct([own, self.country(place.country)]))

    def _holder(self, place: Place, place_of: PlaceOf) -> str:
        region = place_of(place.region) if place.region is not None else None
        return self.country(place.country) if region is None or region.id == place.id else self.short_place(region)

    def country(self, code: str) -> str:
        """Return the name of an ISO 3166-1 code, or the code itself where it is not one."""
        return str(Locale(self.lang).territories.get(code, code))

    def precision(self, place: Place) -> str:
        """Return how exactly the place is known."""
        return self.say("approximate position") if place.approximate else self.say(_PRECISIONS[place.precision])

    def moment(self, at: datetime, tz: ZoneInfo | None = None) -> str:
        """Return a moment in the reader's zone or another, for example ``Tue 5 Sep 2023, 03:40``."""
        return str(format_datetime(at, "EEE d MMM yyyy, HH:mm", tzinfo=tz or self.tz, locale=self.lang))

    def day(self, day: date) -> str:
        """Return a date, for example ``Tue 5 Sep 2023``."""
        return str(format_date(day, "EEE d MMM yyyy", locale=self.lang))

    def published(self, at: datetime) -> str:
        """Return when something was published, in UTC: ``5 Sep 2023, 00:40 UTC``."""
        return f"{format_datetime(at.astimezone(UTC), 'd MMM yyyy, HH:mm', locale=self.lang)} UTC"

    def zone(self, at: datetime) -> str:
        """Return the reader's zone with its offset at that moment: ``Europe/Moscow, UTC+3``."""
        offset = at.astimezone(self.tz).strftime("%z")
        minutes = "" if offset[3:5] == "00" else f":{offset[3:5]}"
        return "UTC" if self.tz.key == "UTC" else f"{self.tz.key}, UTC{offset[0]}{int(offset[1:3])}{minutes}"

    def span(self, start: datetime, end: datetime, tz: ZoneInfo | None = None) -> str:
        """Return a span in one zone: ``Tue 5 Sep 2023, 00:00–06:00``; one moment where both are in the same minute."""
        first, last = self.moment(start, tz), self.moment(end, tz)
        if first == last:
            return first
        if first.rpartition(", ")[0] == last.rpartition(", ")[0]:
            return f"{first}–{last.rpartition(' ')[2]}"
        return self.say("%(start)s to %(end)s", start=first, end=last)

    def when(self, window: Window) -> tuple[str, ...]:
        """Return when it happened, line by line: the reader's time, UTC, or the local date; and if that is a guess."""
        _ = self.say
        if window.precision.rank >= TimePrecision.DAY.rank:
            dates = self.day(window.first)
            if window.last != window.first:
                dates = _("between %(first)s and %(last)s", first=dates, last=self.day(window.last))
            lines = [_("%(date)s, local date; time of day not stated", date=dates)]
        else:
            lines = [f"{self.span(window.start, window.end)} ({self.zone(window.start)})"]
            lines += [f"{self.span(window.start, window.end, _UTC)} UTC"] if self.tz.key != "UTC" else []
        if not window.stated:
            lines.append(_("inferred from the time of the first report"))
        return tuple(lines)

    def standing(self, incident: Incident) -> str:
        """Return how well founded the incident is, with the number of independent publishers."""
        number = max(1, len(incident.publishers))
        publishers = self.number("%(number)s independent publisher", "%(number)s independent publishers", number)
        return f"{self.standing_word(incident.standing)} ({publishers})"

    def standing_word(self, value: Standing) -> str:
        """Return the standing alone, for a change from one to another."""
        return self.say(_STANDINGS[value])

    def outcomes(self, values: Iterable[Outcome]) -> str:
        """Return what became of it, in the order in which an attack goes; empty when nothing is said."""
        said = set(values)
        return ", ".join(self.say(_OUTCOMES[outcome]) for outcome in Outcome if outcome in said)

    def count(self, value: Count | None) -> str:
        """Return a figure as a range: ``none``, ``3`` or ``3–5``; ``not stated`` where nothing is said."""
        if value is None:
            return self.say("not stated")
        if value.high == 0:
            return self.say("none")
        return str(value.low) if value.low == value.high else f"{value.low}–{value.high}"

    def digest(self, kind: DigestKind) -> str:
        """Return what a digest is called."""
        return self.say(_DIGESTS[kind])

    def coverage(self, healthy: int, feeds: int, gaps: Sequence[str] = (), named: int = 4) -> str:
        """Return how many feeds are well, which lets a quiet day be believed, and the first few *gaps* in what they told."""
        covered = self.say("%(healthy)s of %(feeds)s feeds healthy", healthy=healthy, feeds=feeds)
        if not gaps:
            return f"{covered}."
        told = "; ".join(gaps[:named])
        if len(gaps) > named:
            told = self.say("%(gaps)s; and %(number)s more", gaps=told, number=len(gaps) - named)
        return self.say("%(covered)s; gaps: %(gaps)s.", covered=covered, gaps=told)

    def since(self, start: datetime) -> str:
        """Return a time that has no end yet: ``since Tue 5 Sep 2023, 03:40``."""
        return self.say("since %(moment)s", moment=self.moment(start))


def _distinct(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
