"""What comes back is read as what it is, in the forms that mail servers give it."""

from __future__ import annotations

from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.delivery.returned import NoReport, read_returned
from monitor.model import Bounce, BounceKind

OURS = "<0123456789abcdef0123456789abcdef@alerts.example.org>"


def report(fields: str, original: str = "message/rfc822", kind: str = "delivery-status") -> bytes:
    """A report with *fields* in its machine-readable part."""
    head = (
        f"Return-Path: <>\nFrom: MAILER-DAEMON@mx.example.net\nTo: bounces@example.org\nSubject: Undelivered\n"
        f'MIME-Version: 1.0\nContent-Type: multipart/report; report-type={kind}; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nI am sorry.\n\n"
        f"--b\nContent-Type: message/{'feedback-report' if kind == 'feedback-report' else kind}\n\n"
    )
    tail = f"\n\n--b\nContent-Type: {original}\n\nFrom: us@example.org\nMessage-ID: {OURS}\nSubject: Drone attack\n\nText\n--b--\n"
    return (head + dedent(fields).strip() + tail).replace("\n", "\r\n").encode()


def one(content: bytes) -> Bounce:
    found = read_returned(content)
    assert not isinstance(found, NoReport), found
    [bounce] = found
    assert bounce.message_id == OURS
    return bounce


@pytest.mark.parametrize(
    ("name", "fields", "kind", "status"),
    [
        (
            "Postfix",
            """
            Reporting-MTA: dns; mail.example.org
            X-Postfix-Queue-ID: 4ABC
            Arrival-Date: Tue,  5 Sep 2023 05:00:00 +0000 (UTC)

            Final-Recipient: rfc822; anna@example.net
            Original-Recipient: rfc822;anna@example.net
            Action: failed
            Status: 5.1.1
            Remote-MTA: dns; mx.example.net
            Diagnostic-Code: smtp; 550 5.1.1 <anna@example.net>: Recipient address
                rejected: User unknown in virtual mailbox table
            """,
            BounceKind.HARD,
            "5.1.1",
        ),
        (
            "Postfix, a domain without a server",
            """
            Reporting-MTA: dns; mail.example.org

            Final-Recipient: rfc822; anna@exmaple.net
            Action: failed
            Status: 5.4.4
            Diagnostic-Code: X-Postfix; Host or domain name not found. Name service error
            """,
            BounceKind.HARD,
            "5.4.4",
        ),
        (
            "Exchange",
            """
            Reporting-MTA: dns;PROD.outlook.com
            Received-From-MTA: dns;mail.example.org

            Final-Recipient: rfc822;anna@example.net
            Action: failed
            Status: 5.1.10
            Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup
            """,
            BounceKind.HARD,
            "5.1.10",
        ),
        (
            "Gmail, mailbox full",
            """
            Reporting-MTA: dns; googlemail.com

            Final-Recipient: rfc822; anna@gmail.com
            Action: failed
            Status: 4.2.2
            Diagnostic-Code: smtp; 452-4.2.2 The email account that you tried to reach is over quota.
            """,
            BounceKind.SOFT,
            "4.2.2",
        ),
        (
            "a status that says nothing, and words that do",
            """
            Reporting-MTA: dns; relay.example.org

            Final-Recipient: rfc822; anna@example.net
            Action: failed
            Status: 5.0.0
            Diagnostic-Code: smtp; 550-5.1.1 The email account that you tried to reach does not exist
            """,
            BounceKind.HARD,
            "5.1.1",
        ),
        (
            "no status at all",
            """
            Reporting-MTA: dns; old.example.org

            Final-Recipient: rfc822; anna@example.net
            Action: failed
            Diagnostic-Code: smtp; 550 no such user here
            """,
            BounceKind.HARD,
            None,
        ),
        (
            "Microsoft's rules for bulk mail",
            """
            Reporting-MTA: dns; mail.example.org

            Final-Recipient: rfc822; anna@outlook.com
            Action: failed
            Status: 5.7.515
            Diagnostic-Code: smtp; 550 5.7.515 Access denied, sending domain does not meet the required authentication level
            """,
            BounceKind.REFUSED,
            "5.7.515",
        ),
        (
            "spam, by an old server",
            """
            Reporting-MTA: dns; mail.example.org

            Final-Recipient: rfc822; anna@example.net
            Action: failed
            Status: 5.0.0
            Diagnostic-Code: smtp; 554 Message refused
            """,
            BounceKind.REFUSED,
            "5.0.0",
        ),
        (
            "our own address is refused",
            """
            Reporting-MTA: dns; mail.example.org

            Final-Recipient: rfc822; anna@example.net
            Action: failed
            Status: 5.1.8
            Diagnostic-Code: smtp; 550 5.1.8 Sender address rejected: Domain not found
            """,
            BounceKind.REFUSED,
            "5.1.8",
        ),
        (
            "still being tried",
            """
            Reporting-MTA: dns; mail.example.org

            Final-Recipient: rfc822; anna@example.net
            Action: delayed
            Status: 4.4.1
            Will-Retry-Until: Sun, 10 Sep 2023 05:00:00 +0000
            """,
            BounceKind.LATE,
            "4.4.1",
        ),
    ],
)
def test_delivery_reports(name: str, fields: str, kind: BounceKind, status: str | None) -> None:
    for original in ("message/rfc822", "text/rfc822-headers"):
        bounce = one(report(fields, original))
        assert (bounce.kind, bounce.status) == (kind, status), name
        assert bounce.recipient is not None
        assert bounce.recipient.startswith("anna@")


