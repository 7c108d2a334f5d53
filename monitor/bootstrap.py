"""Puts the service together: settings to services. The only place that knows which class stands behind which door."""

from __future__ import annotations

import logging
import threading
from datetime import UTC, datetime
from email.utils import parseaddr
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self
from urllib.parse import unquote, urlsplit

from monitor.config import Settings, mask
from monitor.errors import ConfigError
from monitor.jobs.services import Clock, Services

if TYPE_CHECKING:
    from monitor.delivery.channels import Channel
    from monitor.delivery.endpoints import TellsEndpoints
    from monitor.delivery.render import Renderer
    from monitor.feeds.answers import FetchesFeeds, ParsesFeeds
    from monitor.feeds.articles import ReadsArticles
    from monitor.jobs.live_rules import LiveRules
    from monitor.network.posting import Poster
    from monitor.storage import Store


log = logging.getLogger(__name__)


def utc_now() -> datetime:
    """The present: the one place where the service looks at the clock."""
    return datetime.now(UTC)  # noqa: TID251


class Assembled:
    """The services by the settings, each made when it is first asked for. A context manager: closes what was opened.

    Args:
        settings: what the operator set.
        clock: the present.
        fetcher: None: the one that goes to the network.
        channel: None: the mail server of the settings, or the mailbox folder.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Clock = utc_now,
        fetcher: FetchesFeeds | None = None,
        channel: Channel | None = None,
    ) -> None:
        self.settings, self.clock, self.stop = settings, clock, threading.Event()
        self._fetcher, self._channel = fetcher, channel

    @cached_property
    def store(self) -> Store:
        """The database; on SQLite it is made where there is none, or brought up to date, on the way."""
        from monitor.storage import Store

        if _is_sqlite_file(self.settings.effective_database_url):
            upgrade_database(self.settings)
        return Store.open(self.settings.effective_database_url)

    @cached_property
    def rules(self) -> LiveRules:
        """The operator files in force."""
        from monitor.jobs.live_rules import LiveRules
        from monitor.places.gazetteer import Gazetteer

        return LiveRules(self.settings.effective_rules_dir, Gazetteer.open())

    @cached_property
    def fetcher(self) -> FetchesFeeds:
        """The door to feeds."""
        if self._fetcher is not None:
            return self._fetcher
        from monitor.feeds.fetch import Fetcher, FetchLimits
        from monitor.feeds.hosts import HostLimiter
        from monitor.network.names import Names

        settings = self.settings
        return Fetcher(
            clock=self.clock,
            limits=FetchLimits(
                timeout_s=settings.fetch_timeout_s,
                wire_bytes=settings.fetch_max_bytes,
                body_bytes=UNPACKED * settings.fetch_max_bytes,
            ),
            limiter=HostLimiter(per_host=settings.fetch_per_host, total=settings.fetch_connections),
            contact=settings.contact,
            allow_private=settings.allow_private_addresses,
            resolver=Names(),
        )

    @cached_property
    def parser(self) -> ParsesFeeds:
        """Who reads what was fetched, in processes of its own."""
        from monitor.feeds.parse_pool import ParsePool

        return ParsePool()

    @cached_property
    def articles(self) -> ReadsArticles:
        """The door to the articles that entries link to; shares places and pauses of hosts with feeds.

        Raises:
            ConfigError: what it needs is not installed.
        """
        from monitor.feeds.extras import require_full_text

        require_full_text()
        from monitor.feeds.articles import EXTRACT, Articles
        from monitor.feeds.parse_pool import ParsePool

        return Articles(fetcher=self.fetcher, parser=ParsePool(size=1, command=EXTRACT), clock=self.clock)

    @cached_property
    def channel(self) -> Channel:
        """The door that mails leave through."""
        return self._channel if self._channel is not None else make_channel(self.settings)

    @cached_property
    def endpoints(self) -> TellsEndpoints:
        """The door to programs and chat rooms."""
        from monitor.delivery.chats import ChatWriter
        from monitor.delivery.endpoints import EndpointChannel
        from monitor.delivery.webhooks import WebhookCaller

        return EndpointChannel(WebhookCaller(self.poster), ChatWriter())

    @cached_property
    def poster(self) -> Poster:
        """The door to strangers' hosts that are told something."""
        from monitor import __version__
        from monitor.network.posting import Poster

        return Poster(user_agent=f"AttackMonitor/{__version__}", allow_private=self.settings.allow_private_addresses)

    @cached_property
    def operator_channel(self) -> Channel:
        """The door for mails to the operator."""
        return self._channel if self._channel is not None else make_channel(self.settings)

    @cached_property
    def renderer(self) -> Renderer:
        """The mail templates in force."""
        from monitor.delivery.render import Renderer

        return Renderer(self.settings.effective_templates_dir)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        # Only what was asked for exists, and stands in the instance's own dictionary.
        for name in ("parser", "articles"):
            if name in vars(self):
                getattr(self, name).close()
        if "channel" in vars(self):
            self.channel.close()
        if "store" in vars(self):
            self.store.close()


