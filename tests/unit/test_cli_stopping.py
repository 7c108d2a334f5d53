"""Signals end the process: in good order at any moment, by force when it does not end."""

from __future__ import annotations

import signal
import subprocess
import sys

PRELUDE = """
import logging, os, signal, sys, threading, time
from monitor.cli import stopping
logging.basicConfig(level="ERROR", format="%(message)s")
stopping.hold_signals()
stop = threading.Event()
"""


def run(script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", PRELUDE + script], capture_output=True, text=True, timeout=30)


def test_signal_before_anybody_listens_is_not_lost():
    done = run("""
os.kill(os.getpid(), signal.SIGTERM)
stopping.stop_on_signals(stop, 20)
print("stopped" if stop.wait(10) else "never")
""")

    assert (done.stdout, done.returncode) == ("stopped\n", 0)


def test_signal_in_the_middle_of_waiting_stops_the_wait():
    # The lock of the event is held there: a signal handler that sets the event would wait for itself.
    done = run("""
stopping.stop_on_signals(stop, 20)
with stop._cond:
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(0.2)
print("stopped" if stop.wait(10) else "never")
""")

    assert (done.stdout, done.returncode) == ("stopped\n", 0)


def test_process_that_does_not_end_is_ended_by_force():
    done = run("""
stopping.MARGIN_S = 0.1
stopping.stop_on_signals(stop, 0.1)
threading.Thread(target=time.sleep, args=(25,)).start()
os.kill(os.getpid(), signal.SIGTERM)
""")

    assert (done.stderr, done.returncode) == ("service.forced\n", 1)


def test_signals_that_are_held_are_those_that_stop_a_service():
    done = run("print(sorted(signal.pthread_sigmask(signal.SIG_BLOCK, ())))")

    assert done.stdout == f"{[signal.SIGINT, signal.SIGTERM]}\n"
