"""Does this entry bring the attack as its news, so that it may open an incident, or is it a reaction, a recap, a doubt?

Rules find the named features of a group of claims; a logistic model weighs them (see ``monitor.model.logistic``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from monitor.language.lexicon import Act
from monitor.model import Precision
from monitor.reading.cues import Cue
from monitor.reading.discourse import Lead
from monitor.reading.grouping import Group
from monitor.reading.signals import OUTCOME_ACTS, STRONG_ACTS, Signals
from monitor.reading.text import Field
from monitor.reading.wording import step

LEAD = 4
"""Sentences at the beginning of an entry of which one that tells of an attack outweighs a vetoed title."""

_AGES = ((6, "hours"), (24, "a day"), (48, "two days"), (96, "four days"), (240, "ten days"))


def news_features(
    group: Group,
    groups: Sequence[Group],
    signals: Sequence[Signals],
    lead: Lead,
    published: datetime,
    *,
    sounds: float,
    vetoed: bool = False,
) -> list[str]:
    """The named features of *group* in its entry.

    Args:
        group: the claims in question.
        groups: all groups of the entry.
        signals: of all its sentences.
        lead: the time that the entry as a whole is about.
        published: when the entry was.
        sounds: probability that it brings an attack, by its wording.
        vetoed: whether a filter holds for the entry as a whole.
    """
    found = [*_of_claims(group), *_of_time(group, lead, published), *_of_title(signals), *_of_own_words(group)]
    found.append("only attack of the entry" if len(groups) == 1 else f"one of {'two' if len(groups) == 2 else 'many'}")
    found.append(f"wording: {step(sounds)} of an attack")
    if vetoed:
        counted = any(s.hurt and s.acts & (STRONG_ACTS | {Act.WEAPON}) for s in signals[:LEAD])
        found.append("entry vetoed, though it counts casualties" if counted else "entry vetoed")
    if groups and groups[0] is group:
        found.append("first attack of the entry")
    return list(dict.fromkeys(found))


def _of_claims(group: Group) -> Iterator[str]:
    fields = {c.signals.sentence.field for c in group.claims}
    yield f"stands in the {min(fields, key=list(Field).index)}"
    if len(fields) > 1:
        yield "stands in several parts"
    best = max(c.probability for c in group.claims)
    yield "place certain" if best > 0.9 else "place likely" if best > 0.7 else "place doubtful"
    place = group.place
    yield f"place is {place.precision}"
    if place.approximate:
        yield "place is approximate"
    if place.precision is Precision.CITY and place.population > 500_000:
        yield "place is a large city"
    if any(c.from_home for c in group.claims):
        yield "place known from the feed"
    if group.background:
        yield "told as background"
    if len(group.claims) > 1:
        yield "claimed more than once"
    first = min(c.signals.sentence.index for c in group.claims)
    yield "claimed at once" if first == 0 else "claimed early" if first <= 2 else "claimed late"


def _of_time(group: Group, lead: Lead, published: datetime) -> Iterator[str]:
    window = group.window
    if not window.stated:
        yield "time not stated"
    else:
        age = (published - window.end) / timedelta(hours=1)
        name = next((name for limit, name in _AGES if age <= limit), "older")
        yield f"time stated, within {name}" if name != "older" else "time stated, older"
        yield f"time is {window.precision}"
    if lead.old:
        yield "entry is about an older day"


def _of_title(signals: Sequence[Signals]) -> Iterator[str]:
    title = signals[0] if signals and signals[0].sentence.field is Field.TITLE else None
    if title is None:
        return
    kind = (
        "vetoed"
        if title.vetoed
        else "tells"
        if title.asserts
        else "tells an outcome"
        if title.outcome_only
        else "silent"
    )
    yield f"title {kind}"
    for cue in title.cue_set:
        yield f"title has cue {cue}"
    if title.hurt:
        yield "title counts casualties"
    after = next((c for c in title.cues if c.cue is Cue.AFTER), None)
    if after is not None:
        strong = [h for h in title.hits if h.term.act in STRONG_ACTS | OUTCOME_ACTS | {Act.WEAPON}]
        if strong and all(h.start >= after.end for h in strong):
            yield "title tells what came after"
    if "?" in title.sentence.text:
        yield "title asks"


def _of_own_words(group: Group) -> Iterator[str]:
    own = [c.signals for c in group.claims]
    acts = frozenset().union(*(s.acts for s in own))
    for act in acts:
        yield f"claims have {act}"
    if any(s.asserts for s in own):
        yield "claims tell"
    if all(s.outcome_only for s in own):
        yield "claims tell an outcome only"
    if any(s.vetoed for s in own):
        yield "claims vetoed"
    if any(s.hurt for s in own):
        yield "claims count casualties"
    types = group.types
    yield "type named" if any(t != "explosion" for t in types) else "type unknown"
    for cue in frozenset().union(*(s.cue_set for s in own)):
        yield f"claims have cue {cue}"
