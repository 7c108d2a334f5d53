"""One HTTP/1.1 exchange: a request as bytes, and the answer as it comes in. The only module that knows httptools.

httptools wraps llhttp, the parser of Node.js. httpcore and h11, which do the same in Python, take most of the time of a
poll at which nothing has changed. Dialling and TLS are still httpcore's (``monitor.network.dialling``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress

import httpcore
import httptools

HEAD_BYTES = 100_000
"""Longest head of an answer, and longest stretch without a byte of the body, such as trailers."""

_READ_BYTES = 64 * 1024


def request(target: bytes, headers: Sequence[tuple[bytes, bytes]]) -> bytes:
    """Return the bytes of a GET.

    Raises:
        ValueError: something in it would end its line and begin another.
    """
    lines = [b"GET " + target + b" HTTP/1.1", *(name + b": " + value for name, value in headers), b"", b""]
    written = b"\r\n".join(lines)
    if b" " in target or written.count(b"\n") != len(lines) - 1 or written.count(b"\r") != len(lines) - 1:
        raise ValueError("a request holds a line break or a blank where none may be")
    return written


class Incoming:
    """The answer to one request, from its head on. ``headers`` have lower-case names; those sent twice are joined.

    Args:
        stream: what the request was written to.

    Raises:
        httpcore.RemoteProtocolError: what comes is no HTTP, or nothing comes.
        httpcore exceptions: from reading.
    """

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream, self._parser = stream, httptools.HttpResponseParser(self)
        # What is sloppy and clear is read. Nobody stands between us and the server who could read it otherwise.
        self._parser.set_dangerous_leniencies(
            lenient_headers=True, lenient_chunked_length=True, lenient_optional_cr_before_lf=True
        )
        self.status, self.headers = 0, dict[str, str]()
        self._pieces: list[bytes] = []
        self._has_begun = self._has_ended = self._has_more = self._keeps = False
        self._heard, self._without_body = False, 0
        while not self._has_begun:
            self._read()

    @property
    def is_over(self) -> bool:
        """Whether it was read to its end, and the connection may be used for the next request."""
        return self._has_ended and self._keeps and not self._has_more

    def pieces(self) -> Iterator[bytes]:
        """The pieces of the body as sent; may be asked for once.

        Raises:
            httpcore.RemoteProtocolError: it is cut off, or no HTTP.
            httpcore exceptions: from reading.
        """
        while True:
            yield from self._pieces
            self._pieces.clear()
            if self._has_ended:
                return
            self._read()

    def _read(self) -> None:
        received = self._stream.read(_READ_BYTES)
        if not received:
            self._end()
            return
        self._heard = True
        self._without_body += len(received)
        try:
            self._parser.feed_data(received)
        except httptools.HttpParserUpgrade:
            raise httpcore.RemoteProtocolError("it changes to another protocol unasked") from None
        except httptools.HttpParserError as error:
            if not self._has_ended:
                raise httpcore.RemoteProtocolError(str(error)) from error
            self._has_more = True
        if self._without_body > HEAD_BYTES:
            raise httpcore.RemoteProtocolError(f"more than {HEAD_BYTES:,} bytes that are no body")

    def _end(self) -> None:
        """The server has closed the connection, which is how a body ends whose length was not said."""
        is_measured = "content-length" in self.headers or "chunked" in self.headers.get("transfer-encoding", "").lower()
        if not self._has_begun or is_measured:
            what = "the connection ended without sending complete " + ("body" if self._has_begun else "head")
            raise httpcore.RemoteProtocolError(what if self._heard else "incomplete: the server closed the connection")
        self._has_ended = self._has_more = True

    # What httptools calls.

    def on_message_begin(self) -> None:
        """Another answer begins: the first, one after an interim answer, or one that nobody asked for."""
        if self._has_begun:
            self._has_more = True
        else:
            self.headers.clear()

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header, or a trailer, which nobody needs."""
        if not self._has_begun:
            key, text = name.decode("latin-1").lower(), value.decode("latin-1")
            self.headers[key] = f"{self.headers[key]}, {text}" if key in self.headers else text

    def on_headers_complete(self) -> None:
        """The head is over; that of an interim answer (1xx) says nothing."""
        if not self._has_begun:
            self.status = self._parser.get_status_code()
            self._has_begun = self.status >= 200

    def on_body(self, piece: bytes) -> None:
        """A piece of the body."""
        if not self._has_ended:
            self._pieces.append(piece)
            self._without_body = 0

    def on_message_complete(self) -> None:
        """The answer is over, if it was no interim one."""
        if self._has_begun and not self._has_ended:
            self._has_ended, self._keeps = True, self._parser.should_keep_alive()


def is_readable(stream: httpcore.NetworkStream) -> bool:
    """Whether an unused connection has something to say: that it is closed, or something that nobody asked for."""
    with suppress(OSError, ValueError):
        return bool(stream.get_extra_info("is_readable"))
    return True
