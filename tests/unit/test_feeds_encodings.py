"""Text comes out right whatever its encoding is declared as."""

from __future__ import annotations

import pytest

from monitor.feeds.encodings import decode

URL = "https://news.example.org/rss"
RUSSIAN = "<rss><title>В результате атаки беспилотников повреждён завод, пострадали два человека</title></rss>"
UKRAINIAN = "<rss><title>Унаслідок обстрілу пошкоджено будинок, є поранені; триває ліквідація наслідків</title></rss>"
FRENCH = "<rss><title>Une frappe a été signalée près de la frontière, trois blessés légers à l'hôpital</title></rss>"
JAPANESE = "<rss><title>無人機による攻撃</title></rss>"


@pytest.mark.parametrize(
    ("text", "encoding", "declared", "content_type"),
    [
        (RUSSIAN, "utf-8", "", ""),
        (RUSSIAN, "utf-8", "windows-1251", "text/xml; charset=windows-1251"),
        (RUSSIAN, "utf-8", "utf-8", "text/xml; charset=iso-8859-1"),
        (RUSSIAN, "windows-1251", "windows-1251", ""),
        (RUSSIAN, "windows-1251", "", "text/xml; charset=windows-1251"),
        (RUSSIAN, "windows-1251", "utf-8", ""),
        (RUSSIAN, "windows-1251", "", ""),
        (RUSSIAN, "koi8-r", "koi8-r", ""),
        (RUSSIAN, "koi8-r", "utf-8", "text/xml; charset=utf-8"),
        (UKRAINIAN, "windows-1251", "utf-8", ""),
        (UKRAINIAN, "koi8-u", "utf-8", ""),
        (FRENCH, "windows-1252", "utf-8", ""),
        (FRENCH, "iso-8859-1", "iso-8859-1", ""),
        (JAPANESE, "shift_jis", "shift_jis", ""),
        (JAPANESE, "iso2022_jp", "iso-2022-jp", ""),
        (RUSSIAN, "utf-8-sig", "utf-16", ""),
        (RUSSIAN, "utf-16", "utf-16", ""),
        (RUSSIAN, "utf-16-le", "utf-16", ""),
        (RUSSIAN, "utf-16-be", "", ""),
        (RUSSIAN, "utf-32", "utf-8", ""),
        (RUSSIAN, "windows-1251", "rot13", "text/xml; charset=no-such-thing"),
    ],
)
def test_decoding(text: str, encoding: str, declared: str, content_type: str) -> None:
    document = (f"<?xml version='1.0' encoding='{declared}'?>" if declared else "") + text
    assert decode(document.encode(encoding), content_type, url=URL).text == document


def test_a_wrong_declaration_is_noted() -> None:
    document = f"<?xml version='1.0' encoding='utf-8'?>{RUSSIAN}".encode("windows-1251")
    assert decode(document, "", url=URL).note == "declared as utf-8, read as cp1251"


def test_a_few_broken_letters_do_not_turn_utf8_into_something_else() -> None:
    broken = RUSSIAN.encode()[:60] + b"\xd0" + RUSSIAN.encode()[60:]
    decoded = decode(broken, "", url=URL)
    assert "повреждён завод" in decoded.text
    assert (decoded.encoding, decoded.note) == ("utf-8", "broken UTF-8")


def test_what_fits_nothing_is_still_text() -> None:
    assert decode(bytes(range(256)), "text/xml; charset=ascii", url=URL).text
