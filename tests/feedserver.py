"""A real HTTP server on this machine whose answers a test writes, byte by byte where it must."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What the server was asked. Header names in lower case."""

    path: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the server answers. ``drip_s``: time between two bytes. ``announced``: Content-Length; None: the true one."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    drip_s: float = 0.0
    announced: int | None = None
    chunked: bool = False


Answer = Reply | Callable[[Request], Reply]


class FeedServer(ThreadingHTTPServer):
    """Answers by path, 404 elsewhere; ``requests`` holds everything that was asked, in order.

    ``keeps``: whether a connection may be used for further requests; ``connections`` counts them.
    """

    daemon_threads = True
    request_queue_size = 64

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.port = self.server_address[1]
        self.requests: list[Request] = []
        self.keeps = False
        self.connections = 0
        self.answers: dict[str, Answer] = {}

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def answer(self, path: str, answer: Answer) -> str:
        """Set what is answered at *path*; returns its address."""
        self.answers[path] = answer
        return self.url(path)

    def process_request(self, request: Any, client_address: Any) -> None:
        self.connections += 1
        super().process_request(request, client_address)

    def handle_error(self, request: object, client_address: object) -> None:
        """Stay quiet about clients that hang up: many tests do."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: FeedServer

    def do_GET(self) -> None:
        request = Request(path=self.path, headers={name.lower(): value for name, value in self.headers.items()})
        self.server.requests.append(request)
        answer = self.server.answers.get(self.path, Reply(status=404))
        self._send(answer(request) if callable(answer) else answer)
        self.close_connection = not self.server.keeps

    def _send(self, reply: Reply) -> None:
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.chunked:
            self.send_header("Transfer-Encoding", "chunked")
        elif reply.status != 304:
            self.send_header("Content-Length", str(len(reply.body) if reply.announced is None else reply.announced))
        self.end_headers()
        for part in _parts(reply):
            self.wfile.write(part)
            time.sleep(reply.drip_s)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that the library uses
        return


def _parts(reply: Reply) -> Iterator[bytes]:
    """The body in the pieces in which it is written."""
    if reply.chunked:
        for start in range(0, len(reply.body), 65536):
            part = reply.body[start : start + 65536]
            yield b"%x\r\n%s\r\n" % (len(part), part)
        yield b"0\r\n\r\n"
    elif reply.drip_s:
        yield from (reply.body[n : n + 1] for n in range(len(reply.body)))
    else:
        yield reply.body


@contextmanager
def feed_server() -> Iterator[FeedServer]:
    """A running server, stopped at the end."""
    server = FeedServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
