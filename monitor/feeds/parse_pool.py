"""Parses feeds in processes of their own, so that no document can take the service down.

A process lives long, because starting one costs as much as a hundred documents. One that takes too long, needs too much
or dies is replaced, and the document that it had in hand is a failed poll with a plain reason.
"""

from __future__ import annotations

import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Set

from monitor.errors import ParseError
from monitor.feeds.answers import ParsedFeed, Response
from monitor.feeds.parse_wire import GREETING, LENGTHS, read_answer, task_message

DEADLINE_S = 10.0
"""Longest time for one document, waiting for a processor included (X07). The child's own limit is on processor time."""

START_S = 30.0
"""Longest time for a process to start, on a busy machine."""

MAX_ANSWER_BYTES = 32 * 1024 * 1024
"""Largest answer that is taken; the texts of a document of 15 MB, kept twice, are smaller."""

PROCESSES = 2
"""Processes at most, so that one document that takes its whole time does not keep all others waiting."""


class ParsePool:
    """Parses in other processes; may be shared by threads. The processes are started when they are first needed.

    Args:
        size: processes at most; whoever finds them all busy waits.
        deadline_s: longest time for one document.
        command: what to start; None: ``parse_child``.
    """

    def __init__(
        self, *, size: int = PROCESSES, deadline_s: float = DEADLINE_S, command: list[str] | None = None
    ) -> None:
        self._deadline_s, self._command = deadline_s, command or [sys.executable, "-m", "monitor.feeds.parse_child"]
        # The last one used comes first: where one process is enough, the others are not even started.
        self._idle: queue.LifoQueue[_Process | None] = queue.LifoQueue()
        for _ in range(size):
            self._idle.put(None)
        self._started: set[_Process] = set()
        self._is_closed = False
        self._changing = threading.Lock()

    def parse(self, answer: Response, known: Set[str] = frozenset()) -> ParsedFeed:
        """Read the document of *answer*, without the entries whose prints are *known*.

        Raises:
            ParseError: what ``parse.parse`` raises; ``parse_timeout``, ``parse_memory``, ``parse_crashed`` where reading
                had to be broken off.
        """
        process = self._idle.get()
        try:
            was_used = process is not None
            process = process or self._start()
            try:
                feed, last = process.ask(answer, known, self._deadline_s)
            except ProcessEndedError:
                if not was_used:
                    raise
                # It may have been ended while it had nothing to do, which is not the fault of this document.
                self._end(process)
                process = self._start()
                feed, last = process.ask(answer, known, self._deadline_s)
            if last:
                self._end(process)
                process = None
        except BaseException:
            self._end(process)
            process = None
            raise
        finally:
            self._idle.put(process)
        if isinstance(feed, ParseError):
            raise feed
        return feed

    def close(self) -> None:
        """End the processes, whatever they have in hand."""
        with self._changing:
            self._is_closed = True
            started = tuple(self._started)
        for process in started:
            self._end(process)

    def _start(self) -> _Process:
        process = _Process(self._command)
        with self._changing:
            if not self._is_closed:
                self._started.add(process)
                return process
        process.kill()
        raise OSError("the service stops: no document is read any more")

    def _end(self, process: _Process | None) -> None:
        if process is not None:
            process.kill()
            with self._changing:
                self._started.discard(process)


class ProcessEndedError(ParseError):
    """The process that parsed is there no longer, or talks nonsense."""


class _Process:
    """One process that parses.

    Raises:
        OSError: it does not start.
    """

    def __init__(self, command: list[str]) -> None:
        self._link, theirs = socket.socketpair()
        with theirs:
            # Of the environment only where modules are found: no secret of the service may lie beside hostile input.
            kept = {name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ}
            self._process = subprocess.Popen(  # noqa: S603 - our own module
                command,
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=kept | {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONDONTWRITEBYTECODE": "1"},
                start_new_session=True,
            )
        try:
            self._receive(len(GREETING), time.monotonic() + START_S)
        except OSError as error:
            self.kill()
            raise OSError(f"the process that reads feeds does not start: {' '.join(command)}") from error

    def ask(self, answer: Response, known: Set[str], deadline_s: float) -> tuple[ParsedFeed | ParseError, bool]:
        """Have one document parsed: the feed, or its fault; also whether the process is not to be used again.

        Raises:
            ParseError: ``parse_timeout``: it was not over in time.
            ProcessEndedError: ``parse_timeout``, ``parse_crashed``.
        """
        ends = time.monotonic() + deadline_s
        try:
            self._link.settimeout(deadline_s)
            self._link.sendall(task_message(answer, known))
            self._link.sendall(answer.body)
            size, _ = LENGTHS.unpack(self._receive(LENGTHS.size, ends))
            if size > MAX_ANSWER_BYTES:
                raise ValueError(f"an answer of {size} bytes")
            return read_answer(self._receive(size, ends), url=answer.url)
        except TimeoutError as error:
            raise ParseError(
                f"reading the document was broken off after {deadline_s:.0f} s; the publisher has to mend it",
                url=answer.url,
                reason="parse_timeout",
            ) from error
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise self._ended(answer.url) from error

    def kill(self) -> None:
        """End the process at once."""
        self._link.close()
        self._process.kill()
        self._process.wait()

    def _receive(self, size: int, ends: float) -> bytearray:
        received = bytearray()
        while len(received) < size:
            self._link.settimeout(max(ends - time.monotonic(), 0.001))
            part = self._link.recv(min(size - len(received), 1 << 20))
            if not part:
                raise ConnectionResetError("the process has ended")
            received += part
        return received

    def _ended(self, url: str) -> ProcessEndedError:
        """Make the error for a process that has ended or talks nonsense."""
        self._process.kill()
        status = self._process.wait()
        if -status == signal.SIGXCPU:
            message, reason = "reading the document took too much processor time", "parse_timeout"
        elif status < 0 and -status != signal.SIGKILL:
            message, reason = f"reading the document ended in {signal.Signals(-status).name}", "parse_crashed"
        else:
            message, reason = "the process that read the document was ended or failed", "parse_crashed"
        return ProcessEndedError(f"{message}; the publisher has to mend it", url=url, reason=reason)
