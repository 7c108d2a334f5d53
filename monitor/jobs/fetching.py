"""Fetches and parses many feeds at once, host by host, and gives back what came in the order in which it came.

A host is asked by one thread at a time, which goes through its feeds one after another, so that one connection serves
them all and a slow host keeps nobody waiting but itself. Feeds that failed last time come after all others are recorded, and
have a quarter of the threads at most, so that however many of them hang or send without end, the others are polled in time. The threads are daemons: a stopping process does not wait for a
slow server, of whose answer nothing is stored yet.
"""

from __future__ import annotations

import heapq
import logging
import threading
import time
from collections import Counter, defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from monitor.errors import FeedError
from monitor.feeds.answers import Answer, ParsedFeed, Response
from monitor.feeds.schedule import address_of
from monitor.feeds.targets import host_of
from monitor.jobs.services import Services
from monitor.model import Feed, FeedId, FeedStatus, Fragment
from monitor.storage.queries.fragments import unpack

log = logging.getLogger(__name__)

MOST_WAITING = 64
"""Fetched documents that wait to be recorded, from which on no further feed is fetched: they fill the memory."""

MOST_SMALL_WAITING = 256
"""The same for all feeds, those apart whose document is as it was, or that failed: nothing but a row will be written of them."""

WHOLE_EVERY = timedelta(days=1)
"""How often a document is read as a whole although its entries are known: they are marked as still standing in the feed."""

TROUBLED_SHARE = 4
"""One thread in so many may ask feeds that failed last time."""

TROUBLED_PATIENCE_S = 60.0
"""How long they wait at most for the others to be done with first."""

FIRST_THREADS = 4
"""With so many the fetching begins: hosts that answer at once keep them busy, and more would only wait for each other, since
one interpreter runs one thread at a time."""

QUICK_PER_S = 1000
"""When fewer feeds than that come in a second, hosts are being waited for, and twice as many threads ask."""

SLOW_S = 0.02
"""The same when nothing has come for so long."""

LINGER_S = 0.05
"""How long to wait for more when something has come: many feeds are recorded in one transaction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What a fetch brought before anything is stored: an answer with the time it took, or the error.

    ``parsed`` None: there is no document, or it is as it was. ``known``: the fragments that were known of the feed.
    """

    feed: Feed
    status: FeedStatus
    answer: Answer | None = None
    parsed: ParsedFeed | None = None
    error: FeedError | None = None
    duration_s: float = 0.0
    known: tuple[Fragment, ...] = ()


