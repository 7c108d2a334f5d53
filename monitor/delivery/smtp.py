"""Hands messages to a mail server: one connection for many messages, encrypted or not at all."""

from __future__ import annotations

import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from enum import StrEnum

from monitor.delivery.message import POLICY
from monitor.delivery.replies import Stage, broken_link, refusal
from monitor.errors import DeliveryError


class Tls(StrEnum):
    """How the link is encrypted. There is no "if possible": a link that should be and cannot be is not used."""

    NONE = "none"
    STARTTLS = "starttls"
    IMPLICIT = "tls"


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpSettings:
    """A mail server and how to talk to it.

    ``envelope_from``: address that bounces go to. ``timeout_s``: longest wait for one reply; ``deadline_s``: for a whole
    message, so that a server that drips its answers stops nothing (RFC 5321 section 4.5.3.2 has 10 minutes for the last
    reply). ``hostname`` None: this machine's. ``ca_file`` None: the system's authorities.
    """

    host: str
    port: int
    envelope_from: str
    tls: Tls = Tls.STARTTLS
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    timeout_s: float = 30.0
    deadline_s: float = 600.0
    hostname: str | None = None
    ca_file: str | None = None


class SmtpChannel:
    """A `Channel` to a mail server. Not for several threads at once: each worker has its own."""

    def __init__(self, settings: SmtpSettings) -> None:
        self._settings = settings
        self._link: smtplib.SMTP | None = None

    def send(self, message: EmailMessage, recipient: str) -> None:
        """Hand *message* over for *recipient*; see `Channel.send`."""
        content = message.as_bytes(policy=POLICY if recipient.isascii() else POLICY.clone(utf8=True))
        _check_recipient(recipient)
        reused = self._link is not None
        try:
            self._transmit(content, recipient)
        except _StaleLinkError as stale:
            # A server may close an idle or well used connection at any time; that says nothing about this message.
            if not reused:
                raise stale.meaning from stale
            self._transmit_again(content, recipient)

    def close(self) -> None:
        """Say good-bye to the server if there is a connection."""
        link, self._link = self._link, None
        if link is not None:
            try:
                link.quit()
            except (smtplib.SMTPException, OSError):
                link.close()

    def _transmit_again(self, content: bytes, recipient: str) -> None:
        try:
            self._transmit(content, recipient)
        except _StaleLinkError as stale:
            raise stale.meaning from stale

    def _transmit(self, content: bytes, recipient: str) -> None:
        if self._link is None:
            self._link = self._connect()
        try:
            with _deadline(self._link, self._settings.deadline_s):
                self._dialogue(self._link, content, recipient)
        except (DeliveryError, _StaleLinkError) as error:
            self._recover(error)
            raise

    def _recover(self, error: DeliveryError | _StaleLinkError) -> None:
        """Leave the link ready for the next message: reset it after a plain refusal, else drop it."""
        link = self._link
        if link is None:
            return
        if isinstance(error, DeliveryError) and error.code is not None and not error.channel_down:
            try:
                if link.rset()[0] == 250:
                    return
            except (smtplib.SMTPException, OSError):
                pass
        self._link = None
        link.close()

    def _dialogue(self, link: smtplib.SMTP, content: bytes, recipient: str) -> None:
        options = [f"SIZE={len(content)}"] if link.has_extn("size") else []
        if not recipient.isascii():
            if not link.has_extn("smtputf8"):
                raise DeliveryError(
                    f"the mail server cannot send to {recipient}: it does not offer SMTPUTF8", permanent=True
                )
            options.append("SMTPUTF8")
        try:
            code, reply = link.mail(self._settings.envelope_from, options)
        except (OSError, smtplib.SMTPException) as error:
            raise _StaleLinkError(broken_link(Stage.SENDER, error)) from error
        if code == 421:
            raise _StaleLinkError(refusal(Stage.SENDER, code, reply))
        if code != 250:
            raise refusal(Stage.SENDER, code, reply)
        self._recipient_and_body(link, content, recipient)

    def _recipient_and_body(self, link: smtplib.SMTP, content: bytes, recipient: str) -> None:
        try:
            code, reply = link.rcpt(recipient)
        except (OSError, smtplib.SMTPException) as error:
            raise broken_link(Stage.RECIPIENT, error) from error
        if code not in {250, 251}:
            raise refusal(Stage.RECIPIENT, code, reply)
        try:
            link.putcmd("data")
            code, reply = link.getreply()
        except (OSError, smtplib.SMTPException) as error:
            raise broken_link(Stage.DATA, error) from error
        if code != 354:
            raise refusal(Stage.DATA, code, reply)
        self._body(link, content)

    def _body(self, link: smtplib.SMTP, content: bytes) -> None:
        stuffed = b"\r\n".join(b"." + part if part.startswith(b".") else part for part in content.split(b"\r\n"))
        stuffed += b"" if stuffed.endswith(b"\r\n") else b"\r\n"
        try:
            link.send(stuffed)
        except (OSError, smtplib.SMTPException) as error:
            raise broken_link(Stage.DATA, error) from error
        try:
            link.send(b".\r\n")
            code, reply = link.getreply()
        except (OSError, smtplib.SMTPException) as error:
            raise broken_link(Stage.BODY, error) from error
        if code != 250:
            raise refusal(Stage.BODY, code, reply)

    def _connect(self) -> smtplib.SMTP:
        settings = self._settings
        try:
            link = self._open()
        except smtplib.SMTPConnectError as error:
            raise refusal(Stage.CONNECT, error.smtp_code, error.smtp_error) from error
        except ssl.SSLError as error:
            raise broken_link(Stage.TLS, error) from error
        except (OSError, smtplib.SMTPException) as error:
            raise broken_link(Stage.CONNECT, error) from error
        try:
            self._greet(link)
            if settings.user is not None:
                _log_in(link, settings.user, settings.password or "")
        except DeliveryError:
            link.close()
            raise
        return link

    def _open(self) -> smtplib.SMTP:
        settings = self._settings
        if settings.tls is Tls.IMPLICIT:
            return smtplib.SMTP_SSL(
                settings.host,
                settings.port,
                local_hostname=settings.hostname,
                timeout=settings.timeout_s,
                context=self._context(),
            )
        return smtplib.SMTP(settings.host, settings.port, local_hostname=settings.hostname, timeout=settings.timeout_s)

    def _context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self._settings.ca_file)

    def _greet(self, link: smtplib.SMTP) -> None:
        try:
            link.ehlo_or_helo_if_needed()
        except smtplib.SMTPHeloError as error:
            raise refusal(Stage.HELLO, error.smtp_code, error.smtp_error) from error
        except (OSError, smtplib.SMTPException) as error:
            raise broken_link(Stage.HELLO, error) from error
        if self._settings.tls is not Tls.STARTTLS:
            return
        try:
            code, reply = link.starttls(context=self._context())
            if code != 220:
                raise refusal(Stage.TLS, code, reply)
            link.ehlo_or_helo_if_needed()
        except smtplib.SMTPResponseException as error:
            raise refusal(Stage.TLS, error.smtp_code, error.smtp_error) from error
        except (OSError, smtplib.SMTPException) as error:
            raise broken_link(Stage.TLS, error) from error


