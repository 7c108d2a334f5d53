"""Everything an operator can set, with its default and its bounds, and what follows from it."""

from __future__ import annotations

import re
from ipaddress import ip_network
from pathlib import Path
from typing import Literal
from urllib.parse import quote, urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "MONITOR_"
"""What the variables of settings begin with."""

PACKAGE = Path(__file__).parents[1]
"""Folder of the package ``monitor``."""


class Settings(BaseSettings):
    """Everything an operator can set. The unit is in the name; None is explained where it is allowed."""

    model_config = SettingsConfigDict(
        frozen=True, extra="forbid", env_prefix=PREFIX, env_ignore_empty=True, hide_input_in_errors=True
    )

    # Where things are
    database_url: SecretStr = Field(
        SecretStr("sqlite:///var/monitor.db"),
        description="Database: sqlite:///PATH (relative to the working directory) or postgresql://USER@HOST/NAME.",
    )
    database_password: SecretStr | None = Field(
        None, description="Password that goes into database_url when that names a user and no password."
    )
    rules_dir: Path | None = Field(
        None, description="Folder of the operator files. Unset: ./rules if there is one, else the shipped rules."
    )
    templates_dir: Path | None = Field(
        None, description="Folder of the mail templates. Unset: ./templates if there is one, else the shipped ones."
    )
    mailbox_dir: Path = Field(
        Path("var/mailbox"), description="Folder that gets the mails as .eml files as long as smtp_host is unset."
    )

    # Mail
    smtp_host: str | None = Field(
        None, description="Mail server that takes the mails. Unset: mails are written to mailbox_dir instead."
    )
    smtp_port: int = Field(587, ge=1, le=65535, description="Port of the mail server.")
    smtp_tls: Literal["starttls", "tls", "none"] = Field(
        "starttls",
        description="How the link is encrypted: starttls, tls from the first byte, or none (a server on your own network; with a password only one on this machine).",
    )
    smtp_user: str | None = Field(None, description="User name for the mail server. Unset: no log-in.")
    smtp_password: SecretStr | None = Field(None, description="Password for the mail server; goes with smtp_user.")
    smtp_timeout_s: float = Field(30.0, ge=1, le=600, description="Longest wait for one answer of the mail server.")
    smtp_ca_file: Path | None = Field(
        None, description="Certificates that the mail server's is checked against. Unset: those of the system."
    )
    smtp_connections: int = Field(
        4, ge=1, le=50, description="Connections to the mail server that are used at the same time."
    )
    mail_from: str = Field(
        "Attack monitor <monitor@localhost>", description="Sender of every mail: an address, or Name <address>."
    )
    bounce_address: str | None = Field(
        None,
        description="Address that undeliverable mails come back to (the envelope sender). Unset: that of mail_from.",
    )
    bounce_maildir: Path | None = Field(
        None, description="Maildir with the mails that came back; it is read every minute. Unset: none is read."
    )
    dkim_key: SecretStr | None = Field(
        None, description="Private RSA key (PEM) that signs mails with DKIM. Unset: the mail server signs, or nobody."
    )
    dkim_selector: str = Field("monitor", description="Selector under which the DNS has the public key of dkim_key.")
    dkim_domain: str | None = Field(None, description="Domain that signs. Unset: the domain of mail_from.")
    dkim_ed25519_key: SecretStr | None = Field(
        None,
        description="Private Ed25519 key (32 bytes, base64) for a second signature (RFC 8463), beside that of dkim_key.",
    )
    dkim_ed25519_selector: str = Field(
        "monitor-ed25519", description="Selector under which the DNS has the public key of dkim_ed25519_key."
    )
    postal_address: str | None = Field(
        None, description="Name and postal address at the end of every mail, where law asks for it. Unset: left out."
    )
    mail_domain: str | None = Field(
        None, description="Domain of Message-ID and List-Id. Unset: the domain of mail_from. Never change it lightly."
    )
    operator_email: str | None = Field(
        None,
        description="Address that gets the service's own complaints and the answers to its mails. Unset: they are only logged.",
    )

    # Pages
    web_enabled: bool = Field(
        True, description="Whether `monitor run` serves the pages where people sign up, change what they get and leave."
    )
    web_host: str = Field(
        "127.0.0.1",
        description="Address that the pages listen on. 0.0.0.0 or :: for all of the machine's; then set public_url too.",
    )
    web_port: int = Field(8080, ge=1, le=65535, description="Port that the pages listen on.")
    public_url: str | None = Field(
        None,
        description="Address under which readers reach the pages, like https://alerts.example.org, for the links in mails. Unset: the pages are for this machine only, and mails are stopped by answering them.",
    )
    trusted_proxies: str = Field(
        "127.0.0.1,::1",
        description="Addresses or networks, with commas, of reverse proxies in front of the pages: only they are believed when they say who asks (X-Forwarded-For).",
    )

    # Polling
    poll_interval_s: int = Field(
        600, ge=60, le=86_400, description="Time between two polls of a feed whose rhythm is not known."
    )
    poll_floor_s: int = Field(
        300, ge=30, le=86_400, description="Shortest time between two polls of one feed, whoever asks for less."
    )
    poll_slowest_s: int = Field(
        1800, ge=60, le=86_400, description="Longest time between two polls of a feed that publishes seldom."
    )
    fetch_timeout_s: float = Field(30.0, ge=1, le=300, description="Longest time for one fetch, redirects included.")
    fetch_max_bytes: int = Field(
        5 * 1024 * 1024, ge=10_000, le=100_000_000, description="Largest feed that is read, in bytes on the wire."
    )
    fetch_connections: int = Field(64, ge=1, le=200, description="Feeds fetched at the same time.")
    fetch_spacing_s: float = Field(
        0.5, ge=0, le=60, description="Shortest time between two requests to one host, so that it is not stormed."
    )
    fetch_per_host: int = Field(1, ge=1, le=10, description="Feeds fetched at the same time from one host.")
    allow_private_addresses: bool = Field(
        False,
        description="Whether feeds may be on loopback and private networks. Only for tests and feeds of your own.",
    )
    contact: str | None = Field(
        None, description="Web or mail address in the User-Agent, so that a publisher can reach you. Unset: left out."
    )

    # Sweeps
    sweep_interval_s: float = Field(
        10.0, ge=0.1, le=300, description="Time between two looks for feeds to poll and mails to send."
    )
    digest_hour: int = Field(8, ge=0, le=23, description="Hour of the subscriber's own day when digests are sent.")
    stop_timeout_s: float = Field(
        30.0, ge=1, le=300, description="Longest time that a stopping service spends on the message in hand."
    )
    retention_days: int = Field(
        730,
        ge=400,
        le=36_500,
        description="Days that entries which reported nothing, and what changed about feeds, are kept. Feeds bring old entries back within a year.",
    )
    poll_history_days: int = Field(30, ge=1, le=3650, description="Days that single polls are kept in the history.")

    # Logs and metrics
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="Least grave message that is logged."
    )
    log_format: Literal["json", "text"] = Field(
        "json", description="One JSON object per line, or plain text for people."
    )

    metrics_port: int = Field(
        0, ge=0, le=65535, description="Port on which monitor run answers to Prometheus, under /metrics. 0: on none."
    )
    metrics_address: str = Field(
        "127.0.0.1",
        description="Address of this machine for metrics_port. They need no password: keep them from strangers.",
    )
    ping_url: SecretStr | None = Field(
        None,
        description="Address that is asked for every minute as long as all is well: a dead man's switch, which tells you when that stops. Unset: none.",
    )

    @field_validator("database_url")
    @classmethod
    def _database_is_known(cls, value: SecretStr) -> SecretStr:
        scheme = urlsplit(value.get_secret_value()).scheme.split("+")[0]
        if scheme not in {"sqlite", "postgresql"}:
            raise ValueError("start it with sqlite:/// or postgresql://")
        return value

    @field_validator("mail_from")
    @classmethod
    def _sender_has_address(cls, value: str) -> str:
        if not re.fullmatch(r"[^@<>\r\n]+@[^@<>\s]+|[^<>\r\n]*<[^@<>\s]+@[^@<>\s]+>", value):
            raise ValueError("write it as address@example.org or Name <address@example.org>")
        return value

    @field_validator("public_url")
    @classmethod
    def _public_url_is_an_origin(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(
            r"https?://[A-Za-z0-9.-]+(:\d{1,5})?/?|https?://\[[0-9a-fA-F:]+\](:\d{1,5})?/?", value
        ):
            raise ValueError("write scheme and host alone, like https://alerts.example.org")
        return value if value is None else value.rstrip("/")

    @field_validator("trusted_proxies")
    @classmethod
    def _proxies_are_networks(cls, value: str) -> str:
        for part in filter(None, (part.strip() for part in value.split(","))):
            try:
                ip_network(part)
            except ValueError as error:
                raise ValueError(f"{part!r} is neither an address nor a network like 10.0.0.0/8") from error
        return value

    @property
    def links_base(self) -> str:
        """Address for links that somebody on this machine follows: the public one, else where the pages listen."""
        return self.public_url or f"http://localhost:{self.web_port}"

    @property
    def effective_database_url(self) -> str:
        """Database URL with the password in it."""
        url = self.database_url.get_secret_value()
        parts = urlsplit(url)
        if self.database_password is None or parts.password is not None or not parts.username:
            return url
        password = quote(self.database_password.get_secret_value(), safe="")
        return url.replace(f"{parts.username}@", f"{parts.username}:{password}@", 1)

    @property
    def effective_dkim_domain(self) -> str:
        """Domain that signs mails."""
        return self.dkim_domain or self.mail_from.rstrip(">").rpartition("@")[2]

    @property
    def senders(self) -> int:
        """Messages that are handed over at the same time; into a folder one after the other."""
        return 1 if self.smtp_host is None else self.smtp_connections

    @property
    def effective_rules_dir(self) -> Path:
        """Folder that the operator files are read from."""
        return self.rules_dir or _own_or_shipped("rules")

    @property
    def effective_templates_dir(self) -> Path:
        """Folder that the mail templates are read from."""
        return self.templates_dir or _own_or_shipped("templates")

    @property
    def effective_mail_domain(self) -> str:
        """Domain of Message-ID and List-Id."""
        return self.mail_domain or self.mail_from.rstrip(">").rpartition("@")[2]


def _own_or_shipped(name: str) -> Path:
    """``./name`` of the working directory, else what the package carries."""
    return Path(name) if Path(name).is_dir() else shipped(name)


def shipped(name: str) -> Path:
    """The folder of that name that the package carries, else that of the checkout that it runs from."""
    carried = PACKAGE / "_shipped" / name
    return carried if carried.is_dir() else PACKAGE.parent / name
