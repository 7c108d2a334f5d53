"""Acts on what comes back: a dead address, or a reader who complains, gets nothing more; the rest is counted and shown."""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from monitor.delivery.returned import LARGEST, LeaveRequest, NoReport, read_returned
from monitor.jobs import operator
from monitor.jobs.leaving import leave
from monitor.jobs.services import Services
from monitor.model import (
    AddressHash,
    Bounce,
    BounceKind,
    Delivery,
    NotedBounce,
    Suppression,
    SuppressionReason,
    address_hash,
)
from monitor.storage import Transaction

log = logging.getLogger(__name__)

# A mailbox that takes nothing on so many days out of so many is taken for dead. Days and not messages, because an attack
# may cause ten messages in an hour; and old ones are forgotten, because a mailbox that was full is emptied some day.
SOFT_DAYS, SOFT_SPAN = 5, timedelta(days=14)
# The operator is told of refusals at most so often: one cause refuses hundreds of messages.
TELL_AGAIN = timedelta(hours=24)
TOLD_REFUSED = "operator.refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """What one returned mail came to. ``what``: a bounce's kind, or ``unsubscribed automatic unknown``, ``no report``.

    ``suppressed``: whether its address gets nothing more from now on.
    """

    what: str
    detail: str
    suppressed: bool = False

    @property
    def needs_reading(self) -> bool:
        """Whether a person should look at the mail itself."""
        return self.what in {"unknown", "no report"}


def take_returned(services: Services, content: bytes, now: datetime) -> list[Returned]:
    """Act on one mail that came to the sender's address; one line for each recipient that it reports, at least one.

    Doing it twice changes nothing more. A report counts only when it quotes the Message-ID of a message that was handed over.
    """
    found = read_returned(content)
    if isinstance(found, NoReport):
        return [Returned(what="automatic" if found.automatic else "no report", detail=found.why)]
    if isinstance(found, LeaveRequest):
        if leave(services, found.token, now) is None:
            return [Returned(what="unknown", detail="nobody of ours unsubscribes with that link")]
        return [Returned(what="unsubscribed", detail="by mail")]
    taken = []
    for bounce in found:
        with services.store.begin() as tx:
            delivery = tx.outbox.by_message_id(bounce.message_id)
            if delivery is None:
                taken.append(Returned(what="unknown", detail=f"no message of ours has the id {bounce.message_id}"))
                continue
            suppressed = note_bounce(tx, delivery, bounce, now)
        extra = {"delivery": delivery.id, "kind": bounce.kind.value, "status": bounce.status}
        log.info("bounce.noted", extra=extra | {"suppressed": suppressed})
        if bounce.kind is BounceKind.REFUSED:
            tell_of_refusal(services, delivery, bounce.detail, now)
        taken.append(Returned(what=bounce.kind.value, detail=bounce.detail, suppressed=suppressed))
    return taken


def note_bounce(tx: Transaction, delivery: Delivery, bounce: Bounce, now: datetime) -> bool:
    """Write a bounce down and do what follows from it; return whether its address gets nothing more from now on.

    The address is the subscriber's, whatever the report says: it may name one that mail was forwarded to.
    """
    if bounce.kind is BounceKind.LATE:
        return False
    email = tx.subscribers.get(delivery.subscriber).email
    address = address_hash(email)
    noted = NotedBounce(
        kind=bounce.kind, address=address, delivery=delivery.id, status=bounce.status, detail=bounce.detail, at=now
    )
    if not tx.bounces.note(noted):
        return False
    if bounce.kind is not BounceKind.COMPLAINT:
        tx.outbox.mark_bounced(delivery.id, bounce.detail or f"it came back: {bounce.status or bounce.kind.value}")
    reason = _reason(tx, bounce.kind, address, now)
    if reason is None:
        return False
    return tx.suppressions.add(Suppression(address=address, reason=reason, detail=bounce.detail, at=now))


def _reason(tx: Transaction, kind: BounceKind, address: AddressHash, now: datetime) -> SuppressionReason | None:
    match kind:
        case BounceKind.HARD:
            return SuppressionReason.HARD_BOUNCE
        case BounceKind.COMPLAINT:
            return SuppressionReason.COMPLAINT
        case BounceKind.SOFT if tx.bounces.soft_days(address, now - SOFT_SPAN) >= SOFT_DAYS:
            return SuppressionReason.SOFT_BOUNCES
        case _:
            return None


def tell_of_refusal(services: Services, delivery: Delivery, words: str, now: datetime) -> None:
    """Tell the operator that messages are refused for what we are or write, unless that was told a short while ago."""
    with services.store.begin() as tx:
        told = tx.meta.get(TOLD_REFUSED)
        if told is not None and now - datetime.fromisoformat(told) < TELL_AGAIN:
            return
        tx.meta.set(TOLD_REFUSED, now.isoformat(), now)
    text = (
        f"Delivery {delivery.id} was refused for what it is, or for who sends it: {words}\n\nNobody was unsubscribed. Look at "
        "SPF, DKIM, DMARC and the reputation of the sending address, then: monitor deliveries retry --all"
    )
    operator.tell(services, "Mails are refused", text, now)


def read_maildir(services: Services, folder: Path, now: datetime) -> Counter[str]:
    """Act on every new mail of a Maildir and put it among those that were seen; count what they were.

    What needs a person stays unread there: a mail program shows it as new.

    Raises:
        OSError: the folder cannot be read or changed.
    """
    counts: Counter[str] = Counter()
    seen = folder / "cur"
    seen.mkdir(parents=True, exist_ok=True)
    for path in sorted((folder / "new").glob("*")):
        if services.stop.is_set():
            break
        with path.open("rb") as file:
            taken = take_returned(services, file.read(LARGEST), now)
        # Moved after it was acted on: what a crash leaves behind is read again, which changes nothing.
        flags = "" if any(each.needs_reading for each in taken) else "S"
        path.rename(seen / f"{path.name.partition(':')[0]}:2,{flags}")
        counts.update(each.what for each in taken)
    return counts


def read_bounces(services: Services, now: datetime) -> None:
    """Look into the Maildir of the settings, if there is one."""
    folder = services.settings.bounce_maildir
    if folder is None:
        return
    try:
        counts = read_maildir(services, folder, now)
    except OSError as error:
        log.error("bounces.unreadable", extra={"folder": str(folder), "error": str(error)})
        return
    if counts:
        log.info("bounces.read", extra={what.replace(" ", "_"): count for what, count in counts.items()})
