"""Many workers that want the same messages at the same moment: each is had by one."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from monitor.model import DeliveryId
from monitor.storage import Store
from tests.storage.builders import NOW, delivery, item, subscriber, with_subscriber_and_incident


@dataclass(kw_only=True)
class Race:
    """``claims``: times that a worker asked for a message; ``won``: messages had by somebody; ``twice``: by more than one."""

    workers: int
    messages: int
    claims: int
    won: int
    twice: int


def race(url: str, messages: int = 10_000, workers: int = 8, together: int = 50) -> Race:
    """Let *workers*, each on connections of its own, claim all of the same messages, *together* in one transaction."""
    with Store.open(url) as store:
        _, incident = with_subscriber_and_incident(store)
        ids: list[DeliveryId] = []
        with store.begin() as tx:
            for number in range(messages):
                person = tx.subscribers.add(subscriber(f"reader-{number}@example.org"))
                queued = tx.outbox.add(delivery(f"k{number}", person.id, item(incident)))
                assert queued is not None
                ids.append(queued.id)
    start = threading.Barrier(workers)

    def work(_: int) -> Counter[DeliveryId]:
        won: Counter[DeliveryId] = Counter()
        with Store.open(url) as own:
            start.wait()
            for first in range(0, messages, together):
                with own.begin() as tx:
                    won.update(each for each in ids[first : first + together] if tx.outbox.claim(each, NOW, 60.0))
        return won

    with ThreadPoolExecutor(workers) as pool:
        won = sum(pool.map(work, range(workers)), Counter())
    return Race(
        workers=workers,
        messages=messages,
        claims=messages * workers,
        won=len(won),
        twice=sum(count > 1 for count in won.values()),
    )
