"""What one sentence says: whether it tells of an attack, only of an outcome, or is stopped by a filter."""

from __future__ import annotations

import pytest

from monitor.language.lexicon import Act
from monitor.model.logistic import weigh
from monitor.reading.cues import Cue
from monitor.reading.figures import FigureKind
from monitor.reading.signals import Signals
from monitor.reading.text import document
from tests.builders import an_entry
from tests.vocabulary import DRONE, MISSILE, SCANNER, signals


def scan(text: str, lang: str = "en") -> Signals:
    [only] = signals(text, lang=lang)
    return only


ASSERTED = {
    "an attack": "The plant was attacked at dawn.",
    "a hit": "A shell hit the plant.",
    "an interception": "Two were shot down.",
    "an explosion": "An explosion was heard.",
    "debris": "Something fell on the plant.",
    "a weapon and a fire": "A drone set the plant on fire.",
    "a weapon and damage": "The plant was damaged by a missile.",
    "a weapon and the dead": "A missile killed two people.",
    "a weapon launched": "They launched drones.",
    "a weapon destroyed": "Air defences destroyed two drones.",
    "a thing of war destroyed": "They destroyed an ammunition depot.",
}


@pytest.mark.parametrize("text", ASSERTED.values(), ids=ASSERTED.keys())
def test_sentence_that_tells_of_an_attack(text: str):
    assert scan(text).asserts
    assert not scan(text).outcome_only


OUTCOME = {
    "a fire": "The plant is on fire.",
    "damage": "The roof was damaged.",
    "the dead": "Two people were killed.",
    "the injured by figure": "Two people were injured.",
    "a thing of peace destroyed": "The school was destroyed.",
}


@pytest.mark.parametrize("text", OUTCOME.values(), ids=OUTCOME.keys())
def test_sentence_that_tells_only_of_an_outcome(text: str):
    assert scan(text).outcome_only
    assert not scan(text).asserts


SILENT = {
    "a weapon alone": "The drone weighs two kilos.",
    "a siren": "The siren sounded.",
    "a target": "The refinery belongs to the state.",
    "a weapon and a siren": "The siren warned of a drone.",
    "nothing": "It rains.",
}


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT.keys())
def test_sentence_that_tells_of_neither(text: str):
    assert not scan(text).asserts
    assert not scan(text).outcome_only


DESTROYED = {
    "a weapon in flight": ("Air defences destroyed two drones.", Act.INTERCEPT),
    "a thing of war": ("They destroyed the ammunition depot.", Act.HIT),
    "a thing of peace": ("They destroyed the school.", Act.DAMAGE),
    "the nearer of two": ("A missile that flew for an hour over the sea destroyed an ammunition depot.", Act.HIT),
    "far from both": ("Nature destroyed what people had built there for years beside the old refinery.", Act.DAMAGE),
}  # fmt: skip


@pytest.mark.parametrize(("text", "act"), DESTROYED.values(), ids=DESTROYED.keys())
def test_destroying_is_read_by_what_is_destroyed(text: str, act: Act):
    assert scan(text).acts - {Act.WEAPON, Act.TARGET} == {act}


def test_types_are_in_order_of_mention_and_targets_are_kinds():
    s = scan("A missile hit the refinery, a drone attack followed, and another missile fell on the school.")

    assert s.types == (MISSILE, DRONE)
    assert s.targets == {"refinery", "school"}


VETOES = {
    "a filter's word": ("Soldiers attacked a hill in a drill.", True),
    "a word that lifts it": ("It was no drill, the attack was real.", False),
    "casualties of an attack": ("A drone hit the drill ground, killing four people.", False),
    "casualties of something else": ("The drill went wrong, two people were injured.", True),
    "nobody hurt": ("A drone hit the drill ground, nobody was injured.", True),
    "no filter's word": ("Soldiers attacked a hill.", False),
}


@pytest.mark.parametrize(("text", "vetoed"), VETOES.values(), ids=VETOES.keys())
def test_casualties_of_an_attack_override_a_filter(text: str, vetoed: bool):
    s = scan(text)

    assert s.vetoed is vetoed
    if vetoed:
        assert not s.asserts
        assert not s.outcome_only


