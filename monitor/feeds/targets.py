"""Addresses taken apart and checked before anything is looked up, and where redirects lead. Pure.

httpx reads addresses; only those that every reader reads alike are read here, because that is ten times as fast.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from monitor.errors import FetchError
from monitor.network.addresses import ALLOWED_PORTS, target_refused_because

_LONGEST_PLAIN = 2_000
_PORTS = {"http": 80, "https": 443}
_BYTE = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_PLAIN = re.compile(
    rf"(https?)://((?:[a-z0-9][a-z0-9-]{{0,62}}\.)+[a-z][a-z0-9]{{1,62}}|{_BYTE}(?:\.{_BYTE}){{3}})(?::([1-9]\d{{1,4}}))?"
    r"((?:/(?!\.)[\w.~-]*)+(?:\?[\w.~/=&+-]*)?)",
    re.ASCII,
)
"""Nothing to decode, to lower or to leave out; ``xn--`` is looked for apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An address that may be resolved.

    ``url``: as text, normalised. ``origin``: scheme, host in ASCII and port, which a connection goes to. ``authority``: for the
    header Host. ``path``: with the query.
    """

    url: str
    scheme: str
    host: str
    origin: tuple[bytes, bytes, int]
    authority: bytes
    path: bytes


def checked(url: str | httpx.URL, *, any_port: bool, start: str) -> Target:
    """Take an address apart and check it.

    Args:
        any_port: True where the operator has allowed private feeds, which live on any port.
        start: the feed's own address, which errors name.

    Raises:
        FetchError: ``blocked_address``.
    """
    if isinstance(url, str) and (plain := _plain(url)) is not None and (any_port or plain.origin[2] in ALLOWED_PORTS):
        return plain
    try:
        read = httpx.URL(url)
        refused = target_refused_because(
            scheme=read.scheme, userinfo=bool(read.userinfo), host=read.host, port=read.port, any_port=any_port
        )
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        refused = f"the address cannot be read ({error}); write it as the publisher does"
    if refused:
        raise FetchError(refused, url=start, reason="blocked_address")
    return Target(
        url=str(read),
        scheme=read.scheme,
        host=read.host,
        origin=(read.raw_scheme, read.raw_host, read.port or _PORTS[read.scheme]),
        authority=read.netloc,
        path=read.raw_path,
    )


def host_of(url: str) -> str:
    """Return the host of an address; empty where it names none."""
    found = _PLAIN.fullmatch(url)
    return found[2] if found else urlsplit(url).hostname or ""


def redirected(of: Target, status: int, location: str, *, any_port: bool, start: str) -> Target:
    """Return where a redirect of *of* leads, checked.

    Args:
        location: value of the header; empty: there was none.
        any_port: as in `checked`.
        start: the feed's own address, which errors name.

    Raises:
        FetchError: ``bad_redirect``, ``blocked_address``.
    """
    try:
        target = httpx.URL(of.url).join(location.strip())
    except (httpx.InvalidURL, UnicodeError, ValueError):
        location = ""
    if not location:
        raise FetchError(f"the server redirects ({status}) without saying where to", url=start, reason="bad_redirect")
    found = checked(target.copy_with(fragment=None), any_port=any_port, start=start)
    if of.scheme == "https" and found.scheme == "http":
        raise FetchError(
            f"the server redirects from https to unprotected {found.url}; put that address into the feed if it is meant",
            url=start,
            reason="bad_redirect",
        )
    return found


def _plain(url: str) -> Target | None:
    """Take apart an address that every reader reads alike; None: it is none of those."""
    found = _PLAIN.fullmatch(url)
    if found is None:
        return None
    scheme, host, port, path = found.groups()
    if port == str(_PORTS[scheme]) or "xn--" in host or len(url) > _LONGEST_PLAIN:
        return None
    name = host.encode()
    return Target(
        url=url,
        scheme=scheme,
        host=host,
        origin=(scheme.encode(), name, int(port or _PORTS[scheme])),
        authority=b"%s:%s" % (name, port.encode()) if port else name,
        path=path.encode(),
    )
