"""Groups of claims to reports: role, type, time, toll, outcome, who says so, and whether it may open an incident."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from monitor.language.lexicon import Act, Filter
from monitor.model import Claim as Source
from monitor.model import (
    Entry,
    Evidence,
    Outcome,
    Report,
    Role,
    Weapons,
)
from monitor.model.logistic import weigh
from monitor.reading.claims import tell_together
from monitor.reading.copies import sketch
from monitor.reading.cues import Cue
from monitor.reading.discourse import Lead
from monitor.reading.figures import Figure, FigureKind, toll
from monitor.reading.grouping import Group
from monitor.reading.news import LEAD, news_features
from monitor.reading.news_weights import NEWS_WEIGHTS
from monitor.reading.signals import STRONG_ACTS, Signals

OPENS = 0.4
"""Probability that an attack is the entry's news from which its report may open an incident."""

MENTIONED = 0.05
"""Probability of being the entry's news under which an attack is only mentioned, as in "talks go on in spite of the strike"."""

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
    entry: Entry, signals: Sequence[Signals], lead: Lead, groups: Sequence[Group], veto: Filter | None, sounds: float
) -> list[Report]:
    """The reports of one entry, in order of mention.

    *sounds*: probability that the entry brings an attack, by its wording. A veto on the whole entry leaves only what it recalls; where the lead counts casualties of an attack, the veto does not
    hide it but weighs against its being news.
    """
    counted = any(s.hurt and s.acts & (STRONG_ACTS | {Act.WEAPON}) for s in signals[:LEAD])
    stopped = veto is not None and not counted
    return [
        _report(entry, group, groups, signals, lead, sounds=sounds, vetoed=veto is not None, stopped=stopped)
        for group in groups
    ]


def _report(
    entry: Entry,
    group: Group,
    groups: Sequence[Group],
    signals: Sequence[Signals],
    lead: Lead,
    *,
    sounds: float,
    vetoed: bool,
    stopped: bool,
) -> Report:
    own = [c.signals for c in group.claims]
    tells = tell_together(own + group.extra)
    named = news_features(group, groups, signals, lead, entry.published, sounds=sounds, vetoed=vetoed)
    news, because = weigh(named, NEWS_WEIGHTS)
    recalls = stopped or news < MENTIONED or (group.background and news < RECALLED_NEWS)
    merged = toll(group.figures)
    return Report(
        entry=entry.id,
        publisher=entry.publisher,
        published=entry.published,
        role=Role.BACKGROUND if recalls else Role.MAIN,
        types=group.types or (signals[0].types if signals else ()),
        place=group.place,
        window=group.window,
        outcomes=frozenset(_outcomes(own)),
        toll=merged.toll,
        corrects=merged.corrects or any(Cue.CORRECTS in s.cue_set for s in own + group.extra),
        weapons=_weapons(group.figures),
        claim=_source(own, entry),
        targets=frozenset().union(*(s.targets for s in own)),
        opens=tells and not stopped and (news >= OPENS or (recalls and group.window.stated)),
        again=any(Cue.AGAIN in s.cue_set for s in own),
        live=not group.background and any(Cue.NOW in s.cue_set for s in (*signals[:1], *own)),
        follows_up=any(Cue.FOLLOW_UP in s.cue_set or Cue.ANALYSIS in s.cue_set for s in (*signals[:1], *own[:1])),
        sketch=sketch([token for s in signals for token in s.sentence.tokens]),
        confidence=round(news, 3),
        place_confidence=round(max(c.probability for c in group.claims), 3),
        evidence=tuple(_evidence(group)),
        reasons=tuple(dict.fromkeys([*(why for c in group.claims for why in c.why), *(n for n, _ in because[:3])])),
        tags=entry.tags,
        lang=entry.lang,
    )


def _outcomes(own: Sequence[Signals]) -> Iterable[Outcome]:
    for s in own:
        for hit in s.hits:
            if hit.term.act in _OUTCOMES and (hit.term.act is not Act.WOUND or not s.unhurt):
                yield _OUTCOMES[hit.term.act]


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
