"""Names are looked up once in a while, and not for each feed."""

from __future__ import annotations

import pytest

from monitor.network.names import KEEP_FAILURE_S, KEEP_S, Names


class Asked:
    """A resolver that counts, on a clock that is set."""

    def __init__(self, answers: dict[str, list[str]]) -> None:
        self.answers, self.asked, self.now = answers, list[str](), 1000.0

    def __call__(self, host: str, port: int) -> list[str]:
        self.asked.append(host)
        if host not in self.answers:
            raise OSError("Name or service not known")
        return self.answers[host]


def test_a_name_is_looked_up_once_in_a_while() -> None:
    resolver = Asked({"a.example": ["192.0.2.1", "2001:db8::1"]})
    names = Names(resolver, clock=lambda: resolver.now)
    assert names("a.example", 443) == names("a.example", 443) == ["192.0.2.1", "2001:db8::1"]
    assert resolver.asked == ["a.example"]
    resolver.now += KEEP_S
    resolver.answers["a.example"] = ["192.0.2.9"]
    assert names("a.example", 443) == ["192.0.2.9"]


def test_a_name_without_address_is_not_asked_for_again_at_once() -> None:
    resolver = Asked({})
    names = Names(resolver, clock=lambda: resolver.now)
    for _ in range(2):
        with pytest.raises(OSError, match="not known"):
            names("gone.example", 443)
    assert resolver.asked == ["gone.example"]
    resolver.now += KEEP_FAILURE_S
    resolver.answers["gone.example"] = ["192.0.2.1"]
    assert names("gone.example", 443) == ["192.0.2.1"]


def test_no_more_than_a_number_of_names_is_remembered() -> None:
    resolver = Asked({f"{n}.example": ["192.0.2.1"] for n in range(3)})
    names = Names(resolver, clock=lambda: resolver.now, most=2)
    for host in ("0.example", "1.example", "2.example", "2.example", "1.example", "0.example"):
        names(host, 80)
    assert resolver.asked == ["0.example", "1.example", "2.example", "0.example"]


def test_what_is_given_out_cannot_change_what_is_remembered() -> None:
    names = Names(Asked({"a.example": ["192.0.2.1"]}))
    names("a.example", 80).append("127.0.0.1")
    assert names("a.example", 80) == ["192.0.2.1"]
