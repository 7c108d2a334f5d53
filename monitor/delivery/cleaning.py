"""Makes text from feeds fit for one line of a mail: no control characters, no bidi tricks, bounded, links shown honestly."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, urlsplit, urlunsplit

SUBJECT_GRAPHEMES = 120
"""Longest subject, in what a reader counts as characters; what is longer is cut in every inbox anyway."""

_MARKS = 8
"""Combining marks kept on one character: Vietnamese and Hebrew need three, "zalgo" text brings hundreds."""

# C0 and C1 controls that separate words become spaces; all else that steers a terminal or turns text round goes:
# bidi marks, embeddings and isolates (Trojan Source), zero-width space, byte-order mark, tag characters, surrogates.
_BREAKS = re.compile("[\t-\r\x1c-\x1f\x85\u2028\u2029]")
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e0fff]"
)
_HOST = re.compile(r"[a-zA-Z0-9._-]+|[0-9a-fA-F.]*:[0-9a-fA-F:.]+")
_JOINER = "\u200d"
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_FLAGS = range(0x1F1E6, 0x1F200)


def line(text: str) -> str:
    """Return *text* as one line: controls and bidi characters gone, runs of white space collapsed."""
    return " ".join(_UNSEEN.sub("", _BREAKS.sub(" ", text)).split())


@lru_cache(maxsize=4096)
def cut(text: str, graphemes: int) -> str:
    """Return *text* with at most that many characters as a reader counts them, an ellipsis at the end if it was longer.

    The same headlines and quotations go to many readers, so what was cut is remembered.
    """
    kept: list[str] = []
    for grapheme in _graphemes(text):
        if len(kept) == graphemes:
            return "".join(kept[:-1]).rstrip() + "…"
        kept.append(grapheme)
    return "".join(kept)


def _graphemes(text: str) -> Iterator[str]:
    """Clusters, near enough to UAX 29 for cutting: base with marks, joined and toned emoji, pairs of flag letters."""
    cluster = ""
    marks = 0
    for char in text:
        if cluster and unicodedata.category(char) in {"Mn", "Me", "Mc"}:
            marks += 1
            if marks <= _MARKS:
                cluster += char
        elif cluster and (
            char == _JOINER or cluster[-1] == _JOINER or ord(char) in _SKIN_TONES or _pairs(cluster, char)
        ):
            cluster += char
        else:
            if cluster:
                yield cluster
            cluster, marks = char, 0
    if cluster:
        yield cluster


def _pairs(cluster: str, char: str) -> bool:
    return len(cluster) == 1 and ord(cluster) in _FLAGS and ord(char) in _FLAGS


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A web address that may be clicked. ``host`` is shown beside it, in ASCII: ``xn--`` names give themselves away."""

    url: str
    host: str


def web_link(url: str | None) -> Link | None:
    """Return *url* as a link; None unless it is plain http or https, with a host and without a user name."""
    if url is None or url != line(url):
        return None
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = parts.port
    except (ValueError, UnicodeError):
        return None
    if parts.scheme not in {"http", "https"} or not _HOST.fullmatch(host) or "@" in parts.netloc:
        return None
    netloc = f"[{host}]" if ":" in host else host
    netloc += "" if port is None else f":{port}"
    path, query, fragment = (
        quote(part, safe="/%:@!$&'()*+,;=~?-._") for part in (parts.path, parts.query, parts.fragment)
    )
    return Link(url=urlunsplit((parts.scheme, netloc, path, query, fragment)), host=host)
