"""A vocabulary of a few words, for tests of reading that are about no particular word."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from monitor.language.lexicon import Act, Filter, FilterScope, Lexicon, Term
from monitor.model import AttackType
from monitor.reading.cues import cue_matcher
from monitor.reading.signals import Scanner, Signals
from monitor.reading.text import document
from tests.builders import an_entry

DRONE, MISSILE = AttackType("drone"), AttackType("missile")
PUBLISHED = datetime(2024, 5, 14, 9, 0, tzinfo=UTC)
"""A Tuesday."""

WORDS: tuple[tuple[str, Act, AttackType | None, str | None], ...] = (
    ("drone", Act.WEAPON, DRONE, None),
    ("missile", Act.WEAPON, MISSILE, None),
    ("drone attack", Act.ATTACK, DRONE, None),
    ("attack", Act.ATTACK, None, None),
    ("hit", Act.HIT, None, None),
    ("shoot down", Act.INTERCEPT, None, None),
    ("launch", Act.LAUNCH, None, None),
    ("explosion", Act.EXPLODE, None, None),
    ("fall", Act.FALL, None, None),
    ("fire", Act.BURN, None, None),
    ("damage", Act.DAMAGE, None, None),
    ("destroy", Act.DAMAGE, None, None),
    ("kill", Act.WOUND, None, None),
    ("siren", Act.ALARM, None, None),
    ("refinery", Act.TARGET, None, "refinery"),
    ("ammunition depot", Act.TARGET, None, "ammunition_depot"),
    ("school", Act.TARGET, None, "school"),
)

LEXICON = Lexicon(
    [Term(text=text, lang="en", act=act, type=kind, target=target) for text, act, kind, target in WORDS]
    + [Term(text="взрыв*", lang="ru", act=Act.EXPLODE)],
    types={DRONE: "Drone", MISSILE: "Missile"},
)


def a_filter(scope: FilterScope, *terms: str, unless: tuple[str, ...] = ()) -> Filter:
    return Filter(
        id=terms[0],
        title=terms[0],
        scope=scope,
        terms=tuple(("en", term) for term in terms),
        unless=tuple(("en", term) for term in unless),
    )


FILTERS = (
    a_filter(FilterScope.SENTENCE, "drill", unless=("real",)),
    a_filter(FilterScope.LEAD, "chess"),
    a_filter(FilterScope.ENTRY, "novel"),
)
SCANNER = Scanner(LEXICON, FILTERS, cue_matcher())


def signals(
    summary: str = "", title: str = "", lang: str = "en", published: datetime = PUBLISHED, **given: Any
) -> tuple[Signals, ...]:
    """The signals of each sentence of an entry."""
    doc = document(an_entry(title=title, summary=summary, **given))
    return tuple(SCANNER.scan(sentence, lang, published, UTC) for sentence in doc.sentences)
