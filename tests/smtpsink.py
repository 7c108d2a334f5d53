"""A mail server in a thread that keeps what it takes and can be told what to answer."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


@dataclass
class Sink:
    """What the server took, and what it answers instead of taking it: reply lines by stage (``MAIL RCPT DATA``)."""

    messages: list[Envelope] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    hang_up_at: str | None = None
    sessions: set[int] = field(default_factory=set)
    port: int = 0

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.sessions.add(id(session))
        if refused := self._answer("MAIL", server):
            return refused
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if refused := self._answer("RCPT", server) or self.answers.get(address):
            return refused
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if refused := self._answer("DATA", server):
            return refused
        self.messages.append(envelope)
        return "250 taken"

    def hang_up(self, server: SMTP) -> None:
        """Close the connection without a word."""
        transport = server.transport
        assert transport is not None
        transport.abort()

    def _answer(self, stage: str, server: SMTP) -> str | None:
        if self.hang_up_at == stage:
            self.hang_up(server)
        return self.answers.get(stage)


@contextmanager
def smtp_sink(
    *, tls: ssl.SSLContext | None = None, starttls: ssl.SSLContext | None = None, log_in: tuple[str, str] | None = None
) -> Iterator[Sink]:
    """A `Sink` on a port of this machine. ``log_in``: the only user and password that are let in."""
    sink = Sink()

    def authenticate(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object) -> AuthResult:
        known = isinstance(data, LoginPassword) and (data.login.decode(), data.password.decode()) == log_in
        return AuthResult(success=known, handled=False)

    controller = Controller(
        sink,
        hostname="127.0.0.1",
        port=0,
        ssl_context=tls,
        tls_context=starttls,
        enable_SMTPUTF8=False,
        authenticator=authenticate,
        auth_required=log_in is not None,
        auth_require_tls=False,
    )
    controller.start()
    try:
        assert controller.server is not None
        sink.port = controller.server.sockets[0].getsockname()[1]
        yield sink
    finally:
        controller.stop()
