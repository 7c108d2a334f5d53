"""Identities that survive what feeds do to their entries: canonical addresses, content hashes, ids. Pure."""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata
from contextlib import suppress
from functools import lru_cache
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from monitor.model import EntryData, EntryId, FeedId

_TRACKING_PREFIXES = ("utm_", "at_", "mc_", "pk_", "mtm_", "ga_", "hsa_", "_hs")
_TRACKING = frozenset(
    {
        "fbclid", "gclid", "dclid", "yclid", "ysclid", "msclkid", "twclid", "igshid", "_openstat", "cmp", "cmpid", "xtor",
        "ns_mchannel", "ns_source", "ns_campaign", "ito", "icid", "ncid", "ocid", "spm", "smid", "traffic_source", "rss",
    }
)  # fmt: skip
"""Query parameters that say where a reader came from, not what is read."""

_ORIGINS = frozenset({"from", "source", "ref", "referrer", "src"})
_FROM_A_FEED = frozenset({"rss", "feed", "feeds", "atom", "xml"})
"""``?from=rss`` says nothing about the page; ``?from=kyiv`` may."""

_SAFE_IN_PATH = "%/:@!$&'()*+,;=~-._"

_TAG = re.compile(r"<[a-zA-Z/!?][^<>]{0,5000}>")


@lru_cache(maxsize=20_000)
def canonical_url(url: str) -> str:
    """Return an address in the form in which two spellings of one page are equal.

    Scheme, ``www.``, default ports, fragment, trailing slash, order of the query and tracking parameters make no
    difference; host names are in punycode. What is no http(s) address comes back stripped and otherwise unchanged. The
    result is a key, not an address to visit.
    """
    url = url.strip()
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return url
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        return url
    host = _ascii_host(parts.hostname)
    if port not in (None, 80, 443):
        host = f"{host}:{port}"
    path = quote(parts.path, safe=_SAFE_IN_PATH).rstrip("/")
    query = urlencode(
        sorted(pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _is_tracking(*pair))
    )
    return f"https://{host}{path}" + (f"?{query}" if query else "")


def guid_key(guid: str) -> str:
    """Return a guid in the form in which two spellings are equal; most guids are addresses."""
    return canonical_url(guid)


def link_key(link: str | None) -> str | None:
    """Return the canonical form of a link that can tell entries apart; None where it cannot (missing, or a front page)."""
    if link is None:
        return None
    key = canonical_url(link)
    return key if key.count("/") > 2 or "?" in key else None


def title_key(title: str) -> str:
    """Return a title without markup, case and spacing, for comparison."""
    return plain(title).casefold()


def plain(text: str) -> str:
    """Return text as compared: without tags, entities undone, NFC, white space collapsed."""
    return " ".join(unicodedata.normalize("NFC", html.unescape(_TAG.sub(" ", text))).split())


def content_hash(entry: EntryData) -> str:
    """Return the SHA-256 (hex) of what an entry says: title, summary and content as plain text.

    Dates, links, authors and markup are left out: feeds change them for no reason, and none of it is news.
    """
    said = "\n".join(plain(text) for text in (entry.title, entry.summary, entry.content or ""))
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()


def entry_id(feed: FeedId, guid: str) -> EntryId:
    """Return the id of the entry that *feed* first called *guid*: 16 hex digits of a SHA-256, the same in every run."""
    return EntryId(hashlib.sha256(f"{feed}\0{guid}".encode("utf-8", "replace")).hexdigest()[:16])


def _ascii_host(host: str) -> str:
    host = host.rstrip(".").lower()
    with suppress(UnicodeError):
        host = host.encode("idna").decode("ascii")
    return host.removeprefix("www.")


def _is_tracking(name: str, value: str) -> bool:
    name = name.lower()
    return (
        name in _TRACKING or name.startswith(_TRACKING_PREFIXES) or (name in _ORIGINS and value.lower() in _FROM_A_FEED)
    )
