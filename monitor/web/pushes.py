"""The addresses that hubs (WebSub) ask back at and post to. They are for programs: no page, no language."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import PlainTextResponse, Response
from starlette.concurrency import run_in_threadpool

from monitor.jobs.hubs import answer_hub
from monitor.jobs.pushing import Taken, take
from monitor.jobs.services import Services
from monitor.web.signing_up import READ
from monitor.web.visit import Here

router = APIRouter()

LONGEST = 2_000
"""Characters of what a hub may send in its question; challenges have some dozen."""

_STATUS = {Taken.KEPT: 202, Taken.IGNORED: 202, Taken.UNKNOWN: 410, Taken.TOO_MANY: 503}


@router.api_route("/websub/{callback}", methods=[*READ])
def verify(
    here: Here,
    callback: str,
    mode: Annotated[str, Query(alias="hub.mode", max_length=20)] = "",
    topic: Annotated[str, Query(alias="hub.topic", max_length=LONGEST)] = "",
    challenge: Annotated[str, Query(alias="hub.challenge", max_length=LONGEST)] = "",
    lease_s: Annotated[str, Query(alias="hub.lease_seconds", max_length=20)] = "",
    reason: Annotated[str, Query(alias="hub.reason", max_length=LONGEST)] = "",
) -> Response:
    """Tell the hub whether we want what it thinks that we want, by repeating its challenge or not."""
    seconds = float(lease_s) if lease_s.isascii() and lease_s.isdecimal() else 0.0
    agreed = answer_hub(here.services, callback, mode, topic, seconds, reason[:200])
    return PlainTextResponse(challenge if agreed else "no", status_code=200 if agreed else 404)


@router.post("/websub/{callback}")
async def receive(request: Request, callback: str) -> Response:
    """Keep what a hub posts. A wrong signature is answered like a right one."""
    services: Services = request.app.state.services
    headers = request.headers
    taken = await run_in_threadpool(
        take,
        services,
        callback,
        await request.body(),
        headers.get("content-type", ""),
        headers.get("x-hub-signature", ""),
    )
    return Response(status_code=_STATUS[taken], headers={"Retry-After": "60"} if taken is Taken.TOO_MANY else None)
