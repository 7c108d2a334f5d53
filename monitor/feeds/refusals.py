"""What an HTTP status that is no answer means for a feed, in words and as a reason. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from monitor.errors import FetchError
from monitor.feeds.headers import retry_after_s

_NEEDS_OPERATOR = {
    401: "the feed asks for a log-in (401)",
    402: "the feed asks for payment (402)",
    403: "the server refuses us (403)",
    407: "a proxy asks for a log-in (407)",
    451: "the feed is withheld for legal reasons (451)",
}


def failure_of(status: int, headers: Mapping[str, str], *, url: str, now: datetime) -> FetchError:
    """Return the error for an HTTP status that brings no feed.

    Args:
        headers: names in lower case.

    The reason is ``throttled`` (429, 503, and 403 with Retry-After, as rate limiters send it), ``needs_operator``,
    ``not_found``, ``server_error`` or ``http_error``.
    """
    wait = retry_after_s(headers.get("retry-after"), now)
    if is_challenge(status, headers):
        message, reason = "the server wants proof of a human reader; ask the publisher to let us in", "needs_operator"
    elif status in (429, 503) or (status == 403 and wait is not None):
        message, reason = f"the server wants fewer requests ({status}); it is asked again later", "throttled"
    elif status in _NEEDS_OPERATOR:
        message, reason = f"{_NEEDS_OPERATOR[status]}; ask the publisher or remove the feed", "needs_operator"
    elif status == 404:
        message, reason = "there is no feed at this address (404); look for its new address", "not_found"
    elif status >= 500:
        message, reason = f"the server has a fault of its own ({status}); it is asked again later", "server_error"
    else:
        message, reason = f"the server answers {status} instead of a feed; check the address", "http_error"
    return FetchError(message, url=url, reason=reason, status=status, retry_after_s=wait)


def is_challenge(status: int, headers: Mapping[str, str]) -> bool:
    """Whether the answer is a test for human readers (Cloudflare marks its own) instead of the feed."""
    return status in (403, 429, 503) and headers.get("cf-mitigated", "").lower() == "challenge"
