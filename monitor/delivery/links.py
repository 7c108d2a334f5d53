"""One connection to a mail server, and one message on it. Whole replies are waited for, not single bytes."""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager

from monitor.delivery.channels import StillOurs, always
from monitor.delivery.replies import Stage, broken_link, refusal, too_large
from monitor.errors import DeliveryError, TakenOverError

DOT = b".\r\n"
"""What ends a message: before it nothing is handed over, after it nobody can take it back."""

LONGEST_REPLY = 65_536
"""Bytes of one reply: far above the longest EHLO answer that is seen, and a bound for servers that never end."""


class Link(smtplib.SMTP):
    """A connection on which the time-out holds for a whole reply: for sockets each byte starts it anew."""

    def __init__(self, host: str, port: int, *, local_hostname: str | None, timeout: float) -> None:
        self._unread = bytearray()
        super().__init__(host, port, local_hostname=local_hostname, timeout=timeout)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        """Connect; small writes go out at once, or each would wait for the answer to the one before (40 ms)."""
        opened: socket.socket = super()._get_socket(host, port, timeout)  # type: ignore[misc]
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return opened

    def getreply(self) -> tuple[int, bytes]:
        """Return code and text of the next reply.

        Raises:
            smtplib.SMTPServerDisconnected: the link ended, or the reply was not whole in time.
        """
        patience = self.sock.gettimeout() if self.sock else None
        until = None if patience is None else time.monotonic() + patience
        said: list[bytes] = []
        try:
            while True:
                line = self._line(until)
                said.append(line[4:].strip())
                if line[3:4] != b"-" or not line[:3].isdigit():
                    return int(line[:3]) if line[:3].isdigit() else -1, b"\n".join(said)
        except OSError as error:
            self.close()
            raise smtplib.SMTPServerDisconnected(str(error)) from error
        finally:
            if self.sock is not None:
                self.sock.settimeout(patience)

    def _line(self, until: float | None) -> bytes:
        while (end := self._unread.find(b"\n")) < 0:
            if len(self._unread) > LONGEST_REPLY:
                raise ConnectionError("the reply does not end")
            if self.sock is None:
                raise ConnectionError("the connection is closed")
            if until is not None:
                left = until - time.monotonic()
                if left <= 0:
                    raise TimeoutError("the reply took too long")
                self.sock.settimeout(left)
            received = self.sock.recv(8192)
            if not received:
                raise ConnectionError("the server closed the connection")
            self._unread += received
        line = bytes(self._unread[:end])
        del self._unread[: end + 1]
        return line

    def end_message(self, still_ours: StillOurs) -> None:
        """Say the dot that hands the message over, unless it is somebody else's by now.

        Raises:
            TakenOverError: it is, and the server has to throw away what it got.
        """
        if not still_ours():
            self.close()
            raise TakenOverError("another worker has the message in hand now")
        self.send(DOT)

    def nothing_unread(self) -> bool:
        """Whether every byte that came was asked for. What a stranger slipped in before TLS must not count after it."""
        return not self._unread


class TlsLink(Link, smtplib.SMTP_SSL):
    """The same, encrypted from the first byte."""

    def __init__(
        self, host: str, port: int, *, local_hostname: str | None, timeout: float, context: ssl.SSLContext
    ) -> None:
        self._unread = bytearray()
        smtplib.SMTP_SSL.__init__(
            self, host=host, port=port, local_hostname=local_hostname, timeout=timeout, context=context
        )


class Dialogue:
    """One message on a link. ``stage``: how far it has come."""

    def __init__(self, link: Link, last_timeout_s: float, still_ours: StillOurs = always) -> None:
        self._link, self._last_timeout_s, self._still_ours = link, last_timeout_s, still_ours
        self.stage = Stage.SENDER

    def hand_over(self, sender: str, recipient: str, content: bytes) -> None:
        """Go through all stages; raise DeliveryError at the first that fails."""
        options = self._options(recipient, len(content))
        opening = f"MAIL FROM:<{sender}>{options}\r\n".encode()
        naming = f"RCPT TO:<{recipient}>\r\n".encode()
        if self._link.has_extn("pipelining"):
            # RFC 2920: both questions at once. DATA is not sent along: refused recipients would leave it half open.
            self._say(Stage.SENDER, opening + naming)
            sender_reply = self._reply(Stage.SENDER)
            if sender_reply[0] == 421:
                raise refusal(Stage.SENDER, *sender_reply)
            self.stage = Stage.RECIPIENT
            recipient_reply = self._reply(Stage.RECIPIENT)
            self._expect(Stage.SENDER, sender_reply, 250)
            self._expect(Stage.RECIPIENT, recipient_reply, 250, 251)
        else:
            self._ask(Stage.SENDER, opening, 250)
            self._ask(Stage.RECIPIENT, naming, 250, 251)
        self._ask(Stage.DATA, b"DATA\r\n", 354)
        self._say(Stage.DATA, stuffed(content))
        with self._patience():
            self._end()
            self._expect(Stage.BODY, self._reply(Stage.BODY), 250)

    def _end(self) -> None:
        self.stage = Stage.BODY
        try:
            self._link.end_message(self._still_ours)
        except (OSError, smtplib.SMTPException) as error:
            raise broken_link(Stage.BODY, error) from error

    def _options(self, recipient: str, size: int) -> str:
        """What MAIL FROM says beside the sender.

        Raises:
            DeliveryError: the server has said already that it will not take this.
        """
        link, options = self._link, ""
        if link.has_extn("size"):
            most = link.esmtp_features["size"].strip()
            if most.isdecimal() and 0 < int(most[:15]) < size:
                raise too_large(size, int(most))
            options = f" SIZE={size}"
        if not recipient.isascii():
            if not link.has_extn("smtputf8"):
                raise DeliveryError(
                    f"the mail server cannot send to {recipient}: it does not offer SMTPUTF8", permanent=True, code=553
                )
            options += " SMTPUTF8"
        return options

    def _ask(self, stage: Stage, command: bytes, *expected: int) -> None:
        self._say(stage, command)
        self._expect(stage, self._reply(stage), *expected)

    def _reply(self, stage: Stage) -> tuple[int, bytes]:
        try:
            return self._link.getreply()
        except (OSError, smtplib.SMTPException) as error:
            raise broken_link(stage, error) from error

    @staticmethod
    def _expect(stage: Stage, reply: tuple[int, bytes], *expected: int) -> None:
        if reply[0] not in expected:
            raise refusal(stage, *reply)

    @contextmanager
    def _patience(self) -> Iterator[None]:
        """Wait longer for the next reply."""
        before = _time_out(self._link, self._last_timeout_s)
        try:
            yield
        finally:
            _time_out(self._link, before)

    def _say(self, stage: Stage, words: bytes) -> None:
        self.stage = stage
        try:
            self._link.send(words)
        except (OSError, smtplib.SMTPException) as error:
            raise broken_link(stage, error) from error


def stuffed(content: bytes) -> bytes:
    """The message as DATA wants it: lines that begin with a dot get another one, and the last line is ended."""
    ended = content if content.endswith(b"\r\n") else content + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", ended)


def _time_out(link: smtplib.SMTP, seconds: float | None) -> float | None:
    """Set the link's time-out and return what it was; a link that is closed has none."""
    if link.sock is None:
        return None
    before = link.sock.gettimeout()
    link.sock.settimeout(seconds)
    return before
