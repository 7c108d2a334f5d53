"""Serves thousands of feeds on hundreds of hosts of the loopback network, cheaply: python -m benchmarks.feedfarm PORT ENTRIES.

Feed *n* is ``http://127.1.H.1:PORT/n``, one host for each ``n % hosts``. Four feeds in five answer 304 when nothing has
changed; the fifth knows no validators and sends the same body again. ``/turn`` makes the next round: every tenth feed
then has two new entries. Runs in a process of its own, and answers ``/cpu`` with the seconds that it has used.
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import format_datetime
from functools import cache
from html import escape
from urllib.error import URLError
from urllib.request import urlopen

from benchmarks.general_news import entries

DOCUMENTS = 100
"""Different documents; feeds that are this far apart share one."""

ENTRIES, NEW = 20, 2
"""Entries of a feed, and how many of them are new in a feed that has changed."""


def host_of(number: int, hosts: int) -> str:
    """Address of the host that feed *number* is on."""
    return f"127.1.{number % hosts // 250}.{number % hosts % 250 + 1}"


def url_of(number: int, *, hosts: int, port: int) -> str:
    """Address of feed *number*."""
    return f"http://{host_of(number, hosts)}:{port}/{number}"


def hostile_url(number: int, *, port: int) -> str:
    """Address of a hostile feed, each on a host of its own: five kinds, see ``_misbehave``."""
    return f"http://127.0.{number // 250 + 1}.{number % 250 + 1}:{port}/hostile/{number % 5}/{number}"


def document(which: int, rounds: int, count: int = ENTRIES) -> bytes:
    """The document *which* after it has changed *rounds* times: the newest of its *count* entries come first."""
    items = list(entries(count, every=50, first=which * 100 + NEW * rounds))
    rows = "".join(
        f"<item><title>{escape(e.title)}</title><guid isPermaLink='false'>{e.guid}</guid><link>{e.link}</link>"
        f"<pubDate>{format_datetime(e.published) if e.published else ''}</pubDate>"
        f"<description>{escape(e.summary)}</description></item>\n"
        for e in reversed(items)
    )
    return (
        f"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>News {which}</title>"
        f"<link>https://news.example.org/</link>{rows}</channel></rss>"
    ).encode()


@cache
def bomb() -> bytes:
    """A quarter of a gigabyte in a quarter of a megabyte. Made where it is served: it must not count as anybody's memory."""
    packer = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)
    return b"".join([packer.compress(b"<rss>"), *(packer.compress(bytes(1 << 20)) for _ in range(256)), packer.flush()])


LAUGHS = (
    b"<!DOCTYPE rss [<!ENTITY a 'ha'>"
    + b"".join(b"<!ENTITY %c '%s'>" % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]><rss><channel><title>&j;</title></channel></rss>"
)


class Farm:
    """What is served now."""

    def __init__(self, entries: int) -> None:
        self.turn, self._entries = 0, entries
        self._documents: dict[tuple[int, int], bytes] = {}

    def answer(self, path: str, etag: str) -> bytes:
        if path == "/turn":
            self.turn += 1
            for which in range(DOCUMENTS):
                self._body(which, self.turn)
            return _answer(b"%d" % self.turn)
        if path == "/cpu":
            usage = resource.getrusage(resource.RUSAGE_SELF)
            return _answer(b"%f" % (usage.ru_utime + usage.ru_stime))
        number = int(path[1:])
        changes = self.turn if number % 10 == 0 else 0
        if number % 5 == 1:
            return _answer(self._body(number % DOCUMENTS, changes))
        own = f'"{number}-{changes}"'
        if etag == own:
            return b"HTTP/1.1 304 Not Modified\r\nETag: " + own.encode() + b"\r\n\r\n"
        return _answer(self._body(number % DOCUMENTS, changes), own)

    def _body(self, which: int, changes: int) -> bytes:
        if (which, changes) not in self._documents:
            self._documents[which, changes] = document(which, changes, self._entries)
        return self._documents[which, changes]


def _answer(body: bytes, etag: str | None = None) -> bytes:
    tag = f"ETag: {etag}\r\n" if etag else ""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n{tag}Content-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


class _Connection(asyncio.Protocol):
    def __init__(self, farm: Farm) -> None:
        self._farm, self._waiting, self._is_full = farm, b"", False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def pause_writing(self) -> None:
        self._is_full = True

    def resume_writing(self) -> None:
        self._is_full = False

    def data_received(self, data: bytes) -> None:
        *requests, self._waiting = (self._waiting + data).split(b"\r\n\r\n")
        for request in requests:
            first, *headers = request.decode("latin-1").split("\r\n")
            etag = next((h[14:].strip() for h in headers if h[:14].lower() == "if-none-match:"), "")
            path = first.split(" ")[1]
            if path.startswith("/hostile/"):
                self._misbehave(int(path.split("/")[2]), path)
            else:
                self._transport.write(self._farm.answer(path, etag))

    def _misbehave(self, kind: int, path: str) -> None:
        """Drip byte by byte, send a gzip bomb, a body without end, a redirect loop, or entities that explode."""
        if kind == 0:
            self._transport.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n<rss>")
            self._go_on(b" ", 0.3)
        elif kind == 1:
            head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(bomb())
            self._transport.write(head + bomb())
        elif kind == 2:
            self._transport.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            self._go_on(b"10000\r\n" + b"x" * 65_536 + b"\r\n", 0.0)
        elif kind == 3:
            self._transport.write(
                b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + path.encode() + b"\r\n\r\n"
            )
        else:
            self._transport.write(_answer(LAUGHS))

    def _go_on(self, part: bytes, every_s: float) -> None:
        """Send *part* again and again, until the other side has enough."""
        if self._transport.is_closing():
            return
        if not self._is_full:
            self._transport.write(part)
        asyncio.get_running_loop().call_later(every_s or 0.001 * self._is_full, self._go_on, part, every_s)


async def serve(port: int, entries: int) -> None:
    """Serve until the process is ended."""
    bomb()
    farm = Farm(entries)
    server = await asyncio.get_running_loop().create_server(lambda: _Connection(farm), "0.0.0.0", port, backlog=1000)
    await server.serve_forever()


def ask(port: int, path: str) -> str:
    """Ask the farm something about itself."""
    with urlopen(f"http://127.0.0.1:{port}{path}") as answer:
        text: str = answer.read().decode()
    return text


@contextmanager
def farm(port: int, entries: int = ENTRIES) -> Iterator[None]:
    """A farm in a process of its own, with so many entries in each feed."""
    process = subprocess.Popen([sys.executable, "-m", "benchmarks.feedfarm", str(port), str(entries)])
    try:
        for _ in range(100):
            try:
                ask(port, "/cpu")
                break
            except URLError:
                time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("port", type=int)
    arguments.add_argument("entries", type=int)
    given = arguments.parse_args()
    asyncio.run(serve(given.port, given.entries))
