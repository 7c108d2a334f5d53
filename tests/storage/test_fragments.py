"""What is remembered of feed documents."""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.entries.normalise import entry_id
from monitor.model import Feed, FeedId, Fragment
from monitor.storage import Store
from monitor.storage.queries.fragments import unpack
from monitor.storage.store import Transaction
from tests.builders import NOON

FEED, OTHER = FeedId("wire"), FeedId("other")


def a_fragment(name: str, dated: bool = True) -> Fragment:
    return Fragment(
        print=f"{hash(name) & 0xFFFFFFFFFFFFFFFF:016x}", entry=entry_id(FEED, name), published=NOON if dated else None
    )


def known(tx: Transaction, feed: FeedId, since: datetime) -> tuple[Fragment, ...]:
    return unpack(tx.fragments.of([FEED, OTHER], since).get(feed, b""))


def test_fragments_are_replaced_as_a_whole_and_known_until_the_document_was_read_too_long_ago(store: Store) -> None:
    first, second = (a_fragment("a"), a_fragment("b", dated=False)), (a_fragment("c"),)
    with store.begin() as tx:
        tx.feeds.sync([Feed(id=name, url=f"https://e.org/{name}", publisher="P") for name in (FEED, OTHER)], NOON)
        tx.fragments.save([(FEED, first, True)], NOON)
        assert known(tx, FEED, NOON - timedelta(days=1)) == first
        assert known(tx, OTHER, NOON - timedelta(days=1)) == ()

        tx.fragments.save([(FEED, second, False)], NOON + timedelta(hours=5))
        assert known(tx, FEED, NOON - timedelta(hours=1)) == second
        assert known(tx, FEED, NOON + timedelta(hours=1)) == ()

        tx.fragments.save([(FEED, (), True)], NOON + timedelta(hours=6))
        assert known(tx, FEED, NOON + timedelta(hours=1)) == ()
