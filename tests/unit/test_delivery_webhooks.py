"""Calls arrive signed, at public addresses only; what the other side answers decides what becomes of them."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from monitor.bootstrap import utc_now
from monitor.delivery.chats import ChatWriter
from monitor.delivery.endpoints import EndpointChannel
from monitor.delivery.events import Event, event_of
from monitor.delivery.render import Rendered
from monitor.delivery.webhooks import WebhookCaller, new_secret
from monitor.errors import DeliveryError
from monitor.model import Endpoint, EndpointKind, SubscriberId
from monitor.network.posting import Poster
from tests.mailcases import NOW, a_delivery, an_incident, an_item, the_update

WORDS = Rendered(subject="Drone attack: Istra", text="A drone fell.\n", html="<p>A drone fell.</p>")


def an_event() -> Event:
    update = the_update()
    return event_of((update,), a_delivery(update.item), WORDS, event_id="abc", source="https://alerts.example.org/")


class Program:
    """A program on this machine that is called. ``answer``: status, and seconds to wait before it."""

    def __init__(self) -> None:
        self.calls: list[tuple[dict[str, str], bytes]] = []
        self.answer: tuple[int, float] = (204, 0.0)
        program = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                program.calls.append(({name.lower(): value for name, value in self.headers.items()}, body))
                status, wait = program.answer
                time.sleep(wait)
                self.send_response(status, "said\x07 no")
                self.send_header("Location", "http://127.0.0.1/elsewhere")
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"no" if status != 204 else b"")

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"


@pytest.fixture
def program() -> Iterator[Program]:
    program = Program()
    thread = threading.Thread(target=program.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield program
    program.server.shutdown()
    thread.join()
    program.server.server_close()


def endpoint(program: Program, *secrets: str) -> Endpoint:
    return Endpoint(
        subscriber=SubscriberId(1), kind=EndpointKind.WEBHOOK, url=program.url, secrets=secrets, created_at=NOW
    )


def channel(timeout_s: float = 5.0, *, allow_private: bool = True) -> EndpointChannel:
    return EndpointChannel(WebhookCaller(Poster(timeout_s=timeout_s, allow_private=allow_private)), ChatWriter())


def test_call_can_be_verified_with_the_standard_library_of_webhooks(program: Program) -> None:
    secret, event, now = new_secret(), an_event(), utc_now()
    channel().send(endpoint(program, secret), event, now)
    [(headers, body)] = program.calls
    told = Webhook(secret).verify(body, headers)
    assert told == json.loads(event.body)
    assert headers["content-type"].startswith("application/cloudevents+json")
    assert headers["webhook-id"] == told["id"] == "abc"
    with pytest.raises(WebhookVerificationError):
        Webhook(new_secret()).verify(body, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(body.replace(b"Istra", b"Tver"), headers)


def test_while_a_secret_is_changed_both_verify(program: Program) -> None:
    old, new = new_secret(), new_secret()
    channel().send(endpoint(program, new, old), an_event(), utc_now())
    [(headers, body)] = program.calls
    assert Webhook(old).verify(body, headers) == Webhook(new).verify(body, headers)


def test_event_has_what_cloudevents_ask_for_and_the_facts() -> None:
    told = json.loads(an_event().body)
    assert {"specversion", "id", "source", "type"} <= told.keys()
    [attack] = told["data"]["incidents"]
    assert (attack["kind"], attack["toll"]["injured"], attack["standing"]) == (
        "update",
        {"low": 2, "high": 3},
        "corroborated",
    )
    assert attack["reports"][1]["link"].startswith("https://xn--")
    assert an_event() == an_event()
    nothing = event_of((), a_delivery(an_item(an_incident())), WORDS, event_id="x", source="s")
    assert json.loads(nothing.body)["data"]["incidents"] == []


@pytest.mark.parametrize(
    ("status", "permanent"), [(301, False), (400, False), (401, False), (410, True), (429, False), (503, False)]
)
def test_what_is_not_success_is_tried_again_unless_it_is_gone(program: Program, status: int, permanent: bool) -> None:
    program.answer = (status, 0.0)
    with pytest.raises(DeliveryError, match=f"answered {status} no") as caught:
        channel().send(endpoint(program, new_secret()), an_event(), NOW)
    assert (caught.value.permanent, caught.value.recipient_refused) == (permanent, permanent)
    assert not caught.value.channel_down
    assert len(program.calls) == 1, "redirects are not followed"


def test_program_that_does_not_answer_in_time_is_tried_again(program: Program) -> None:
    program.answer = (204, 1.0)
    with pytest.raises(DeliveryError, match="cannot be called") as caught:
        channel(timeout_s=0.2).send(endpoint(program, new_secret()), an_event(), NOW)
    assert not caught.value.permanent


def test_private_addresses_are_not_called(program: Program) -> None:
    inside = (
        program.url,
        "http://127.0.0.1/hook",
        "http://[::1]/hook",
        "http://169.254.169.254/latest",
        "http://2130706433/",
        "ftp://example.org/",
        "https://user:word@example.org/",
        "https://example.org:22/",
    )
    for url in inside:
        with pytest.raises(DeliveryError) as caught:
            channel(allow_private=False).send(replace(endpoint(program, new_secret()), url=url), an_event(), NOW)
        assert caught.value.permanent, url
    assert program.calls == []


def test_chat_room_gets_the_words(program: Program) -> None:
    room = replace(endpoint(program), kind=EndpointKind.CHAT, url=program.url.replace("http://", "json://"))
    program.answer = (200, 0.0)
    channel().send(room, an_event(), NOW)
    [(_, body)] = program.calls
    assert json.loads(body)["title"] == "Drone attack: Istra"
    assert "A drone fell." in json.loads(body)["message"]

    program.answer = (500, 0.0)
    with pytest.raises(DeliveryError, match="chat service did not take"):
        channel().send(room, an_event(), NOW)
    with pytest.raises(DeliveryError, match="no address that Apprise knows"):
        channel().send(replace(room, url="nonsense://x"), an_event(), NOW)
