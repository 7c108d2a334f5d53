"""Fetches feeds over HTTP, politely and safely.

Polite: conditional requests, few at once, the server's wish to be left alone, a name and a contact. Safe: every hop of
a redirect is checked (``targets``) and every connection goes to a checked literal address (``monitor.network.dialling``), bodies are bounded
(``bodies``), one deadline bounds the whole (``Deadline``), no cookies, no proxy or credentials from the environment.
Connections are kept for the next feed of the same host (``connections``).
"""

from __future__ import annotations

import ssl
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

import httpcore
import httpx

from monitor import __version__
from monitor.errors import FetchError
from monitor.feeds.answers import Answer, Gone, NotModified, Response
from monitor.feeds.bodies import ACCEPT_ENCODING, NEEDED_TIMES, Body, Room, too_large
from monitor.feeds.connections import Connections
from monitor.feeds.exchange import Incoming, request
from monitor.feeds.headers import max_age_s, validator
from monitor.feeds.hosts import HostLimiter
from monitor.feeds.refusals import failure_of
from monitor.feeds.schedule import address_of
from monitor.feeds.targets import Target, checked, redirected
from monitor.model import Feed, FeedStatus
from monitor.network.dialling import Deadline, Resolver, resolve

MAX_REDIRECTS = 5
"""Hops that are followed; browsers allow 20, honest feeds need two (FreshRSS stops at 10)."""

SILENT_PAUSE_S = 60.0
"""How long a host is left alone that did not answer in time: its other feeds would wait as long, one after another."""

ACCEPT = (
    b"application/atom+xml, application/rss+xml, application/feed+json;q=0.9, application/rdf+xml;q=0.9, "
    b"application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.6, */*;q=0.1"
)

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchLimits:
    """Bounds of one fetch. ``timeout_s``: all of it, redirects included, waiting for a slot not. ``wire_bytes``: as sent; ``body_bytes``: unpacked."""

    timeout_s: float = 30.0
    wire_bytes: int = 5 * 1024 * 1024
    body_bytes: int = 15 * 1024 * 1024


