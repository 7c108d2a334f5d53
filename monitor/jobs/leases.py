"""Keeps what is in hand from being given to somebody else, for as long as this process lives."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self

from monitor.errors import StorageError
from monitor.jobs.services import Services
from monitor.model import Delivery, DeliveryId

log = logging.getLogger(__name__)

# How long after the death of a process others take up what it had in hand (promise P22: a minute).
LEASE_S = 60.0
# Three renewals fit into a lease, so that two may fail.
RENEW_S = 15.0


class Leases:
    """The leases of one sweep. A context manager: inside it a thread renews them; a mail server may take ten minutes
    for one message (RFC 5321 section 4.5.3.2), a dead process keeps its messages for `LEASE_S` seconds only."""

    def __init__(self, services: Services, renew_s: float = RENEW_S) -> None:
        self._services, self._renew_s = services, renew_s
        self._lock, self._over = threading.Lock(), threading.Event()
        self._held: dict[DeliveryId, datetime] = {}
        self._fences: dict[DeliveryId, int] = {}
        self._thread = threading.Thread(target=self._keep, name="leases", daemon=True)

    def take(self, claimed: Iterable[Delivery]) -> None:
        """Renew the leases of these from now on."""
        with self._lock:
            for delivery in claimed:
                assert delivery.lease_until is not None
                self._held[delivery.id], self._fences[delivery.id] = delivery.lease_until, delivery.fence

    def settled(self, delivery: DeliveryId) -> None:
        """Renew this one no more."""
        with self._lock:
            self._held.pop(delivery, None)

    def holds(self, delivery: DeliveryId) -> bool:
        """Whether it is still ours: a process that was stopped for a while must not send what others have taken over."""
        with self._lock:
            until = self._held.get(delivery)
        return until is not None and self._services.clock() < until

    def renew(self) -> None:
        """Put the end of all leases off; one that somebody else has taken over is dropped."""
        with self._lock:
            wanted = dict(self._held)
        if not wanted:
            return
        now = self._services.clock()
        with self._services.store.begin() as tx:
            ours = {
                delivery: tx.outbox.renew(delivery, self._fences[delivery], now, LEASE_S) for delivery in sorted(wanted)
            }
        with self._lock:
            for delivery, still in ours.items():
                if delivery in self._held:
                    if still:
                        self._held[delivery] = now + timedelta(seconds=LEASE_S)
                    else:
                        del self._held[delivery]

    def _keep(self) -> None:
        while not self._over.wait(self._renew_s):
            try:
                self.renew()
            except StorageError as error:
                log.warning("delivery.lease_not_renewed", extra={"error": str(error)})

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()