class _StaleLinkError(Exception):
    """A connection that worked before is not there any more. ``meaning``: what it is if it was a new one."""

    def __init__(self, meaning: DeliveryError) -> None:
        self.meaning = meaning
        super().__init__(str(meaning))


def _log_in(link: smtplib.SMTP, user: str, password: str) -> None:
    try:
        link.login(user, password)
    except smtplib.SMTPResponseException as error:
        raise refusal(Stage.AUTH, error.smtp_code, error.smtp_error) from error
    except (OSError, smtplib.SMTPException) as error:
        raise broken_link(Stage.AUTH, error) from error


def _check_recipient(recipient: str) -> None:
    """Refuse what would break the dialogue, or what no server takes; sign-up has checked it long before (P13)."""
    local, at, domain = recipient.rpartition("@")
    unsafe = any(char.isspace() or not char.isprintable() or char in '<>"' for char in recipient)
    if unsafe or not at or not domain or not 0 < len(local.encode()) <= 64 or len(recipient.encode()) > 254:
        raise DeliveryError(f"{recipient!r} is not an address that mail can be sent to", permanent=True)


@contextmanager
def _deadline(link: smtplib.SMTP, seconds: float) -> Iterator[None]:
    """Break the link off when a message takes longer, because each byte of an answer starts the time-out anew."""
    timer = threading.Timer(seconds, _break_off, [link])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _break_off(link: smtplib.SMTP) -> None:
    if link.sock is not None:
        try:
            link.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return
