"""What holds for every request: bounded, answered with the headers that keep a page to itself, never lost without a log."""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from monitor.errors import StorageError

log = logging.getLogger(__name__)

LARGEST_BODY = 64 * 1024
"""Bytes of a form: ours have some hundred."""

LARGEST_PUSH = 1024 * 1024
"""Bytes of what a hub may post under ``PUSHES``: the new entries of a feed, seldom the whole of it."""

PUSHES = "/websub/"

CONTENT_POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
"""Nothing runs, nothing is loaded from elsewhere, nobody frames a page with a button on it."""

MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""For a mail shown as a page: mails carry their styles in themselves."""

HEADERS = {
    # The address of a page holds the token: it must not travel on to the sources that the page links.
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
}

Answer = Callable[[Scope, int], Awaitable[Response]]
"""Makes the page for an error."""


class Guard:
    """Stands before all routes.

    Args:
        app: the routes.
        error_page: makes the page for a status.
        https: whether readers reach the pages by HTTPS, so that browsers may be told to keep to it.
    """

    def __init__(self, app: ASGIApp, error_page: Answer, https: bool) -> None:
        self._app, self._error_page = app, error_page
        self._headers = HEADERS | ({"Strict-Transport-Security": "max-age=31536000"} if https else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, status = time.monotonic(), 0

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                self._add_headers(MutableHeaders(scope=message))
            await send(message)

        try:
            largest = LARGEST_PUSH if scope["path"].startswith(PUSHES) else LARGEST_BODY
            if _announced(scope) > largest:
                raise _TooLargeError
            await self._app(scope, _bounded(receive, largest), answer)
        except _TooLargeError:
            await self._fail(scope, receive, answer, 413, status)
        except StorageError as error:
            log.error("web.unavailable", extra={"route": _route(scope), "error": str(error)})
            await self._fail(scope, receive, answer, 503, status)
        except Exception:
            log.exception("web.failed", extra={"route": _route(scope)})
            await self._fail(scope, receive, answer, 500, status)
        took_ms = round((time.monotonic() - begun) * 1000)
        # The route and never the address: that holds the token.
        extra = {"method": scope["method"], "route": _route(scope), "status": status, "ms": took_ms}
        log.debug("web.answered", extra=extra)

    def _add_headers(self, headers: MutableHeaders) -> None:
        for name, value in self._headers.items():
            headers[name] = value
        headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
        headers.setdefault("Cache-Control", "no-store")

    async def _fail(self, scope: Scope, receive: Receive, send: Send, status: int, begun: int) -> None:
        if begun == 0:
            page = await self._error_page(scope, status)
            await page(scope, receive, send)


class _TooLargeError(Exception):
    """The body is larger than any form of ours."""


def _announced(scope: Scope) -> int:
    length = Headers(scope=scope).get("content-length", "0")
    return int(length) if length.isascii() and length.isdigit() else 0


def _bounded(receive: Receive, largest: int) -> Receive:
    """*receive*, but a body that is longer than it said, or said nothing, is broken off."""
    received = 0

    async def bounded() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > largest:
            raise _TooLargeError
        return message

    return bounded


def _route(scope: Scope) -> str:
    return str(getattr(scope.get("route"), "path", "none"))
