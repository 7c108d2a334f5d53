from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.delivery.cleaning import Link, cut, line, web_link


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("header injection", "Attack\r\nBcc: x@example.org", "Attack Bcc: x@example.org"),
        ("NUL and escape", "a\x00b\x1b[31mc", "ab[31mc"),
        ("right-to-left override", "gpj.\u202eexe", "gpj.exe"),
        ("isolates and marks", "\u2066a\u2069\u200f\u200eb\u061c", "ab"),
        ("Unicode line ends", "a\u2028b\u2029c\x85d", "a b c d"),
        ("invisible text", "a\u200bb\ufeffc\U000e0041", "abc"),
        ("half a surrogate pair", "a\ud83db", "ab"),
        ("white space", "  a \t\n\u00a0 b ", "a b"),
        ("what must stay", "Нальчик – «прилёт» 👨\u200d👩\u200d👧 é", "Нальчик – «прилёт» 👨\u200d👩\u200d👧 é"),
    ],
)
def test_line(name: str, text: str, expected: str) -> None:
    assert line(text) == expected, name


@pytest.mark.parametrize(
    ("name", "text", "limit", "expected"),
    [
        ("short enough", "Istra", 5, "Istra"),
        ("too long", "Istra district", 6, "Istra…"),
        ("accents are no letters of their own", "e\u0301e\u0301e\u0301", 3, "e\u0301e\u0301e\u0301"),
        ("flags are not halved", "🇺🇦🇱🇻🇩🇪", 2, "🇺🇦…"),
        ("skin tones stay", "👋🏽👋🏽", 2, "👋🏽👋🏽"),
        ("heaps of marks are cleared", "a" + "\u0301" * 200, 1, "a" + "\u0301" * 8),
        ("empty", "", 3, ""),
    ],
)
def test_cut(name: str, text: str, limit: int, expected: str) -> None:
    assert cut(text, limit) == expected, name


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://news.example.org/a?b=c#d", Link(url="https://news.example.org/a?b=c#d", host="news.example.org")),
        ("http://news.example.org:8080/", Link(url="http://news.example.org:8080/", host="news.example.org")),
        ("https://аррlе.com/x", Link(url="https://xn--l-7sbq6ba.com/x", host="xn--l-7sbq6ba.com")),
        (
            "https://news.example.org/новость",
            Link(url="https://news.example.org/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D1%8C", host="news.example.org"),
        ),
        (
            'https://news.example.org/"><script>',
            Link(url="https://news.example.org/%22%3E%3Cscript%3E", host="news.example.org"),
        ),
        ("https://[2001:db8::1]/", Link(url="https://[2001:db8::1]/", host="2001:db8::1")),
        ("javascript:alert(1)", None),
        ("java\nscript:alert(1)", None),
        ("data:text/html,x", None),
        ("https://bank.example@evil.example/", None),
        ("https://news.example.org:99999/", None),
        ("https:///nowhere", None),
        ("https://\u202egro.elpmaxe/", None),
        ("/relative", None),
        ("", None),
        (None, None),
    ],
)
def test_web_link_is_web_and_shows_its_true_host(url: str | None, expected: Link | None) -> None:
    assert web_link(url) == expected


@given(st.text(max_size=400), st.integers(1, 50))
def test_cleaning_twice_changes_nothing(text: str, limit: int) -> None:
    once = cut(line(text), limit)
    assert cut(line(once), limit) == once


@given(st.text(max_size=200))
def test_any_address_gives_a_link_or_none(text: str) -> None:
    link = web_link("https://" + text)
    assert link is None or (link.url.isascii() and link.host.isascii() and '"' not in link.url)
