"""Who cannot be reached, or does not want to be, gets nothing more; who can be is never cut off by mistake."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest

from monitor.config import Settings
from monitor.errors import DeliveryError
from monitor.jobs.bouncing import SOFT_DAYS, read_bounces, read_maildir, take_returned
from monitor.jobs.claiming import Result
from monitor.jobs.delivering import deliver_due
from monitor.model import Act, Delivery, DeliveryState, SuppressionReason
from monitor.storage import Store
from tests.assembled import FakeClock, TestServices
from tests.storage.builders import NOW, delivery, item, subscriber, with_subscriber_and_incident
from tests.unit.test_delivery_returned import OURS, report

GONE = "Reporting-MTA: dns; m\n\nFinal-Recipient: rfc822; ada@example.org\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 no such user"
FULL = GONE.replace("5.1.1", "4.2.2")
POLICY = GONE.replace("5.1.1", "5.7.1")


@pytest.fixture
def services(store: Store, tmp_path: Path) -> TestServices:
    settings = Settings(
        mailbox_dir=tmp_path / "mailbox",
        mail_from="Monitor <monitor@alerts.example.org>",
        operator_email="desk@example.org",
        bounce_maildir=tmp_path / "bounces",
    )
    services = TestServices(store=store, settings=settings, clock=FakeClock(NOW))
    with_subscriber_and_incident(store)
    return services


def queue(services: TestServices, key: str) -> Delivery:
    with services.store.begin() as tx:
        incident = tx.incidents.list()[0]
        queued = tx.outbox.add(replace(delivery(key, 1, item(incident.id)), due_at=services.clock()))
        assert queued is not None
    return queued


def sent(services: TestServices, key: str = "k") -> Delivery:
    """A delivery that was handed over."""
    queued = queue(services, key)
    with services.store.begin() as tx:
        claimed = tx.outbox.claim(queued.id, services.clock(), 60.0)
        assert claimed is not None
        tx.outbox.mark_sent(queued.id, claimed.fence, f"<{key}@example.org>", services.clock())
    return queued


def comes_back(services: TestServices, fields: str, key: str = "k", kind: str = "delivery-status") -> list[str]:
    content = report(fields, kind=kind).replace(OURS.encode(), f"<{key}@example.org>".encode())
    return [each.what for each in take_returned(services, content, services.clock())]


def state_of(services: TestServices, one: Delivery) -> DeliveryState:
    with services.store.read() as tx:
        found = tx.outbox.get(one.id)
    assert found is not None
    return found.state


def suppression(services: TestServices) -> SuppressionReason | None:
    with services.store.read() as tx:
        found = tx.suppressions.of("ADA@example.org")
    return found and found.reason


def test_dead_address_is_suppressed_and_gets_nothing_more(services: TestServices) -> None:
    one = sent(services)
    assert comes_back(services, GONE) == ["hard"]
    assert state_of(services, one) is DeliveryState.BOUNCED
    assert suppression(services) is SuppressionReason.HARD_BOUNCE

    queue(services, "next")
    assert [each.result for each in deliver_due(services, NOW)] == [Result.DROPPED]
    assert services.channel.sent == []


def test_for_a_dead_address_nothing_is_queued_any_more(services: TestServices) -> None:
    sent(services)
    with services.store.read() as tx:
        assert [person.email for person, _ in tx.subscribers.confirmed()] == ["ada@example.org"]
    comes_back(services, GONE)
    with services.store.read() as tx:
        assert tx.subscribers.confirmed() == []


def test_same_report_twice_changes_nothing_more(services: TestServices) -> None:
    sent(services)
    comes_back(services, GONE)
    with services.store.begin() as tx:
        tx.suppressions.remove(tx.suppressions.list()[0].address)
    assert comes_back(services, GONE) == ["hard"]
    assert suppression(services) is None
    with services.store.read() as tx:
        assert len(tx.bounces.list(10)) == 1


def test_reader_who_complains_gets_nothing_more(services: TestServices) -> None:
    one = sent(services)
    assert comes_back(services, "Feedback-Type: abuse\nVersion: 1", kind="feedback-report") == ["complaint"]
    assert suppression(services) is SuppressionReason.COMPLAINT
    assert state_of(services, one) is DeliveryState.SENT


def test_full_mailbox_is_given_days(services: TestServices) -> None:
    for day in range(SOFT_DAYS):
        assert suppression(services) is None
        for number in range(3):
            sent(services, f"{day}-{number}")
            assert comes_back(services, FULL, f"{day}-{number}") == ["soft"]
        services.clock.go_on(days=1)
    assert suppression(services) is SuppressionReason.SOFT_BOUNCES


def test_mailbox_that_is_full_now_and_then_is_not_dead(services: TestServices) -> None:
    for month in range(2 * SOFT_DAYS):
        sent(services, str(month))
        comes_back(services, FULL, str(month))
        services.clock.go_on(days=10)
    assert suppression(services) is None


def test_refusal_of_us_suppresses_nobody_and_the_operator_is_told_once(services: TestServices) -> None:
    for key in "abc":
        sent(services, key)
        assert comes_back(services, POLICY, key) == ["refused"]
    assert suppression(services) is None
    assert services.operator_channel.subjects == ["Attack monitor: Mails are refused"]


def test_message_that_is_only_late_is_left_alone(services: TestServices) -> None:
    one = sent(services)
    assert comes_back(services, GONE.replace("failed", "delayed").replace("5.1.1", "4.4.1")) == ["late"]
    assert state_of(services, one) is DeliveryState.SENT


def test_report_about_a_message_that_nobody_sent_is_not_believed(services: TestServices) -> None:
    sent(services)
    assert comes_back(services, GONE, "forged") == ["unknown"]
    assert suppression(services) is None


def test_refusal_of_the_recipient_at_once_counts_like_a_bounce(services: TestServices) -> None:
    one = queue(services, "k")
    services.channel.fail_next.append(
        DeliveryError("550 5.1.1 no such user", permanent=True, code=550, status="5.1.1", recipient_refused=True)
    )
    assert [each.result for each in deliver_due(services, NOW)] == [Result.FAILED]
    assert state_of(services, one) is DeliveryState.BOUNCED
    assert suppression(services) is SuppressionReason.HARD_BOUNCE


@pytest.mark.parametrize(
    ("code", "status", "recipient_refused"), [(550, "5.7.1", True), (550, None, False), (552, "5.3.4", False)]
)
def test_refusal_of_the_message_at_once_suppresses_nobody(
    services: TestServices, code: int, status: str | None, recipient_refused: bool
) -> None:
    one = queue(services, "k")
    services.channel.fail_next.append(
        DeliveryError("no", permanent=True, code=code, status=status, recipient_refused=recipient_refused)
    )
    deliver_due(services, NOW)
    assert state_of(services, one) is DeliveryState.FAILED
    assert suppression(services) is None
    assert services.operator_channel.subjects == ["Attack monitor: Mails are refused"]


def test_maildir_is_read_and_only_what_needs_a_person_stays_unread(services: TestServices, tmp_path: Path) -> None:
    sent(services)
    new = tmp_path / "bounces" / "new"
    new.mkdir(parents=True)
    (new / "1.a").write_bytes(report(GONE).replace(OURS.encode(), b"<k@example.org>"))
    (new / "2.b").write_bytes(b"From: anna@example.net\r\nSubject: Where is Istra?\r\n\r\nTell me.\r\n")
    (new / "3.c").write_bytes(b"From: a@b\r\nAuto-Submitted: auto-replied\r\n\r\nAway\r\n")

    read_bounces(services, NOW)

    assert suppression(services) is SuppressionReason.HARD_BOUNCE
    assert sorted(path.name for path in (tmp_path / "bounces" / "cur").iterdir()) == ["1.a:2,S", "2.b:2,", "3.c:2,S"]
    assert read_maildir(services, tmp_path / "bounces", NOW) == {}


def test_folder_that_cannot_be_read_is_logged_and_no_more(
    services: TestServices, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "bounces").write_text("no folder")
    read_bounces(services, NOW)
    assert "bounces.unreadable" in caplog.text
    assert subscriber().email == "ada@example.org"


def test_mail_to_the_unsubscribe_address_ends_the_mails(services: TestServices) -> None:
    services.settings = services.settings.model_copy(update={"bounce_address": "returned@alerts.example.org"})
    queue(services, "k")
    deliver_due(services, services.clock())
    [(_, mail)] = services.channel.sent
    [address] = re.findall(r"<mailto:([^>]*)>", mail["List-Unsubscribe"])
    to, _, subject = address.partition("?subject=")
    assert to == "returned@alerts.example.org"
    asked = f"From: somebody.else@example.net\r\nTo: {to}\r\nSubject: {unquote(subject)}\r\n\r\n".encode()

    assert [each.what for each in take_returned(services, asked, services.clock())] == ["unsubscribed"]
    assert [each.what for each in take_returned(services, asked, services.clock())] == ["unsubscribed"]

    with services.store.read() as tx:
        assert tx.subscribers.get(1).confirmed_at is None
        assert [each.act for each in tx.consents.of(1)] == [Act.LEFT]
    queue(services, "later")
    deliver_due(services, services.clock())
    assert len(services.channel.sent) == 1  # neither another alert nor an answer


@pytest.mark.parametrize("subject", ["unsubscribe", "unsubscribe me please", "Re: Drone attack: Kyiv"])
def test_question_about_unsubscribing_is_left_to_a_person(services: TestServices, subject: str) -> None:
    content = f"From: ada@example.org\r\nSubject: {subject}\r\n\r\nStop.\r\n".encode()
    [taken] = take_returned(services, content, services.clock())
    assert taken.needs_reading


def test_token_that_is_not_ours_unsubscribes_nobody(services: TestServices) -> None:
    content = f"From: ada@example.org\r\nSubject: unsubscribe {'WyJh' * 20}.sig\r\n\r\n".encode()
    assert [each.what for each in take_returned(services, content, services.clock())] == ["unknown"]
