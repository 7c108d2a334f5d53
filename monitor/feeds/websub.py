"""WebSub (W3C Recommendation of 23 January 2018): which hub a feed names, what is asked of it, whom to believe. Pure."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlencode, urljoin, urlsplit

from monitor.feeds.answers import ParsedFeed, Response
from monitor.model import Push, PushState

LEASE = timedelta(days=10)
"""Lease that is asked for; it is what the large hubs give."""

SHORTEST_LEASE, LONGEST_LEASE = timedelta(minutes=5), timedelta(days=30)
"""Bounds of what a hub's lease is taken for."""

RENEW_BEFORE = timedelta(hours=6)
"""How long before its end a lease is renewed, or half of it where it is shorter than twice that."""

ANSWER_WITHIN = timedelta(hours=1)
"""Time that a hub has to ask back, before it is asked again."""

FIRST_RETRY, LONGEST_RETRY = timedelta(minutes=10), timedelta(days=1)
"""Wait after a hub's first failure, doubled with each further one."""

DISTRUST = timedelta(days=1)
"""How long polls go on as usual after one has found what no push had brought."""

PUSH_GRACE = timedelta(minutes=15)
"""What was published so lately may still be pushed."""

PROOF = timedelta(days=7)
"""A hub that has pushed nothing for so long proves nothing, and the feed is polled as usual."""

LONGEST_ADDRESS = 2_000

_ALGORITHMS = {"sha1", "sha256", "sha384", "sha512"}
"""Those that a subscriber must know (section 7.1.2)."""

_LINK = re.compile(r"<([^<>]{1,2000})>((?:\s*;\s*[\w*-]{1,30}\s*=\s*(?:\"[^\"]{0,300}\"|[^\s\",;]{1,300})){0,10})")
_REL = re.compile(r";\s*rel\s*=\s*(?:\"([^\"]{0,300})\"|([^\s\",;]{1,300}))", re.IGNORECASE)


def discovered(answer: Response, parsed: ParsedFeed) -> tuple[str, str] | None:
    """Return the hub and the topic that a feed names, absolute; None: it names no hub.

    What the headers say comes before what the document says (section 4). Without ``rel=self`` the topic is where the feed was
    found. Of several hubs the first is taken, one with https before others.
    """
    hubs, selves = _of_header(answer.headers.get("link", ""))
    if not hubs:
        hubs, selves = list(parsed.hubs), selves or ([parsed.self_url] if parsed.self_url else [])
    hubs = [hub for hub in (_absolute(hub, answer.url) for hub in hubs) if hub]
    topic = next((own for own in (_absolute(each, answer.url) for each in selves) if own), answer.url)
    best = sorted(hubs, key=lambda hub: urlsplit(hub).scheme != "https")
    return (best[0], topic) if best else None


def _of_header(value: str) -> tuple[list[str], list[str]]:
    """The targets of ``rel=hub`` and of ``rel=self`` in a Link header (RFC 8288)."""
    hubs, selves = list[str](), list[str]()
    for target, parameters in _LINK.findall(value[:10_000]):
        relations = {word.lower() for quoted, bare in _REL.findall(parameters) for word in (quoted or bare).split()}
        if "hub" in relations:
            hubs.append(target)
        if "self" in relations:
            selves.append(target)
    return hubs, selves


def _absolute(address: str, base: str) -> str | None:
    try:
        absolute = urljoin(base, address.strip())
        is_good = urlsplit(absolute).scheme in ("http", "https") and len(absolute) <= LONGEST_ADDRESS
    except ValueError:
        return None
    return absolute if is_good else None


def request(push: Push, callback: str, *, subscribe: bool = True) -> bytes:
    """Return the form that asks the hub for pushes to *callback*, or for none any more (section 5.1)."""
    form = {"hub.mode": "subscribe" if subscribe else "unsubscribe", "hub.topic": push.topic, "hub.callback": callback}
    if subscribe:
        form |= {"hub.lease_seconds": str(int(LEASE.total_seconds())), "hub.secret": push.secret}
    return urlencode(form).encode()


