"""Pages for machines of the operator."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from monitor.jobs.health import complaints, hindrances
from monitor.web.signing_up import READ
from monitor.web.visit import Here

router = APIRouter()


@router.api_route("/livez", methods=[*READ])
async def live() -> Response:
    """Whether the process answers; asks nobody else."""
    return JSONResponse({"live": True})


@router.api_route("/healthz", methods=[*READ])
def healthy(here: Here) -> Response:
    """Whether the service does its work, as ``monitor health`` says it; status 503 when it does not."""
    found = complaints(here.services, here.now)
    return JSONResponse({"healthy": not found, "complaints": found}, 503 if found else 200)


@router.api_route("/readyz", methods=[*READ])
def ready(here: Here) -> Response:
    """Whether the service can do its work now (`hindrances`); status 503 when it cannot."""
    found = hindrances(here.services, here.now)
    return JSONResponse({"ready": not found, "hindrances": found}, 503 if found else 200)


@router.api_route("/style.css", methods=[*READ])
def style(here: Here) -> Response:
    """The style sheet. Its address changes with its content, so that it may be kept."""
    headers = {"Cache-Control": "public, max-age=86400", "ETag": f'"{here.pages.style_tag}"'}
    return Response(here.pages.style, media_type="text/css", headers=headers)
