"""From incidents and reports to the views that templates render. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from monitor.delivery import wording
from monitor.delivery.cleaning import cut, line, web_link
from monitor.delivery.views import (
    AlertView,
    ChangeView,
    Cited,
    DigestView,
    FigureView,
    Footer,
    GroupView,
    IncidentView,
    RuleView,
    SourceView,
    Telling,
)
from monitor.delivery.wording import PlaceOf
from monitor.model import AlertKind, Count, Incident, Match, Mode, Report, Role, RuleId, Subscriber

QUOTE_GRAPHEMES = 300
"""Longest quotation: a sentence or two; the link has the rest, and publishers' texts are theirs."""

DETAILED = 40
"""Incidents that a digest tells in detail: with more, mail programs cut the message off (Gmail at about 100 kB)."""

SOURCES = 6
"""Sources quoted for one incident; the first to report and the latest matter most, the number says the rest."""


def alert_view(tellings: Sequence[Telling], subscriber: Subscriber, place_of: PlaceOf, footer: Footer) -> AlertView:
    """Return what an alert mail tells; *tellings* in the order of the delivery's items, at least one."""
    tz = ZoneInfo(subscriber.tz)
    return AlertView(
        subject=alert_subject(tellings, place_of),
        incidents=tuple(incident_view(telling, tz, place_of) for telling in tellings),
        footer=footer,
    )


def digest_view(
    tellings: Sequence[Telling],
    subscriber: Subscriber,
    place_of: PlaceOf,
    footer: Footer,
    *,
    mode: Mode,
    start: datetime,
    end: datetime,
    coverage: str,
) -> DigestView:
    """Return what a digest of the span from *start* to *end* tells; *tellings* may be empty."""
    tz = ZoneInfo(subscriber.tz)
    pairs = [
        ((telling.item.kind.value, wording.region_of(telling.incident.place, place_of)), telling)
        for telling in tellings[:DETAILED]
    ]
    groups = tuple(
        GroupView(kind=kind, region=region, incidents=tuple(incident_view(told, tz, place_of) for _, told in group))
        for (kind, region), group in groupby(pairs, key=lambda pair: pair[0])
    )
    totals = _totals([telling.item.kind for telling in tellings])
    title = f"{mode.value.capitalize()} digest"
    day = wording.moment(end, tz)
    return DigestView(
        subject=f"{title}, {day if mode is Mode.HOURLY else day.rpartition(', ')[0]}: {totals}",
        title=title,
        span=f"{wording.moment(start, tz)} to {wording.moment(end, tz)} ({wording.zone(end, tz)})",
        totals=totals,
        coverage=line(coverage),
        groups=groups,
        headlines=tuple(incident_view(telling, tz, place_of).headline for telling in tellings[DETAILED:]),
        footer=footer,
    )


def _totals(kinds: Sequence[AlertKind]) -> str:
    names = {
        AlertKind.NEW: ("new attack", "new attacks"),
        AlertKind.UPDATE: ("update", "updates"),
        AlertKind.WITHDRAWAL: ("correction", "corrections"),
    }
    parts = [
        f"{kinds.count(kind)} {one if kinds.count(kind) == 1 else many}"
        for kind, (one, many) in names.items()
        if kind in kinds
    ]
    return ", ".join(parts) or "no attack reported"


def alert_subject(tellings: Sequence[Telling], place_of: PlaceOf) -> str:
    """Return the subject: what and where, the same for every message about one incident, then what is the news.

    ``Drone attack: Istra district, Moscow region``; of several incidents up to three places are named.
    """
    places = list(dict.fromkeys(wording.short_place(telling.incident.place) for telling in tellings))
    types = list(dict.fromkeys(kind for telling in tellings for kind in telling.incident.types))
    what = _sentence(wording.attack(types, several=len(tellings) > 1))
    if len(tellings) == 1:
        core = wording.place_in_region(tellings[0].incident.place, place_of)
    else:
        core = ", ".join(places[:3]) + (f" and {len(places) - 3} more" if len(places) > 3 else "")
    return line(f"{what}: {core}{_news(tellings, place_of)}")


def _news(tellings: Sequence[Telling], place_of: PlaceOf) -> str:
    kinds = {telling.item.kind for telling in tellings}
    if AlertKind.NEW in kinds:
        return ""
    if kinds == {AlertKind.WITHDRAWAL}:
        return " – withdrawn"
    if len(tellings) > 1:
        return " – updates"
    changes = _changes(tellings[0], place_of)
    telling = [change for change in changes if change.after not in {"none", "not stated"}] or changes
    return " – update: " + _short(telling[0]) if telling else " – update"


def _short(change: ChangeView) -> str:
    if change.name in {"Killed", "Injured"}:
        return f"{change.after} {change.name.lower()}"
    return change.name.lower() if change.name in {"Place", "Time"} else change.after


