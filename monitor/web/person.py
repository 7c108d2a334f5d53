"""The part of a form that says how somebody is to be written to: language, time zone, quiet hours, a pause. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from monitor.delivery.language import LANGUAGES, N_
from monitor.model import QuietHours, Subscriber
from monitor.web.forms import UNKNOWN, Fields, Option, OptionGroup, Problem, Say, one, typed_again
from monitor.web.language import NAMES
from monitor.web.zones import CONTINENTS, FREQUENT, LIKELY, Zone, city, known, zones

LONGEST_PAUSE = timedelta(days=2 * 366)
"""Who wants to hear nothing for longer unsubscribes, or pauses without an end."""

_TIMES = N_("Write both times, like 22:00 and 07:00, or neither.")
_NO_SPAN = N_("Quiet hours that end when they begin are none. Write two different times, or neither.")
_NO_DAY = N_("Write a day from tomorrow on, at most two years ahead.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What stands in the form: as somebody sent it, or as it is at first. ``problems``: what is wrong with it.

    ``quiet_from`` and ``quiet_to``: as typed; both empty: no quiet hours. ``quiet_hours``: what they mean, only of use where
    there are no problems. ``says_quiet``: whether the form had them at all.
    """

    lang: str = "en"
    tz: str = "UTC"
    quiet_from: str = ""
    quiet_to: str = ""
    wake: bool = False
    quiet_hours: QuietHours | None = None
    says_quiet: bool = False
    problems: tuple[Problem, ...] = ()

    @property
    def changes(self) -> dict[str, object]:
        """The fields of a subscriber that were sent; only where there are no problems."""
        quiet = {"quiet_hours": self.quiet_hours} if self.says_quiet else {}
        return {"lang": self.lang, "tz": self.tz, **quiet}


def at_first(lang: str) -> Person:
    """Return what a form holds before anybody writes into it."""
    return Person(lang=lang, tz=LIKELY.get(lang, "UTC"))


def person_from(subscriber: Subscriber) -> Person:
    """Return what the form of a subscriber holds."""
    quiet = subscriber.quiet_hours
    return Person(
        lang=subscriber.lang,
        tz=subscriber.tz,
        quiet_from="" if quiet is None else f"{quiet.start:%H:%M}",
        quiet_to="" if quiet is None else f"{quiet.end:%H:%M}",
        wake=quiet is not None and quiet.wake_for_critical,
        quiet_hours=quiet,
    )


def read_person(sent: Fields, lang: str, say: Say) -> Person:
    """Return what a form holds; *lang*: of the page, for who chose none."""
    spoken, tz = one(sent, "lang") or lang, one(sent, "tz") or LIKELY.get(lang, "UTC")
    problems: list[Problem] = []
    if spoken not in LANGUAGES:
        spoken = lang
        problems.append(Problem(field="lang", text=say(UNKNOWN)))
    if tz not in known():
        tz = "UTC"
        problems.append(Problem(field="tz", text=say(UNKNOWN)))
    start, end = one(sent, "quiet_from").strip(), one(sent, "quiet_to").strip()
    wake = bool(one(sent, "wake"))
    quiet = None
    if start or end:
        try:
            quiet = QuietHours(start=_time(start), end=_time(end), wake_for_critical=wake)
        except _NoTimeError:
            problems.append(Problem(field="quiet", text=say(_TIMES)))
        except ValueError:
            problems.append(Problem(field="quiet", text=say(_NO_SPAN)))
    return Person(
        lang=spoken,
        tz=tz,
        quiet_from=typed_again(start, 8),
        quiet_to=typed_again(end, 8),
        wake=wake,
        quiet_hours=quiet,
        says_quiet="quiet_from" in sent,
        problems=tuple(problems),
    )


class _NoTimeError(ValueError):
    """It is no time of day."""


def _time(text: str) -> time:
    """The time of day that a browser's field sends, or that somebody typed where it has no such field."""
    hours, _, minutes = text.partition(":")
    try:
        return time(int(hours), int(minutes[:2]))
    except ValueError as error:
        raise _NoTimeError from error


def read_pause(sent: Fields, subscriber: Subscriber, now: datetime, say: Say) -> tuple[datetime | None, list[Problem]]:
    """Return until when somebody wants to hear nothing: the beginning of a day of theirs; None: until they come back."""
    typed = one(sent, "until").strip()
    if not typed:
        return None, []
    problem = Problem(field="until", text=say(_NO_DAY))
    try:
        day = date.fromisoformat(typed)
        until = datetime.combine(day, time(), tzinfo=ZoneInfo(subscriber.tz)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None, [problem]
    return (until, []) if now < until <= now + LONGEST_PAUSE else (None, [problem])


def first_day(subscriber: Subscriber, now: datetime) -> str:
    """Return the first day until which one can pause, as a browser's field wants it."""
    return (now.astimezone(ZoneInfo(subscriber.tz)).date() + timedelta(days=1)).isoformat()


def person_values(person: Person, lang: str, say: Say) -> dict[str, object]:
    """Return what the fields about a person are made of; *lang*: of the page."""
    return {
        "langs": tuple(Option(value=code, label=name, chosen=code == person.lang) for code, name in NAMES.items()),
        "zones": _zone_options(person.tz, lang, say),
        "quiet": (person.quiet_from, person.quiet_to),
        "wake": person.wake,
    }


def _zone_options(chosen: str, lang: str, say: Say) -> tuple[OptionGroup, ...]:
    """The time zones, the frequent ones first; one that was chosen elsewhere is offered too."""
    first = FREQUENT if chosen in known() else (chosen, *FREQUENT)
    groups = [(say(N_("Frequent")), [Zone(name=name, label=city(name, lang)) for name in first])]
    groups += [(say(CONTINENTS[continent]), list(members)) for continent, members in zones(lang).items()]
    found, open_ = [], True
    for label, members in groups:
        options = []
        for zone in members:
            # A zone stands in two groups and may be chosen in one.
            is_chosen = open_ and zone.name == chosen
            open_ = open_ and not is_chosen
            options.append(Option(value=zone.name, label=zone.label, chosen=is_chosen))
        found.append(OptionGroup(label=label, options=tuple(options)))
    return tuple(found)
