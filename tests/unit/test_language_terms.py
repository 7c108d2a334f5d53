"""Terms are found in every written form, longest first, in one pass."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.language.terms import TermMatcher, TermSpan, longest, parse_pattern
from monitor.language.tokens import fold, tokenise, words


def no_inflection(word: str, _lang: str) -> frozenset[str]:
    return frozenset({word})


def plural(word: str, _lang: str) -> frozenset[str]:
    return frozenset({word, word + "s"})


def found(matcher: TermMatcher[str], text: str) -> list[str]:
    tokens = tokenise(text)
    return [
        f"{span.payload}:{text[tokens[span.start].start : tokens[span.end - 1].end]}"
        for span in matcher.find([t.lower for t in tokens])
    ]


@pytest.mark.parametrize(
    ("name", "pattern", "text", "expected"),
    [
        ("a word in its forms", "drone", "Two drones, one Drone", ["x:drones", "x:Drone"]),
        ("an exact form", "=drone", "Two drones, one drone", ["x:drone"]),
        ("a stem", "беспилотник*", "Сбиты беспилотники и беспилотник-камикадзе", ["x:беспилотники", "x:беспилотник"]),
        ("a phrase", "air raid", "An air raid began", ["x:air raid"]),
        ("a hyphen is a space", "air raid", "An air-raid began", ["x:air-raid"]),
        ("a hyphen in the pattern is a space", "air-raid", "An air raid began", ["x:air raid"]),
        ("all apostrophes are one", "п'ять", "п’ять ракет", ["x:п’ять"]),
        ("yo is ye", "подорв*", "Подорвали рельсы", ["x:Подорвали"]),
        ("a phrase cut short", "air raid", "An air", []),
    ],
)
def test_pattern(name: str, pattern: str, text: str, expected: list[str]) -> None:
    assert found(TermMatcher([(pattern, "en", "x")], plural), text) == expected


def test_a_longer_term_hides_the_shorter_ones_inside_it() -> None:
    matcher = TermMatcher([("air raid", "en", "attack"), ("air raid siren", "en", "alarm")], no_inflection)
    assert found(matcher, "An air raid siren after an air raid") == ["alarm:air raid siren", "attack:air raid"]


def test_equal_spans_all_stay() -> None:
    matcher = TermMatcher([("удар", "ru", "attack"), ("удар", "uk", "hit")], no_inflection)
    assert found(matcher, "удар") == ["attack:удар", "hit:удар"]


@pytest.mark.parametrize("bad", ["", "  ", "*", "=", "=stem*", "a*b", "dr=one"])
def test_a_pattern_that_means_nothing_is_refused(bad: str) -> None:
    with pytest.raises(ValueError, match="term"):
        parse_pattern(bad)


def test_possessive_and_apostrophes_in_words() -> None:
    assert [t.text for t in tokenise("Moscow's п'ятеро, 23.5 o'clock")] == [
        "Moscow", "'s", "п'ятеро", ",", "23.5", "o'clock",
    ]  # fmt: skip


def test_turkish_dotted_i_and_endings_behind_an_apostrophe() -> None:
    assert fold("İHA") == "iha"
    assert [t.lower for t in tokenise("İHA'ların Ankara'daki saldırısı")] == [
        "iha",
        "'ların",
        "ankara",
        "'daki",
        "saldırısı",
    ]
    assert {"iha", "istanbul"} <= words("SİHA, İHA'lar ve İstanbul'da")


def test_words_are_the_distinct_folded_words_with_the_possessive_cut_off() -> None:
    assert words("Взрыв! Ещё взрыв, Moscow's 2") == {"взрыв", "еще", "moscow", "s"}


@given(st.text())
def test_tokens_lie_where_they_say(text: str) -> None:
    for token in tokenise(text):
        assert text[token.start : token.end] == token.text
        assert fold(token.text) == token.lower


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 5))))
def test_longest_leaves_no_span_inside_another(raw: list[tuple[int, int]]) -> None:
    kept = longest([TermSpan(start, start + length, "x") for start, length in sorted(raw)])
    for a in kept:
        for b in kept:
            assert not (b.start <= a.start and a.end <= b.end and (a.start, a.end) != (b.start, b.end))