ENTRIES = {
    "the title": ("Chess news", "He attacked the king.", "chess"),
    "the first sentence": ("News", "In chess he attacked the king. It was late.", "chess"),
    "a later sentence": ("News", "He attacked the king. It was late. Chess is fun.", None),
    "any sentence, for a filter of the whole entry": ("News", "He attacked. It was late. So the novel ends.", "novel"),
    "a filter of a sentence": ("A drill", "He attacked.", None),
    "nothing": ("News", "He attacked.", None),
}


@pytest.mark.parametrize(("title", "summary", "stopped_by"), ENTRIES.values(), ids=ENTRIES.keys())
def test_filter_that_stops_a_whole_entry(title: str, summary: str, stopped_by: str | None):
    sentences = document(an_entry(title=title, summary=summary)).sentences

    veto = SCANNER.lead_veto(sentences, "en")

    assert (veto and veto.id) == stopped_by


CUES = {
    "en, saying": ("The governor said that two fell.", "en", {Cue.SAY, Cue.OFFICE}),
    "en, perhaps": ("They may attack soon.", "en", {Cue.MODAL}),
    "en, not": ("There was no attack.", "en", {Cue.NEGATED}),
    "en, direction": ("They are heading for the coast.", "en", {Cue.TOWARD}),
    "en, recalling": ("Last week two fell.", "en", {Cue.RECALL}),
    "en, turning": ("Meanwhile, two fell.", "en", {Cue.TURN}),
    "en, again": ("They struck again.", "en", {Cue.AGAIN}),
    "ru, saying": ("Губернатор сообщил о взрыве.", "ru", {Cue.SAY, Cue.OFFICE}),
    "ru, recalling": ("Напомним, был взрыв.", "ru", {Cue.RECALL}),
    "uk, turning": ("Тим часом лунає вибух.", "uk", {Cue.TURN}),
    "Russian in an English entry": ("Губернатор сообщил о взрыве.", "en", {Cue.SAY, Cue.OFFICE}),
    "English in a Russian entry": ("The governor said so.", "ru", {Cue.SAY, Cue.OFFICE}),
    "de": ("Der Gouverneur sagte das.", "de", {Cue.SAY, Cue.OFFICE}),
}


@pytest.mark.parametrize(("text", "lang", "cues"), CUES.values(), ids=CUES.keys())
def test_cues(text: str, lang: str, cues: set[Cue]):
    assert cues <= scan(text, lang).cue_set


def test_times_and_figures_of_the_sentence_are_found():
    s = scan("On Monday a drone killed three people.")

    assert [s.sentence.text[t.start : t.end] for t in s.times] == ["Monday"]
    assert [f.low for f in s.figures if f.kind is FigureKind.KILLED] == [3]
    assert s.hurt


def test_weighing_adds_the_known_features_and_shows_the_largest():
    weights = {"bias": -1.0, "near": 3.0, "far": -0.5, "other": 9.0}

    probability, because = weigh(["far", "unheard of", "near"], weights)

    assert probability == pytest.approx(1 / (1 + 2.718281828 ** -(-1.0 + 3.0 - 0.5)))
    assert because == (("near", 3.0), ("far", -0.5))
    assert weigh([], {}) == (0.5, ())


@pytest.mark.parametrize(("weight", "probability"), [(1e6, 1.0), (-1e6, 0.0)])
def test_weighing_bears_any_weight(weight: float, probability: float):
    assert weigh(["x"], {"x": weight})[0] == pytest.approx(probability, abs=1e-9)


def test_when_somebody_spoke_is_not_when_it_happened():
    assert [t.window.stated for t in scan("The mayor said on Sunday that a shell hit the plant.").times] == []
    assert len(scan("The mayor said on Sunday that a shell hit the plant on Friday.").times) == 1


def test_the_month_of_may_is_no_doubt():
    assert Cue.MODAL not in scan("On 2 May, a shell hit the plant.").cue_set
    assert Cue.MODAL in scan("A shell may hit the plant.").cue_set
