"""Serves thousands of feeds on hundreds of hosts of the loopback network, cheaply: python -m benchmarks.feedfarm PORT.

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
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import format_datetime
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


def document(which: int, rounds: int) -> bytes:
    """The document *which* after it has changed *rounds* times: the newest entries come first."""
    offset = which * ENTRIES * 2
    items = list(entries(offset + ENTRIES + NEW * rounds, every=50))[offset + NEW * rounds :]
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


class Farm:
    """What is served now."""

    def __init__(self) -> None:
        self.turn = 0
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
            self._documents[which, changes] = document(which, changes)
        return self._documents[which, changes]


def _answer(body: bytes, etag: str | None = None) -> bytes:
    tag = f"ETag: {etag}\r\n" if etag else ""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n{tag}Content-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


class _Connection(asyncio.Protocol):
    def __init__(self, farm: Farm) -> None:
        self._farm, self._waiting = farm, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        *requests, self._waiting = (self._waiting + data).split(b"\r\n\r\n")
        for request in requests:
            first, *headers = request.decode("latin-1").split("\r\n")
            etag = next((h[14:].strip() for h in headers if h[:14].lower() == "if-none-match:"), "")
            self._transport.write(self._farm.answer(first.split(" ")[1], etag))


async def serve(port: int) -> None:
    """Serve until the process is ended."""
    farm = Farm()
    server = await asyncio.get_running_loop().create_server(lambda: _Connection(farm), "0.0.0.0", port, backlog=1000)
    await server.serve_forever()


def ask(port: int, path: str) -> str:
    """Ask the farm something about itself."""
    with urlopen(f"http://127.0.0.1:{port}{path}") as answer:
        text: str = answer.read().decode()
    return text


@contextmanager
def farm(port: int) -> Iterator[None]:
    """A farm in a process of its own."""
    process = subprocess.Popen([sys.executable, "-m", "benchmarks.feedfarm", str(port)])
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
    asyncio.run(serve(arguments.parse_args().port))
