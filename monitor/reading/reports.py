"""Groups of claims to reports: role, type, time, toll, outcome, who says so, and whether it may open an incident."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from monitor.language.lexicon import Act, Filter
from monitor.model import Claim as Source
from monitor.model import (
    Entry,
    Evidence,
    Outcome,
    Place,
    Precision,
    Report,
    Role,
    Weapons,
)
from monitor.reading.claims import Claim, Group, same_spot, tells_by_itself
from monitor.reading.cues import Cue
from monitor.reading.discourse import Lead, Telling, Told
from monitor.reading.figures import Figure, FigureKind, toll
from monitor.reading.logistic import weigh
from monitor.reading.news import news_features
from monitor.reading.news_weights import NEWS_WEIGHTS
from monitor.reading.roles import PlacedMention
from monitor.reading.signals import Signals
from monitor.reading.text import Field

OPENS = 0.5
"""Probability that an attack is the entry's news from which its report may open an incident."""

RECALLED_NEWS = 0.6
"""Probability from which what looks recalled is taken for news all the same."""

_OUTCOMES = {
    Act.LAUNCH: Outcome.LAUNCHED,
    Act.INTERCEPT: Outcome.INTERCEPTED,
    Act.FALL: Outcome.DEBRIS,
    Act.HIT: Outcome.HIT,
    Act.EXPLODE: Outcome.EXPLODED,
    Act.BURN: Outcome.FIRE,
    Act.DAMAGE: Outcome.DAMAGE,
    Act.WOUND: Outcome.CASUALTIES,
}


def reports_of(
    entry: Entry,
    signals: Sequence[Signals],
    placed: Sequence[Sequence[PlacedMention]],
    told: Sequence[Told],
    lead: Lead,
    groups: Sequence[Group],
    home: Place | None,
    veto: Filter | None,
) -> list[Report]:
    """The reports of one entry, in order of mention. A veto on the whole entry leaves only what it recalls."""
    kept = [g for g in _with_context(signals, told, list(groups)) if not _echoes(g, groups)]
    if not any(not g.background for g in kept):
        fallback = _from_home(entry, signals, placed, told, lead, home)
        if fallback is not None:
            kept.append(fallback)
    return [_report(entry, group, kept, signals, lead, veto) for group in kept]


def _echoes(group: Group, groups: Sequence[Group]) -> bool:
    """Whether a group recalls without a time of its own what another group tells as news: nothing of its own."""
    if not group.background or group.window.stated:
        return False
    return any(not other.background and same_spot(group.place, other.place) for other in groups)


def _with_context(signals: Sequence[Signals], told: Sequence[Told], groups: list[Group]) -> list[Group]:
    """Give each sentence without a place of its own to the group it goes on about, for its types and figures."""
    by_sentence: dict[int, list[Group]] = {}
    for group in groups:
        for claim in group.claims:
            by_sentence.setdefault(claim.signals.sentence.index, []).append(group)
    current: list[Group] = []
    ahead: list[Signals] = []
    for s, how in zip(signals, told, strict=True):
        background = how.telling is Telling.BACKGROUND
        here = by_sentence.get(s.sentence.index, [])
        if here:
            current = here
            news = [g for g in here if not g.background]
            if ahead and len(news) == 1:
                for earlier in ahead:
                    _give(news[0], earlier)
                ahead = []
            continue
        fitting = [g for g in current if g.background == background]
        if len(fitting) == 1:
            _give(fitting[0], s)
        elif not groups or (not current and not background):
            ahead.append(s)
    return groups


def _give(group: Group, signals: Signals) -> None:
    if signals.vetoed:
        return
    group.extra.append(signals)
    group.figures += signals.figures


def _from_home(
    entry: Entry,
    signals: Sequence[Signals],
    placed: Sequence[Sequence[PlacedMention]],
    told: Sequence[Told],
    lead: Lead,
    home: Place | None,
) -> Group | None:
    """The place that the feed is about, when the entry tells of an attack and names no place for it."""
    if home is None or home.precision is Precision.COUNTRY:
        return None
    head = [(s, t) for s, t in zip(signals, told, strict=True) if s.sentence.field is not Field.CONTENT]
    telling = [(s, t) for s, t in head if s.asserts and t.telling is Telling.NEWS]
    telling = telling or [(s, t) for s, t in head if s.outcome_only and t.telling is Telling.NEWS]
    if not telling:
        return None
    elsewhere = [
        m
        for mentions in placed
        for m in mentions
        if m.signals.sentence.field is not Field.CONTENT
        and not same_spot(m.place, home)
        and m.place.precision is not Precision.COUNTRY
    ]
    if elsewhere:
        return None
    group = Group()
    for s, t in telling:
        group.claims.append(
            Claim(
                s, home, 0.6, t.window, False, ("the place that the feed is about",), s.sentence.start, s.sentence.end,
                s.figures, from_home=True,
            )
        )  # fmt: skip
        group.figures += s.figures
    for s, t in head:
        if t.telling is Telling.NEWS and all(s is not c.signals for c in group.claims):
            _give(group, s)
    return group


def _report(
    entry: Entry,
    group: Group,
    groups: Sequence[Group],
    signals: Sequence[Signals],
    lead: Lead,
    veto: Filter | None,
) -> Report:
    own = [c.signals for c in group.claims]
    tells = any(tells_by_itself(s) for s in own + group.extra)
    news, because = weigh(news_features(group, groups, signals, lead, entry.published), NEWS_WEIGHTS)
    recalls = veto is not None or (group.background and news < RECALLED_NEWS)
    merged = toll(group.figures)
    return Report(
        entry=entry.id,
        publisher=entry.publisher,
        published=entry.published,
        role=Role.BACKGROUND if recalls else Role.MAIN,
        types=group.types or (signals[0].types if signals else ()),
        place=group.place,
        window=group.window,
        outcomes=frozenset(_OUTCOMES[h.term.act] for s in own for h in s.hits if h.term.act in _OUTCOMES),
        toll=merged.toll,
        corrects=merged.corrects,
        weapons=_weapons(group.figures),
        claim=_source(own, entry),
        targets=frozenset().union(*(s.targets for s in own)),
        opens=tells and veto is None and (news >= OPENS or (recalls and group.window.stated)),
        again=any(Cue.AGAIN in s.cue_set for s in own),
        confidence=round(news, 3),
        evidence=tuple(_evidence(group)),
        reasons=tuple(dict.fromkeys([*(why for c in group.claims for why in c.why), *(n for n, _ in because[:3])])),
        tags=entry.tags,
        lang=entry.lang,
    )


def _weapons(figures: Iterable[Figure]) -> Weapons:
    def largest(kind: FigureKind) -> int | None:
        return max((f.high for f in figures if f.kind is kind), default=None)

    return Weapons(
        launched=largest(FigureKind.LAUNCHED), intercepted=largest(FigureKind.INTERCEPTED), hit=largest(FigureKind.HIT)
    )


def _source(own: Sequence[Signals], entry: Entry) -> Source:
    """Who says so: an office named beside a verb of saying, or the publisher when it is itself an authority."""
    official = "official" in entry.tags
    for s in own:
        office = next((c for c in s.cues if c.cue is Cue.OFFICE), None)
        if office is not None and Cue.SAY in s.cue_set:
            tokens = s.sentence.tokens[office.start : office.end]
            return Source(speaker=s.sentence.text[tokens[0].start : tokens[-1].end], official=True)
    return Source(official=official)


def _evidence(group: Group) -> Iterable[Evidence]:
    for claim in group.claims:
        yield Evidence(fact="place", start=claim.start, end=claim.end, quote=claim.signals.sentence.text)
