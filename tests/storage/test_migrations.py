"""Databases of earlier versions keep what is in them, on SQLite and PostgreSQL."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from monitor.model import Because, DeliveryId, FeedId, Observed, SubscriberId
from monitor.storage import Store, upgrade
from monitor.storage.schema import MIGRATIONS
from tests.storage.builders import NOW


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'old.sqlite'}"
    url: str = request.getfixturevalue("empty_postgresql_url")
    return url


def make_old(url: str, revision: str, *statements: str) -> None:
    """Make the database of an earlier version, with something in it."""
    engine = create_engine(url)
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()


def test_feeds_with_history_get_their_health(empty_url: str) -> None:
    moment = NOW.strftime(
        "%Y-%m-%d %H:%M:%S+00:00" if empty_url.startswith("postgresql") else "%Y-%m-%d %H:%M:%S.000000"
    )
    make_old(
        empty_url,
        "0001",
        "INSERT INTO feeds (id, url, publisher, tags, enabled, state, failures, moved_count, synced_at) "
        f"VALUES ('a', 'https://a.example/rss', 'A', '[]', true, 'healthy', 0, 0, '{moment}')",
        'INSERT INTO polls (feed, at, outcome, duration_s, bytes, entries, "new", revised, gap) '
        f"VALUES ('a', '{moment}', 'ok', 0.5, 100, 3, 3, 0, false)",
    )

    upgrade(empty_url)

    with Store.open(empty_url) as store, store.read() as tx:
        [(feed, status)] = tx.feeds.all()
        assert (feed.full_text, status.flags, status.observed, status.because) == (False, (), Observed(), ())
        assert not feed.websub
        assert tx.pushes.all() == {}
        assert [(poll.at, poll.new) for poll in tx.feeds.polls(FeedId("a"), 10)] == [(NOW, 3)]


def test_subscriptions_keep_what_they_ask_for(empty_url: str) -> None:
    postgresql = empty_url.startswith("postgresql")
    moment = NOW.strftime("%Y-%m-%d %H:%M:%S+00:00" if postgresql else "%Y-%m-%d %H:%M:%S.000000")
    make_old(
        empty_url,
        "0002",
        "INSERT INTO subscribers (id, email, email_key, lang, tz, paused) "
        "VALUES (1, 'a@example.org', 'a@example.org', 'en', 'UTC', false)",
        "INSERT INTO subscriptions (id, subscriber, mode, rules, min_level, active, digested_until) "
        f"""VALUES (1, 1, 'daily', '["any-attack"]', 'high', true, '{moment}')""",
        "INSERT INTO subscriptions (id, subscriber, mode, rules, min_level, active, digested_until) "
        f"VALUES (2, 1, 'daily', '[]', 'low', true, '{moment}')",
    )

    upgrade(empty_url)

    with Store.open(empty_url) as store, store.read() as tx:
        assert tx.subscribers.get(SubscriberId(1)).quiet_hours is None
        asked, nothing = tx.subscribers.subscriptions(SubscriberId(1))
        assert (asked.rules, asked.types, asked.around, asked.even_if_empty) == ({"any-attack"}, frozenset(), (), True)
        assert not nothing.active, "without rules it asked for nothing; now it would ask for everything"


def test_subscribers_get_names_that_links_are_made_of(empty_url: str) -> None:
    make_old(
        empty_url,
        "0003",
        *(
            "INSERT INTO subscribers (id, email, email_key, lang, tz, paused) "
            f"VALUES ({number}, '{name}@example.org', '{name}@example.org', 'en', 'UTC', false)"
            for number, name in enumerate(("ada", "bob"), 1)
        ),
    )

    upgrade(empty_url)

    with Store.open(empty_url) as store, store.begin() as tx:
        names = [tx.subscribers.ref(SubscriberId(number)) for number in (1, 2)]
        found = [tx.subscribers.by_ref(name) for name in names]
        assert [person.email for person in found if person is not None] == ["ada@example.org", "bob@example.org"]
        assert names[0] != names[1]
        assert min(map(len, names)) >= 22


def test_reasons_of_waiting_messages_stay_as_words(empty_url: str) -> None:
    moment = NOW.strftime(
        "%Y-%m-%d %H:%M:%S+00:00" if empty_url.startswith("postgresql") else "%Y-%m-%d %H:%M:%S.000000"
    )
    item = '{"incident":1,"version":1,"kind":"new","matches":[{"rule":"r","level":"high","because":["type drone","in Kyiv"]}]}'
    make_old(
        empty_url,
        "0008",
        "INSERT INTO subscribers (id, email, email_key, lang, tz, paused, ref) "
        "VALUES (1, 'ada@example.org', 'ada@example.org', 'en', 'UTC', false, 'ref-1')",
        *(
            "INSERT INTO deliveries "
            "(id, key, kind, subscriber, items, state, created_at, due_at, attempts, fence, headers) VALUES "
            f"({number}, 'k{number}', 'alert', 1, '[{item if number % 2 else ''}]', 'pending', '{moment}', '{moment}', 0, 0, '{{}}')"
            for number in range(1, 2500)
        ),
    )

    upgrade(empty_url)

    with Store.open(empty_url) as store, store.read() as tx:
        for number in (1, 2, 2499):
            found = tx.outbox.get(DeliveryId(number))
            assert found is not None
            reasons = [reason for told in found.items for match in told.matches for reason in match.because]
            assert [(reason.kind, reason.values) for reason in reasons] == (
                [(Because.WORDS, ("type drone",)), (Because.WORDS, ("in Kyiv",))] if number % 2 else []
            )
