"""Plays the invented night: the real pipeline, a real database and a real mailbox folder, on a clock that is set by hand."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.parser import BytesHeaderParser
from email.policy import default
from pathlib import Path

from pydantic import SecretStr

from monitor.bootstrap import Assembled, services
from monitor.config import PACKAGE, Settings
from monitor.demo.night import BEGIN, DISPATCHES, MORNING, PUBLISHERS, QUIET
from monitor.demo.server import NewsServer, serving
from monitor.demo.telling import Line, lines
from monitor.errors import ConfigError
from monitor.jobs.delivering import deliver_due
from monitor.jobs.digesting import queue_digests
from monitor.jobs.polling import poll_due
from monitor.jobs.recording import PolledEntry
from monitor.jobs.reloading import sync_feeds
from monitor.model import Incident, IncidentId, Mode, RuleId, Subscriber, SubscriberId, Subscription, SubscriptionId

STEP = timedelta(minutes=10)
# Below the step, so that every step polls all feeds in spite of the spreading of polls.
POLL_INTERVAL_S = 300
DATABASE = "demo.db"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A subscriber of the demo, with one subscription."""

    email: str
    lang: str
    tz: str
    mode: Mode
    rules: tuple[str, ...]


DESK = Reader(
    email="desk@example.org",
    lang="en",
    tz="Europe/Berlin",
    mode=Mode.ALERT,
    rules=("ukraine", "russia-outside-border", "energy-and-refineries"),
)
OLENA = Reader(
    email="olena@example.org",
    lang="uk",
    tz="Europe/Kyiv",
    mode=Mode.DAILY,
    rules=("ukraine", "russia-outside-border", "russia-border-regions"),
)
READERS = (DESK, OLENA)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A mail as it lies in the mailbox folder. ``at``: when it was sent; ``incidents``: what it tells of, a digest too."""

    at: datetime
    to: str
    subject: str
    incidents: tuple[IncidentId, ...]
    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """An entry that a poll brought, with what became of it."""

    polled: PolledEntry
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one step of the clock brought. ``arrivals`` in the order of publication."""

    at: datetime
    arrivals: tuple[Arrival, ...]
    mails: tuple[Mail, ...]


