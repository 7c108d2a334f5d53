"""What is read of the answers of servers, byte by byte as they come, and which connections are used again."""

from __future__ import annotations

import httpcore
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.feeds.exchange import HEAD_BYTES, Incoming, request

OK = b"HTTP/1.1 200 OK\r\n"


class Stream(httpcore.NetworkStream):
    """Gives what it was made with, then the end."""

    def __init__(self, *parts: bytes) -> None:
        self.parts = [part for part in parts if part]

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.parts.pop(0) if self.parts else b""


def read(*parts: bytes) -> tuple[Incoming, bytes]:
    answer = Incoming(Stream(*parts))
    return answer, b"".join(answer.pieces())


@pytest.mark.parametrize(
    ("wire", "status", "body", "again"),
    [
        (OK + b"Content-Length: 3\r\n\r\nabc", 200, b"abc", True),
        (OK + b"Content-Length: 0\r\n\r\n", 200, b"", True),
        (
            OK + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nTrailer: t\r\n\r\n",
            200,
            b"abcde",
            True,
        ),
        (OK + b"Transfer-Encoding: chunked\r\nContent-Length: 9\r\n\r\n3\r\nabc\r\n0\r\n\r\n", 200, b"abc", True),
        (b"HTTP/1.1 304 Not Modified\r\nContent-Length: 900\r\n\r\n", 304, b"", True),
        (b"HTTP/1.1 204 No Content\r\n\r\n", 204, b"", True),
        (b"HTTP/1.1 100 Continue\r\nA: b\r\n\r\n" + OK + b"Content-Length: 1\r\n\r\na", 200, b"a", True),
        (OK + b"Connection: close\r\nContent-Length: 1\r\n\r\na", 200, b"a", False),
        (b"HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\na", 200, b"a", False),
        (OK + b"\r\nuntil the end", 200, b"until the end", False),
        (b"HTTP/1.1 200 OK\nContent-Length: 2\n\nab", 200, b"ab", True),
        (b"HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nab", 200, b"ab", True),
    ],
    ids=[
        "length",
        "empty",
        "chunks",
        "both",
        "304",
        "204",
        "interim",
        "close",
        "http 1.0",
        "no length",
        "LF",
        "no phrase",
    ],
)
def test_what_is_read(wire: bytes, status: int, body: bytes, again: bool) -> None:
    for parts in ([wire], [wire[n : n + 1] for n in range(len(wire))]):
        answer, got = read(*parts)
        assert (answer.status, got, answer.is_over) == (status, body, again)
        assert "a" not in answer.headers, "what an interim answer says is forgotten"


def test_headers_have_small_names_and_are_joined() -> None:
    answer, _ = read(OK + b'ETag: "a"\r\nX-A: 1\r\nx-a:2\r\nX-Odd: caf\xc3\xa9\r\nContent-Length: 0\r\n\r\n')
    assert answer.headers == {"etag": '"a"', "x-a": "1, 2", "x-odd": "caf\xc3\xa9", "content-length": "0"}


@pytest.mark.parametrize(
    "wire",
    [
        b"",
        b"HTTP/1.1 20",
        OK + b"Content-Le",
        OK + b"Content-Length: 5\r\n\r\nabc",
        OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nabc",
        OK + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
    ],
    ids=["nothing", "status", "head", "body", "chunk", "last chunk"],
)
def test_what_is_cut_off_is_no_answer(wire: bytes) -> None:
    with pytest.raises(httpcore.RemoteProtocolError, match="complete"):
        read(wire)


@pytest.mark.parametrize(
    "wire",
    [
        b"<rss/>",
        b"ICY 200 OK\r\n\r\n",
        b"HTTP/1.1 2x0 OK\r\n\r\n",
        OK + b"Content-Length: -1\r\n\r\n",
        OK + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        OK + b"Transfer-Encoding: chunked\r\n\r\nxyz\r\n",
        b"HTTP/1.1 101 Switching\r\nUpgrade: other\r\nConnection: upgrade\r\n\r\nother",
        OK + b"X: " + b"x" * 2 * HEAD_BYTES,
        OK + b"Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nX: " + b"x" * 2 * HEAD_BYTES,
        OK + b"Transfer-Encoding: chunked\r\n\r\n1;" + b"x" * 2 * HEAD_BYTES,
    ],
    ids=["no HTTP", "ICY", "status", "length", "lengths", "chunk", "upgrade", "head", "trailer", "extension"],
)
def test_what_is_no_http_or_never_ends_is_refused(wire: bytes) -> None:
    with pytest.raises(httpcore.RemoteProtocolError):
        read(*(wire[n : n + 4096] for n in range(0, len(wire), 4096)))


def test_an_answer_that_nobody_asked_for_ends_the_connection() -> None:
    one = OK + b"Content-Length: 1\r\n\r\na"
    answer, body = read(one + OK + b"Content-Length: 4\r\nX-Second: 1\r\n\r\nevil")
    assert (body, answer.is_over, "x-second" in answer.headers) == (b"a", False, False)
    answer, body = read(one + b"rubbish")
    assert (body, answer.is_over) == (b"a", False)


def test_an_answer_with_something_unread_is_not_over() -> None:
    answer = Incoming(Stream(OK + b"Content-Length: 3\r\n\r\na", b"bc"))
    assert not answer.is_over
    assert b"".join(answer.pieces()) == b"abc"
    assert answer.is_over


@given(st.lists(st.binary(max_size=200), max_size=8))
def test_whatever_comes_is_an_answer_or_one_error(parts: list[bytes]) -> None:
    try:
        read(OK, *parts)
    except httpcore.RemoteProtocolError:
        return


def test_requests() -> None:
    assert (
        request(b"/a?b", [(b"Host", b"h"), (b"Accept", b"*/*")])
        == b"GET /a?b HTTP/1.1\r\nHost: h\r\nAccept: */*\r\n\r\n"
    )


@pytest.mark.parametrize(
    ("target", "value"), [(b"/a b", b""), (b"/a\r\nX: y", b""), (b"/", b"a\r\nX: y"), (b"/", b"a\nX"), (b"/", b"a\r")]
)
def test_nothing_can_be_smuggled_into_a_request(target: bytes, value: bytes) -> None:
    with pytest.raises(ValueError, match="line break"):
        request(target, [(b"X-A", value)])
