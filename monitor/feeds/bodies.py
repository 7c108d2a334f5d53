"""Bodies of answers, read and unpacked within bounds, whatever they claim to be.

httpx unpacks without limit: a gzip bomb of 1 MB becomes 1 GiB in memory. So bodies are taken as sent and unpacked here, piece
by piece. What is large waits on the disk, is measured before it is unpacked into memory, and then waits for its turn (``Room``).
"""

from __future__ import annotations

import hashlib
import io
import threading
import zlib
from collections.abc import Generator, Iterable, Iterator
from tempfile import SpooledTemporaryFile
from typing import IO

from monitor.errors import FetchError
from monitor.network.dialling import Deadline

ACCEPT_ENCODING = "gzip, deflate"
"""What zlib can undo. Brotli and zstd need libraries and hide larger bombs."""

SMALL_BYTES = 256 * 1024
"""What each fetch may hold without asking for room, packed and once more unpacked; most feeds are smaller."""

ROOM_BYTES = 40 * 1024 * 1024
"""Memory for all larger bodies at once, with what is made of them: the parent may grow by 64 MiB (P8)."""

NEEDED_TIMES = 4
"""Memory that a body needs until it is recorded, in its own size: itself, what the parser answers, and the texts of that."""

MAX_RATIO = 100
"""How many times larger than on the wire a body may get, from a megabyte on. Text packs to a tenth, bombs to a thousandth."""

_RATIO_FROM_BYTES = 1024 * 1024
_PIECE = 64 * 1024

_MAX_MEMBERS = 64
"""Members of one gzip stream. Honest servers send one; thousands of empty ones cost quadratic time."""

_GZIP = b"\x1f\x8b"


class Room:
    """Memory for large bodies, shared by everybody who fetches."""

    def __init__(self, total: int = ROOM_BYTES) -> None:
        self._total = self._free = total
        self._changed = threading.Condition()

    def take(self, size: int, deadline: Deadline, url: str) -> int:
        """Wait until *size* bytes are free and take them, or all where *size* is more; return how many.

        Raises:
            FetchError: ``no_room``, which is not the feed's failure; ``timeout``.
        """
        size = min(size, self._total)
        with self._changed:
            if not self._changed.wait_for(lambda: self._free >= size, deadline.left()):
                raise FetchError(
                    "too many large feeds were read at the same time; it is asked later", url=url, reason="no_room"
                )
            self._free -= size
        return size

    def give_back(self, size: int) -> None:
        """Free what was taken."""
        with self._changed:
            self._free += size
            self._changed.notify_all()


class Body:
    """A body as sent, in memory while it is small and on the disk beyond that. A context manager.

    Args:
        chunks: as they come from the network.
        encoding: value of Content-Encoding; empty or ``identity`` for a plain body.
        wire_limit: most bytes as sent.
        limit: most bytes unpacked.
        url: address that errors name.

    Raises:
        FetchError: ``too_large``: as sent.
    """

    def __init__(self, chunks: Iterable[bytes], encoding: str, *, wire_limit: int, limit: int, url: str) -> None:
        self._encoding, self._limit, self._url = encoding.strip().lower(), limit, url
        self.wire_bytes = 0
        self._file: IO[bytes] = SpooledTemporaryFile(max_size=SMALL_BYTES)  # noqa: SIM115 - closed by whoever opens a Body
        try:
            for chunk in chunks:
                self.wire_bytes += len(chunk)
                if self.wire_bytes > wire_limit:
                    raise too_large(wire_limit, url)
                self._file.write(chunk)
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Body:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def measure(self) -> tuple[str, int, bytes | None]:
        """Unpack it without keeping it: the SHA-256 in hex, the size, and the bytes themselves where they are few.

        Raises:
            FetchError: ``bad_encoding`` (unknown, doubled, broken or cut off), ``too_large``.
        """
        hashed, size, few = hashlib.sha256(), 0, list[bytes]()
        for piece in self._pieces():
            size += len(piece)
            if size > self._limit:
                raise too_large(self._limit, self._url)
            if size > max(_RATIO_FROM_BYTES, MAX_RATIO * self.wire_bytes):
                raise _bomb(self._url)
            hashed.update(piece)
            if size <= SMALL_BYTES:
                few.append(piece)
            else:
                few.clear()
        return hashed.hexdigest(), size, b"".join(few) if size <= SMALL_BYTES else None

    def read(self) -> bytes:
        """Unpack it into memory, after it was measured."""
        whole = io.BytesIO()
        for piece in self._pieces():
            whole.write(piece)
        return whole.getvalue()

    def _pieces(self) -> Iterator[bytes]:
        self._file.seek(0)
        match self._encoding:
            case "" | "identity":
                return iter(lambda: self._file.read(_PIECE), b"")
            case "gzip" | "x-gzip":
                return _inflated(self._file, zlib.MAX_WBITS | 16, self._url)
            case "deflate":
                start = self._file.read(2)
                self._file.seek(0)
                return _inflated(self._file, zlib.MAX_WBITS if _has_zlib_header(start) else -zlib.MAX_WBITS, self._url)
            case other:
                raise _bad_encoding(f"the body is encoded as {other[:40]!r}, which is not read", self._url)


def too_large(limit: int, url: str) -> FetchError:
    """Make the error for a body beyond *limit* bytes."""
    return FetchError(
        f"the feed is larger than {limit:,} bytes; ask the publisher for a shorter one or raise the limit",
        url=url,
        reason="too_large",
    )


def _bomb(url: str) -> FetchError:
    return FetchError(
        f"the feed unpacks to more than {MAX_RATIO} times its size, which is made to fill the memory; the publisher has to mend it",
        url=url,
        reason="too_large",
    )


def _inflated(packed: IO[bytes], wbits: int, url: str) -> Iterator[bytes]:
    """The pieces of a packed body; of what follows its last member nothing."""
    for _ in range(_MAX_MEMBERS):
        rest = yield from _member(packed, zlib.decompressobj(wbits), url)
        packed.seek(-len(rest), io.SEEK_CUR)
        if packed.read(len(_GZIP)) != _GZIP:
            return
        packed.seek(-len(_GZIP), io.SEEK_CUR)
    raise _bad_encoding(f"the compressed body has more than {_MAX_MEMBERS} members", url)


def _member(packed: IO[bytes], inflater: zlib._Decompress, url: str) -> Generator[bytes, None, bytes]:
    """The pieces of one member; returns what was read beyond its end."""
    while chunk := packed.read(_PIECE):
        piece = b" " * _PIECE
        while chunk or len(piece) == _PIECE:
            try:
                piece = inflater.decompress(chunk, _PIECE)
            except zlib.error as error:
                raise _bad_encoding(f"the body does not decompress ({error})", url) from error
            if piece:
                yield piece
            if inflater.eof:
                return inflater.unused_data
            chunk = inflater.unconsumed_tail
    raise _bad_encoding("the compressed body is cut off", url)


def _has_zlib_header(start: bytes) -> bool:
    """Tell zlib-wrapped deflate from the raw stream that some servers send (RFC 1950, 2.2)."""
    return len(start) >= 2 and start[0] & 0x0F == 8 and (start[0] * 256 + start[1]) % 31 == 0


def _bad_encoding(message: str, url: str) -> FetchError:
    return FetchError(
        f"{message}; the publisher's server has to be mended if this goes on", url=url, reason="bad_encoding"
    )
