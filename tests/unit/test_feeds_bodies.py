"""Bodies are unpacked piece by piece, within bounds, and large ones wait for their turn."""

from __future__ import annotations

import gzip
import hashlib
import threading
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import FetchError
from monitor.feeds.bodies import SMALL_BYTES, Body, Room
from monitor.network.dialling import Deadline

URL = "https://feed.example/rss"
TEXT = b"<rss>" + b"".join(b"<item>%d</item>" % n for n in range(40_000)) + b"</rss>"
MB = 1024 * 1024


def body(wire: bytes, encoding: str = "", *, wire_limit: int = 5 * MB, limit: int = 15 * MB) -> Body:
    chunks = (wire[start : start + 10_000] for start in range(0, len(wire), 10_000))
    return Body(chunks, encoding, wire_limit=wire_limit, limit=limit, url=URL)


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


WIRES = {
    "plain": ("", TEXT),
    "gzip": ("gzip", gzip.compress(TEXT)),
    "two members": ("gzip", gzip.compress(TEXT[:77_777]) + gzip.compress(TEXT[77_777:])),
    "junk behind": ("x-gzip", gzip.compress(TEXT) + b"\0" * 40),
    "zlib": ("deflate", zlib.compress(TEXT)),
    "raw deflate": ("deflate", raw_deflate(TEXT)),
}


@pytest.mark.parametrize(("encoding", "wire"), WIRES.values(), ids=WIRES)
def test_a_body_is_measured_without_being_kept_and_then_read(encoding: str, wire: bytes) -> None:
    with body(wire, encoding) as opened:
        assert opened.measure() == (hashlib.sha256(TEXT).hexdigest(), len(TEXT), None)
        assert opened.read() == TEXT
        assert opened.wire_bytes == len(wire)


def test_a_small_body_is_unpacked_once() -> None:
    with body(gzip.compress(TEXT[:SMALL_BYTES]), "gzip") as opened:
        assert opened.measure()[2] == TEXT[:SMALL_BYTES]


@given(st.binary(max_size=300_000), st.sampled_from([1, 6, 9]))
def test_whatever_was_packed_comes_out_again(data: bytes, level: int) -> None:
    with body(gzip.compress(data, level), "gzip") as opened:
        assert opened.measure()[:2] == (hashlib.sha256(data).hexdigest(), len(data))
        assert opened.read() == data


@pytest.mark.parametrize(
    ("wire", "encoding", "reason"),
    [
        (gzip.compress(bytes(64 * MB)), "gzip", "too_large"),
        (gzip.compress(bytes(2 * MB)), "gzip", "too_large"),
        (bytes(6 * MB), "", "too_large"),
        (gzip.compress(TEXT)[:-9], "gzip", "bad_encoding"),
        (gzip.compress(b"") * 200, "gzip", "bad_encoding"),
        (b"", "gzip", "bad_encoding"),
        (TEXT, "gzip", "bad_encoding"),
        (TEXT, "br", "bad_encoding"),
        (gzip.compress(gzip.compress(TEXT)), "gzip, gzip", "bad_encoding"),
    ],
    ids=["bomb", "small bomb", "large", "cut off", "members", "empty", "not packed", "brotli", "packed twice"],
)
def test_what_is_too_much_or_no_packing_is_refused(wire: bytes, encoding: str, reason: str) -> None:
    with pytest.raises(FetchError) as caught, body(wire, encoding) as opened:
        opened.measure()
    assert caught.value.reason == reason


def test_large_bodies_wait_for_each_other() -> None:
    room, deadline, came = Room(100), Deadline(30.0, URL), threading.Event()
    first = room.take(70, deadline, URL)

    def second() -> None:
        room.give_back(room.take(50, deadline, URL))
        came.set()

    threading.Thread(target=second, daemon=True).start()
    assert not came.wait(0.05)
    room.give_back(first)
    assert came.wait(30)


def test_a_body_that_finds_no_room_in_time_is_put_off() -> None:
    room = Room(100)
    assert room.take(1_000, Deadline(30.0, URL), URL) == 100
    with pytest.raises(FetchError) as caught:
        room.take(1, Deadline(0.01, URL), URL)
    assert caught.value.reason == "no_room"
