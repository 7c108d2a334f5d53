"""What other parsers' files say of themselves stays true behind our guard: it changes nothing that anybody relies on."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import feedparser
import pytest

from monitor.errors import ParseError
from monitor.feeds.encodings import decode
from monitor.feeds.guard import clean, guard
from tests.conftest import SHARED

FILES = SHARED / "testdata" / "feedparser" / "tests"

EXCEPTIONS = {
    # Documents that declare entities of their own are refused: they can be made to fill the memory (X01-X04).
    "wellformed/rdf/doctype_contains_entity_decl.xml": "refused",
    "wellformed/rss/entity_in_doctype.xml": "refused",
    # RSS 0.91 of Netscape is told from that of Userland by its DTD alone, and the prolog is cut off (X05). Nobody asks.
    "wellformed/rss/rss_version_091_netscape.xml": "version",
    # Nothing but white space is refused and not malformed (N29).
    "illformed/rss_empty_document.xml": "refused",
    # A wrong content type or an unknown encoding is no fault of the document where the bytes tell their encoding (X15, X21).
    "encoding/bozo_bogus_encoding.xml": "not malformed",
    "encoding/bozo_http_text_plain.xml": "not malformed",
    "encoding/bozo_http_text_plain_charset.xml": "not malformed",
    # Bytes that no encoding explains: read as what most of the document is, with other replacement characters (X15).
    "encoding/bozo_linenoise.xml": "other characters",
}
"""Files whose own expectation does not hold behind the guard, and why."""

_EXPECT = re.compile(r"Expect:\s*(.*?)\s*(?:-->|\n)")
_HEADER = re.compile(r"^Header:\s*([^:\n]+):(.*)$", re.MULTILINE)
_ENCODING = re.compile(r"(?:and )?encoding == '[\w-]+'")
"""What the text was encoded in before: feedparser gets UTF-8 from us, always."""


def expectation(raw: bytes) -> tuple[str, dict[str, str]] | None:
    """What a file says must hold of what feedparser makes of it, and the headers that it is served with."""
    for encoding in (
        "utf-8",
        "utf-16",
        "utf-32",
        "utf-16-be",
        "utf-16-le",
        "utf-32-be",
        "utf-32-le",
        "cp037",
        "latin-1",
    ):
        text = raw.decode(encoding, "replace")
        if found := _EXPECT.search(text):
            return found[1], {name.strip().lower(): value.strip() for name, value in _HEADER.findall(text)}
    return None


def holds(expected: str, document: bytes, headers: dict[str, str]) -> bool:
    found: dict[str, Any] = feedparser.parse(io.BytesIO(document), response_headers=headers)
    try:
        return bool(eval(expected, {}, found))
    except (AttributeError, IndexError, KeyError, NameError):
        return False


def behind_guard(raw: bytes, content_type: str) -> bytes:
    text = clean(decode(raw, content_type, url="").text).lstrip("\ufeff \t\r\n")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + guard(text, url="").text.encode("utf-8", "replace")


@pytest.mark.skipif(not FILES.exists(), reason=f"needs the shared test material in {FILES}")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize(
    ("folder", "least"), [("wellformed", 1700), ("illformed", 10), ("encoding", 70), ("entities", 250)]
)
def test_expectations_of_other_parsers_files_hold_behind_our_guard(folder: str, least: int) -> None:
    kept, broken = 0, set[str]()
    for path in sorted((FILES / folder).rglob("*.xml")):
        raw, name = path.read_bytes(), str(path.relative_to(FILES))
        if (found := expectation(raw)) is None or "chardet" in path.parts:
            continue
        expected, headers = _ENCODING.sub("", found[0]).strip() or "not bozo", found[1]
        headers = {
            "content-type": "application/xml",
            "content-location": f"http://127.0.0.1:8097/tests/{name}",
        } | headers
        if not holds(expected, raw, headers):
            continue  # nor does it for feedparser alone: it needs a server, or an encoding detector
        try:
            document = behind_guard(raw, headers["content-type"])
        except ParseError:
            broken.add(name)
            continue
        if holds(expected, document, headers | {"content-type": "application/xml; charset=utf-8"}):
            kept += 1
        else:
            broken.add(name)
    assert broken == {name for name in EXCEPTIONS if Path(name).parts[0] == folder}
    assert kept >= least
