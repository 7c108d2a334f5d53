"""Hands messages to a mail server: one connection for many messages, encrypted or not at all."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from enum import StrEnum

from monitor.delivery.channels import StillOurs, always
from monitor.delivery.links import Dialogue, Link, TlsLink
from monitor.delivery.message import POLICY, POLICY_UTF8
from monitor.delivery.replies import Stage, broken_link, refusal
from monitor.delivery.signing import DkimSigner
from monitor.errors import DeliveryError


class Tls(StrEnum):
    """How the link is encrypted. There is no "if possible": a link that should be and cannot be is not used."""

    NONE = "none"
    STARTTLS = "starttls"
    IMPLICIT = "tls"


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpSettings:
    """A mail server and how to talk to it.

    ``envelope_from``: address that bounces go to. ``timeout_s``: longest wait for one whole reply; ``last_timeout_s``: for
    the reply to the end of a message, long because giving up too early sends it twice (RFC 5321 section 4.5.3.2.6).
    ``hostname`` None: this machine's. ``ca_file`` None: the system's authorities.
    """

    host: str
    port: int
    envelope_from: str
    tls: Tls = Tls.STARTTLS
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    timeout_s: float = 30.0
    last_timeout_s: float = 600.0
    hostname: str | None = None
    ca_file: str | None = None


class SmtpChannel:
    """A `Channel` to a mail server. May be shared by threads: each uses a connection of its own while it sends.

    Args:
        settings: the server.
        signer: signs every message; None: none is signed, or the server does it.
    """

    def __init__(self, settings: SmtpSettings, signer: DkimSigner | None = None) -> None:
        self._settings, self._signer = settings, signer
        self._idle: list[Link] = []

    def send(self, message: EmailMessage, recipient: str, still_ours: StillOurs = always) -> None:
        """Hand *message* over for *recipient*; see `Channel.send`."""
        content = message.as_bytes(policy=POLICY if recipient.isascii() else POLICY_UTF8)
        _check_recipient(recipient)
        if self._signer is not None:
            content = self._signer.signed(content)
        try:
            # A list's own pop and append are atomic: no two threads get the same connection.
            link = self._idle.pop()
        except IndexError:
            self._transmit(self._connect(), content, recipient, still_ours)
            return
        try:
            self._transmit(link, content, recipient, still_ours)
        except _LinkEndedError:
            # A server may close an idle or well used connection at any time; that says nothing about this message.
            self._transmit(self._connect(), content, recipient, still_ours)

    def close(self) -> None:
        """Say good-bye to the server on connections that nobody uses."""
        while self._idle:
            link = self._idle.pop()
            try:
                link.quit()
            except (smtplib.SMTPException, OSError):
                link.close()

    def _transmit(self, link: Link, content: bytes, recipient: str, still_ours: StillOurs) -> None:
        """Hand the message over on *link*, which is kept for the next one if it can be.

        Raises:
            DeliveryError: it was not taken; `_LinkEndedError` when the server ended the link before the message began.
        """
        dialogue = Dialogue(link, self._settings.last_timeout_s, still_ours)
        try:
            dialogue.hand_over(self._settings.envelope_from, recipient, content)
        except DeliveryError as error:
            if _is_usable_after(link, error):
                self._idle.append(link)
            else:
                link.close()
            if dialogue.stage is Stage.SENDER and error.code in {None, 421}:
                raise _LinkEndedError(error) from error
            raise
        self._idle.append(link)

    def _connect(self) -> Link:
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

    def _open(self) -> Link:
        settings = self._settings
        if settings.tls is Tls.IMPLICIT:
            return TlsLink(
                settings.host,
                settings.port,
                local_hostname=settings.hostname,
                timeout=settings.timeout_s,
                context=self._context(),
            )
        return Link(settings.host, settings.port, local_hostname=settings.hostname, timeout=settings.timeout_s)

    def _context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self._settings.ca_file)

    def _greet(self, link: Link) -> None:
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
            if not link.nothing_unread():
                raise broken_link(Stage.TLS, ConnectionError("something was said before the link was encrypted"))
            link.ehlo_or_helo_if_needed()
        except smtplib.SMTPResponseException as error:
            raise refusal(Stage.TLS, error.smtp_code, error.smtp_error) from error
        except (OSError, smtplib.SMTPException) as error:
            raise broken_link(Stage.TLS, error) from error


class _LinkEndedError(DeliveryError):
    """The server ended the link before the message began: nothing is wrong with the message, if the link was an old one."""

    def __init__(self, meaning: DeliveryError) -> None:
        super().__init__(
            str(meaning),
            channel_down=meaning.channel_down,
            code=meaning.code,
            status=meaning.status,
            stage=meaning.stage,
        )


def _is_usable_after(link: Link, error: DeliveryError) -> bool:
    """Whether the link can take the next message: after a plain refusal it can, once it is reset."""
    if error.code is None or error.channel_down:
        return False
    try:
        return link.rset()[0] == 250
    except (smtplib.SMTPException, OSError):
        return False


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
