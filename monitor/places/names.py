"""Lookup keys: one spelling for all the ways in which a name can be typed."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

_FOLDED = str.maketrans(
    {
        **dict.fromkeys("’ʼ`‘ʹʻ′´ʾʿ＇", "'"),
        **dict.fromkeys("-‐‑‒–—―.‧·_/", " "),
        "ё": "е",
        "\u0301": None,
        "\u00ad": None,
    }
)
_OTHER_SCRIPT = re.compile(r"[^\W\d_A-Za-zªºÀ-ʯᴀ-ᶿḀ-ỿ]")
_SPACES = re.compile(r"\s+")


@lru_cache(maxsize=1 << 14)
def normal_key(text: str) -> str:
    """Return the key under which the gazetteer holds *text*.

    Lower case, ё as е, apostrophes unified (and dropped from Latin), hyphens and full stops as spaces, Latin letters
    folded to ASCII. Cyrillic, Arabic, Hebrew and other scripts keep their letters. ``normal_key`` of a key is that key.
    """
    if text.isascii():
        folded = text.lower().translate(_FOLDED).replace("'", "")
        return _SPACES.sub(" ", folded).strip()
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).lower()).translate(_FOLDED)
    if not _OTHER_SCRIPT.search(folded):
        folded = anyascii(folded).lower().translate(_FOLDED).replace("'", "")
    return _SPACES.sub(" ", folded).strip()


_ADJECTIVE = re.compile(
    # Russian -ск- takes full endings only: "Красногорска" is the town, "Красногорская" is not.
    r"(?P<russian>.{2,}(?:[сцз]к|[жч]к))(?:ий|ая|ое|ие|ой|ою|ую|ого|ому|ом|им|их|ими)"
    r"|(?P<ukrainian>.{2,}(?:[сцз]ьк|[жч]ьк))(?:ий|а|е|і|ої|ою|ій|у|ого|ому|им|их|ими)"
    r"|(?P<latin>.{2,}(?:[sz]k|tsk|zhsk))(?:iy|yi|yy|ii|y|i|ij|aya|aia|a|oye|oe|e|oi|oy|oyi|ogo|oho)"
)


def adjective_key(key: str) -> str | None:
    """Return the key of the stem of a Slavic adjective («белгородской», ``shebekinsky``: ``~белгородск``, ``~shebekinsk``).

    None for words that do not end like one. The gazetteer holds such stems of regions, districts and towns.
    """
    match = _ADJECTIVE.fullmatch(key)
    return f"~{match[match.lastgroup]}" if match and match.lastgroup else None


def is_cyrillic(text: str) -> bool:
    """Whether *text* holds a Cyrillic letter."""
    return any("\u0400" <= letter <= "\u04ff" for letter in text)
