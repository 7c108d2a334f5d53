"""People who leave while their mails are being taken in hand: whose leaving was answered gets none that is begun later (P17)."""

from __future__ import annotations

import itertools
import random
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from monitor.config import Settings
from monitor.delivery.tokens import Purpose
from monitor.jobs.claiming import claim, dropped_since
from monitor.jobs.composing import Content
from monitor.jobs.leaving import leave
from monitor.jobs.links import signing_keys, tokens
from monitor.model import Delivery
from monitor.storage import Store
from tests.assembled import TestServices
from tests.storage.builders import NOW, delivery, item, subscriber, with_subscriber_and_incident

TOGETHER = 2
"""Messages claimed in one transaction: few, so that leaving comes between."""


@dataclass(frozen=True, kw_only=True)
class Leaving:
    """``sent``: mails that were begun; ``spared``: people who left in time to get none; ``late``: mails that were begun
    after their reader's leaving had been answered."""

    races: int
    sent: int
    spared: int
    late: int


def race(url: str, folder: Path, races: int = 10_000, workers: int = 3) -> Leaving:
    """Let each of as many people leave, once, while *workers* take in hand the one message that waits for each."""
    with Store.open(url) as store:
        services = TestServices(store=store, settings=Settings(mailbox_dir=folder), clock=lambda: NOW)
        queued, links = _people(store, races)
        # In another order than the mails: some leave before their mail's turn, some after, some in its midst.
        random.Random(7).shuffle(links)
        moments = itertools.count()
        answered: dict[int, int] = {}
        begun: dict[int, int] = {}
        start = threading.Barrier(2 * workers)

        def leaves(worker: int) -> None:
            start.wait()
            for person, token in links[worker::workers]:
                leave(services, token, NOW)
                answered[person] = next(moments)

        def sends(worker: int) -> None:
            start.wait()
            for first in range(worker * TOGETHER, races, workers * TOGETHER):
                for claimed in claim(services, queued[first : first + TOGETHER], NOW):
                    if not isinstance(claimed, Content):
                        continue
                    moment = next(moments)
                    if dropped_since(services, claimed, NOW) is None:
                        begun[claimed.subscriber.id] = moment

        with ThreadPoolExecutor(2 * workers) as pool:
            for done in [pool.submit(act, worker) for worker in range(workers) for act in (leaves, sends)]:
                done.result()
    return Leaving(
        races=len(answered),
        sent=len(begun),
        spared=races - len(begun),
        late=sum(answered[person] < moment for person, moment in begun.items()),
    )


def _people(store: Store, count: int) -> tuple[list[Delivery], list[tuple[int, str]]]:
    _, incident = with_subscriber_and_incident(store)
    queued: list[Delivery] = []
    links: list[tuple[int, str]] = []
    with store.begin() as tx:
        signing_keys(tx, NOW)
        signer = tokens(tx)
        for number in range(count):
            person = tx.subscribers.add(subscriber(f"leaver-{number}@example.org"))
            waiting = tx.outbox.add(delivery(f"leaving-{number}", person.id, item(incident)))
            assert waiting is not None
            queued.append(waiting)
            links.append((person.id, signer.make(Purpose.LEAVE, tx.subscribers.ref(person.id), NOW)))
    return queued, links
