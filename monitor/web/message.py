"""A mail as a page, for who cannot read it well where it arrived. It was sent; nothing can be changed here."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from monitor.delivery.language import N_
from monitor.jobs import showing
from monitor.web.signing_up import READ
from monitor.web.visit import PRIVATE, Here

router = APIRouter()

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""Mails carry their style with them, and nothing else: no script, no picture, no form."""


@router.api_route("/message/{token}", methods=[*READ])
def message(here: Here, token: str) -> Response:
    """The mail as it was sent."""
    shown = showing.message(here.services, token, here.now)
    if shown is None:
        return here.no_such_link()
    if shown.html is None:
        return here.notice(
            N_("This mail is no longer kept"),
            N_("Mails are kept for a while only. The one that you hold says all that was told."),
            status=410,
            subscriber=shown.subscriber,
        )
    return HTMLResponse(shown.html, headers={**PRIVATE, "Content-Security-Policy": POLICY})
