"""Connections that are checked at the moment of dialling and that end by a deadline.

The name is resolved once, every answer is checked, and the checked literal is what is dialled: a name that changes its
answer between check and connection (DNS rebinding) gains nothing. TLS still verifies the name. The deadline bounds the
whole fetch, name look-up and handshake included; read time-outs alone never fire on a server that drips.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from typing import Any

import httpcore

from monitor.errors import FetchError
from monitor.network.addresses import blocked_because

Resolver = Callable[[str, int], list[str]]
"""Host and port to literal addresses, in order of preference. Raises OSError when the name has none."""


def resolve(host: str, port: int) -> list[str]:
    """Look a host name up with the system's resolver."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))


class Deadline:
    """The moment by which a fetch of *url* must be over."""

    def __init__(self, seconds: float, url: str) -> None:
        self._seconds, self._url = seconds, url
        self._at = time.monotonic() + seconds

    def left(self, at_most: float | None = None) -> float:
        """Seconds left, *at_most* if that is less.

        Raises:
            FetchError: ``timeout``: none are left.
        """
        left = self._at - time.monotonic()
        if left <= 0:
            raise self.missed()
        return left if at_most is None else min(left, at_most)

    def extend(self, seconds: float) -> None:
        """Put the moment off by time that was not the server's fault: waiting for a slot."""
        self._at += seconds

    def missed(self) -> FetchError:
        """Make the error for a fetch that was not over in time."""
        return FetchError(
            f"the fetch was not over after {self._seconds:.0f} s; the server is slow or down, it is asked again later",
            url=self._url,
            reason="timeout",
        )


PATIENCE_S = 0.5
"""How far a wait may reach beyond the deadline. Setting a socket's time-out anew for each wait lets other threads in between,
which costs more than the request where there are many."""


class CheckedStream(httpcore.NetworkStream):
    """A connection whose every read and write ends by the deadline.

    Args:
        stream: as it was dialled, or with TLS on it; it stands on a socket.
        deadline: of whoever uses the connection now.
        url: address that errors name.
    """

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline, url: str) -> None:
        self._stream, self._deadline, self._url = stream, deadline, url
        self._socket: socket.socket = stream.get_extra_info("socket")
        self._waits_s = -1.0

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what has arrived."""
        self._wait_for(self._deadline.left(timeout))
        try:
            return self._socket.recv(max_bytes)
        except TimeoutError as error:
            raise httpcore.ReadTimeout(str(error)) from error
        except OSError as error:
            raise httpcore.ReadError(str(error)) from error

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write all of *buffer*."""
        if not buffer:
            return
        self._wait_for(self._deadline.left(timeout))
        try:
            self._socket.sendall(buffer)  # the time-out is for all of it
        except TimeoutError as error:
            raise httpcore.WriteTimeout(str(error)) from error
        except OSError as error:
            raise httpcore.WriteError(str(error)) from error

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def _wait_for(self, seconds: float) -> None:
        if not seconds <= self._waits_s <= seconds + PATIENCE_S:
            self._waits_s = seconds + PATIENCE_S / 2
            self._socket.settimeout(self._waits_s)

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Upgrade to TLS, verifying the name that was asked for, not the literal that was dialled.

        Raises:
            FetchError: ``tls``.
        """
        try:
            secured = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        except httpcore.ConnectError as error:
            if isinstance(error.__cause__ or error.__context__, ssl.SSLError):
                raise FetchError(
                    f"the secure connection was refused ({error}); the publisher has to mend the certificate",
                    url=self._url,
                    reason="tls",
                ) from error
            raise
        return CheckedStream(secured, self._deadline, self._url)

    def get_extra_info(self, info: str) -> Any:
        """Pass on what the connection knows of itself."""
        return self._stream.get_extra_info(info)


class CheckedDialler(httpcore.NetworkBackend):
    """Resolves, checks and dials for one fetch.

    Args:
        deadline: of the fetch.
        allow_private: True lets every address through: for tests, the demo, and operators with feeds of their own.
    """

    def __init__(self, *, deadline: Deadline, resolver: Resolver, allow_private: bool, url: str) -> None:
        self._deadline, self._resolver, self._allow_private, self._url = deadline, resolver, allow_private, url
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Dial the first checked address that answers.

        Raises:
            FetchError: ``dns``, ``blocked_address``, ``timeout``.
            httpcore.ConnectError, httpcore.ConnectTimeout: no address answered.
        """
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in self._checked_addresses(host, port):
            try:
                stream = self._backend.connect_tcp(
                    address, port, self._deadline.left(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return CheckedStream(stream, self._deadline, self._url)
        raise failure

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None
    ) -> httpcore.NetworkStream:
        """Refuse: feeds are never on local sockets."""
        raise FetchError("feeds are not read from local sockets", url=self._url, reason="blocked_address")

    def _checked_addresses(self, host: str, port: int) -> list[str]:
        """Resolve *host* and refuse it if any of its addresses is not public."""
        addresses = self._resolve_in_time(host, port)
        if self._allow_private:
            return addresses
        for address in addresses:
            if why := blocked_because(address):
                raise FetchError(
                    f"{host} is at {address}, which is not a public address ({why}); "
                    "allow private feeds in the settings if that is meant",
                    url=self._url,
                    reason="blocked_address",
                )
        return addresses

    def _resolve_in_time(self, host: str, port: int) -> list[str]:
        """Resolve on a thread of its own: the system's resolver takes no time-out and may hang for half a minute."""
        answer: Future[list[str]] = Future()

        def look_up() -> None:
            try:
                answer.set_result(self._resolver(host, port))
            except (OSError, ValueError) as error:
                answer.set_exception(error)

        threading.Thread(target=look_up, name=f"resolve {host}", daemon=True).start()
        try:
            return answer.result(self._deadline.left())
        except FutureTimeoutError:
            raise self._deadline.missed() from None
        except (OSError, ValueError) as error:
            raise FetchError(
                f"the host name {host} cannot be resolved ({error}); check the address of the feed",
                url=self._url,
                reason="dns",
            ) from error