class Fetcher:
    """Fetches feeds; may be shared by threads.

    Args:
        clock: the present, aware; for Retry-After and Expires, which are dates.
        limits: bounds of one fetch.
        limiter: slots per host, shared with whoever else fetches.
        contact: web or mail address in the User-Agent; None: left out.
        allow_private: True lets feeds live on private addresses and any port.
        resolver: how names become addresses.
        tls: which certificates are trusted; None: those that browsers trust.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], datetime],
        limits: FetchLimits | None = None,
        limiter: HostLimiter | None = None,
        contact: str | None = None,
        allow_private: bool = False,
        resolver: Resolver = resolve,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._clock = clock
        self._limits = limits or FetchLimits()
        self._limiter = limiter or HostLimiter()
        self._user_agent = (f"AttackMonitor/{__version__}" + (f" (+{contact})" if contact else "")).encode()
        self._allow_private, self._room = allow_private, Room()
        self._connections = Connections(
            resolver=resolver, allow_private=allow_private, tls=tls or httpx.create_ssl_context(trust_env=False)
        )

    def close(self) -> None:
        """Close the connections that are kept."""
        self._connections.close()

    def fetch(self, feed: Feed, status: FeedStatus) -> Answer:
        """Fetch *feed* once, following redirects.

        Args:
            status: what the last polls left behind; its validators are sent back if the address is still the same.

        Raises:
            FetchError: with one of the reasons ``blocked_address dns timeout connect tls bad_redirect
                too_many_redirects too_large bad_encoding incomplete empty not_found needs_operator throttled
                server_error http_error unexpected_304 protocol host_paused host_busy no_room``.
        """
        known = status if status.url in (None, feed.url) else FeedStatus(feed=feed.id)
        url = address_of(feed, status)
        deadline = Deadline(self._limits.timeout_s, url)
        try:
            return self._follow(url, known, deadline, ACCEPT_ENCODING)
        except FetchError as error:
            if error.reason != "bad_encoding":
                raise
            return self._follow(url, known, deadline, "identity")

    def _follow(self, start: str, known: FeedStatus, deadline: Deadline, accept_encoding: str) -> Answer:
        """Follow redirects from *start*, checking every hop, until something else is answered."""
        target, moved_to, only_permanent = checked(start, any_port=self._allow_private, start=start), None, True
        for _ in range(MAX_REDIRECTS + 1):
            with self._response(target, start, known, deadline, accept_encoding) as response:
                if response.status not in _REDIRECTS:
                    return self._answer(target, response, start, known, moved_to, deadline)
                location = response.headers.get("location", "")
                target = redirected(target, response.status, location, any_port=self._allow_private, start=start)
                only_permanent = only_permanent and response.status in _PERMANENT
                if only_permanent:
                    moved_to = target.url
        raise FetchError(
            f"the address redirects more than {MAX_REDIRECTS} times; find the feed's new address",
            url=start,
            reason="too_many_redirects",
        )

    @contextmanager
    def _response(
        self, target: Target, start: str, known: FeedStatus, deadline: Deadline, accept_encoding: str
    ) -> Iterator[Incoming]:
        """Hold the open answer to one request, in a slot of its host."""
        headers = [
            (b"Host", target.authority),
            (b"User-Agent", self._user_agent),
            (b"Accept", ACCEPT),
            (b"Accept-Encoding", accept_encoding.encode()),
        ]
        if known.etag:
            headers.append((b"If-None-Match", known.etag.encode()))
        if known.last_modified:
            headers.append((b"If-Modified-Since", known.last_modified.encode()))
        with self._limiter.slot(target.host, wait_s=self._limits.timeout_s, url=start) as waited_s:
            deadline.extend(waited_s)
            with (
                self._silent_hosts_left_alone(target.host) as heard,
                _as_fetch_errors(start),
                self._connections.answer(
                    target.origin, request(target.path, headers), deadline=deadline, url=start
                ) as response,
            ):
                heard()
                yield response

    @contextmanager
    def _silent_hosts_left_alone(self, host: str) -> Iterator[Callable[[], None]]:
        """Pause a host that does not even begin to answer in time. What is given is to be called when it has begun."""
        begun = False

        def heard() -> None:
            nonlocal begun
            begun = True

        try:
            yield heard
        except FetchError as error:
            if error.reason == "timeout" and not begun:
                self._limiter.pause(host, SILENT_PAUSE_S, "did not answer in time")
            raise

    def _answer(
        self,
        target: Target,
        response: Incoming,
        start: str,
        known: FeedStatus,
        moved_to: str | None,
        deadline: Deadline,
    ) -> Answer:
        """Turn the final answer into a value."""
        now, headers = self._clock(), response.headers
        if response.status == 410:
            return Gone(url=start)
        if response.status not in (200, 203, 304):
            error = failure_of(response.status, headers, url=start, now=now)
            if error.reason == "throttled" and error.retry_after_s is not None:
                self._limiter.pause(target.host, error.retry_after_s)
            raise error
        url, etag = target.url, validator(headers.get("etag"))
        last_modified, fresh_s = validator(headers.get("last-modified")), max_age_s(headers, now)
        if response.status == 304:
            if not (known.etag or known.last_modified):
                raise FetchError(
                    "the server says that nothing has changed (304) although it was not asked; "
                    "the publisher's server has to be mended if this goes on",
                    url=start,
                    reason="unexpected_304",
                    status=304,
                )
            return NotModified(url=url, etag=etag, last_modified=last_modified, moved_to=moved_to, max_age_s=fresh_s)
        unchanged = NotModified(
            url=url,
            status=response.status,
            etag=etag,
            last_modified=last_modified,
            moved_to=moved_to,
            max_age_s=fresh_s,
        )
        with self._body(response, start) as body:
            body_hash, size, few = body.measure()
            if not size:
                raise FetchError(
                    "the server sends an empty document; look at the address in a browser", url=start, reason="empty"
                )
            if body_hash == known.body_hash:
                return replace(unchanged, wire_bytes=body.wire_bytes, decoded_bytes=size)
            answer = Response(
                url=url,
                status=response.status,
                body=few or b"",
                body_hash=body_hash,
                content_type=headers.get("content-type", ""),
                headers=headers,
                etag=etag,
                last_modified=last_modified,
                moved_to=moved_to,
                max_age_s=fresh_s,
                wire_bytes=body.wire_bytes,
            )
            return answer if few is not None else self._with_room(answer, body, size, deadline, start)

    def _with_room(self, answer: Response, body: Body, size: int, deadline: Deadline, start: str) -> Response:
        """Return *answer* with a large body in it, when there is room for it."""
        taken = self._room.take(NEEDED_TIMES * size, deadline, start)
        try:
            answer = replace(answer, body=body.read())
        except BaseException:
            self._room.give_back(taken)
            raise
        # The room is free again when nobody has the answer any more, whatever became of it.
        weakref.finalize(answer, self._room.give_back, taken).atexit = False
        return answer

    def _body(self, response: Incoming, start: str) -> Body:
        """Read the body as sent, within its bounds."""
        limits, announced = self._limits, response.headers.get("content-length", "")
        if announced.isdecimal() and int(announced[:20]) > limits.wire_bytes:
            raise too_large(limits.wire_bytes, start)
        return Body(
            response.pieces(),
            response.headers.get("content-encoding", ""),
            wire_limit=limits.wire_bytes,
            limit=limits.body_bytes,
            url=start,
        )


@contextmanager
def _as_fetch_errors(url: str) -> Iterator[None]:
    """Turn what the HTTP libraries raise into ``FetchError``."""
    try:
        yield
    except httpcore.TimeoutException as error:
        raise FetchError(
            "the server did not answer in time; it is asked again later", url=url, reason="timeout"
        ) from error
    except httpcore.ConnectError as error:
        raise FetchError(
            f"no connection to the server ({error}); it is asked again later", url=url, reason="connect"
        ) from error
    except httpcore.NetworkError as error:
        raise FetchError(
            f"the connection broke ({error}); it is tried again later", url=url, reason="incomplete"
        ) from error
    except httpcore.ProtocolError as error:
        if "without sending complete" in str(error) or "incomplete" in str(error):
            raise FetchError(
                "the connection ended before the whole feed was sent; it is tried again later",
                url=url,
                reason="incomplete",
            ) from error
        raise FetchError(
            f"the server does not speak HTTP properly ({error}); the publisher has to mend it",
            url=url,
            reason="protocol",
        ) from error
