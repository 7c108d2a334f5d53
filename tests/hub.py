"""A WebSub hub on this machine: it asks back at once, and posts signed documents, as the Recommendation says."""

from __future__ import annotations

import hashlib
import hmac
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

import httpx
from starlette.testclient import TestClient


class Hub(ThreadingHTTPServer):
    """Reaches its subscriber through *client*. ``lease_s`` is what it grants, ``status`` what it answers to requests."""

    daemon_threads = True

    def __init__(self, client: TestClient) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}/"
        self.client, self.lease_s, self.status, self.asks_back = client, 864_000, 202, True
        self.requests: list[dict[str, str]] = []
        self.subscribed: dict[str, dict[str, str]] = {}

    def take(self, form: dict[str, str]) -> None:
        self.requests.append(form)
        if self.status >= 300 or not self.asks_back:
            return
        answer = self.ask_back(form)
        if (answer.status_code, answer.text) == (200, "hub-wants-this-back"):
            self.subscribed = {form["hub.topic"]: form} if form["hub.mode"] == "subscribe" else {}

    def ask_back(self, form: dict[str, str], **other: str) -> httpx.Response:
        """Verify what is said to be the subscriber's wish."""
        question = {name: form[name] for name in ("hub.mode", "hub.topic")}
        question |= {"hub.challenge": "hub-wants-this-back", "hub.lease_seconds": str(self.lease_s)}
        return self.client.get(
            form["hub.callback"], params=question | {f"hub.{key}": value for key, value in other.items()}
        )

    def publish(self, topic: str, body: bytes, method: str = "sha256", secret: str | None = None) -> int:
        """Post a document to whoever has subscribed; the status of the answer."""
        form = self.subscribed[topic]
        key = form["hub.secret"] if secret is None else secret
        signature = f"{method}={hmac.new(key.encode(), body, getattr(hashlib, method)).hexdigest()}"
        headers = {"Content-Type": "application/rss+xml", "X-Hub-Signature": signature}
        return self.client.post(form["hub.callback"], content=body, headers=headers).status_code


class _Handler(BaseHTTPRequestHandler):
    server: Hub

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.take(dict(parse_qsl(body, strict_parsing=True)))
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name that the library uses
        return


@contextmanager
def hub_for(client: TestClient) -> Iterator[Hub]:
    """A running hub, stopped at the end."""
    hub = Hub(client)
    thread = threading.Thread(target=hub.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        hub.shutdown()
        hub.server_close()
        thread.join()
