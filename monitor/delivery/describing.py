"""From incidents and reports to the views that templates render. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from zoneinfo import ZoneInfo

from monitor.delivery.cleaning import cut, line, web_link
from monitor.delivery.reasons import reasons_in_words
from monitor.delivery.views import (
    AlertView,
    ChangeView,
    Cited,
    FigureView,
    Footer,
    IncidentView,
    RuleView,
    SourceView,
    Telling,
)
from monitor.delivery.wording import PlaceOf, Words
from monitor.model import AlertKind, Count, Incident, Match, Report, Role, RuleId, Subscriber

QUOTE_GRAPHEMES = 300
"""Longest quotation: a sentence or two; the link has the rest, and publishers' texts are theirs."""

SOURCES = 6
"""Sources quoted for one incident; the first to report and the latest matter most, the number says the rest."""

_NOBODY = Footer(service="", unsubscribe="")


def alert_view(tellings: Sequence[Telling], subscriber: Subscriber, place_of: PlaceOf, footer: Footer) -> AlertView:
    """Return what an alert mail tells; *tellings* in the order of the delivery's items, at least one."""
    return replace(_alert(tuple(tellings), subscriber.lang, subscriber.tz, place_of), footer=footer)


@lru_cache(maxsize=64)
def _alert(tellings: tuple[Telling, ...], lang: str, tz: str, place_of: PlaceOf) -> AlertView:
    """The same for everybody who is told the same in the same words: its footer is nobody's yet."""
    words = Words(lang, ZoneInfo(tz))
    return AlertView(
        lang=words.lang,
        subject=alert_subject(tellings, words, place_of),
        incidents=tuple(incident_view(telling, words, place_of) for telling in tellings),
        footer=_NOBODY,
    )


def alert_subject(tellings: Sequence[Telling], words: Words, place_of: PlaceOf) -> str:
    """Return the subject: what and where, the same for every message about one incident, then what is the news.

    ``Drone attack: Istra district, Moscow region``; of several incidents up to three places are named.
    """
    if len(tellings) == 1:
        return headline(tellings[0].incident, words, place_of) + _news(tellings, words, place_of)
    types = list(dict.fromkeys(kind for telling in tellings for kind in telling.incident.types))
    places = list(dict.fromkeys(words.short_place(telling.incident.place) for telling in tellings))
    named = ", ".join(places[:3])
    if len(places) > 3:
        named = words.say("%(places)s and %(number)s more", places=named, number=len(places) - 3)
    return line(f"{words.attack(types, several=True)}: {named}{_news(tellings, words, place_of)}")


def _news(tellings: Sequence[Telling], words: Words, place_of: PlaceOf) -> str:
    """What follows the constant part of a subject; empty for new incidents."""
    _ = words.say
    kinds = {telling.item.kind for telling in tellings}
    if AlertKind.NEW in kinds:
        return ""
    if kinds == {AlertKind.WITHDRAWAL}:
        return " – " + _("withdrawn")
    if len(tellings) > 1:
        return " – " + (_("corrections") if all(kind.sets_right for kind in kinds) else _("updates"))
    news = _short_news(tellings[0], words, place_of)
    return " – " + (_("correction") if AlertKind.CORRECTION in kinds else _("update")) + (f": {news}" if news else "")


def _short_news(telling: Telling, words: Words, place_of: PlaceOf) -> str:
    """The change that matters most, in two or three words."""
    before, after = telling.before, telling.incident
    if before is None:
        return ""
    for count, old, say in (
        (after.toll.killed, before.toll.killed, words.killed),
        (after.toll.injured, before.toll.injured, words.injured),
    ):
        if count is not None and count != old and count.high > 0:
            return say(count)
    changes = _changes(telling, words, place_of)
    if before.standing is not after.standing:
        return words.standing_word(after.standing)
    return changes[0].name.lower() if changes else ""


