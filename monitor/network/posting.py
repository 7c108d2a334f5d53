"""Tells a stranger's host something: over a checked address, within a deadline, without following where it is sent on to."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

import httpcore

from monitor.errors import FetchError
from monitor.network.addresses import target_refused_because
from monitor.network.dialling import CheckedDialler, Deadline, Resolver, resolve

LONGEST_ANSWER = 10_000
"""Bytes of an answer that are read: its first words are shown to the operator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """What was answered. ``words``: the beginning of the body."""

    status: int
    words: str

    @property
    def well(self) -> bool:
        """Whether the host took it."""
        return 200 <= self.status < 300


class Posts(Protocol):
    """Whoever can post: ``Poster``, or a fake in tests."""

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Posted:
        """Post *body* and return what is answered; see ``Poster.post``."""
        ...

    def get(self, url: str) -> Posted:
        """Ask for *url* and return what is answered; see ``Poster.get``."""
        ...


class Poster:
    """Posts and asks; may be shared by threads.

    Args:
        timeout_s: longest time for the whole, look-up and handshake included.
        user_agent: who we are.
        allow_private: True lets hosts be on private addresses and any port.
        resolver: how names become addresses.
        tls: which certificates are trusted; None: those of the system.
    """

    def __init__(
        self,
        *,
        timeout_s: float = 15.0,
        user_agent: str = "AttackMonitor",
        allow_private: bool = False,
        resolver: Resolver = resolve,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._timeout_s, self._user_agent = timeout_s, user_agent
        self._allow_private, self._resolver = allow_private, resolver
        self._tls = tls or ssl.create_default_context()

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Posted:
        """Post *body* and return what is answered, whatever its status.

        Raises:
            FetchError: nothing was answered, or the address is not one to connect to (``blocked_address``).
        """
        return self._ask("POST", url, body, headers)

    def get(self, url: str) -> Posted:
        """Ask for *url* and return what is answered, whatever its status.

        Raises:
            FetchError: as `post`.
        """
        return self._ask("GET", url, None, {})

    def _ask(self, method: str, url: str, body: bytes | None, headers: Mapping[str, str]) -> Posted:
        check_target(url, any_port=self._allow_private)
        deadline = Deadline(self._timeout_s, url)
        dialler = CheckedDialler(deadline=deadline, resolver=self._resolver, allow_private=self._allow_private, url=url)
        try:
            with (
                httpcore.ConnectionPool(ssl_context=self._tls, network_backend=dialler, max_connections=1) as pool,
                pool.stream(
                    method, url, headers=[("User-Agent", self._user_agent), *headers.items()], content=body
                ) as answer,
            ):
                words = b""
                for part in answer.iter_stream():
                    words += part
                    if len(words) >= LONGEST_ANSWER:
                        break
                return Posted(status=answer.status, words=words[:300].decode("utf-8", "replace"))
        except (
            httpcore.TimeoutException,
            httpcore.NetworkError,
            httpcore.ProtocolError,
            httpcore.UnsupportedProtocol,
        ) as error:
            raise FetchError(
                f"it did not answer properly ({type(error).__name__}: {error})", url=url, reason="connect"
            ) from error


def check_target(url: str, *, any_port: bool) -> None:
    """Refuse an address that must not even be looked up.

    Raises:
        FetchError: ``blocked_address``, with the remedy.
    """
    try:
        parts = urlsplit(url)
        refused = target_refused_because(
            scheme=parts.scheme,
            userinfo="@" in parts.netloc,
            host=parts.hostname or "",
            port=parts.port,
            any_port=any_port,
        )
    except ValueError as error:
        refused = f"the address cannot be read ({error})"
    if refused:
        raise FetchError(refused, url=url, reason="blocked_address")
