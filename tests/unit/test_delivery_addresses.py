"""Addresses: which can be written to, and which are one mailbox."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.delivery.addresses import deliverable, mailbox_of


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (" anna@example.net ", "anna@example.net"),
        ("Anna.B+news@Example.NET", "Anna.B+news@example.net"),
        ("anna@пошта.укр", "anna@xn--80a1acn3a.xn--j1amh"),
    ],
)
def test_address_is_taken_as_mail_is_sent_to_it(typed: str, expected: str):
    assert deliverable(typed) == expected


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("", id="empty"),
        pytest.param("anna", id="no domain"),
        pytest.param("anna@localhost", id="one label"),
        pytest.param("anna@[127.0.0.1]", id="bare address"),
        pytest.param('"anna b"@example.net', id="quoted"),
        pytest.param("x" * 65 + "@example.net", id="65 characters before the @"),
        pytest.param("анна@example.net", id="not ASCII before the @"),
        pytest.param("anna@example.net\r\nBcc: eve@example.net", id="a header more"),
        pytest.param("anna@example.net\nRCPT TO:<eve@example.net>", id="a command more"),
        pytest.param("anna@example.net, eve@example.net", id="two"),
        pytest.param("Anna <anna@example.net>", id="with a name"),
        pytest.param("anna@exam\x00ple.net", id="NUL"),
        pytest.param("anna\u202e@example.net", id="turned round"),
    ],
)
def test_what_mail_cannot_be_sent_to_is_refused(typed: str):
    with pytest.raises(ValueError, match=r"\w"):
        deliverable(typed)


@given(st.text(max_size=80))
def test_accepted_address_is_one_line_of_ascii(typed: str):
    try:
        address = deliverable(typed)
    except ValueError:
        return
    assert address.isascii()
    assert address.isprintable()
    assert not set(address) & set(' <>,;"')


@pytest.mark.parametrize(
    ("address", "mailbox"),
    [
        ("victim+tag1@example.net", "victim@example.net"),
        ("VICTIM@example.net", "victim@example.net"),
        ("v.i.c.t.i.m+x@gmail.com", "victim@gmail.com"),
        ("victim@googlemail.com", "victim@gmail.com"),
        ("v.ictim@example.net", "v.ictim@example.net"),
        ("+@example.net", "+@example.net"),
    ],
)
def test_spellings_of_one_mailbox_count_as_one(address: str, mailbox: str):
    assert mailbox_of(address) == mailbox
