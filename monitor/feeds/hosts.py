"""How many fetches run at once, in all and per host, and which hosts asked to be left alone."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from monitor.errors import FetchError


class HostLimiter:
    """Slots for fetches, shared by all threads of a process.

    Args:
        per_host: fetches at once from one host name.
        total: fetches at once from all hosts.
        clock: monotonic seconds.
    """

    def __init__(self, *, per_host: int = 2, total: int = 16, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_host, self._total, self._clock = per_host, total, clock
        self._running: Counter[str] = Counter()
        self._all = 0
        self._paused_until: dict[str, tuple[float, str]] = {}
        self._changed = threading.Condition()

    @contextmanager
    def slot(self, host: str, *, wait_s: float, url: str) -> Iterator[float]:
        """Hold one slot for *host* while the block runs; gives the seconds that were spent waiting for it.

        Raises:
            FetchError: ``host_paused`` (it asked for a pause that is not over; ``retry_after_s`` says how long),
                ``host_busy`` (no slot came free within *wait_s*). Neither is the feed's failure.
        """
        begun = self._clock()
        with self._changed:
            self._refuse_while_paused(host, url)
            if not self._changed.wait_for(lambda: self._is_free(host), wait_s):
                raise FetchError(
                    f"{host} has been busy with other feeds for {wait_s:.0f} s; it is asked later",
                    url=url,
                    reason="host_busy",
                )
            self._running[host] += 1
            self._all += 1
            granted = self._clock()
        try:
            yield granted - begun
        finally:
            with self._changed:
                self._running[host] -= 1
                if not self._running[host]:
                    del self._running[host]
                self._all -= 1
                self._changed.notify_all()

    def pause(self, host: str, seconds: float, why: str = "asked to be left alone") -> None:
        """Leave *host* alone for so long, because it said so (429, 503), or for what *why* says of it."""
        with self._changed:
            until, _ = self._paused_until.get(host, (0.0, ""))
            if self._clock() + seconds > until:
                self._paused_until[host] = (self._clock() + seconds, why)

    def _refuse_while_paused(self, host: str, url: str) -> None:
        until, why = self._paused_until.get(host, (0.0, ""))
        left = until - self._clock()
        if left > 0:
            raise FetchError(
                f"{host} {why}; it is left alone for another {left:.0f} s",
                url=url,
                reason="host_paused",
                retry_after_s=left,
            )
        self._paused_until.pop(host, None)

    def _is_free(self, host: str) -> bool:
        return self._running[host] < self._per_host and self._all < self._total
