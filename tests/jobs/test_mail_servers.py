"""Row by row: what a mail server may do to us (S01 to S16 of the catalogue of bad inputs), and what becomes of the message.

S01 (away for days) and S08 (a kill after the answer) are tried by tests/pipeline/test_reliability.py, S14 (addresses that
would break the dialogue) by tests/unit/test_delivery_smtp.py, S15 (what comes back) by tests/jobs/test_bouncing.py.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry

from monitor.config import Settings
from monitor.delivery.smtp import SmtpChannel, SmtpSettings, Tls
from monitor.jobs.claiming import Result
from monitor.jobs.delivering import deliver_due
from monitor.metrics import EventCounters
from monitor.model import Delivery, DeliveryState
from monitor.storage import Store
from tests.assembled import FakeClock, TestServices
from tests.smtpsink import DRIP, HANG_UP, SILENCE, ScriptedServer, scripted_server, smtp_sink
from tests.storage.builders import NOW, change, delivery, incident, item, report, subscriber, with_entry

ADA = "ada@example.org"


@contextmanager
def service(store: Store, folder: Path, port: int, **facts: object) -> Iterator[TestServices]:
    """A service with one message to each of the *readers* (by default Ada) that mails through the server at *port*."""
    readers = facts.pop("readers", (ADA,))
    settings = Settings(mailbox_dir=folder / "mailbox", mail_from="m@example.org", operator_email="desk@example.org")
    services = TestServices(store=store, settings=settings, clock=FakeClock(NOW))
    smtp = {"tls": Tls.NONE, "timeout_s": 0.4, "last_timeout_s": 0.5, "hostname": "localhost", **facts}
    services.channel = SmtpChannel(SmtpSettings(host="127.0.0.1", port=port, envelope_from="b@example.org", **smtp))  # type: ignore[arg-type,assignment]
    with store.begin() as tx:
        with_entry(tx)
        known = tx.incidents.save(change(None, incident()), NOW)
        tx.reports.add(report(), known.id)
        for email in readers:  # type: ignore[attr-defined]
            tx.outbox.add(delivery(f"k-{email}", tx.subscribers.add(subscriber(email)).id, item(known.id)))
    yield services
    services.channel.close()


@pytest.fixture
def sqlite_store(sqlite_template: Path, tmp_path: Path) -> Iterator[Store]:
    """What a server does has nothing to do with the database: one of them is enough."""
    path = tmp_path / "monitor.sqlite"
    path.write_bytes(sqlite_template.read_bytes())
    with Store.open(f"sqlite:///{path}") as store:
        yield store


def outcome(services: TestServices) -> tuple[list[Result], list[Delivery]]:
    reports = deliver_due(services, services.clock())
    with services.store.read() as tx:
        return [report.result for report in reports], sorted(tx.outbox.list(), key=lambda each: each.id)


@dataclass(frozen=True)
class Row:
    """A row of the catalogue: what the server does, what the sweep reports, what state the message has then, and in how
    many minutes it is due again."""

    name: str
    script: dict[str, str]
    result: Result
    state: DeliveryState = DeliveryState.PENDING
    again_in: float | None = None
    attempts: int = 1


ROWS = [
    Row("S02 421 at connect", {"CONNECT": "421 later"}, Result.HELD, again_in=15, attempts=0),
    Row("S02 421 at EHLO", {"EHLO": "421 later"}, Result.HELD, again_in=15, attempts=0),
    Row("S02 421 at MAIL", {"MAIL": "421 later"}, Result.HELD, again_in=15, attempts=0),
    Row("S03 greylisting", {"RCPT": "450 4.7.1 come back"}, Result.RETRY, again_in=5),
    Row("S03 greylisting, 451", {"RCPT": "451 4.7.1 come back"}, Result.RETRY, again_in=5),
    Row("S04 no such user", {"RCPT": "550 5.1.1 no such user"}, Result.FAILED, DeliveryState.BOUNCED),
    Row("S05 content refused, 552", {"BODY": "552 5.2.2 too much"}, Result.FAILED, DeliveryState.BOUNCED),
    Row("S05 content refused, 554", {"BODY": "554 5.7.1 spam"}, Result.FAILED, DeliveryState.FAILED),
    Row("S06 cut off before the final dot", {"DATA": HANG_UP}, Result.RETRY, again_in=5),
    Row("S07 cut off after the final dot", {"BODY": HANG_UP}, Result.RETRY, again_in=5),
    Row("S07 silence after the final dot", {"BODY": SILENCE}, Result.RETRY, again_in=5),
    Row("S11 a byte now and then at connect", {"CONNECT": DRIP}, Result.HELD, again_in=15, attempts=0),
    Row("S11 a byte now and then at RCPT", {"RCPT": DRIP}, Result.RETRY, again_in=5),
]


@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_row(sqlite_store: Store, tmp_path: Path, row: Row) -> None:
    with scripted_server(row.script) as server, service(sqlite_store, tmp_path, server.port) as services:
        results, [message] = outcome(services)
        assert results == [row.result]
        assert (message.state, message.attempts) == (row.state, row.attempts)
        if row.again_in is not None:
            assert message.due_at == NOW + timedelta(minutes=row.again_in)
        assert message.error


def test_s04_others_are_told_although_one_is_gone(sqlite_store: Store, tmp_path: Path) -> None:
    readers = ("one@example.org", "gone@example.org", "two@example.org")
    with smtp_sink() as sink:
        sink.refused = {"gone@example.org": "550 5.1.1 no such user"}
        with service(sqlite_store, tmp_path, sink.port, readers=readers) as services:
            results, messages = outcome(services)
    assert results == [Result.SENT, Result.FAILED, Result.SENT]
    assert [each.state.value for each in messages] == ["sent", "bounced", "sent"]
    assert [message.rcpt_tos for message in sink.messages] == [["one@example.org"], ["two@example.org"]]


def test_s05_operator_sees_the_words(sqlite_store: Store, tmp_path: Path) -> None:
    script = {"BODY": "554 5.7.1 looks like spam to me"}
    with scripted_server(script) as server, service(sqlite_store, tmp_path, server.port) as services:
        outcome(services)
        [(_, mail)] = services.operator_channel.sent
    assert "looks like spam to me" in mail.get_content()


def test_s07_what_may_have_been_taken_comes_again_under_the_same_id(sqlite_store: Store, tmp_path: Path) -> None:
    with (
        scripted_server({"BODY": HANG_UP}, once=True) as server,
        service(sqlite_store, tmp_path, server.port) as services,
    ):
        assert outcome(services)[0] == [Result.RETRY]
        services.clock.go_on(minutes=5)
        assert outcome(services)[0] == [Result.SENT]
        ids = {line for body in server.taken for line in body.splitlines() if line.startswith(b"Message-ID:")}
    assert (len(server.taken), len(ids)) == (2, 1)


def test_what_mail_servers_say_is_measured(
    sqlite_store: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    registry = CollectorRegistry()
    counters = EventCounters(registry)
    logging.getLogger().addHandler(counters)
    try:
        with (
            scripted_server({"BODY": HANG_UP}, once=True) as server,
            service(sqlite_store, tmp_path, server.port) as services,
        ):
            services.settings = services.settings.model_copy(update={"smtp_host": "127.0.0.1"})
            outcome(services)
            services.clock.go_on(minutes=5, seconds=20)
            outcome(services)
    finally:
        logging.getLogger().removeHandler(counters)
    values = {
        (sample.name, *sample.labels.values()): sample.value for each in registry.collect() for sample in each.samples
    }
    assert values["attack_monitor_deliveries_uncertain_total",] == 1
    assert values["attack_monitor_smtp_replies_total", "end of message", "none"] == 1
    assert values["attack_monitor_smtp_replies_total", "end of message", "2xx"] == 1
    assert values["attack_monitor_notification_latency_seconds_sum",] == 20


@pytest.mark.parametrize("tls", [Tls.STARTTLS, Tls.IMPLICIT])
def test_s09_never_in_clear(sqlite_store: Store, tmp_path: Path, tls: Tls) -> None:
    with smtp_sink() as sink, service(sqlite_store, tmp_path, sink.port, tls=tls) as services:
        results, [message] = outcome(services)
        assert (results, message.state) == ([Result.HELD], DeliveryState.PENDING)
        assert sink.messages == []


def test_s10_wrong_password_is_tried_every_quarter_of_an_hour_and_told_once(
    sqlite_store: Store, tmp_path: Path
) -> None:
    with (
        smtp_sink(log_in=("monitor", "secret")) as sink,
        service(sqlite_store, tmp_path, sink.port, user="monitor", password="wrong") as services,
    ):
        for _ in range(60):
            deliver_due(services, services.clock())
            services.clock.go_on(minutes=1)
    assert len(list((tmp_path / "mailbox").glob("*.eml"))) == 1


def test_s12_server_that_closes_after_each_message(sqlite_store: Store, tmp_path: Path) -> None:
    readers = tuple(f"reader-{number}@example.org" for number in range(5))
    with ClosingServer() as server, service(sqlite_store, tmp_path, server.port, readers=readers) as services:
        results, _ = outcome(services)
    assert results == [Result.SENT] * 5
    assert (len(server.taken), server.connections) == (5, 5)


class ClosingServer(ScriptedServer):
    """Closes the connection when a second message begins."""

    def __init__(self) -> None:
        super().__init__({})
        self._begun = 0

    def __enter__(self) -> ClosingServer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _answer(self, link: object, stage: str, usual: str) -> bool:
        if stage == "CONNECT":
            self._begun = 0
        if stage == "MAIL":
            self._begun += 1
            if self._begun > 1:
                usual = "421 4.7.0 enough for one connection"
        return super()._answer(link, stage, usual)  # type: ignore[arg-type]


def test_s13_address_that_the_server_cannot_write_is_no_exception(sqlite_store: Store, tmp_path: Path) -> None:
    with (
        scripted_server({}) as server,
        service(sqlite_store, tmp_path, server.port, readers=("анна@пример.укр", ADA)) as services,
    ):
        results, messages = outcome(services)
    assert results == [Result.FAILED, Result.SENT]
    assert "SMTPUTF8" in str(messages[0].error)


def test_s13_address_in_unicode_is_written_where_the_server_can(sqlite_store: Store, tmp_path: Path) -> None:
    with (
        scripted_server({"EHLO": "250-sink\r\n250 SMTPUTF8"}) as server,
        service(sqlite_store, tmp_path, server.port, readers=("анна@пример.укр",)) as services,
    ):
        results, _ = outcome(services)
    assert results == [Result.SENT]
    assert "To: анна@пример.укр\r\n".encode() in server.taken[0]


@pytest.mark.parametrize(
    "script",
    [
        {"EHLO": "250-sink\r\n250 SIZE 3000"},
        {"MAIL": "552 5.3.4 too big"},
        {"BODY": "552 5.3.4 Message size exceeds fixed limit"},
    ],
    ids=["announced", "at MAIL", "after the message"],
)
def test_s16_message_that_is_too_large_goes_out_shorter(
    sqlite_store: Store, tmp_path: Path, script: dict[str, str]
) -> None:
    once = "EHLO" not in script
    with (
        scripted_server(script, once=once) as server,
        service(sqlite_store, tmp_path, server.port) as services,
    ):
        results, _ = outcome(services)
    assert results == [Result.SENT]
    assert b"multipart" not in server.taken[-1]
    assert b"Content-Type: text/plain" in server.taken[-1]
    assert "EHLO" not in script or len(server.taken[-1]) <= 3000
