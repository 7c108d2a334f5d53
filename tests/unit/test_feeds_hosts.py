"""Slots per host and in all, and pauses that hosts ask for."""

from __future__ import annotations

import pytest

from monitor.errors import FetchError
from monitor.feeds.hosts import HostLimiter


def slot(limiter: HostLimiter, host: str):  # type: ignore[no-untyped-def]
    return limiter.slot(host, wait_s=0.01, url=f"https://{host}/")


def test_one_host_has_its_share_and_others_theirs() -> None:
    limiter = HostLimiter(per_host=1, total=2)
    with slot(limiter, "a"):
        with pytest.raises(FetchError, match="busy") as caught, slot(limiter, "a"):
            pass
        assert caught.value.reason == "host_busy"
        with slot(limiter, "b"), pytest.raises(FetchError, match="busy"), slot(limiter, "c"):
            pass
    with slot(limiter, "a"), slot(limiter, "c"):
        pass


def test_slots_come_free_after_an_error() -> None:
    limiter = HostLimiter(per_host=1)
    with pytest.raises(RuntimeError), slot(limiter, "a"):
        raise RuntimeError
    with slot(limiter, "a"):
        pass


def test_a_pause_ends() -> None:
    now = 1000.0
    limiter = HostLimiter(clock=lambda: now)
    limiter.pause("a", 60)
    limiter.pause("a", 10)
    with pytest.raises(FetchError) as caught, slot(limiter, "a"):
        pass
    assert (caught.value.reason, caught.value.retry_after_s) == ("host_paused", 60)
    with slot(limiter, "b"):
        pass
    now += 60
    with slot(limiter, "a"):
        pass


def test_the_wait_for_a_slot_is_told() -> None:
    now = iter([10.0, 10.0, 12.5])
    with HostLimiter(clock=lambda: next(now)).slot("a", wait_s=1, url="https://a/") as waited_s:
        assert waited_s == 2.5
