"""Puts the pages together."""

from __future__ import annotations

import functools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio.to_thread
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response
from starlette.exceptions import HTTPException
from starlette.types import Scope

from monitor.config import shipped
from monitor.delivery.language import N_
from monitor.errors import TemplateError
from monitor.jobs import operator
from monitor.jobs.composing import sender_of
from monitor.jobs.services import Services
from monitor.web import answering, leaving, message, pushes, signing_up
from monitor.web import operator as operator_pages
from monitor.web import settings as settings_pages
from monitor.web.guard import Guard
from monitor.web.language import chosen, words
from monitor.web.pages import About, Pages

PARTS = (signing_up, leaving, settings_pages, message, answering, operator_pages, pushes)
"""The modules that hold the routes."""

THREADS = 8
"""Requests worked on at the same time: each holds a connection to the database, of which there are 15."""

_ERRORS = {
    400: (N_("That cannot be read"), N_("What your browser sent is not what this page expects.")),
    404: (N_("There is no such page"), N_("Perhaps the address was not copied whole.")),
    405: (N_("There is no such page"), N_("Perhaps the address was not copied whole.")),
    413: (N_("That is too large"), N_("What your browser sent is larger than any form here.")),
    415: (N_("That cannot be read"), N_("What your browser sent is not what this page expects.")),
    500: (N_("Something went wrong"), N_("It was noted. Try again in a while.")),
    503: (N_("Not now"), N_("The service cannot be reached at this moment. Try again in a minute.")),
}


def make_app(services: Services) -> FastAPI:
    """The pages of a service.

    Raises:
        TemplateError: a page template does not render.
    """
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False, lifespan=_bounded_threads)
    app.state.services = services
    app.state.pages = make_pages(services)
    for part in PARTS:
        app.include_router(part.router)
    app.add_exception_handler(HTTPException, _http_error)
    https = (services.settings.public_url or "").startswith("https:")
    app.add_middleware(Guard, error_page=functools.partial(_error_page, app), https=https)
    return app


def make_pages(services: Services) -> Pages:
    """The templates of the pages: the operator's, and the shipped ones for what they do not have.

    Raises:
        TemplateError: one does not render.
    """

    def complain(error: TemplateError) -> None:
        text = f"{error}\n\nThe last good templates stay in force."
        operator.tell(services, "A page template does not render", text, services.clock())

    settings = services.settings
    about = About(service=sender_of(settings).name, contact=settings.operator_email)
    return Pages((settings.effective_templates_dir, shipped("templates")), about, complain)


@asynccontextmanager
async def _bounded_threads(_: FastAPI) -> AsyncIterator[None]:
    anyio.to_thread.current_default_thread_limiter().total_tokens = THREADS
    yield


async def _error_page(app: FastAPI, scope: Scope, status: int) -> Response:
    request = Request(scope)
    title, text = _ERRORS.get(status, _ERRORS[400])
    lang = chosen(request.query_params.get("lang"), request.headers.get("accept-language"))
    say = words(lang).gettext
    pages: Pages = app.state.pages
    values = {"title": say(title), "paragraphs": (say(text),), "good": False}
    return HTMLResponse(pages.render("notice", lang, values), status)


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    answer = await _error_page(request.app, request.scope, error.status_code)
    answer.headers.update(error.headers or {})
    return answer
