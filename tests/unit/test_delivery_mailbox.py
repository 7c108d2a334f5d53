from __future__ import annotations

import email
import email.policy
import mailbox
import os
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest

from monitor.delivery.mailbox import MailboxChannel
from monitor.delivery.message import Sender, build_message
from monitor.delivery.render import Rendered
from monitor.errors import DeliveryError
from tests.mailcases import ANNA, a_delivery, an_incident, an_item

SENDER = Sender(address="monitor@localhost", name="Monitor", domain="localhost", unsubscribe_mailto="stop@localhost")
WORDS = Rendered(subject="Drone attack: Istra district, Moscow region", text="Fell.\n", html="<p>Fell.</p>\n")


def a_message(key: str = "a", subject: str = WORDS.subject) -> EmailMessage:
    delivery = a_delivery(an_item(an_incident()), key=key)
    return build_message(replace(WORDS, subject=subject), ANNA, delivery, SENDER)


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_message_is_in_the_maildir_and_readable_beside_it(tmp_path: Path) -> None:
    MailboxChannel(tmp_path / "var" / "mailbox").send(a_message(), "anna@example.net")
    folder = tmp_path / "var" / "mailbox"
    (copy,) = folder.glob("*.eml")
    assert copy.name.startswith("2023-09-05T050000Z Drone attack - Istra district, Moscow region ")
    (stored,) = mailbox.Maildir(folder, create=False)
    assert stored["Delivered-To"] == "anna@example.net"
    assert stored.as_bytes() == email.message_from_bytes(copy.read_bytes()).as_bytes()
    assert list((folder / "tmp").iterdir()) == []


def test_same_message_is_written_once(tmp_path: Path) -> None:
    channel = MailboxChannel(tmp_path)
    channel.send(a_message("a"), "anna@example.net")
    before = files(tmp_path)
    channel.send(a_message("a"), "anna@example.net")
    assert files(tmp_path) == before
    channel.send(a_message("b"), "anna@example.net")
    assert len(files(tmp_path)) == 4


def test_message_that_was_read_is_not_new_again(tmp_path: Path) -> None:
    channel = MailboxChannel(tmp_path)
    channel.send(a_message(), "anna@example.net")
    (new,) = (tmp_path / "new").iterdir()
    new.rename(tmp_path / "cur" / f"{new.name}:2,S")
    channel.send(a_message(), "anna@example.net")
    assert list((tmp_path / "new").iterdir()) == []


def test_copy_that_is_missing_after_a_crash_is_made_up_for(tmp_path: Path) -> None:
    channel = MailboxChannel(tmp_path)
    channel.send(a_message(), "anna@example.net")
    before = files(tmp_path)
    next(tmp_path.glob("*.eml")).unlink()
    channel.send(a_message(), "anna@example.net")
    assert files(tmp_path) == before


@pytest.mark.parametrize("broken_call", ["fsync", "replace"])
def test_nothing_shows_until_it_is_whole_and_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken_call: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    channel = MailboxChannel(tmp_path)
    with monkeypatch.context() as patched:
        if broken_call == "fsync":
            patched.setattr(os, "fsync", full)
        else:
            patched.setattr(Path, "replace", full)
        with pytest.raises(DeliveryError, match=r"No space left on device.*mailbox_dir") as caught:
            channel.send(a_message(), "anna@example.net")
    assert caught.value.channel_down
    assert [name for name in files(tmp_path) if not name.startswith("tmp/")] == []
    channel.send(a_message(), "anna@example.net")
    assert len(files(tmp_path)) == 2


@pytest.mark.parametrize("subject", ["../../etc/passwd", "a/b\\c:d", "." * 50, "Ж" * 200, "\x00\r\nx", ""])
def test_subject_makes_a_harmless_file_name(tmp_path: Path, subject: str) -> None:
    MailboxChannel(tmp_path / "box").send(a_message(subject=subject), "anna@example.net")
    (copy,) = tmp_path.rglob("*.eml")
    assert copy.parent == tmp_path / "box"
    assert not copy.name.startswith(".")


def test_recipient_cannot_add_a_header(tmp_path: Path) -> None:
    MailboxChannel(tmp_path).send(a_message(), "anna@example.net\r\nBcc: x@example.org")
    (copy,) = tmp_path.glob("*.eml")
    read = email.message_from_bytes(copy.read_bytes(), policy=email.policy.default)
    assert "Bcc" not in read
