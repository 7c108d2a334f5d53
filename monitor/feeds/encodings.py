"""Feed bytes to text, whatever the feed declares. Pure.

Declarations lie, and a wrong guess turns a headline into mojibake that no rule matches. Bytes that are valid UTF-8 with
letters beyond ASCII are UTF-8, whatever they are declared as: other encodings hardly ever look like it.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from monitor.errors import ParseError

_BOMS = (
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
)

_FIRST_BYTES = (
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00<", "utf-16-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x4c\x6f\xa7\x94", "cp037"),
)
"""How a document starts in encodings that are not supersets of ASCII (XML 1.0, appendix F)."""

_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_DECLARATION = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")

_REFUSED = frozenset({"utf-7", "idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined"})
"""Codecs that Python offers and no feed is honestly in; UTF-7 hides markup from every check."""

_SEVEN_BIT = ("iso2022", "hz")
"""Codecs whose text is made of ASCII bytes, so that it looks like valid UTF-8."""

_BROKEN_UTF8_SHARE = 0.1
"""Share of broken sequences up to which text is still UTF-8, for example cut in the middle of a letter."""

_SAMPLE = 500_000
_CYRILLIC = re.compile(r"[А-Яа-яЁёІіЇїЄєҐґ]")
_LOWER_PAIR = re.compile(r"[а-яёіїєґ](?=[а-яёіїєґ])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """Text, the encoding it was in, and what was wrong with the declaration (None: nothing)."""

    text: str
    encoding: str
    note: str | None = None


def decode(body: bytes, content_type: str, *, url: str) -> Decoded:
    """Decode a document by its byte order mark, its bytes, HTTP, its declaration, and at last by what it looks like.

    Never fails for want of a declaration: what fits nothing is read as windows-1252 with replacement characters.

    Raises:
        ParseError: ``bad_encoding``: the declared encoding is one that is refused.
    """
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return Decoded(text=body[len(mark) :].decode(encoding, "replace"), encoding=encoding)
    for start, encoding in _FIRST_BYTES:
        if body.startswith(start):
            return Decoded(text=body.decode(encoding, "replace"), encoding=encoding)
    declared = _declared(body, content_type, url)
    if declared is not None and declared.startswith(_SEVEN_BIT):
        return Decoded(text=body.decode(declared, "replace"), encoding=declared)
    try:
        return Decoded(text=body.decode("utf-8"), encoding="utf-8")
    except UnicodeDecodeError:
        return _decode_not_utf8(body, declared)


def _declared(body: bytes, content_type: str, url: str) -> str | None:
    """Python's name of the encoding that HTTP or the document declares; None: none, or one that Python does not know."""
    names = [found[1] for found in (_CHARSET.search(content_type),) if found]
    names += [found[1].decode("ascii", "replace") for found in (_DECLARATION.match(body[:1024]),) if found]
    for name in names:
        try:
            codec = codecs.lookup(name)
        except (LookupError, ValueError):
            continue
        if codec.name in _REFUSED:
            raise ParseError(
                f"the document is declared as {name}, which is not read; the publisher has to use UTF-8",
                url=url,
                reason="bad_encoding",
            )
        if _is_text_codec(codec.name):
            return "gb18030" if codec.name in ("gb2312", "gbk") else codec.name
    return None


def _is_text_codec(name: str) -> bool:
    """Whether a codec turns bytes into text; Python also has ones that zip or rotate."""
    try:
        b"".decode(name)
    except (LookupError, UnicodeError):
        return False
    return True


def _decode_not_utf8(body: bytes, declared: str | None) -> Decoded:
    """Decode bytes that are not valid UTF-8."""
    if declared not in (None, "utf-8", "ascii"):
        encoding = "cp1252" if declared == "iso8859-1" else declared
        try:
            return Decoded(text=body.decode(encoding), encoding=encoding)
        except (UnicodeDecodeError, LookupError):
            pass
    text = body.decode("utf-8", "replace")
    if text.count("\ufffd") <= _beyond_ascii(text) * _BROKEN_UTF8_SHARE:
        return Decoded(text=text, encoding="utf-8", note="broken UTF-8")
    encoding = _looks_like(body)
    return Decoded(
        text=body.decode(encoding, "replace"),
        encoding=encoding,
        note=f"declared as {declared or 'nothing'}, read as {encoding}",
    )


def _beyond_ascii(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))


def _looks_like(body: bytes) -> str:
    """Tell windows-1251 and KOI8 from Western text: Cyrillic comes in runs, mostly of small letters; accents stand alone.

    The two differ in that each shows the other's small letters as capitals.
    """
    best, best_score = "cp1252", 0.25
    for encoding in ("cp1251", "koi8-u"):
        text = body[:_SAMPLE].decode(encoding, "replace")
        letters = len(_CYRILLIC.findall(text))
        score = len(_LOWER_PAIR.findall(text)) / letters if letters else 0.0
        if letters >= _beyond_ascii(text) / 2 and score > best_score:
            best, best_score = encoding, score
    return best
