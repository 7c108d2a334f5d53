"""Mail servers of this machine: one that takes messages, and one that follows a script of replies and silences."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

HANG_UP = "hang up"
"""Instead of a reply: close the connection without a word."""

SILENCE = "silence"
"""Instead of a reply: say nothing and keep the connection."""

DRIP = "drip"
"""Instead of a reply: a byte now and then, and never a whole line."""

SLOW = "slow "
"""Before a reply: take half a second."""


@dataclass
class Sink:
    """What the server took, and whom it refuses: reply lines by address."""

    messages: list[Envelope] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    sessions: list[Session] = field(default_factory=list)
    port: int = 0

    @property
    def contents(self) -> list[bytes]:
        return [message.original_content or b"" for message in self.messages]

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if session not in self.sessions:
            self.sessions.append(session)
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.messages.append(envelope)
        return "250 taken"


@contextmanager
def smtp_sink(
    *, tls: ssl.SSLContext | None = None, starttls: ssl.SSLContext | None = None, log_in: tuple[str, str] | None = None
) -> Iterator[Sink]:
    """A `Sink` on a port of this machine. ``log_in``: the only user and password that are let in."""
    sink = Sink()

    def authenticate(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object) -> AuthResult:
        known = isinstance(data, LoginPassword) and (data.login.decode(), data.password.decode()) == log_in
        return AuthResult(success=known, handled=False)

    def protocol() -> SMTP:
        return SMTP(
            sink,
            hostname="sink",
            tls_context=starttls,
            require_starttls=starttls is not None,
            authenticator=authenticate,
            auth_require_tls=False,
        )

    controller = Controller(sink, hostname="127.0.0.1", port=0, ssl_context=tls)
    controller.factory = protocol  # type: ignore[method-assign]
    sink.port = _start(controller)
    try:
        yield sink
    finally:
        controller.stop()


def _start(controller: Controller) -> int:
    """Start on a free port; the controller itself wants to know the port before it has one."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        controller.port = probe.getsockname()[1]
    controller.start()
    return int(controller.port)


class ScriptedServer:
    """A server that answers as it is told, by stage (``CONNECT EHLO MAIL RCPT DATA BODY``), and well otherwise.

    ``once``: stages at which the script holds only for the first time. ``taken`` holds the bodies that ended properly,
    whatever was answered then; ``connections`` counts.
    """

    def __init__(self, script: Mapping[str, str], once: bool = False) -> None:
        self.taken: list[bytes] = []
        self.connections = 0
        self._script = dict(script)
        self._once = once
        self._open = True
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._socket.settimeout(0.05)
        self.port = int(self._socket.getsockname()[1])
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._open = False
        self._thread.join()
        self._socket.close()

    def _serve(self) -> None:
        while self._open:
            try:
                link, _ = self._socket.accept()
            except TimeoutError:
                continue
            self.connections += 1
            with link:
                link.settimeout(5)
                try:
                    self._talk(link)
                except OSError:
                    continue

    def _talk(self, link: socket.socket) -> None:
        replies = {"CONNECT": "220 sink", "EHLO": "250 sink", "DATA": "354 go on", "QUIT": "221 bye"}
        lines = link.makefile("rb")
        if not self._answer(link, "CONNECT", replies["CONNECT"]):
            return
        while row := lines.readline():
            verb = row.split()[0].decode().upper().partition(":")[0]
            if not self._answer(link, verb, replies.get(verb, "250 OK")):
                return
            if verb == "DATA" and "DATA" not in self._script:
                body = b"".join(iter(lines.readline, b".\r\n"))
                self.taken.append(body)
                if not self._answer(link, "BODY", "250 taken"):
                    return

    def _answer(self, link: socket.socket, stage: str, usual: str) -> bool:
        """Answer; False when the connection is over."""
        reply = self._script.pop(stage, usual) if self._once else self._script.get(stage, usual)
        if reply == HANG_UP:
            return False
        if reply in {SILENCE, DRIP}:
            while self._open:
                if reply == DRIP:
                    link.send(b"2")
                time.sleep(0.02)
            return False
        if reply.startswith(SLOW):
            time.sleep(0.5)
        link.sendall(reply.removeprefix(SLOW).encode() + b"\r\n")
        return not reply.startswith("421")


@contextmanager
def scripted_server(script: Mapping[str, str], *, once: bool = False) -> Iterator[ScriptedServer]:
    """A `ScriptedServer` on a port of this machine."""
    server = ScriptedServer(script, once)
    try:
        yield server
    finally:
        server.close()
