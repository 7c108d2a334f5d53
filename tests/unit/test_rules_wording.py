"""Conditions on the text of an entry."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.delivery.reasons import reason_in_words
from monitor.delivery.wording import Words
from monitor.rules.wording import TextCondition, compile_regex, is_regex


@pytest.mark.parametrize(
    ("condition", "text", "reason"),
    [
        pytest.param(
            TextCondition(any=("refinery", "НПЗ")), "Two refineries burn", "the text has “refinery”", id="a plural"
        ),
        pytest.param(TextCondition(any=("refin*",)), "A refinery burns", "the text has “refin*”", id="a stem"),
        pytest.param(TextCondition(any=("refinery", "НПЗ")), "Горит НПЗ", "the text has “НПЗ”", id="another language"),
        pytest.param(TextCondition(any=("refinery",)), "A bakery burns", None, id="none of any"),
        pytest.param(
            TextCondition(any=("нефтебаза",)), "На нефтебазе пожар", "the text has “нефтебаза”", id="a Russian case"
        ),
        pytest.param(
            TextCondition(any=("нафтобаза",)), "На нафтобазі пожежа", "the text has “нафтобаза”", id="a Ukrainian case"
        ),
        pytest.param(TextCondition(any=("oil =depot",)), "The oil depots", None, id="an exact word"),
        pytest.param(TextCondition(all=("oil", "fire")), "Fire in an oil tank", "the text has “oil”, “fire”", id="all"),
        pytest.param(TextCondition(all=("oil", "fire")), "Fire in a mill", None, id="one of all is missing"),
        pytest.param(TextCondition(none=("drill",)), "A raid", "the text does not have “drill”", id="none"),
        pytest.param(TextCondition(any=("raid",), none=("drill",)), "A raid drill", None, id="an unwanted word"),
        pytest.param(
            TextCondition(any=("/[0-9]+ drones/",)), "We saw 12 Drones", "the text has “/[0-9]+ drones/”", id="a regex"
        ),
        pytest.param(TextCondition(any=("/^drones/",)), "We saw drones", None, id="an anchored regex"),
    ],
)
def test_reason(condition: TextCondition, text: str, reason: str | None) -> None:
    found = condition.reason(text)
    assert (found and reason_in_words(found, Words("en"))) == reason


@pytest.mark.parametrize(
    "expression",
    [r"/(a+)+$/", r"/(a|aa)+$/", r"/(.*a){12}$/", r"/([a-z]+)*[0-9]/", r"/^(([a-z])+.)+[A-Z]([a-z])+$/"],
)
def test_expressions_that_explode_elsewhere_take_linear_time(expression: str) -> None:
    regex = compile_regex(expression)
    assert regex.search("a" * 10_000 + "!") is None


@given(st.text(alphabet="a(b)[c]{1}*+?|\\^$.-,<>!=:PQ", max_size=30))
def test_an_expression_compiles_or_is_refused_in_words(text: str) -> None:
    refused = ""
    try:
        compile_regex(f"/{text}/").search("some text")
    except ValueError as error:
        refused = str(error)
    assert refused == "" or "is no valid expression" in refused


def test_what_a_regex_is() -> None:
    assert is_regex("/a/")
    assert not is_regex("//")
    assert not is_regex("and/or")
