"""Tokens cannot be forged, moved to another purpose, or used too late (promise P18)."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.delivery.tokens import LIFETIME, Purpose, Tokens

NOW = datetime(2024, 5, 14, 5, 0, tzinfo=UTC)
TOKENS = Tokens(["first", "second"])
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."


@pytest.mark.parametrize("purpose", Purpose)
def test_token_is_good_for_its_purpose_and_no_other(purpose: Purpose):
    token = TOKENS.make(purpose, "abc", NOW)

    assert TOKENS.read(purpose, token, NOW) == ("abc", NOW)
    assert [TOKENS.read(other, token, NOW) for other in Purpose if other is not purpose] == [None] * (len(Purpose) - 1)


@pytest.mark.parametrize("purpose", Purpose)
def test_token_lives_as_long_as_its_purpose(purpose: Purpose):
    token, lifetime = TOKENS.make(purpose, "abc", NOW), LIFETIME[purpose]
    last = NOW + (lifetime or timedelta(days=3650))

    assert TOKENS.read(purpose, token, last) is not None
    assert (TOKENS.read(purpose, token, last + timedelta(seconds=1)) is None) == (lifetime is not None)


def test_mail_has_the_same_links_however_often_it_is_built():
    assert TOKENS.make(Purpose.LEAVE, "abc", NOW) == Tokens(["first", "second"]).make(Purpose.LEAVE, "abc", NOW)


def test_link_outlives_a_change_of_key_and_not_its_removal():
    token = Tokens(["first"]).make(Purpose.LEAVE, "abc", NOW)

    assert TOKENS.read(Purpose.LEAVE, token, NOW) == ("abc", NOW)
    assert Tokens(["second"]).read(Purpose.LEAVE, token, NOW) is None


def test_changed_tokens_are_refused():
    token, chance = TOKENS.make(Purpose.LEAVE, "abc", NOW), random.Random(4711)
    accepted = 0
    for _ in range(20_000):
        at = chance.randrange(len(token))
        changed = token[:at] + chance.choice(ALPHABET) + token[at + chance.choice((0, 1)) :]
        found = TOKENS.read(Purpose.LEAVE, changed, NOW)
        # The last character of the signature holds two bits that base64 does not use.
        accepted += found is not None and found != ("abc", NOW)

    assert accepted == 0


@given(st.text(max_size=200) | st.from_regex(r"[A-Za-z0-9_-]{0,300}\.[A-Za-z0-9_-]{43}", fullmatch=True))
def test_anything_else_is_refused_quietly(text: str):
    assert TOKENS.read(Purpose.SETTINGS, text, NOW) is None
