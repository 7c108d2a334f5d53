"""A web server on this machine that publishes the night: each feed holds what is out by the time of the clock."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import assert_never
from xml.sax.saxutils import escape

from monitor.demo.night import Dispatch, Form, Publisher

CONTENT_TYPES = {
    Form.RSS: "application/rss+xml; charset=utf-8",
    Form.ATOM: "application/atom+xml; charset=utf-8",
    Form.JSON: "application/feed+json; charset=utf-8",
}
# Links of entries lead to a domain that is reserved for examples (RFC 2606), so that nobody's site gets the clicks.
SITE = "https://{feed}.example"


class NewsServer(ThreadingHTTPServer):
    """Serves ``/<feed>`` for every publisher, with an ETag; answers 304 to a client that has the same already.

    Args:
        publishers: whose feeds there are.
        dispatches: everything that will ever be published.
        clock: what is later than its time is not out yet.
    """

    daemon_threads = True

    def __init__(
        self, publishers: Sequence[Publisher], dispatches: Sequence[Dispatch], clock: Callable[[], datetime]
    ) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self._publishers = {f"/{publisher.feed}": publisher for publisher in publishers}
        self._dispatches, self._clock = dispatches, clock

    def url(self, publisher: Publisher) -> str:
        """Address of a publisher's feed."""
        return f"http://127.0.0.1:{self.server_address[1]}/{publisher.feed}"

    def document(self, path: str) -> tuple[Publisher, bytes] | None:
        """The feed at *path* as it is now, with its publisher; None: there is none."""
        publisher = self._publishers.get(path)
        if publisher is None:
            return None
        now = self._clock()
        out = [each for each in self._dispatches if each.publisher == publisher and each.published <= now]
        return publisher, render(publisher, sorted(out, key=lambda each: each.published, reverse=True)).encode()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: NewsServer

    def do_GET(self) -> None:
        found = self.server.document(self.path)
        if found is None:
            self._answer(404)
            return
        publisher, body = found
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if self.headers.get("If-None-Match") == etag:
            self._answer(304, ETag=etag)
        else:
            self._answer(200, body, ETag=etag, **{"Content-Type": CONTENT_TYPES[publisher.form]})

    def _answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that the library uses
        """Say nothing: the terminal shows what the polls brought."""


@contextmanager
def serving(
    publishers: Sequence[Publisher], dispatches: Sequence[Dispatch], clock: Callable[[], datetime]
) -> Iterator[NewsServer]:
    """A running server on a free port of this machine; stopped at the end."""
    server = NewsServer(publishers, dispatches, clock)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def render(publisher: Publisher, dispatches: Sequence[Dispatch]) -> str:
    """The feed of *publisher* with *dispatches*, newest first, in the format that it has."""
    match publisher.form:
        case Form.RSS:
            return _rss(publisher, dispatches)
        case Form.ATOM:
            return _atom(publisher, dispatches)
        case Form.JSON:
            return _json(publisher, dispatches)
        case _:
            assert_never(publisher.form)


def link_of(dispatch: Dispatch) -> str:
    """Address of the page that an entry links to; it is also the entry's guid."""
    return f"{SITE.format(feed=dispatch.publisher.feed)}/{dispatch.published:%Y/%m/%d/%H%M}"


def _rss(publisher: Publisher, dispatches: Sequence[Dispatch]) -> str:
    items = "".join(
        f"<item><title>{escape(each.title)}</title><link>{link_of(each)}</link><guid>{link_of(each)}</guid>"
        f"<pubDate>{format_datetime(each.published, usegmt=True)}</pubDate>"
        f"<description>{escape(each.summary)}</description></item>\n"
        for each in dispatches
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<rss version="2.0"><channel><title>{escape(publisher.name)}</title>'
        f"<link>{SITE.format(feed=publisher.feed)}</link><description>An invented newsroom</description>"
        f"<language>{publisher.lang}</language>\n{items}</channel></rss>\n"
    )


def _atom(publisher: Publisher, dispatches: Sequence[Dispatch]) -> str:
    site = SITE.format(feed=publisher.feed)
    updated = max((each.published for each in dispatches), default=None)
    entries = "".join(
        f"<entry><id>{link_of(each)}</id><title>{escape(each.title)}</title>"
        f'<link rel="alternate" href="{link_of(each)}"/><published>{each.published.isoformat()}</published>'
        f"<updated>{each.published.isoformat()}</updated><summary>{escape(each.summary)}</summary></entry>\n"
        for each in dispatches
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{publisher.lang}"><id>{site}</id>'
        f"<title>{escape(publisher.name)}</title>"
        f"<updated>{updated.isoformat() if updated else '1970-01-01T00:00:00Z'}</updated>"
        f"<author><name>{escape(publisher.name)}</name></author>\n{entries}</feed>\n"
    )


def _json(publisher: Publisher, dispatches: Sequence[Dispatch]) -> str:
    items = [
        {
            "id": link_of(each),
            "url": link_of(each),
            "title": each.title,
            "content_text": each.summary,
            "date_published": each.published.isoformat(),
        }
        for each in dispatches
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": publisher.name,
        "language": publisher.lang,
        "items": items,
    }
    return json.dumps(feed, ensure_ascii=False, indent=1)
