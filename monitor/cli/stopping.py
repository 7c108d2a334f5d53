"""SIGTERM and Ctrl-C: they end the service in good order, and by force when that takes too long."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time

log = logging.getLogger(__name__)

SIGNALS = frozenset({signal.SIGTERM, signal.SIGINT})
MARGIN_S = 5.0
"""How much longer than ``stop_timeout_s`` the process may live: closing, and the interpreter's own end."""


def hold_signals() -> None:
    """Let SIGTERM and Ctrl-C wait for `stop_on_signals`. To be called before any thread is started: threads inherit it."""
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)


def stop_on_signals(stop: threading.Event, stop_timeout_s: float) -> None:
    """Set *stop* at the first signal, also at one that has been held; end the process by force when it outlives its time.

    A thread waits for the signals. A handler would run in the main thread, between any two of its steps; in the middle of
    ``stop.wait()`` that is where the main thread holds the lock of *stop*, and setting it there would wait for ever.
    """
    threading.Thread(target=_wait_and_stop, args=(stop, stop_timeout_s), name="signals", daemon=True).start()


def _wait_and_stop(stop: threading.Event, stop_timeout_s: float) -> None:
    signal.sigwait(SIGNALS)
    stop.set()
    time.sleep(stop_timeout_s + MARGIN_S)
    log.error("service.forced", extra={"after_s": stop_timeout_s + MARGIN_S})
    os._exit(1)
