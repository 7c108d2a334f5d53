"""The commands for what comes back, for addresses that get nothing more, and for endpoints."""

from __future__ import annotations

import json
import re
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from monitor.storage import Store
from tests.storage.builders import NOW, change, delivery, incident, item, report, subscriber, with_entry
from tests.unit.conftest import Command
from tests.unit.test_delivery_returned import OURS
from tests.unit.test_delivery_returned import report as returned

GONE = "Reporting-MTA: dns; m\n\nFinal-Recipient: rfc822; ada@example.org\nAction: failed\nStatus: 5.1.1"


@pytest.fixture
def told(command: Command, tmp_path: Path) -> Command:
    """The same, with a message to ada@example.org that was handed over."""
    command("db", "upgrade")
    with Store.open(f"sqlite:///{tmp_path / 'var' / 'monitor.db'}") as store, store.begin() as tx:
        with_entry(tx)
        known = tx.incidents.save(change(None, incident()), NOW)
        tx.reports.add(report(), known.id)
        queued = tx.outbox.add(delivery("k", tx.subscribers.add(subscriber()).id, item(known.id)))
        assert queued is not None
        claimed = tx.outbox.claim(queued.id, NOW, 60)
        assert claimed is not None
        tx.outbox.mark_sent(queued.id, claimed.fence, OURS, NOW)
    return command


def test_mail_that_came_back_is_acted_on_and_listed(told: Command, tmp_path: Path) -> None:
    (tmp_path / "bounce.eml").write_bytes(returned(GONE))
    (tmp_path / "Maildir" / "new").mkdir(parents=True)
    (tmp_path / "Maildir" / "new" / "1").write_bytes(b"From: a@b\r\n\r\nHello\r\n")

    assert told("bounces", "read", "bounce.eml", "Maildir") == (0, "1 hard, 1 no report\n", "")
    [bounce] = json.loads(told("bounces", "list", "--json")[1])
    assert (bounce["email"], bounce["kind"], bounce["status"]) == ("ada@example.org", "hard", "5.1.1")
    [suppressed] = json.loads(told("suppressions", "list", "--json")[1])
    assert (suppressed["email"], suppressed["reason"]) == ("ada@example.org", "hard_bounce")
    assert "ada@example.org" in told("bounces", "list")[1]
    assert told("deliveries", "list", "--state", "bounced")[1].count("ada@example.org") == 1
    assert told("bounces", "read", "missing.eml")[0] == 2


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ('database_url = "sqlite:///empty.db"', "empty.db is empty"),
        ("database_ulr = 1", "no such setting"),
        ('database_url = "postgresql://u@127.0.0.1:9/x"', "out of reach"),
    ],
)
def test_mail_server_keeps_a_mail_that_cannot_be_taken_now(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, setting: str, words: str
) -> None:
    (tmp_path / "monitor.toml").write_text(f"{setting}\n")
    (tmp_path / "empty.db").touch()
    (tmp_path / "bounce.eml").write_bytes(returned(GONE))
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(returned(GONE))))

    status, out, err = command("bounces", "read")

    assert (status, out) == (75, "")
    assert words in err
    assert command("bounces", "read", "bounce.eml")[0] != 75  # who has it as a file keeps it anyway


def test_address_is_suppressed_and_allowed_again(told: Command) -> None:
    assert told("suppressions", "list")[1] == "No address is suppressed.\n"
    assert told("suppressions", "add", "Somebody@example.org", "--note", "asked for it")[0] == 0
    assert told("suppressions", "add", "somebody@example.org")[1] == "somebody@example.org was suppressed already.\n"
    [suppressed] = json.loads(told("suppressions", "list", "--json")[1])
    assert (suppressed["email"], suppressed["reason"], suppressed["detail"]) == (None, "operator", "asked for it")
    assert told("suppressions", "remove", suppressed["address"])[0] == 0
    status, _, err = told("suppressions", "remove", "somebody@example.org")
    assert (status, err) == (1, "monitor: no suppressed address 'somebody@example.org'\n")


def test_webhook_is_added_its_secret_shown_once_and_changed(told: Command) -> None:
    status, out, _ = told("endpoints", "add", "newsroom", "https://newsroom.example.org/hook", "--rule", "any-attack")
    assert status == 0
    assert out.startswith("newsroom (webhook) follows any-attack")
    [secret] = re.findall(r"whsec_\S+", out)
    assert secret not in told("endpoints", "list")[1] + told("endpoints", "list", "--json")[1]
    assert "newsroom.example.org" in told("endpoints", "list")[1]

    new = re.findall(r"whsec_\S+", told("endpoints", "rotate", "newsroom")[1])
    assert len(new) == 1
    assert json.loads(told("endpoints", "list", "--json")[1])[0]["secrets"] == 2
    told("endpoints", "rotate", "newsroom", "--drop-old")
    assert json.loads(told("endpoints", "list", "--json")[1])[0]["secrets"] == 1
    assert told("endpoints", "replay", "newsroom", "--since", "2025-01-01")[1].startswith("0 due again")


def test_chat_room_is_added_without_showing_its_password(told: Command) -> None:
    assert told("endpoints", "add", "room", "json://user:hidden@127.0.0.1/x", "--rule", "any-attack")[0] == 0
    listed = told("endpoints", "list")[1] + told("endpoints", "list", "--json")[1]
    assert "json://" in listed
    assert "hidden" not in listed
    assert told("endpoints", "rotate", "room")[0] == 2


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("add", "a b", "https://x.example.org/"), "a name is made of letters"),
        (("add", "x", "https://user:word@x.example.org/"), "user:password@"),
        (("add", "x", "https://x.example.org:22/"), "port 22"),
        (("add", "x", "http://x.example.org/"), "https:// only"),
        (("add", "x", "nonsense://x"), "no address that Apprise knows"),
        (("test", "nobody"), "no endpoint 'nobody'"),
    ],
)
def test_endpoint_that_will_not_do_is_told(told: Command, arguments: tuple[str, ...], complaint: str) -> None:
    status, _, err = told("endpoints", *arguments)
    assert status in {1, 2}
    assert complaint in err


def test_endpoint_that_does_not_answer_is_told(told: Command) -> None:
    told("endpoints", "add", "x", "https://127.0.0.1/hook", "--rule", "any-attack")
    status, _, err = told("endpoints", "test", "x")
    assert status == 1
    assert "not a public address" in err
