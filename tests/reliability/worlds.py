"""One small world on a database that outlives its processes: two feeds, two readers, one attack."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import NullPool, create_engine, make_url, text

from monitor.bootstrap import Assembled, services
from monitor.config import Settings
from monitor.feeds.parse import Parser
from monitor.jobs.delivering import deliver_due
from monitor.jobs.live_rules import LiveRules
from monitor.jobs.polling import poll_due
from monitor.jobs.reloading import sync_feeds
from monitor.model import Mode, RuleId, Subscriber, SubscriberId, Subscription, SubscriptionId
from monitor.places.gazetteer import Gazetteer
from monitor.storage import upgrade
from tests.assembled import FakeClock
from tests.fakes import FakeFetcher
from tests.pipeline.test_feed_to_mail import FEEDS, MORNING, ROOT, WIRE, rss_without_items

READERS = ("anna@example.org", "bob@example.org")
RULE = RuleId("energy-and-refineries")


def load_rules(folder: Path) -> LiveRules:
    """The shipped rules with two feeds; they hold no state of a run."""
    shutil.copytree(ROOT / "rules", folder)
    (folder / "feeds.yml").write_text(FEEDS, encoding="utf-8")
    return LiveRules(folder, Gazetteer.open())


def service(url: str, rules: LiveRules, clock: FakeClock, port: int, connections: int = 1) -> Assembled:
    """The service on the database at *url*, mailing through the sink at *port*."""
    fetcher = FakeFetcher({"https://wire.example/rss": WIRE, "https://herald.example/rss": rss_without_items()})
    settings = Settings(
        database_url=url,  # type: ignore[arg-type]
        mail_from="monitor@alerts.example.org",
        smtp_host="127.0.0.1",
        smtp_port=port,
        smtp_tls="none",
        smtp_connections=connections,
    )
    assembled = services(settings, clock=clock, fetcher=fetcher)
    vars(assembled).update(rules=rules, parser=Parser())
    return assembled


def prepare(url: str, rules: LiveRules, readers: tuple[str, ...] = READERS) -> None:
    """Make the database at *url*: feeds and readers, and nothing polled."""
    upgrade(url)
    made = service(url, rules, FakeClock(MORNING), 1)
    sync_feeds(made, MORNING)
    with made.store.begin() as tx:
        for email in readers:
            person = tx.subscribers.add(Subscriber(id=SubscriberId(0), email=email, confirmed_at=MORNING))
            tx.subscribers.subscribe(
                Subscription(id=SubscriptionId(0), subscriber=person.id, mode=Mode.ALERT, rules=frozenset({RULE})),
                MORNING,
            )
    made.store.close()


def live(made: Assembled, clock: FakeClock) -> datetime:
    """Poll, let the rule's wait go by, deliver; return when it was over."""
    poll_due(made, clock(), everything=True)
    clock.go_on(minutes=10)
    deliver_due(made, clock())
    return clock()


LIFE = timedelta(minutes=10)
"""How long `live` takes on its clock."""


class Databases:
    """Copies of a prepared database: files for SQLite, databases made from a template for PostgreSQL."""

    def __init__(self, folder: Path, rules: LiveRules, server: str | None, readers: tuple[str, ...] = READERS) -> None:
        self._folder, self._server, self._number = folder, server, 0
        self._template = f"monitor_template_{folder.name[-8:].lower().replace('-', '_')}"
        if server is not None:
            self._run(f"CREATE DATABASE {self._template}")
        prepare(self._url("before"), rules, readers)

    def fresh(self) -> str:
        """URL of a new copy; the one before it is gone."""
        self._number += 1
        if self._server is None:
            for left in self._folder.glob("run*.db*"):
                left.unlink()
            shutil.copy(self._folder / "before.db", self._folder / f"run{self._number}.db")
            return self._url(f"run{self._number}")
        if self._number > 1:
            self._run(f"DROP DATABASE {self._template}_{self._number - 1} WITH (FORCE)")
        self._run(f"CREATE DATABASE {self._template}_{self._number} TEMPLATE {self._template}")
        return self._url(str(self._number))

    def _url(self, name: str) -> str:
        if self._server is None:
            return f"sqlite:///{self._folder / name}.db"
        database = self._template if name == "before" else f"{self._template}_{name}"
        return make_url(self._server).set(database=database).render_as_string(hide_password=False)

    def _run(self, statement: str) -> None:
        assert self._server is not None
        engine = create_engine(self._server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()