class Fetching:
    """The feeds that are being fetched."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._per_host, self._most = services.settings.fetch_per_host, services.settings.fetch_connections
        self._spacing_s = services.settings.fetch_spacing_s
        self._lock = threading.Lock()
        self._may_fetch, self._has_come = threading.Condition(self._lock), threading.Condition(self._lock)
        self._queues: defaultdict[str, deque[tuple[Feed, FeedStatus]]] = defaultdict(deque)
        self._turns: list[tuple[float, str]] = []
        """When which host may be asked next; a heap. A host stands in it once for each request that may be made."""
        self._troubled_turns: list[tuple[float, str]] = []
        """The same for hosts whose next feed failed last time."""
        self._most_troubled, self._asking_troubled = max(self._most // TROUBLED_SHARE, 1), 0
        self._in_turn: Counter[str] = Counter()
        """Hosts that stand in a heap or are being asked."""
        self._rests: dict[str, float] = {}
        self._threads = 0
        self._failure: BaseException | None = None
        self._done: deque[Fetched] = deque()
        self._documents = 0
        """How many of those have a document."""
        self._known: dict[FeedId, bytes] = {}
        self._well, self._taken_well = 0, 0
        """Feeds that did not fail last time and are not yet recorded; those of them that were taken last."""
        self.in_hand: set[FeedId] = set()
        """Feeds that were added and not yet taken."""

    def add(self, feeds: Iterable[tuple[Feed, FeedStatus]]) -> None:
        """Fetch *feeds*, those apart that are in hand already."""
        feeds = [(feed, status) for feed, status in feeds if feed.id not in self.in_hand]
        with self._services.store.read() as tx:
            known = tx.fragments.of([feed.id for feed, _ in feeds], self._services.clock() - WHOLE_EVERY)
        now = time.monotonic()
        with self._lock:
            self._known.update(known)
            for feed, status in sorted(feeds, key=_is_troubled):
                self.in_hand.add(feed.id)
                self._well += not _is_troubled((feed, status))
                host = host_of(address_of(feed, status))
                self._queues[host].append((feed, status))
                if self._in_turn[host] < min(self._per_host, len(self._queues[host])):
                    self._in_turn[host] += 1
                    self._line_up(host, max(self._rests.get(host, now), now))
            self._may_fetch.notify_all()
            self._start(FIRST_THREADS - self._threads)

    def take(self, wait_s: float) -> list[Fetched]:
        """Return what has come, waiting for it for at most *wait_s*; empty when nothing came."""
        with self._lock:
            self._well, self._taken_well = self._well - self._taken_well, 0  # whoever comes back has recorded those
            if not self._well and self._troubled_turns:
                self._may_fetch.notify_all()
            begun = time.monotonic()
            while not self._done and self._failure is None and (left := begun + wait_s - time.monotonic()) > 0:
                if not self._has_come.wait(min(SLOW_S, left)):
                    self._start(max(self._threads, 1))
            if self._failure is not None:
                raise self._failure
            if self._done:
                self._has_come.wait_for(self._is_plenty, min(LINGER_S, wait_s))
                if len(self._done) < QUICK_PER_S * (time.monotonic() - begun):
                    self._start(max(self._threads, 1))
            taken, was_full = list(self._done), self._is_full()
            self._done.clear()
            self._documents = 0
            self._taken_well = sum(not _is_troubled((each.feed, each.status)) for each in taken)
            self.in_hand.difference_update(each.feed.id for each in taken)
            if was_full:
                self._may_fetch.notify_all()
            return taken

    def _start(self, more: int) -> None:
        """Start *more* threads, as far as there are hosts to ask for them, and not more than there may be."""
        turns = len(self._turns) + min(len(self._troubled_turns), self._most_troubled)
        for _ in range(min(more, turns, self._most - self._threads)):
            self._threads += 1
            threading.Thread(target=self._work, name=f"fetch-{self._threads}", daemon=True).start()

    def _is_full(self) -> bool:
        """Whether as much waits to be taken as may wait."""
        return self._documents >= MOST_WAITING or len(self._done) >= MOST_SMALL_WAITING

    def _is_plenty(self) -> bool:
        """Whether as much waits to be taken as may wait, or as there is."""
        return self._is_full() or len(self._done) >= len(self.in_hand)

    def _work(self) -> None:
        """Fetch feed after feed, as long as there are any."""
        while (turn := self._next_turn()) is not None:
            host, feed, status = turn
            try:
                done = fetch(self._services, feed, status, self._known.pop(feed.id, b""))
            except BaseException as failure:  # noqa: BLE001 - raised again by take()
                # No failure of a feed, which would be a value: whoever waits must learn that nothing will come.
                with self._lock:
                    self._failure = failure
                    self._has_come.notify()
                return
            with self._lock:
                self._done.append(done)
                self._documents += done.parsed is not None
                del done  # or it would fill the memory until this thread has the next one
                if len(self._done) == 1 or self._is_plenty():
                    self._has_come.notify()
                self._asking_troubled -= _is_troubled((feed, status))
                self._rests[host] = time.monotonic() + self._spacing_s
                if self._queues[host]:
                    self._line_up(host, self._rests[host])
                else:
                    self._leave(host)

    def _line_up(self, host: str, at: float) -> None:
        """Let a host be asked from *at* on."""
        turns = self._troubled_turns if _is_troubled(self._queues[host][0]) else self._turns
        heapq.heappush(turns, (at, host))

    def _next_turn(self) -> tuple[str, Feed, FeedStatus] | None:
        """The next feed whose host may be asked, when its time has come; None: there is none, and the thread ends."""
        with self._lock:
            while (self._turns or self._troubled_places()) and not self._services.stop.is_set():
                now = time.monotonic()
                turns = self._ready_turns(now)
                if turns is None or self._is_full():
                    soon = self._turns[0][0] - now if self._turns and turns is None else 1.0
                    self._may_fetch.wait(min(soon, 1.0))
                    continue
                _, host = heapq.heappop(turns)
                if self._queues[host]:
                    feed, status = self._queues[host].popleft()
                    self._asking_troubled += _is_troubled((feed, status))
                    return host, feed, status
                self._leave(host)
            self._threads -= 1
            return None

    def _troubled_places(self) -> bool:
        """Whether there are feeds that failed last time, and one more of them may be asked."""
        return bool(self._troubled_turns) and self._asking_troubled < self._most_troubled

    def _ready_turns(self, now: float) -> list[tuple[float, str]] | None:
        """The heap from which the next host may be taken now; None: its time has not come."""
        troubled = self._troubled_turns if self._troubled_places() else []
        if troubled and troubled[0][0] < now - TROUBLED_PATIENCE_S:
            return troubled
        if self._turns and self._turns[0][0] <= now:
            return self._turns
        return troubled if troubled and troubled[0][0] <= now and not self._well else None

    def _leave(self, host: str) -> None:
        """Take a host out of turn; forget it when nobody asks it any more."""
        self._in_turn[host] -= 1
        if not self._in_turn[host]:
            del self._in_turn[host], self._queues[host]
            now = time.monotonic()
            if len(self._rests) > 4 * len(self._in_turn) + 1000:
                self._rests = {name: until for name, until in self._rests.items() if until > now}


def _is_troubled(each: tuple[Feed, FeedStatus]) -> bool:
    _, status = each
    return status.failures > 0


def fetch(services: Services, feed: Feed, status: FeedStatus, packed: bytes = b"") -> Fetched:
    """Fetch and parse one feed, outside any transaction. Never raises: a failure is a value.

    Args:
        packed: the fragments that are known of it, as stored.
    """
    begun = time.monotonic()
    answer: Answer | None = None
    parsed: ParsedFeed | None = None
    error: FeedError | None = None
    known: tuple[Fragment, ...] = ()
    try:
        answer = services.fetcher.fetch(feed, status)
        if isinstance(answer, Response):
            known = unpack(packed)
            parsed = services.parser.parse(answer, {fragment.print for fragment in known})
    except FeedError as failure:
        # Its traceback holds everything that was read so far: a few megabytes for each feed that sends too much.
        error = failure.with_traceback(None)
        error.__cause__ = error.__context__ = None
    except Exception as failure:
        log.exception("fetch.failed", extra={"feed": feed.id})
        error = FeedError(f"unexpected {type(failure).__name__}: {failure}", url=feed.url, reason="internal")
    return Fetched(
        feed=feed,
        status=status,
        answer=answer,
        parsed=parsed,
        error=error,
        duration_s=time.monotonic() - begun,
        known=known,
    )
