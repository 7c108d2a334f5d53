"""The process that parses: python -m monitor.feeds.parse_child, with a socket as its standard input.

It reads one document after another and limits itself: memory for its whole life, processor time for each document. It
writes no file and begins no process. What it cannot bear ends it, and nothing else.
"""

from __future__ import annotations

import resource
import socket
from collections.abc import Set
from typing import Protocol

from monitor.errors import ParseError
from monitor.feeds.answers import ParsedFeed
from monitor.feeds.parse import parse
from monitor.feeds.parse_wire import GREETING, LENGTHS, error_message, feed_message, read_task

MEMORY_BYTES = 512 * 1024 * 1024
"""Address space of the process. A feed of 15 MB, the largest that is fetched, needs about half of it."""

CPU_S = 5
"""Processor time for one document. A thousand entries, the most that are read, take about a fifth of a second."""

RETIRE_AFTER = 2_000
"""Documents after which the process ends, so that nothing that feedparser keeps can grow for ever."""

RETIRE_BYTES = 1024 * 1024
"""Document after which it ends too: what a large one took of the memory, Python seldom gives back."""


class Parse(Protocol):
    """What is done with each document: ``parse.parse``, or something with the same shape."""

    def __call__(self, body: bytes, *, url: str, content_type: str, language: str, known: Set[str]) -> ParsedFeed:
        """Read a document; see ``parse.parse``."""


def main() -> None:
    """Parse feeds until the other side hangs up."""
    serve(parse)


def serve(parse: Parse) -> None:
    """Parse what comes until the other side hangs up."""
    _limit(resource.RLIMIT_AS, MEMORY_BYTES)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_NOFILE, 16)
    with socket.socket(fileno=0) as link:
        link.sendall(GREETING)
        parsed = 0
        while (message := _receive(link)) is not None:
            parsed += 1
            link.sendall(_answer(parse, *message, parsed=parsed))


def _answer(parse: Parse, head: bytes, body: bytes, *, parsed: int) -> bytes:
    """The answer to one message."""
    task, last = read_task(head, body), parsed >= RETIRE_AFTER or len(body) > RETIRE_BYTES
    used = resource.getrusage(resource.RUSAGE_SELF)
    _limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + CPU_S + 1, soft=True)
    try:
        feed = parse(task.body, url=task.url, content_type=task.content_type, language=task.language, known=task.known)
        return feed_message(feed, last=last)
    except ParseError as error:
        return error_message(error, last=last)
    except MemoryError:
        return error_message(_too_much(task.url), last=True)


def _too_much(url: str) -> ParseError:
    return ParseError(
        f"reading the document took more than {MEMORY_BYTES >> 20} MiB of memory; the publisher has to mend it",
        url=url,
        reason="parse_memory",
    )


def _limit(what: int, value: int, *, soft: bool = False) -> None:
    """Lower a limit of this process; one that the system has set lower already stays."""
    _, hard = resource.getrlimit(what)
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    resource.setrlimit(what, (value, hard if soft else value))


def _receive(link: socket.socket) -> tuple[bytes, bytes] | None:
    """The next message; None: the other side has hung up."""
    lengths = _exactly(link, LENGTHS.size)
    if lengths is None:
        return None
    head_size, body_size = LENGTHS.unpack(lengths)
    head, body = _exactly(link, head_size), _exactly(link, body_size)
    return None if head is None or body is None else (head, body)


def _exactly(link: socket.socket, size: int) -> bytes | None:
    received = bytearray()
    while len(received) < size:
        part = link.recv(min(size - len(received), 1 << 20))
        if not part:
            return None
        received += part
    return bytes(received)


if __name__ == "__main__":
    main()