def asked(push: Push, now: datetime) -> Push:
    """Return *push* after the hub has taken our request: it must ask back, or is asked again."""
    state = PushState.ACTIVE if push.state is PushState.ACTIVE else PushState.ASKED
    return replace(push, state=state, due_at=now + ANSWER_WITHIN, failures=0, message=None)


def refused(push: Push, why: str, now: datetime) -> Push:
    """Return *push* after the hub has refused us or could not be reached. A lease that runs goes on."""
    still = push.state is PushState.ACTIVE and push.lease_until is not None and push.lease_until > now
    wait = min(FIRST_RETRY * 2.0 ** min(push.failures, 16), LONGEST_RETRY)
    state = PushState.ACTIVE if still else PushState.REFUSED
    return replace(push, state=state, due_at=now + wait, failures=push.failures + 1, message=why)


def verified(push: Push, lease_s: float, now: datetime) -> Push:
    """Return *push* after the hub has asked back and was answered: the lease runs, and is renewed in time."""
    lease = min(max(timedelta(seconds=lease_s), SHORTEST_LEASE), LONGEST_LEASE)
    until = now + lease
    due_at = until - min(RENEW_BEFORE, lease / 2)
    return replace(push, state=PushState.ACTIVE, lease_until=until, due_at=due_at, failures=0, message=None)


def is_signed(body: bytes, secret: str, signature: str) -> bool:
    """Whether *signature*, as X-Hub-Signature gives it (``sha256=...``), is that of *body*. Takes the same time for all wrong ones."""
    method, _, given = signature.strip().partition("=")
    if method.lower() not in _ALGORITHMS or not given.isascii():
        return False
    right = hmac.new(secret.encode(), body, getattr(hashlib, method.lower())).hexdigest()
    return hmac.compare_digest(right, given.strip().lower())


def is_relied_on(push: Push, now: datetime) -> bool:
    """Whether pushes have proved good enough for the feed to be polled more seldom."""
    return (
        push.state is PushState.ACTIVE
        and push.lease_until is not None
        and push.lease_until > now
        and push.last_push_at is not None
        and now - push.last_push_at < PROOF
        and (push.trusted_from is None or push.trusted_from <= now)
    )


def after_poll(push: Push, published: Sequence[datetime | None], now: datetime) -> Push:
    """Return *push* after a poll has found new entries that no push had brought.

    Args:
        published: when each was published; None: undated. What is a quarter of an hour old may still come.
    """
    missed = sum(date is None or date < now - PUSH_GRACE for date in published)
    if push.state is not PushState.ACTIVE or push.last_push_at is None or not missed:
        return push
    message = f"a poll found {missed} new entries that were not pushed ({now:%d %B, %H:%M} UTC)"
    return replace(push, trusted_from=now + DISTRUST, message=message)


def line(push: Push, now: datetime) -> str:
    """Return how the pushes of a feed do, in one line of plain words."""
    hub = urlsplit(push.hub).hostname
    match push.state:
        case PushState.FOUND:
            return f"{hub} is asked for pushes at the next sweep"
        case PushState.ASKED:
            return f"{hub} was asked for pushes and has not asked back yet"
        case PushState.REFUSED:
            return f"{hub} does not push: {push.message or 'it refused'}"
        case PushState.LEAVING:
            return f"{hub} is asked to push no more"
    until = f"pushed by {hub}, lease until {push.lease_until:%d %B %Y, %H:%M} UTC" if push.lease_until else ""
    last = "nothing pushed yet" if push.last_push_at is None else f"last push {push.last_push_at:%d %B, %H:%M} UTC"
    trust = "polled as a check" if is_relied_on(push, now) else push.message or "polled as usual"
    return f"{until}; {last}; {trust}"
