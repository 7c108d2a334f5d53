"""Host names that were looked up lately, so that a round over a thousand feeds does not ask for the same name again and again.

What is remembered are addresses as the resolver gave them: they are checked each time that one is dialled.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from monitor.network.dialling import Resolver, resolve

KEEP_S = 60.0
"""How long an answer is used: the resolver does not tell its time to live, and most are no shorter than a minute."""

KEEP_FAILURE_S = 10.0
"""How long a name counts as having none, so that a broken resolver is not asked for each feed."""

MOST = 10_000
"""Names that are remembered; beyond that the oldest is forgotten."""


class Names:
    """A resolver that remembers; may be shared by threads.

    Args:
        resolver: asked for what is not remembered.
        clock: monotonic seconds.
        most: names that are remembered.
    """

    def __init__(
        self, resolver: Resolver = resolve, *, clock: Callable[[], float] = time.monotonic, most: int = MOST
    ) -> None:
        self._resolver, self._clock, self._most = resolver, clock, most
        self._lock = threading.Lock()
        self._known: dict[tuple[str, int], tuple[float, list[str] | str]] = {}

    def __call__(self, host: str, port: int) -> list[str]:
        """Return the addresses of *host*, in order of preference.

        Raises:
            OSError: it has none, or had none a moment ago.
        """
        with self._lock:
            until, known = self._known.get((host, port), (0.0, ""))
        if until <= self._clock():
            known = self._ask(host, port)
        if isinstance(known, str):
            raise OSError(known)
        return list(known)

    def _ask(self, host: str, port: int) -> list[str] | str:
        found: list[str] | str
        try:
            found = self._resolver(host, port)
        except (OSError, ValueError) as error:
            found = str(error)
        kept_s = KEEP_FAILURE_S if isinstance(found, str) else KEEP_S
        with self._lock:
            self._known.pop((host, port), None)
            self._known[host, port] = (self._clock() + kept_s, found)  # the latest come last
            while len(self._known) > self._most:
                del self._known[next(iter(self._known))]
        return found
