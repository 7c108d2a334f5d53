from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from monitor.delivery.replies import Stage, broken_link, refusal
from monitor.delivery.retry import GiveUp, HoldChannel, RetryAt, after_failure
from monitor.errors import DeliveryError
from tests.mailcases import NOW

CODES = [
    *(200, 211, 214, 220, 221, 235, 250, 251, 252, 334, 354),
    *(420, 421, 422, 430, 431, 432, 441, 442, 446, 447, 449, 450, 451, 452, 454, 455, 471),
    *(500, 501, 502, 503, 504, 521, 530, 534, 535, 538, 550, 551, 552, 553, 554, 555, 556),
]
STAGES = (Stage.CONNECT, Stage.HELLO, Stage.SENDER, Stage.RECIPIENT, Stage.DATA, Stage.BODY)


def verdict(error: DeliveryError, attempts: int = 1, first_at: datetime = NOW, now: datetime = NOW) -> object:
    return after_failure(error, attempts, first_at, now)


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("code", CODES)
def test_reply_table(stage: Stage, code: int) -> None:
    """4xx comes again, 5xx is final, and what concerns every message stops the channel, whatever the code (P7)."""
    result = verdict(refusal(stage, code, b"words"))
    if stage in {Stage.CONNECT, Stage.HELLO} or code == 421:
        expected: type = HoldChannel
    elif stage is Stage.SENDER and code >= 500 and code != 552:
        expected = HoldChannel
    else:
        expected = GiveUp if code >= 500 else RetryAt
    assert type(result) is expected


@pytest.mark.parametrize(
    ("name", "stage", "uncertain", "expected"),
    [
        ("server out of reach", Stage.CONNECT, False, HoldChannel),
        ("encryption not to be had", Stage.TLS, False, HoldChannel),
        ("log-in broke off", Stage.AUTH, False, HoldChannel),
        ("before the recipient", Stage.RECIPIENT, False, RetryAt),
        ("inside the message", Stage.DATA, False, RetryAt),
        ("after its end", Stage.BODY, True, RetryAt),
    ],
)
def test_broken_link(name: str, stage: Stage, uncertain: bool, expected: type) -> None:
    error = broken_link(stage, TimeoutError("timed out"))
    assert error.uncertain is uncertain, name
    assert not error.permanent, name
    result = verdict(error)
    assert type(result) is expected, name
    assert getattr(result, "uncertain", False) is uncertain, name


def test_pauses_double_from_five_minutes_to_four_hours() -> None:
    busy = refusal(Stage.RECIPIENT, 451, "greylisted")
    pauses = []
    for attempts in range(1, 10):
        result = verdict(busy, attempts)
        assert isinstance(result, RetryAt)
        pauses.append((result.at - NOW) / timedelta(minutes=1))
    assert pauses == [5, 10, 20, 40, 80, 160, 240, 240, 240]


def test_after_five_days_it_is_given_up() -> None:
    busy = refusal(Stage.RECIPIENT, 452, "mailbox full")
    first_at = NOW - timedelta(days=5)
    assert isinstance(verdict(busy, 40, first_at + timedelta(hours=4)), RetryAt)
    given_up = verdict(busy, 40, first_at)
    assert isinstance(given_up, GiveUp)
    assert "5 days" in given_up.reason
    assert "452 mailbox full" in given_up.reason


def test_outage_of_a_week_gives_nothing_up_and_is_over_soon_after_it_ends() -> None:
    down = broken_link(Stage.CONNECT, ConnectionRefusedError("refused"))
    result = verdict(down, attempts=1000, first_at=NOW - timedelta(days=7))
    assert isinstance(result, HoldChannel)
    assert result.until == NOW + timedelta(minutes=15)


@pytest.mark.parametrize(
    ("stage", "code", "setting"),
    [(Stage.AUTH, 535, "smtp_password"), (Stage.TLS, 454, "smtp_tls"), (Stage.SENDER, 553, "mail_from")],
)
def test_refusal_of_the_channel_names_the_setting_to_look_at(stage: Stage, code: int, setting: str) -> None:
    assert setting in str(refusal(stage, code, "no"))


def test_words_of_the_server_are_cleaned_and_bounded() -> None:
    error = refusal(Stage.BODY, 554, b"spam\r\n\x1b[31m" + b"x" * 5000)
    assert "\x1b" not in str(error)
    assert "\n" not in str(error)
    assert len(str(error)) < 400