def incident_view(telling: Telling, tz: ZoneInfo, place_of: PlaceOf) -> IncidentView:
    """Return one incident in words, times in *tz*."""
    incident, item = telling.incident, telling.item
    main = [cited for cited in telling.cited if cited.report.role is Role.MAIN] or list(telling.cited)
    shown = main if len(main) <= SOURCES else [*main[: SOURCES - 2], *main[-2:]]
    headline = f"{wording.attack(incident.types)}: {wording.place_in_region(incident.place, place_of)}"
    return IncidentView(
        id=incident.id,
        version=incident.version,
        kind=item.kind.value,
        headline=line(_sentence(headline)),
        where=line(wording.full_place(incident.place, place_of)),
        precision=wording.precision(incident.place),
        when=wording.when(incident.window, tz),
        standing=wording.standing(incident),
        outcome=wording.outcomes(incident.outcomes),
        changes=_changes(telling, place_of) if item.kind is AlertKind.UPDATE else (),
        figures=_figures(incident, [cited.report for cited in main]),
        sources=tuple(map(_source, shown)),
        more_sources=len(main) - len(shown),
        rules=tuple(_rule(match, telling.rule_titles) for match in item.matches),
        level=max((match.level for match in item.matches), key=lambda level: level.rank, default=None),
        withdrawal=line(item.reason) if item.kind is AlertKind.WITHDRAWAL else "",
        page=web_link(telling.page),
    )


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _changes(telling: Telling, place_of: PlaceOf) -> tuple[ChangeView, ...]:
    """What differs from what the reader was told, figures first."""
    before, after = telling.before, telling.incident
    if before is None:
        return ()
    facts = (
        ("Killed", wording.count(before.toll.killed), wording.count(after.toll.killed)),
        ("Injured", wording.count(before.toll.injured), wording.count(after.toll.injured)),
        ("Evidence", wording.standing_word(before.standing), wording.standing_word(after.standing)),
        ("Place", wording.full_place(before.place, place_of), wording.full_place(after.place, place_of)),
        (
            "Outcome",
            wording.outcomes(before.outcomes) or "not stated",
            wording.outcomes(after.outcomes) or "not stated",
        ),
        ("Attack", wording.attack(before.types), wording.attack(after.types)),
        ("Time", *_times(before, after)),
    )
    return tuple(ChangeView(name=name, before=line(old), after=line(new)) for name, old, new in facts if old != new)


def _times(before: Incident, after: Incident) -> tuple[str, str]:
    """The two windows, compared in UTC; equal for windows that say the same."""
    utc = ZoneInfo("UTC")
    return ", ".join(wording.when(before.window, utc)), ", ".join(wording.when(after.window, utc))


def _figures(incident: Incident, reports: Sequence[Report]) -> tuple[FigureView, ...]:
    tolls = (
        ("Killed", incident.toll.killed, [(report, report.toll.killed) for report in reports]),
        ("Injured", incident.toll.injured, [(report, report.toll.injured) for report in reports]),
    )
    figures = [
        FigureView(name=name, value=wording.count(total), said=_said(said)) for name, total, said in tolls if total
    ]
    weapons = incident.weapons
    figures += [
        FigureView(name=name, value=str(number))
        for name, number in (
            ("Launched", weapons.launched),
            ("Shot down", weapons.intercepted),
            ("Got through", weapons.hit),
        )
        if number is not None
    ]
    return tuple(figures)


def _said(counts: Sequence[tuple[Report, Count | None]]) -> tuple[str, ...]:
    """The latest figure of each publisher, with the speaker whom it names."""
    latest: dict[str, str] = {}
    for report, value in counts:
        if value is not None:
            speaker = report.claim.speaker
            who = line(report.publisher if speaker is None else f"{speaker}, by {report.publisher}")
            latest[report.publisher] = f"{who}: {wording.count(value)}"
    return tuple(latest.values())


def _source(cited: Cited) -> SourceView:
    report = cited.report
    quotes = [
        evidence.quote for fact in ("type", "place", "outcome") for evidence in report.evidence if evidence.fact == fact
    ]
    quotes += [evidence.quote for evidence in report.evidence]
    return SourceView(
        publisher=line(report.publisher),
        published=wording.utc_stamp(report.published),
        quote=cut(line(quotes[0]), QUOTE_GRAPHEMES) if quotes else "",
        lang=report.lang,
        link=web_link(cited.link),
    )


def _rule(match: Match, titles: Mapping[RuleId, str]) -> RuleView:
    return RuleView(
        title=line(titles.get(match.rule, match.rule)), level=match.level.value, because=tuple(map(line, match.because))
    )
