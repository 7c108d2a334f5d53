from __future__ import annotations

import pytest

from monitor.delivery.message import POLICY
from monitor.delivery.shortening import CUT, shortened
from tests.unit.test_delivery_smtp import TEXT, a_message

HEADERS = ("From", "To", "Subject", "Message-ID", "References", "List-Unsubscribe", "Date")


def test_plain_text_alone_is_often_short_enough() -> None:
    message = a_message()
    shorter = shortened(message, 0)
    assert shorter is not None
    assert shorter.get_content().replace("\r\n", "\n").splitlines() == TEXT.replace("\r\n", "\n").splitlines()
    assert [shorter[name] for name in HEADERS] == [message[name] for name in HEADERS]
    assert len(shorter.as_bytes(policy=POLICY)) < len(message.as_bytes(policy=POLICY)) / 1.5


@pytest.mark.parametrize("most", [1500, 2000, 2500])
def test_text_is_cut_where_it_must_be_and_says_so(most: int) -> None:
    shorter = shortened(a_message(), most)
    assert shorter is not None
    size = len(shorter.as_bytes(policy=POLICY))
    assert most / 2 < size <= most
    assert shorter.get_content().replace("\r\n", "\n").endswith(CUT)


def test_what_cannot_be_shortened_to_fit_is_not_sent_empty() -> None:
    assert shortened(a_message(), 300) is None
