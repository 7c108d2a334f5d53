"""Bodies of answers, read and decompressed within bounds.

httpx decompresses without limit: a gzip bomb of 1 MB becomes 1 GiB in memory. So the body is taken raw and inflated here.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable

from monitor.errors import FetchError

ACCEPT_ENCODING = "gzip, deflate"
"""What zlib can undo. Brotli and zstd need libraries and hide larger bombs."""

_MAX_MEMBERS = 64
"""Members of one gzip stream. Honest servers send one; thousands of empty ones cost quadratic time."""


def read_wire(chunks: Iterable[bytes], *, limit: int, url: str) -> bytes:
    """Collect a body as sent, stopping as soon as it is too large.

    Raises:
        FetchError: ``too_large``.
    """
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > limit:
            raise too_large(limit, url)
    return bytes(body)


def decompress(wire: bytes, encoding: str, *, limit: int, url: str) -> bytes:
    """Undo a Content-Encoding, producing at most *limit* bytes.

    Args:
        encoding: value of the header; empty or ``identity`` for a plain body.

    Raises:
        FetchError: ``bad_encoding`` (unknown, doubled, broken or cut off), ``too_large``.
    """
    match encoding.strip().lower():
        case "" | "identity":
            body = wire
        case "gzip" | "x-gzip":
            body = _inflate(wire, zlib.MAX_WBITS | 16, limit=limit, url=url)
        case "deflate":
            body = _inflate(wire, zlib.MAX_WBITS if _has_zlib_header(wire) else -zlib.MAX_WBITS, limit=limit, url=url)
        case other:
            raise _bad_encoding(f"the body is encoded as {other[:40]!r}, which is not read", url)
    if len(body) > limit:
        raise too_large(limit, url)
    return body


def too_large(limit: int, url: str) -> FetchError:
    """Make the error for a body beyond *limit* bytes."""
    return FetchError(
        f"the feed is larger than {limit:,} bytes; ask the publisher for a shorter one or raise the limit",
        url=url,
        reason="too_large",
    )


def _inflate(wire: bytes, wbits: int, *, limit: int, url: str) -> bytes:
    body = bytearray()
    for _ in range(_MAX_MEMBERS):
        inflater = zlib.decompressobj(wbits)
        try:
            body += inflater.decompress(wire, limit + 1 - len(body))
        except zlib.error as error:
            raise _bad_encoding(f"the body does not decompress ({error})", url) from error
        if len(body) > limit:
            raise too_large(limit, url)
        if not inflater.eof:
            raise _bad_encoding("the compressed body is cut off", url)
        wire = inflater.unused_data
        if not wire.startswith(b"\x1f\x8b"):
            return bytes(body)
    raise _bad_encoding(f"the compressed body has more than {_MAX_MEMBERS} members", url)


def _has_zlib_header(wire: bytes) -> bool:
    """Tell zlib-wrapped deflate from the raw stream that some servers send (RFC 1950, 2.2)."""
    return len(wire) >= 2 and wire[0] & 0x0F == 8 and (wire[0] * 256 + wire[1]) % 31 == 0


def _bad_encoding(message: str, url: str) -> FetchError:
    return FetchError(
        f"{message}; the publisher's server has to be mended if this goes on", url=url, reason="bad_encoding"
    )