class SetClock:
    """A clock that shows what it is set to."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """The moment that it is set to."""
        return self.now


def play(directory: Path) -> Iterator[Step]:
    """Play the night in *directory*, step by step; a night that was broken off there goes on where it stopped.

    Once it is over, a further run takes up all feeds under new addresses: everything in them is known.

    Raises:
        ConfigError: *directory* cannot be written, or holds something else.
    """
    _prepare(directory)
    return _steps(directory)


def _steps(directory: Path) -> Iterator[Step]:
    clock = SetClock(BEGIN)
    with (
        serving(PUBLISHERS, DISPATCHES, clock) as server,
        services(_settings(directory, server), clock=clock) as opened,
    ):
        moments = _moments(opened)
        clock.now = moments[0]
        sync_feeds(opened, clock())
        _subscribe(opened, clock())
        for clock.now in moments:
            yield _step(opened, clock())


def incidents(directory: Path) -> list[Incident]:
    """What is known in *directory*, oldest first."""
    with services(_settings(directory)) as opened, opened.store.read() as tx:
        return sorted(tx.incidents.list(), key=lambda incident: incident.id)


def _step(opened: Assembled, now: datetime) -> Step:
    """Do what the sweeps of the running service do."""
    with opened.store.read() as tx:
        emails = {subscriber.id: subscriber.email for subscriber in tx.subscribers.list()}
    before = set(_files(opened.settings.mailbox_dir))
    polled = [entry for report in poll_due(opened, now) for entry in report.entries]
    polled.sort(key=lambda each: (each.entry.published, each.entry.id))
    queue_digests(opened, now)
    deliver_due(opened, now)
    fresh = [path for path in _files(opened.settings.mailbox_dir) if path not in before]
    return Step(
        at=now,
        arrivals=tuple(Arrival(polled=each, lines=lines(each, emails)) for each in polled),
        mails=tuple(_mail(path, now) for path in fresh),
    )


def _moments(opened: Assembled) -> Sequence[datetime]:
    """The moments of the night that are left: every step until it is quiet, then the morning; at least one."""
    with opened.store.read() as tx:
        polled = [status.last_poll_at for _, status in tx.feeds.all() if status.last_poll_at is not None]
    steps = [BEGIN + n * STEP for n in range((QUIET - BEGIN) // STEP + 1)]
    if not polled:
        return [*steps, MORNING]
    last = max(polled)
    return [moment for moment in (*steps, MORNING) if moment > last] or [last + STEP]


def _prepare(directory: Path) -> None:
    """Make *directory*; refuse one with other things in it, because the demo would write over them."""
    try:
        directory.mkdir(parents=True, exist_ok=True)
        is_foreign = any(directory.iterdir()) and not (directory / DATABASE).exists()
    except OSError as error:
        raise ConfigError(f"{directory}: the demo cannot use this folder: {error.strerror or error}") from error
    if is_foreign:
        raise ConfigError(f"{directory}: this folder holds other things; name an empty or a new one")


def _settings(directory: Path, server: NewsServer | None = None) -> Settings:
    """Settings of the demo alone: the user's own file and environment play no part, or real mails might go out.

    Args:
        server: whose feeds are polled; the operator files are written for it. None: they stay as they are.
    """
    rules = directory / "rules"
    if server is not None:
        shutil.copytree(_shipped("rules"), rules, dirs_exist_ok=True)
        (rules / "feeds.yml").write_text(_feeds(server), encoding="utf-8")
    own = {
        "database_url": SecretStr(f"sqlite:///{directory.resolve() / DATABASE}"),
        "rules_dir": rules,
        "templates_dir": _shipped("templates"),
        "mailbox_dir": directory / "mailbox",
        "mail_from": "Attack monitor (demo) <monitor@demo.example>",
        "poll_interval_s": POLL_INTERVAL_S,
        "poll_slowest_s": POLL_INTERVAL_S,
        "fetch_per_host": len(PUBLISHERS),
        "allow_private_addresses": True,
    }
    defaults = {name: field.default for name, field in Settings.model_fields.items()}
    return Settings(**(defaults | own))


def _shipped(name: str) -> Path:
    """The folder that the package carries, or the checkout that it runs from; never the user's own."""
    carried = PACKAGE / "_shipped" / name
    return carried if carried.is_dir() else PACKAGE.parent / name


def _feeds(server: NewsServer) -> str:
    """The operator file ``feeds.yml`` for the feeds of *server*. JSON is YAML."""
    feeds = [
        {"id": each.feed, "url": server.url(each), "publisher": each.name, "lang": each.lang, "tags": list(each.tags)}
        | ({"home": each.home} if each.home else {})
        for each in PUBLISHERS
    ]
    lines = ",\n".join(json.dumps(feed, ensure_ascii=False) for feed in feeds)
    return f"# Written by monitor demo.\nversion: 1\nfeeds: [\n{lines}\n]\n"


def _subscribe(opened: Assembled, now: datetime) -> None:
    with opened.store.begin() as tx:
        for reader in READERS:
            if tx.subscribers.by_email(reader.email) is not None:
                continue
            person = tx.subscribers.add(
                Subscriber(
                    id=SubscriberId(0),
                    email=reader.email,
                    lang=reader.lang,
                    tz=reader.tz,
                    confirmed_at=now,
                    created_at=now,
                )
            )
            wanted = Subscription(
                id=SubscriptionId(0),
                subscriber=person.id,
                mode=reader.mode,
                rules=frozenset(map(RuleId, reader.rules)),
            )
            tx.subscribers.subscribe(wanted, now)


def _files(mailbox: Path) -> list[Path]:
    """The readable copies in the mailbox folder; their names begin with the time."""
    return sorted(mailbox.glob("*.eml"))


def _mail(path: Path, at: datetime) -> Mail:
    with path.open("rb") as file:
        headers = BytesHeaderParser(policy=default).parse(file)
    told = str(headers["X-Incident-Id"] or "")
    return Mail(
        at=at,
        to=str(headers["To"]),
        subject=str(headers["Subject"]),
        incidents=tuple(IncidentId(int(number)) for number in told.split(",") if number.strip()),
        path=path,
    )