def test_words_of_the_server_are_one_line_and_bounded() -> None:
    words = "550 5.1.1 " + "no such user " * 100
    bounce = one(
        report(
            f"Reporting-MTA: dns; m\n\nFinal-Recipient: rfc822; a@b.org\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; {words}"
        )
    )
    assert len(bounce.detail) <= 301
    assert bounce.detail.startswith("smtp; 550 5.1.1 no such user")


def test_one_report_may_name_several_recipients() -> None:
    fields = """
        Reporting-MTA: dns; mail.example.org

        Final-Recipient: rfc822; anna@example.net
        Action: failed
        Status: 5.1.1

        Final-Recipient: rfc822; bob@example.net
        Action: relayed
        Status: 2.1.9

        Final-Recipient: rfc822; cleo@example.net
        Action: failed
        Status: 5.2.2
    """
    found = read_returned(report(fields))
    assert not isinstance(found, NoReport)
    assert [(each.recipient, each.kind) for each in found] == [
        ("anna@example.net", BounceKind.HARD),
        ("cleo@example.net", BounceKind.SOFT),
    ]


def test_report_in_unicode() -> None:
    fields = "Reporting-MTA: dns; m\n\nFinal-Recipient: utf-8; анна@пример.укр\nAction: failed\nStatus: 5.1.1"
    bounce = one(
        report(fields, "message/global-headers", "global-delivery-status").replace(
            b"report-type=global-delivery-status", b"report-type=delivery-status"
        )
    )
    assert (bounce.kind, bounce.recipient) == (BounceKind.HARD, "анна@пример.укр")


@pytest.mark.parametrize("sort", ["abuse", "fraud", "opt-out"])
def test_complaint(sort: str) -> None:
    fields = f"""
        Feedback-Type: {sort}
        User-Agent: SomeGenerator/1.0
        Version: 1
        Original-Mail-From: <bounces@example.org>
        Original-Rcpt-To: <anna@example.net>
    """
    bounce = one(report(fields, kind="feedback-report"))
    assert (bounce.kind, bounce.recipient) == (BounceKind.COMPLAINT, "anna@example.net")
    assert sort in bounce.detail


def test_somebody_who_says_that_it_is_no_spam_does_not_complain() -> None:
    found = read_returned(report("Feedback-Type: not-spam\nVersion: 1", kind="feedback-report"))
    assert isinstance(found, NoReport)
    assert found.automatic


@pytest.mark.parametrize(
    ("name", "content", "automatic"),
    [
        ("a question", b"From: anna@example.net\r\nSubject: Where is Istra?\r\n\r\nTell me.\r\n", False),
        (
            "out of office",
            b"From: a@b\r\nAuto-Submitted: auto-replied\r\nSubject: Away\r\n\r\nBack on Monday\r\n",
            True,
        ),
        ("an old auto-reply", b"From: a@b\r\nX-Autoreply: yes\r\n\r\nAway\r\n", True),
        ("nothing", b"", False),
        (
            "a report without the message",
            report("Reporting-MTA: dns; m\n\nFinal-Recipient: rfc822; a@b.org\nAction: failed").replace(
                OURS.encode(), b""
            ),
            False,
        ),
        (
            "a report of success",
            report("Reporting-MTA: dns; m\n\nFinal-Recipient: rfc822; a@b.org\nAction: delivered\nStatus: 2.0.0"),
            False,
        ),
    ],
)
def test_what_is_no_report(name: str, content: bytes, automatic: bool) -> None:
    found = read_returned(content)
    assert isinstance(found, NoReport), name
    assert found.automatic is automatic, name
    assert found.why


WHOLE = report("Reporting-MTA: dns; m\n\nFinal-Recipient: rfc822; a@b.org\nAction: failed\nStatus: 5.1.1")


@given(start=st.integers(0, len(WHOLE)), junk=st.binary(max_size=60), end=st.integers(0, len(WHOLE)))
def test_nothing_that_arrives_breaks_the_reader(start: int, junk: bytes, end: int) -> None:
    read_returned(WHOLE[:start] + junk + WHOLE[end:])