# Hosts to which a password may go unencrypted, because it does not leave the machine.
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
# How many times larger than on the wire a feed may be when unpacked: text packs to a fifth, bombs to a thousandth.
UNPACKED = 3


def services(
    settings: Settings, *, clock: Clock = utc_now, fetcher: FetchesFeeds | None = None, channel: Channel | None = None
) -> Assembled:
    """The services by *settings*; see `Assembled` for what may be put in place of the real doors."""
    assembled = Assembled(settings, clock=clock, fetcher=fetcher, channel=channel)
    _: Services = assembled
    return assembled


def make_channel(settings: Settings) -> Channel:
    """The mail server of the settings; the mailbox folder when none is set.

    Raises:
        ConfigError: a password without a user, a user without a password, a password that would go out unencrypted,
            a DKIM key that cannot be used.
    """
    from monitor.delivery.mailbox import MailboxChannel
    from monitor.delivery.signing import DkimKey, DkimSigner
    from monitor.delivery.smtp import SmtpChannel, SmtpSettings, Tls

    if settings.smtp_host is None:
        return MailboxChannel(settings.mailbox_dir)
    if (settings.smtp_user is None) != (settings.smtp_password is None):
        raise ConfigError("smtp_user and smtp_password go together: set both or none of them")
    if settings.smtp_user is not None and settings.smtp_tls == "none" and settings.smtp_host not in LOCAL:
        raise ConfigError('smtp_tls = "none" would send the password unencrypted: use "starttls" or "tls"')
    if settings.dkim_ed25519_key is not None and settings.dkim_key is None:
        raise ConfigError("dkim_ed25519_key is a second signature, which many receivers cannot check: set dkim_key too")
    keys = [
        DkimKey(
            domain=settings.effective_dkim_domain,
            selector=selector,
            private_key=secret.get_secret_value(),
            ed25519=ed25519,
        )
        for secret, selector, ed25519 in (
            (settings.dkim_key, settings.dkim_selector, False),
            (settings.dkim_ed25519_key, settings.dkim_ed25519_selector, True),
        )
        if secret is not None
    ]
    signer = DkimSigner(*keys) if keys else None
    password = settings.smtp_password
    return SmtpChannel(
        SmtpSettings(
            host=settings.smtp_host,
            port=settings.smtp_port,
            envelope_from=settings.bounce_address or parseaddr(settings.mail_from)[1],
            tls=Tls(settings.smtp_tls),
            user=settings.smtp_user,
            password=None if password is None else password.get_secret_value(),
            timeout_s=settings.smtp_timeout_s,
            ca_file=None if settings.smtp_ca_file is None else str(settings.smtp_ca_file),
        ),
        signer,
    )


def upgrade_database(settings: Settings) -> None:
    """Bring the schema of the database up to date. A new SQLite file is made only where there is none, and that is logged.

    Raises:
        StorageError: it cannot be opened or changed, is damaged, or was made by a newer version.
    """
    from monitor.storage import HEAD, current, upgrade

    url = settings.effective_database_url
    if _is_sqlite_file(url):
        _sqlite_file(url).parent.mkdir(parents=True, exist_ok=True)
    before = current(url)
    if before == HEAD:
        return
    upgrade(url)
    if before is None:
        log.warning("database.created", extra={"database": mask(settings.database_url)})
    else:
        log.info("database.upgraded", extra={"database": mask(settings.database_url), "before": before, "now": HEAD})


def has_database(settings: Settings) -> bool:
    """Whether the database was ever made; of PostgreSQL that is only known by connecting, so True."""
    url = settings.effective_database_url
    return not _is_sqlite_file(url) or _sqlite_file(url).exists()


def _is_sqlite_file(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme.startswith("sqlite") and parts.path.strip("/") not in {"", ":memory:"}


def _sqlite_file(url: str) -> Path:
    # sqlite:///relative and sqlite:////absolute: the first slash belongs to the URL.
    return Path(unquote(urlsplit(url).path[1:]))
