"""Connections to feed servers, each kept for the next feed of the same host.

A new connection costs a look-up, a handshake, and with TLS some milliseconds of processor time, on both sides. A kept one
goes to the address that was checked when it was dialled; after a few seconds it is dialled and checked anew.
"""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpcore

from monitor.errors import FetchError
from monitor.feeds.exchange import Incoming, is_readable
from monitor.network.dialling import CheckedDialler, Deadline, Resolver

KEEP_S = 5.0
"""How long an unused connection is kept. What a name resolves to is looked at no less often than that."""

MOST_KEPT = 64
"""Unused connections that are kept at most, the latest ones."""

CONNECT_TIMEOUT_S = 5.0
"""Longest wait for one address to accept a connection."""

Origin = tuple[bytes, bytes, int]
"""Scheme, host and port."""


class _Lent(Deadline):
    """The deadline of whoever uses a connection now."""

    def __init__(self, of: Deadline) -> None:
        self.of = of

    def left(self, at_most: float | None = None) -> float:
        """Seconds left; see ``Deadline``."""
        return self.of.left(at_most)

    def missed(self) -> FetchError:
        """Make the error for a fetch that was not over in time."""
        return self.of.missed()


@dataclass(slots=True)
class _Connection:
    """A connection, whom its time belongs to, and until when it is kept."""

    stream: httpcore.NetworkStream
    deadline: _Lent
    kept_until: float = 0.0


class Connections:
    """The connections of a fetcher; may be shared by threads.

    Args:
        resolver: how names become addresses.
        allow_private: True lets connections go to private addresses.
        tls: which certificates are trusted.
    """

    def __init__(self, *, resolver: Resolver, allow_private: bool, tls: ssl.SSLContext) -> None:
        tls.set_alpn_protocols(["http/1.1"])
        self._resolver, self._allow_private, self._tls = resolver, allow_private, tls
        self._lock = threading.Lock()
        self._kept: dict[Origin, _Connection] = {}

    @contextmanager
    def answer(self, origin: Origin, request: bytes, *, deadline: Deadline, url: str) -> Iterator[Incoming]:
        """Hold the open answer to one request, its body unread. What is not read of it is thrown away with the connection.

        Args:
            request: as `exchange.request` writes it.
            deadline: by which all must be over.
            url: address that errors name.

        Raises:
            FetchError: from resolving, checking and dialling.
            httpcore exceptions: from the exchange.
        """
        connection, answer = self._ask(origin, request, deadline, url)
        try:
            yield answer
        except BaseException:
            connection.stream.close()
            raise
        self._keep(origin, connection, answer.is_over)

    def close(self) -> None:
        """Close all connections that are not in use."""
        with self._lock:
            kept, self._kept = list(self._kept.values()), {}
        for connection in kept:
            connection.stream.close()

    def __del__(self) -> None:
        self.close()

    def _ask(self, origin: Origin, request: bytes, deadline: Deadline, url: str) -> tuple[_Connection, Incoming]:
        """Send a request over the kept connection, or a new one where the server has closed it meanwhile."""
        kept = self._take(origin)
        if kept is not None:
            kept.deadline.of = deadline
            try:
                return kept, _exchange(kept.stream, request)
            except (httpcore.RemoteProtocolError, httpcore.ReadError, httpcore.WriteError):
                pass
        lent = _Lent(deadline)
        stream = self._dial(origin, lent, url)
        return _Connection(stream, lent), _exchange(stream, request)

    def _dial(self, origin: Origin, deadline: Deadline, url: str) -> httpcore.NetworkStream:
        """A new connection to a checked address, with TLS where the scheme says so."""
        scheme, host, port = origin[0], origin[1].decode("ascii"), origin[2]
        dialler = CheckedDialler(deadline=deadline, resolver=self._resolver, allow_private=self._allow_private, url=url)
        stream = dialler.connect_tcp(host, port, CONNECT_TIMEOUT_S)
        if scheme != b"https":
            return stream
        try:
            return stream.start_tls(self._tls, host, CONNECT_TIMEOUT_S)
        except BaseException:
            stream.close()
            raise

    def _take(self, origin: Origin) -> _Connection | None:
        with self._lock:
            connection = self._kept.pop(origin, None)
        if connection is None:
            return None
        if connection.kept_until > time.monotonic() and not is_readable(connection.stream):
            return connection
        connection.stream.close()
        return None

    def _keep(self, origin: Origin, connection: _Connection, is_usable: bool) -> None:
        """Keep a connection that can be used again, and close those that nobody came back for."""
        closing = [connection]
        now = time.monotonic()
        with self._lock:
            if is_usable:
                connection.kept_until = now + KEEP_S
                closing = [self._kept[origin]] if origin in self._kept else []
                self._kept.pop(origin, None)
                self._kept[origin] = connection  # the latest come last
            while self._kept:
                first = next(iter(self._kept))
                if len(self._kept) <= MOST_KEPT and self._kept[first].kept_until > now:
                    break
                closing.append(self._kept.pop(first))
        for each in closing:
            each.stream.close()


def _exchange(stream: httpcore.NetworkStream, request: bytes) -> Incoming:
    """Send a request and read the head of the answer; a connection on which that fails is closed."""
    try:
        stream.write(request)
        return Incoming(stream)
    except BaseException:
        stream.close()
        raise
