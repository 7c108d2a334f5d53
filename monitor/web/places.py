"""Places in forms: typed by name, looked up in the gazetteer, and shown with what they were understood as. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from monitor.delivery.language import LANGUAGES, N_
from monitor.delivery.wording import Words
from monitor.jobs.typed_places import Amiss, FindsPlaces, PlaceProblem, around, circle_of, region_of
from monitor.model import Around, Place, PlaceId
from monitor.web.forms import Fields, Problem, Say, typed_again

MOST = 20
"""Regions, and circles, of one subscription: enough for every home of a family, and a bound for what one form can ask."""

ROWS = 2
"""Rows for circles that a form has at least; there is always an empty one."""

LONGEST = 100
"""Characters of a name that are looked at."""

SUGGESTIONS = 3
"""Unknown places of one form for which the like is looked for: a look takes up to 50 ms, and strangers may fill in forms."""

_REASONS = {
    Amiss.UNKNOWN: N_("%(typed)s: this place is not known. Try the name of a larger place, or another spelling."),
    Amiss.NO_REGION: N_("%(typed)s is no region or country. Write it under the places with a radius."),
    Amiss.TOO_WIDE: N_(
        "%(typed)s: that is %(place)s, which is too large to measure from. Write where the town lies, as in "
        "Kalynivka, Kyiv region, or write the region above."
    ),
    Amiss.RADIUS: N_("%(typed)s: write the radius in kilometres, more than 0 and at most 1000."),
}
_NEAR = N_("%(typed)s: this place is not known. Is it %(near)s?")
_TOO_MANY = N_("More than 20 are too many.")
_NO_PLACE = N_("Write the place that this radius goes around.")


class KnowsPlaces(Protocol):
    """What forms ask of the rules in force."""

    @property
    def gazetteer(self) -> FindsPlaces:
        """From names to places."""

    def place(self, place: PlaceId) -> Place | None:
        """The place with this id; None: it is not there (any more)."""

    def region(self, code: str) -> Place | None:
        """The region or country of an ISO 3166 code; None: it is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """A row of the form. ``place`` and ``km``: as typed. ``known``: all that holds the place that was found; empty: none was."""

    place: str = ""
    km: str = ""
    known: str = ""


def regions_in_words(codes: Iterable[str], places: KnowsPlaces, words: Words) -> tuple[str, ...]:
    """Return regions and countries as a form shows them, by name."""
    return tuple(sorted(_region_in_words(code, places, words) for code in codes))


def _region_in_words(code: str, places: KnowsPlaces, words: Words) -> str:
    if "-" not in code:
        return words.country(code)
    region = places.region(code)
    return code if region is None else words.short_place(region)


def circles_in_words(circles: Iterable[Around], places: KnowsPlaces, words: Words) -> tuple[Circle, ...]:
    """Return circles as a form shows them, each with what it was understood as and how exactly that is known."""
    return tuple(
        Circle(
            place=words.place_in_region(circle.place, places.place),
            km=f"{circle.km:g}",
            known=f"{words.full_place(circle.place, places.place)} ({words.precision(circle.place)})",
        )
        for circle in circles
    )


def rows(circles: Sequence[Circle]) -> tuple[Circle, ...]:
    """Return *circles* with empty rows behind them, so that there is room for another one."""
    empty = max(ROWS - len(circles), 1) if len(circles) < MOST else 0
    return (*circles, *[Circle()] * empty)


class _Sparing:
    """The gazetteer, which suggests names for the first unknown places of a form alone."""

    def __init__(self, places: FindsPlaces) -> None:
        self.find = places.find
        self._suggest, self._left = places.suggest, SUGGESTIONS

    def suggest(self, name: str) -> list[str]:
        """Names of places that are spelled like it."""
        self._left -= 1
        return self._suggest(name) if self._left >= 0 else []


class Typed:
    """Finds what was typed. What stands there as the form showed it means what it meant, whatever else has that name.

    Args:
        places: the gazetteer in force.
        words: of the page.
        say: translates the problems.
        regions: those that the subscription has had.
        circles: those that it has had.
    """

    def __init__(
        self, places: KnowsPlaces, words: Words, say: Say, regions: Iterable[str], circles: Iterable[Around]
    ) -> None:
        self._places, self._words, self._say = places, words, say
        self._gazetteer = _Sparing(places.gazetteer)
        all_words = [Words(lang) for lang in LANGUAGES]
        self._regions = {_region_in_words(code, places, each): code for code in regions for each in all_words}
        # Two places of one name in one region are told apart by their order.
        self._circles: dict[str, list[Place]] = {}
        for circle in circles:
            for shown in {each.place_in_region(circle.place, places.place) for each in all_words}:
                self._circles.setdefault(shown, []).append(circle.place)

    def regions(self, sent: Fields) -> tuple[tuple[str, ...], frozenset[str], tuple[Problem, ...]]:
        """Return the lines of a form, the codes that they mean, and what is wrong with them."""
        lines = tuple(
            typed_again(each, LONGEST)
            for value in sent.get("regions", ())
            for each in value.splitlines()
            if each.strip()
        )
        if len(lines) > MOST:
            return lines[:MOST], frozenset(), (Problem(field="regions", text=self._say(_TOO_MANY)),)
        found = [self._regions.get(each) or region_of(self._gazetteer, each) for each in lines]
        codes = frozenset(each for each in found if isinstance(each, str))
        problems = (Problem(field="regions", text=self._told(each)) for each in found if isinstance(each, PlaceProblem))
        return lines, codes, tuple(problems)

    def circles(self, sent: Fields) -> tuple[tuple[Circle, ...], tuple[Around, ...], tuple[Problem, ...]]:
        """Return the rows of a form, the circles that they mean, and what is wrong with them."""
        kms = list(sent.get("km", ()))
        typed = [
            Circle(place=typed_again(name, LONGEST), km=typed_again(km, 10))
            for name, km in zip(sent.get("near", ()), [*kms, *[""] * MOST], strict=False)
        ]
        filled = tuple(each for each in typed if each.place or each.km)
        if len(filled) > MOST:
            return filled[:MOST], (), (Problem(field="near", text=self._say(_TOO_MANY)),)
        found: list[Around] = []
        problems: list[Problem] = []
        for number, each in enumerate(filled, 1):
            match self._circle(each):
                case Around() as circle:
                    found.append(circle)
                case PlaceProblem(amiss=Amiss.RADIUS) as problem:
                    problems.append(Problem(field=f"km-{number}", text=self._told(problem)))
                case problem:
                    text = self._told(problem) if each.place else self._say(_NO_PLACE)
                    problems.append(Problem(field=f"near-{number}", text=text))
        return filled, tuple(dict.fromkeys(found)), tuple(problems)

    def _circle(self, row: Circle) -> Around | PlaceProblem:
        if not row.place:
            return PlaceProblem(amiss=Amiss.UNKNOWN, typed="")
        km = row.km.replace(",", ".")
        known = self._circles.get(row.place)
        if known is None:
            return circle_of(self._gazetteer, row.place, km)
        return around(known.pop(0) if len(known) > 1 else known[0], row.place, km)

    def _told(self, problem: PlaceProblem) -> str:
        values = {"typed": problem.typed}
        if problem.place is not None:
            values["place"] = self._words.full_place(problem.place, self._places.place)
        if problem.near:
            return self._say(_NEAR) % (values | {"near": ", ".join(problem.near)})
        return self._say(_REASONS[problem.amiss]) % values
