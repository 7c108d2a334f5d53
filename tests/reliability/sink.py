"""A mail server in a process of its own: it outlives those that it talks to, and writes down what it took."""

from __future__ import annotations

import multiprocessing
import os
import re
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from multiprocessing.connection import Connection
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class ProcessSink:
    """``port``: where it listens; ``path``: the file with a line for each message that it took."""

    port: int
    path: Path

    def taken(self) -> list[tuple[str, str]]:
        """Recipient and Message-ID of every message that was taken, in order."""
        return [(one, two) for one, _, two in (line.partition(" ") for line in self.path.read_text().splitlines())]

    def forget(self) -> None:
        """Begin anew."""
        self.path.write_bytes(b"")


@contextmanager
def process_sink(path: Path, *, cpu: int | None = None, port: int = 0) -> Iterator[ProcessSink]:
    """A sink that writes to *path*. ``cpu``: the only core that it may use. ``port`` 0: any that is free.

    It refuses readers by their names: ``full...`` for the moment, ``gone...`` for good.
    """
    ours, theirs = multiprocessing.Pipe()
    path.write_bytes(b"")
    process = multiprocessing.get_context("fork").Process(target=_serve, args=(path, theirs, cpu, port), daemon=True)
    process.start()
    try:
        yield ProcessSink(port=ours.recv(), path=path)
    finally:
        process.terminate()
        process.join()


_VERDICTS = {b"full": b"451 4.2.2 mailbox full\r\n", b"gone": b"550 5.1.1 no such user\r\n"}


def _serve(path: Path, tell: Connection, cpu: int | None, port: int) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if cpu is not None:
        os.sched_setaffinity(0, {cpu})
    log = os.open(path, os.O_WRONLY | os.O_APPEND)
    server = socket.create_server(("127.0.0.1", port), backlog=50)
    tell.send(server.getsockname()[1])
    while True:
        link, _ = server.accept()
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=_talk, args=(link, log), daemon=True).start()


def _lines_of_body(lines: BufferedReader) -> Iterator[bytes]:
    """The lines up to the one with a dot alone; the last one is empty where the link ended before."""
    while line := lines.readline():
        yield line
        if line == b".\r\n":
            return
    yield b""


def _talk(link: socket.socket, log: int) -> None:
    recipient = b""
    with link, link.makefile("rb") as lines:
        try:
            link.sendall(b"220 sink\r\n")
            for line in lines:
                verb = line[:4].upper()
                if verb == b"EHLO":
                    link.sendall(b"250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SIZE 20000000\r\n")
                elif verb == b"RCPT":
                    recipient = line.partition(b"<")[2].partition(b">")[0]
                    link.sendall(_VERDICTS.get(recipient[:4], b"250 ok\r\n"))
                elif verb == b"DATA":
                    link.sendall(b"354 go on\r\n")
                    body = list(_lines_of_body(lines))
                    if body[-1] != b".\r\n":
                        return
                    found = re.search(rb"(?im)^Message-ID:\s*(<[^>]+>)", b"".join(body))
                    os.write(log, recipient + b" " + (found[1] if found else b"") + b"\n")
                    link.sendall(b"250 taken\r\n")
                elif verb == b"QUIT":
                    link.sendall(b"221 bye\r\n")
                    return
                else:
                    link.sendall(b"250 ok\r\n")
        except OSError:
            return
