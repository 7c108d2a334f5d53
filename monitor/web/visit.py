"""One request as the views see it: services, time, language and client, and how an answer is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from monitor.delivery.language import N_
from monitor.delivery.wording import Words
from monitor.jobs.services import Services
from monitor.model import Subscriber
from monitor.web.forms import Fields
from monitor.web.language import chosen, words
from monitor.web.pages import Pages
from monitor.web.wanted import Offer, offered

MOST_FIELDS = 1000
"""Fields of one form: a box for each rule and region, and some."""

PRIVATE = {"X-Robots-Tag": "noindex, nofollow"}
"""For pages behind a token: a link that was published by mistake shall not be found."""

FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A request. ``client``: the address of the Internet that asks, as far as trusted proxies tell."""

    services: Services
    pages: Pages
    now: datetime
    client: str
    asked: str | None
    accepted: str | None

    def lang(self, subscriber: Subscriber | None = None) -> str:
        """The language of the page: what the address asks for, else the subscriber's, else the browser's."""
        return chosen(
            self.asked, self.accepted if subscriber is None else None, subscriber.lang if subscriber else "en"
        )

    def say(self, text: str, subscriber: Subscriber | None = None) -> str:
        """*text* in the language of the page."""
        return words(self.lang(subscriber)).gettext(text)

    def offer(self, subscriber: Subscriber | None = None) -> Offer:
        """What can be chosen, in the language of the page."""
        in_force = self.services.rules.in_force
        return Offer(
            rules=offered(in_force.ruleset.rules),
            types=tuple(in_force.ruleset.lexicon.types),
            places=in_force,
            words=Words(self.lang(subscriber)),
            say=lambda text: self.say(text, subscriber),
        )

    def page(
        self,
        name: str,
        values: Mapping[str, object],
        *,
        status: int = 200,
        subscriber: Subscriber | None = None,
        private: bool = True,
    ) -> Response:
        """A page as the answer. ``private``: it stands behind a token."""
        text = self.pages.render(name, self.lang(subscriber), values)
        return HTMLResponse(text, status, headers=PRIVATE if private else None)

    def notice(
        self,
        title: str,
        *paragraphs: str,
        status: int = 200,
        subscriber: Subscriber | None = None,
        good: bool = False,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """A page that says one thing, given in English."""
        values = {
            "title": self.say(title, subscriber),
            "paragraphs": tuple(self.say(text, subscriber) for text in paragraphs),
            "good": good,
        }
        answer = self.page("notice", values, status=status, subscriber=subscriber)
        answer.headers.update(headers or {})
        return answer

    def no_such_link(self, status: int = 404) -> Response:
        """The answer to a token that is not ours, is too old, or belongs to nobody any more."""
        return self.notice(
            N_("This link does not work"),
            N_("It is too old, was not copied whole, or what it led to is no longer there."),
            N_("On the first page you can sign up, or have the link to your settings sent to you."),
            status=status,
        )

    def too_many(self) -> Response:
        """The answer to a client that asks too often."""
        return self.notice(
            N_("Too many requests"),
            N_("From where you are, this form was sent too often. Try again in an hour."),
            status=429,
            headers={"Retry-After": "3600"},
        )

    def go_to(self, path: str) -> Response:
        """Send the browser to another page of ours with GET, so that loading it again sends no form twice."""
        return RedirectResponse(path, 303)


def _visit(request: Request, lang: str | None = None) -> Visit:
    services: Services = request.app.state.services
    return Visit(
        services=services,
        pages=request.app.state.pages,
        now=services.clock(),
        client=request.client.host if request.client else "unknown",
        asked=lang,
        accepted=request.headers.get("accept-language"),
    )


async def _fields(request: Request) -> Fields:
    """What the form sent; files are refused, and so is anything that is no form."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in FORMS:
        raise HTTPException(415)
    async with request.form(max_files=0, max_fields=MOST_FIELDS) as form:
        return {name: [value for value in form.getlist(name) if isinstance(value, str)] for name in form}


Here = Annotated[Visit, Depends(_visit)]
"""The request."""
Sent = Annotated[Fields, Depends(_fields)]
"""What its form holds."""


def masked(email: str) -> str:
    """Return an address that its owner knows again, and nobody learns to whom a mail was forwarded: ``a…@example.org``."""
    local, _, domain = email.rpartition("@")
    return f"{local[:1]}…@{domain}"