def incident_view(telling: Telling, words: Words, place_of: PlaceOf, number: str = "") -> IncidentView:
    """Return one incident in words. *number*: its mark on the map."""
    incident, item = telling.incident, telling.item
    main = [cited for cited in telling.cited if cited.report.role is Role.MAIN] or list(telling.cited)
    shown = main if len(main) <= SOURCES else [*main[: SOURCES - 2], *main[-2:]]
    return IncidentView(
        id=incident.id,
        version=incident.version,
        kind=item.kind.value,
        headline=headline(incident, words, place_of),
        where=line(words.full_place(incident.place, place_of)),
        precision=words.precision(incident.place),
        when=words.when(incident.window),
        # What did not happen has no evidence and no outcome.
        standing="" if incident.withdrawn else words.standing(incident),
        outcome="" if incident.withdrawn else words.outcomes(incident.outcomes),
        changes=_changes(telling, words, place_of) if item.kind in (AlertKind.UPDATE, AlertKind.CORRECTION) else (),
        figures=_figures(incident, [cited.report for cited in main], words),
        sources=tuple(_source(cited, words) for cited in shown),
        more_sources=len(main) - len(shown),
        owed=item.kind.sets_right,
        rules=tuple(_rule(match, telling.rule_titles, words) for match in item.matches),
        level=max((match.level for match in item.matches), key=lambda level: level.rank, default=None),
        withdrawal=_withdrawal(telling, words) if item.kind is AlertKind.WITHDRAWAL else "",
        restored=item.kind is AlertKind.CORRECTION and "withdrawal" in item.facts,
        page=web_link(telling.page),
        number=number,
    )


def headline(incident: Incident, words: Words, place_of: PlaceOf) -> str:
    """Return what and where, as every message about the incident begins."""
    return line(f"{words.attack(incident.types)}: {words.place_in_region(incident.place, place_of)}")


def _withdrawal(telling: Telling, words: Words) -> str:
    other = telling.incident.merged_into
    if other is not None:
        return words.say("it is the same attack as incident %(number)s", number=other)
    return line(words.say(telling.item.reason))


def _changes(telling: Telling, words: Words, place_of: PlaceOf) -> tuple[ChangeView, ...]:
    """What differs from what the reader was told, figures first."""
    before, after = telling.before, telling.incident
    if before is None:
        return ()
    _ = words.say
    facts = (
        (_("Killed"), words.count(before.toll.killed), words.count(after.toll.killed)),
        (_("Injured"), words.count(before.toll.injured), words.count(after.toll.injured)),
        (_("Evidence"), words.standing_word(before.standing), words.standing_word(after.standing)),
        (_("Place"), words.full_place(before.place, place_of), words.full_place(after.place, place_of)),
        (_("Outcome"), words.outcomes(before.outcomes), words.outcomes(after.outcomes)),
        (_("Attack"), words.attack(before.types), words.attack(after.types)),
        (_("Time"), ", ".join(words.when(before.window)), ", ".join(words.when(after.window))),
    )
    return tuple(
        ChangeView(name=name, before=line(old or _("not stated")), after=line(new or _("not stated")))
        for name, old, new in facts
        if old != new
    )


def _figures(incident: Incident, reports: Sequence[Report], words: Words) -> tuple[FigureView, ...]:
    _ = words.say
    tolls = (
        (_("Killed"), incident.toll.killed, [(report, report.toll.killed) for report in reports]),
        (_("Injured"), incident.toll.injured, [(report, report.toll.injured) for report in reports]),
    )
    figures = [
        FigureView(name=name, value=words.count(total), said=_said(said, words))
        for name, total, said in tolls
        if total is not None
    ]
    weapons = (
        (_("Launched"), incident.weapons.launched),
        (_("Shot down"), incident.weapons.intercepted),
        (_("Got through"), incident.weapons.hit),
    )
    return (*figures, *(FigureView(name=name, value=str(number)) for name, number in weapons if number is not None))


def _said(counts: Sequence[tuple[Report, Count | None]], words: Words) -> tuple[str, ...]:
    """The latest figure of each publisher, with the speaker whom it names."""
    latest: dict[str, str] = {}
    for report, value in counts:
        if value is not None:
            speaker = report.claim.speaker
            who = report.publisher if speaker is None else f"{speaker} ({report.publisher})"
            latest[report.publisher] = f"{line(who)}: {words.count(value)}"
    return tuple(latest.values())


def _source(cited: Cited, words: Words) -> SourceView:
    report = cited.report
    by_fact = {evidence.fact: evidence.quote for evidence in reversed(report.evidence)}
    quote = next((by_fact[fact] for fact in ("type", "place", "outcome", *by_fact) if fact in by_fact), "")
    return SourceView(
        publisher=line(report.publisher),
        published=words.published(report.published),
        quote=cut(line(quote), QUOTE_GRAPHEMES),
        lang=report.lang,
        link=web_link(cited.link),
    )


def _rule(match: Match, titles: Mapping[RuleId, str], words: Words) -> RuleView:
    return RuleView(
        title=line(titles.get(match.rule, match.rule)),
        level=match.level.value,
        because=reasons_in_words(match.because, words),
    )
