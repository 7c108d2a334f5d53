"""Pages for leaving: a button, and the one-click request of mail programs (RFC 8058), which brings no cookie and no session."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from monitor.delivery.language import N_
from monitor.delivery.tokens import Purpose
from monitor.jobs import leaving as job
from monitor.jobs.links import path
from monitor.model import Subscriber
from monitor.web.signing_up import READ
from monitor.web.visit import Here, Visit, masked

router = APIRouter()


@router.api_route("/unsubscribe/{token}", methods=[*READ])
def button(here: Here, token: str) -> Response:
    """The button that ends the mails; opening the page changes nothing."""
    with here.services.store.read() as tx:
        subscriber = job.holder(tx, Purpose.LEAVE, token, here.now)
        if subscriber is not None:
            settings = path(tx, Purpose.SETTINGS, tx.subscribers.ref(subscriber.id), here.now)
    if subscriber is None:
        return here.no_such_link()
    if subscriber.confirmed_at is None:
        return here.page("left", {"back": None}, subscriber=subscriber)
    values = {"action": f"/unsubscribe/{token}", "address": masked(subscriber.email), "settings": settings}
    return here.page("unsubscribe", values, subscriber=subscriber)


@router.post("/unsubscribe/{token}")
def leave(here: Here, token: str) -> Response:
    """End the mails, whatever the request holds. Unknown links are answered with 200 too: mail programs try no second time."""
    subscriber = job.leave(here.services, token, here.now)
    if subscriber is None:
        return here.no_such_link(200)
    with here.services.store.read() as tx:
        back = path(tx, Purpose.RETURN, tx.subscribers.ref(subscriber.id), here.now)
    return here.page("left", {"back": None if subscriber.confirmed_at is None else back}, subscriber=subscriber)


@router.post("/return/{token}")
def take_back(here: Here, token: str) -> Response:
    """Take the leaving back."""
    subscriber = job.take_back(here.services, token, here.now)
    return here.no_such_link() if subscriber is None else _back(here, subscriber)


def _back(here: Visit, subscriber: Subscriber) -> Response:
    return here.notice(
        N_("You get mails again"), N_("Everything is as it was before."), subscriber=subscriber, good=True
    )
