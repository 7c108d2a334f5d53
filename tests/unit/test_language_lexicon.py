"""The compiled vocabulary: the cheap look, the hits, and the vetoes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.language.lexicon import (
    SILENT,
    Act,
    Filter,
    FilterScope,
    HarmlessTerm,
    Lexicon,
    Term,
)
from monitor.language.tokens import tokenise, words
from monitor.model import AttackType

DRONE, MISSILE = AttackType("drone"), AttackType("missile")


def lexicon(*terms: Term, harmless: tuple[HarmlessTerm, ...] = ()) -> Lexicon:
    return Lexicon(terms, harmless, {DRONE: "Drone", MISSILE: "Missile"})


def term(text: str, lang: str, act: Act, kind: AttackType | None = None, target: str | None = None) -> Term:
    return Term(text=text, lang=lang, act=act, type=kind, target=target)


VOCABULARY = lexicon(
    term("drone", "en", Act.WEAPON, DRONE),
    term("drone strike", "en", Act.ATTACK, DRONE),
    term("come under fire", "en", Act.ATTACK),
    term("air raid", "en", Act.ATTACK),
    term("air-raid siren", "en", Act.ALARM),
    term("refinery", "en", Act.TARGET, target="refinery"),
    term("drone hit", "en", Act.HIT),
    term("drone alert", "en", Act.ALARM),
    term("blow up a refinery", "en", Act.EXPLODE),
    term("взрыв*", "ru", Act.EXPLODE),
    term("удар", "ru", Act.HIT),
    term("удар", "uk", Act.HIT),
    term("ФАБ-500", "ru", Act.WEAPON),
    term("Ан-196", "ru", Act.WEAPON, DRONE),
    term("die", "en", Act.WOUND),
    term("ППО", "uk", Act.INTERCEPT),
    term("город*", "uk", Act.BURN),
    term("безпілотник*", "uk", Act.WEAPON, DRONE),
    term("Brand", "de", Act.BURN),
    term("drohne*", "de", Act.WEAPON, DRONE),
    term("drohnenangriff*", "de", Act.ATTACK, DRONE),
    harmless=(
        HarmlessTerm(text="взрывчат*", lang="ru"),
        HarmlessTerm(text="drone footage", lang="en"),
    ),
)


def found(text: str, lang: str | None = None) -> list[str]:
    return [hit.term.text for hit in VOCABULARY.find(tokenise(text), lang)]


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        pytest.param("Drone strikes near Kursk", "en", ["drone strike"], id="the longer term hides those inside it"),
        pytest.param("An air-raid siren sounded", "en", ["air-raid siren"], id="an alarm hides the attack in it"),
        pytest.param("A drone hit Kursk", "en", ["drone hit", "drone"], id="a deed without a type keeps its weapon"),
        pytest.param("They blow up a refinery", "en", ["blow up a refinery", "refinery"], id="and its target"),
        pytest.param("Drone alert in Kursk", "en", ["drone alert"], id="an alarm hides the weapon in it"),
        pytest.param("Drone footage shows a swarm", "en", [], id="a harmless wording"),
        pytest.param("Нашли взрывчатку", "ru", [], id="a harmless stem on the same word"),
        pytest.param("Взрывы и удары", "ru", ["взрыв*", "удар"], id="a stem and an inflected form"),
        pytest.param("ФАБ-500 упала", "ru", ["ФАБ-500"], id="a term with a figure"),
        pytest.param("Ein Brand im Hafen", "de", ["Brand"], id="the text's own language"),
        pytest.param("A new brand of tea", "en", [], id="a look-alike of another Latin language"),
        pytest.param("The word взрыв means explosion", "en", ["взрыв*"], id="a quotation in another script"),
        pytest.param("Слово ППО непонятно", "ru", [], id="a short term of another language"),
        pytest.param("Городской совет", "ru", [], id="a stem of the sister language"),
        pytest.param("Слово безпілотники", "ru", ["безпілотник*"], id="a long stem of the sister language"),
        pytest.param("Nach dem Drohnenangriff", "de", ["drohnenangriff*"], id="the longer stem wins"),
        pytest.param("brand", None, ["Brand"], id="language unknown, so every term counts"),
    ],
)
def test_find(text: str, lang: str | None, expected: list[str]) -> None:
    assert found(text, lang) == expected


def test_one_hit_for_a_meaning_that_two_languages_share() -> None:
    hits = VOCABULARY.find(tokenise("Удар по місту"), "uk")
    assert [(hit.start, hit.end, hit.term.lang) for hit in hits] == [(0, 1, "uk")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("A drone fell on a field", True, id="a weapon"),
        pytest.param("The town came under heavy fire", True, id="all words of a phrase, wherever"),
        pytest.param("They came to the meeting", False, id="only the first word of a phrase"),
        pytest.param("An air raid siren", True, id="an attack's words, although the alarm hides them"),
        pytest.param("The refinery pays a dividend", False, id="a target alone"),
        pytest.param("ФАБ-500", True, id="the figure of a term is not among the words"),
        pytest.param("Ан нет", False, id="two letters before a figure tell nothing"),
        pytest.param("Die Preise stiegen", True, id="a word of some language"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_concerns(text: str, expected: bool) -> None:
    assert VOCABULARY.concerns(words(text)) is expected
    assert VOCABULARY.concerns(words(text)) is expected  # and again from memory


def test_concerns_in_a_known_language() -> None:
    assert not VOCABULARY.concerns(words("Die Preise stiegen"), "de")
    assert VOCABULARY.concerns(words("Three people died"), "en")


@given(
    st.lists(
        st.sampled_from(
            "drone strikes air-raid siren came come under fire fires refinery взрывы взрывчатка удару ФАБ-500 brand the of".split()
        ),
        max_size=12,
    )
)
def test_a_text_with_a_telling_term_always_concerns(parts: list[str]) -> None:
    text = " ".join(parts)
    telling = [hit for hit in VOCABULARY.find(tokenise(text)) if hit.term.act not in SILENT]
    if telling:
        assert VOCABULARY.concerns(words(text))


def test_types_keep_their_titles_and_order() -> None:
    assert list(VOCABULARY.types.items()) == [(DRONE, "Drone"), (MISSILE, "Missile")]


DRILL = Filter(
    id="drill",
    title="Drills",
    scope=FilterScope.SENTENCE,
    terms=(("en", "military exercise"), ("en", "drill"), ("ru", "учения")),
    unless=(("en", "during a drill"), ("ru", "погибли")),
)


@pytest.mark.parametrize(
    ("text", "lang", "vetoing"),
    [
        pytest.param("The navy held a military exercise.", "en", "military exercise", id="a phrase"),
        pytest.param("В области прошли учения", "ru", "учения", id="in Russian"),
        pytest.param("A missile hit a town.", "en", None, id="none"),
        pytest.param("A shell exploded during a drill.", "en", None, id="lifted by a longer wording"),
        pytest.param("На учениях погибли двое", "ru", None, id="lifted by a word elsewhere"),
    ],
)
def test_filter(text: str, lang: str, vetoing: str | None) -> None:
    tokens = tokenise(text)
    span = DRILL.holds(tokens, lang)
    assert (span and text[tokens[span.start].start : tokens[span.end - 1].end]) == vetoing
