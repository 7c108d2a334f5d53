"""Tells the operator what readers say is wrong: some at a time in one mail, so that a flood of them is no flood of mails."""

from __future__ import annotations

from datetime import datetime

from monitor.delivery.cleaning import line
from monitor.jobs import operator
from monitor.jobs.services import Services
from monitor.model import Fault, Objection
from monitor.storage import Transaction

NAMED = 20
"""Objections told in one mail; the command lists all."""

FAULTS = {
    Fault.NOTHING: "it did not happen, or is no attack",
    Fault.PLACE: "the place",
    Fault.TIME: "the time",
    Fault.FIGURES: "the figures",
    Fault.TWICE: "it is the same as another incident",
    Fault.OTHER: "something else",
}
"""What is said to be wrong, in the operator's words."""


def tell_objections(services: Services, now: datetime) -> int:
    """Tell the operator what readers have said since the last look; return of how many.

    It is noted after the mail has gone: a crash between the two tells twice, never not at all.
    """
    with services.store.read() as tx:
        untold = tx.objections.untold()
        lines = [_line(tx, each) for each in untold[:NAMED]]
    if not untold:
        return 0
    if len(untold) > NAMED:
        lines.append(f"and {len(untold) - NAMED} more")
    text = "\n\n".join(
        [*lines, "All of them: monitor objections list. Done with one: monitor objections settle NUMBER."]
    )
    incidents = sorted({each.incident for each in untold})
    named = ", ".join(map(str, incidents[:5])) + (f" and {len(incidents) - 5} more" if len(incidents) > 5 else "")
    operator.tell(services, f"Readers say that something is wrong: incident {named}", text, now)
    with services.store.begin() as tx:
        tx.objections.mark_told([each.id for each in untold], now)
    return len(untold)


def _line(tx: Transaction, objection: Objection) -> str:
    reader = tx.subscribers.get(objection.subscriber).email
    said = f": {line(objection.words)}" if objection.words.strip() else ""
    about = f"incident {objection.incident} (as told in version {objection.version})"
    return f"{objection.id}. {about}, {reader}: {FAULTS[objection.fault]}{said}"
