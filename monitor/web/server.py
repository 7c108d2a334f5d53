"""Serves the pages beside the sweeps, in the same process and a thread of its own."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address

import uvicorn

from monitor.errors import ConfigError
from monitor.jobs.links import signing_keys
from monitor.jobs.services import Services
from monitor.web.app import make_app

log = logging.getLogger(__name__)

CONNECTIONS = 200
"""Connections at once; who comes beyond is told to come back (503)."""

LINGER_S = 2
"""How long an answer that has been begun may take when the service stops."""

START_S = 30.0


@contextmanager
def serving(services: Services) -> Iterator[None]:
    """Serve the pages while the block runs, if the settings say so.

    Raises:
        ConfigError: the port is taken, or the pages would be open to others without an address for their links.
        MonitorError: a service that they need cannot be made.
    """
    settings = services.settings
    if not settings.web_enabled:
        yield
        return
    if settings.public_url is None and not _is_this_machine(settings.web_host):
        raise ConfigError(
            f"web_host = {settings.web_host!r} opens the pages to others: set public_url to the address under which they "
            "reach them, for the links in mails"
        )
    listening = _listen(settings.web_host, settings.web_port)
    try:
        # Made here, before threads share them.
        with services.store.begin() as tx:
            signing_keys(tx, services.clock())
        assert services.rules is not None
        server = _server(services)
        thread = threading.Thread(target=server.run, args=([listening],), name="web", daemon=True)
        thread.start()
        _wait_for(server, thread)
        address = settings.public_url or f"http://{settings.web_host}:{settings.web_port}"
        log.info("web.started", extra={"address": address})
        try:
            yield
        finally:
            server.should_exit = True
            thread.join(LINGER_S + 1)
    finally:
        listening.close()


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _server(services: Services) -> uvicorn.Server:
    settings = services.settings
    config = uvicorn.Config(
        make_app(services),
        http="h11",
        ws="none",
        loop="asyncio",
        log_config=None,
        # It would write down every address, and with it the token.
        access_log=False,
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=[part.strip() for part in settings.trusted_proxies.split(",") if part.strip()],
        limit_concurrency=CONNECTIONS,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=LINGER_S,
    )
    return uvicorn.Server(config)


def _listen(host: str, port: int) -> socket.socket:
    """A socket that listens there; its errors are told before anything else is begun."""
    try:
        family, kind, proto, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listening = socket.socket(family, kind, proto)
    except OSError as error:
        raise ConfigError(f"web_host: {host!r} is no address that can be listened on: {error.strerror}") from error
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(address)
        listening.listen(128)
    except OSError as error:
        listening.close()
        remedy = "choose another web_port, end what listens there, or set web_enabled = false"
        raise ConfigError(f"the pages cannot listen on {host} port {port}: {error.strerror}; {remedy}") from error
    return listening


def _wait_for(server: uvicorn.Server, thread: threading.Thread) -> None:
    waiting = threading.Event()
    waited_s = 0.0
    while not server.started and thread.is_alive() and waited_s < START_S:
        waiting.wait(0.02)
        waited_s += 0.02
    if not server.started:
        raise ConfigError("the pages could not be started; the log says why")
