"""What the words of one sentence say about attacks: types, acts, targets, cues, vetoes, times, figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from monitor.language.lexicon import Act, Filter, FilterScope, Lexicon, TermHit
from monitor.language.terms import TermMatcher
from monitor.language.vetoes import Vetoes
from monitor.model import AttackType
from monitor.reading.cues import Cue
from monitor.reading.figures import Figure, FigureKind, find_figures
from monitor.reading.text import Field, Sentence
from monitor.reading.times import TimeMention, find_times

STRONG_ACTS = frozenset({Act.ATTACK, Act.HIT, Act.INTERCEPT, Act.FALL, Act.EXPLODE})
"""Acts that are an attack by themselves."""

BY_ACTOR = "ground"
"""The type that militants and gunmen give: they plant bombs and fire mortars too."""

OUTCOME_ACTS = frozenset({Act.BURN, Act.DAMAGE, Act.WOUND})
"""What attacks lead to, and accidents too."""

_CYRILLIC = re.compile(r"[а-яіїєґ]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CueHit:
    """A cue word found: token indexes, end exclusive."""

    start: int
    end: int
    cue: Cue


@dataclass(frozen=True, slots=True)
class Signals:
    """Everything found in one sentence that does not depend on where it happened.

    ``vetoes``: filters whose words stand here. ``hurt``: the sentence counts casualties. ``carried``: what the sentence
    before says and this one leaves out; its positions are those of that sentence.
    """

    sentence: Sentence
    hits: tuple[TermHit, ...]
    cues: tuple[CueHit, ...]
    vetoes: tuple[Filter, ...]
    times: tuple[TimeMention, ...]
    figures: tuple[Figure, ...]
    carried: tuple[TermHit, ...] = ()

    @property
    def acts(self) -> frozenset[Act]:
        """The acts named."""
        return frozenset(hit.term.act for hit in (*self.hits, *self.carried))

    @property
    def cue_set(self) -> frozenset[Cue]:
        """The cues present."""
        return frozenset(hit.cue for hit in self.cues)

    @property
    def types(self) -> tuple[AttackType, ...]:
        """The attack types named, in order of mention; who did it tells the type only when nothing else does."""
        named = tuple(dict.fromkeys(hit.term.type for hit in (*self.hits, *self.carried) if hit.term.type is not None))
        means = tuple(kind for kind in named if kind != BY_ACTOR)
        return means or named

    @property
    def targets(self) -> frozenset[str]:
        """The kinds of thing named that can be hit."""
        return frozenset(hit.term.target for hit in self.hits if hit.term.target is not None)

    @property
    def hurt(self) -> bool:
        """Whether somebody was killed or injured, by figure."""
        return any(f.kind in (FigureKind.KILLED, FigureKind.INJURED) and f.high > 0 for f in self.figures)

    @property
    def unhurt(self) -> bool:
        """Whether the sentence says that nobody was killed or injured."""
        counted = [f for f in self.figures if f.kind in (FigureKind.KILLED, FigureKind.INJURED)]
        return bool(counted) and all(f.high == 0 for f in counted)

    @property
    def asserts(self) -> bool:
        """Whether the sentence tells of an attack by its own words: an act, or a weapon with what it did."""
        acts = self.acts
        if self.vetoed:
            return False
        return bool(acts & STRONG_ACTS) or (Act.WEAPON in acts and bool(acts & (OUTCOME_ACTS | {Act.LAUNCH})))

    @property
    def outcome_only(self) -> bool:
        """Whether it tells only of fire, damage or casualties, whatever caused them."""
        return not self.asserts and not self.vetoed and bool(self.acts & OUTCOME_ACTS or self.hurt)

    @property
    def vetoed(self) -> bool:
        """Whether a filter stops the sentence: casualties of an attack override it."""
        return bool(self.vetoes) and not (self.hurt and bool(self.acts & (STRONG_ACTS | {Act.WEAPON})))


_DESTROYED = ("destroy", "neutrali", "eliminat", "уничтож", "нейтрализ", "подавл", "ликвидир", "знищ", "нейтраліз", "знешкод",
              "подавил", "разгром", "розгром", "détrui", "zerstör", "vernicht", "destrui", "destrut", "distru", "zniszcz",
              "imha")  # fmt: skip
_IN_FLIGHT = frozenset({"drone", "missile", "naval_drone"})
_OF_WAR = frozenset(
    "ammunition_depot depot airfield military_base refinery power_station substation bridge port ship convoy railway "
    "command_post radar air_defence checkpoint camp dam gas factory".split()
)
"""Kinds of target that are destroyed by attack, unless something else is said."""

_OBJECT_REACH = 4


def _by_object(hits: tuple[TermHit, ...], sentence: Sentence) -> tuple[TermHit, ...]:
    """Read verbs of destruction by what they destroy.

    What destroys a weapon in flight intercepts it ("destroyed two drones"); what destroys a thing of war hits it
    ("destroyed an ammunition depot"). Anything else may be damaged by fire, flood or age.
    """
    weapons = [h for h in hits if h.term.act is Act.WEAPON and h.term.type in _IN_FLIGHT]
    things = [h for h in hits if h.term.act is Act.TARGET and h.term.target in _OF_WAR]
    if not weapons and not things:
        return hits
    return tuple(
        h._replace(term=replace(h.term, act=act))
        if (act := _act_on_object(h, weapons, things, sentence)) is not h.term.act
        else h
        for h in hits
    )


_ONTO = frozenset({"по", "contra", "contro", "contre", "gegen", "su", "sul", "sulla", "sui", "sulle"})
"""What follows the weapon and names its target: «FPV по базару», «шахеди по котельні», "bomba carta contro il commissariato"."""


def _by_preposition(hits: tuple[TermHit, ...], sentence: Sentence) -> tuple[TermHit, ...]:
    """Read a weapon "on" something as an attack, where no verb says more."""
    if any(h.term.act in STRONG_ACTS or h.term.act is Act.ALARM for h in hits):
        return hits
    tokens = sentence.tokens
    return tuple(
        h._replace(term=replace(h.term, act=Act.ATTACK))
        if h.term.act is Act.WEAPON
        and h.end + 1 < len(tokens)
        and tokens[h.end].lower in _ONTO
        and tokens[h.end + 1].text[0].isalpha()
        else h
        for h in hits
    )


def _act_on_object(verb: TermHit, weapons: Sequence[TermHit], things: Sequence[TermHit], sentence: Sentence) -> Act:
    """What a verb of destruction does to its object: what follows it, or what stands before a passive."""
    if verb.term.act is not Act.DAMAGE or not sentence.tokens[verb.start].lower.startswith(_DESTROYED):
        return verb.term.act
    nearest = [h for h in (*weapons, *things) if _gap(verb, h) <= _OBJECT_REACH]
    if not nearest:
        return verb.term.act
    target = min(nearest, key=lambda h: (h.start < verb.start, h in things, _gap(verb, h)))
    return Act.INTERCEPT if target in weapons else Act.HIT


def _gap(verb: TermHit, other: TermHit) -> int:
    return other.start - verb.end if other.start >= verb.end else verb.start - other.end


def _is_of_saying(time: TimeMention, cues: Sequence[CueHit], sentence: Sentence) -> bool:
    """Whether a time says when somebody spoke and not when it happened: "the mayor said on Sunday"."""
    first = next((i for i, t in enumerate(sentence.tokens) if t.end > time.start), 0)
    return any(c.cue is Cue.SAY and 0 <= first - c.end <= _TO_SAYING for c in cues)


_TO_SAYING = 1
"""Tokens between a verb of saying and its time: "said late Monday"."""


class Scanner:
    """Finds the signals of sentences. Holds compiled vocabulary only; pure."""

    def __init__(self, lexicon: Lexicon, filters: Sequence[Filter], cues: TermMatcher[tuple[Cue, str]]) -> None:
        self._lexicon = lexicon
        self._vetoes = Vetoes(filters)
        self._cues = cues

    def scan(self, sentence: Sentence, lang: str | None, published: datetime, tz: tzinfo) -> Signals:
        """The signals of *sentence*; times are resolved against *published* in *tz*."""
        vetoes = self._vetoes.holding(sentence.tokens, lang)
        cues = self._find_cues(sentence, lang)
        return Signals(
            sentence=sentence,
            hits=_by_preposition(_by_object(self._lexicon.find(sentence.tokens, lang), sentence), sentence),
            cues=cues,
            vetoes=tuple(veto for veto in vetoes if veto.scope is not FilterScope.ENTRY),
            times=tuple(t for t in find_times(sentence.text, published, tz) if not _is_of_saying(t, cues, sentence)),
            figures=find_figures(sentence.text),
        )

    def lead_veto(self, sentences: Sequence[Sentence], lang: str | None) -> Filter | None:
        """The filter that stops the whole entry, by its title and first sentence or by any of its text."""
        lead = [token for s in sentences if s.field is Field.TITLE or s.index <= 1 for token in s.tokens]
        for veto in self._vetoes.holding(lead, lang):
            if veto.scope is not FilterScope.SENTENCE:
                return veto
        if any(veto.scope is FilterScope.ENTRY for veto in self._vetoes.filters):
            whole = [token for s in sentences for token in s.tokens]
            return next((v for v in self._vetoes.holding(whole, lang) if v.scope is FilterScope.ENTRY), None)
        return None

    def _find_cues(self, sentence: Sentence, lang: str | None) -> tuple[CueHit, ...]:
        cyrillic = bool(_CYRILLIC.search(sentence.text))
        spoken = {"ru", "uk"} if cyrillic else {lang} if lang and lang not in ("ru", "uk") else {"en"}
        return tuple(
            CueHit(start, end, cue)
            for start, end, (cue, of) in self._cues.find(sentence.lowers)
            if of in spoken and not (start and sentence.tokens[start].text == "May")  # the month
        )
