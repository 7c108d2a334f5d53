"""Writes messages into a folder instead of sending them: a Maildir for mail programs, and copies that people can open."""

from __future__ import annotations

import hashlib
import os
import re
from email.message import EmailMessage
from pathlib import Path

from monitor.delivery.channels import StillOurs, always
from monitor.delivery.message import POLICY, POLICY_UTF8
from monitor.errors import DeliveryError, TakenOverError

_NAME_CHARS = 80
"""Longest subject in a file name; with date and hash it stays far below the 255 bytes of common file systems."""


class MailboxChannel:
    """A `Channel` into a folder: ``new/ cur/ tmp/`` make it a Maildir, ``*.eml`` beside them are readable copies.

    A file appears under its name only when it is whole and on the disk. A message that is already there, by its
    Message-ID, is not written again.

    Args:
        directory: is made when it is missing.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def send(self, message: EmailMessage, recipient: str, still_ours: StillOurs = always) -> None:
        """Write *message*; see `Channel.send`. The recipient is kept in a ``Delivered-To`` header, as mail servers do.

        Raises:
            TakenOverError: *still_ours* said no.
            DeliveryError: the folder cannot be written; the channel is down until it can.
        """
        if not still_ours():
            raise TakenOverError("another worker has the message in hand now")
        content = f"Delivered-To: {_one_line(recipient)}\r\n".encode()
        content += message.as_bytes(policy=POLICY if recipient.isascii() else POLICY_UTF8)
        unique = hashlib.sha256(str(message["Message-ID"]).encode()).hexdigest()[:24]
        seconds = int(message["Date"].datetime.timestamp())
        try:
            for folder in ("tmp", "new", "cur"):
                (self._directory / folder).mkdir(parents=True, exist_ok=True)
            name = f"{seconds}.{unique}.monitor"
            if not self._has(name):
                self._write(content, self._directory / "new" / name, unique)
            copy = self._directory / f"{_readable(message)} {unique[:8]}.eml"
            if not copy.exists():
                self._write(content, copy, unique)
        except OSError as error:
            raise DeliveryError(
                f"the mailbox folder {self._directory} cannot be written ({error.strerror or error}); "
                "check mailbox_dir, its permissions and the free space",
                channel_down=True,
            ) from error

    def close(self) -> None:
        """Nothing is held between messages."""

    def _has(self, name: str) -> bool:
        if (self._directory / "new" / name).exists():
            return True
        # A mail program that has shown it moves it there and puts flags behind the name.
        return any(path.name.startswith(name) for path in (self._directory / "cur").iterdir())

    def _write(self, content: bytes, path: Path, unique: str) -> None:
        """Make the file appear whole under its name, and stay through a power cut."""
        draft = self._directory / "tmp" / f"{unique}.{os.getpid()}"
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _readable(message: EmailMessage) -> str:
    stamp = message["Date"].datetime.strftime("%Y-%m-%dT%H%M%SZ")
    subject = re.sub(r"[^\w ,.()–-]+", " -", str(message["Subject"]))
    return f"{stamp} {' '.join(subject.split())[:_NAME_CHARS].strip(' .')}"


def _one_line(text: str) -> str:
    return re.sub(r"[\x00-\x20\x7f-\x9f]+", "", text)
