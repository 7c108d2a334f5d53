"""Articles of feeds that give only teasers: read after the entry was told, as a revision of it, once."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.errors import ConfigError, FeedError, FetchError, ParseError
from monitor.jobs import ingesting
from monitor.jobs.full_text import read_articles
from monitor.jobs.ingesting import Pipeline
from monitor.model import Article, ArticleState, Entry, EntryId, Feed, FeedId
from monitor.storage import Store
from tests.fakes import FakeArticles
from tests.pipeline.test_polling import NOW, WEATHER, WIRE, Desk, Item

TEASER = Item("t1", "Drone attack on Bryansk", "A drone attack was reported in the city of Bryansk overnight.")
LINK = "https://news.example/t1"
TEXT = (
    "A drone attack overnight set an oil depot on fire in the city of Bryansk, the governor said.\n"
    "Three people were killed and five were wounded in the attack, the governor said on Tuesday.\n"
    "Firefighters <were> still at work in the morning & the road was closed."
)


class Reading(Desk):
    """The desk, with a feed that asks for full texts."""

    def __init__(self, store: Store, pipeline: Pipeline) -> None:
        super().__init__(store, pipeline)
        self.articles: FakeArticles = self.services.articles
        with store.begin() as tx:
            tx.feeds.sync(
                [replace(WIRE, full_text=True), Feed(id=FeedId("x"), url="https://x.example", publisher="X")], NOW
            )

    def read(self, **later: float) -> int:
        self.clock.go_on(**later)
        return read_articles(self.services, self.clock())

    def told(self, entry: EntryId) -> Article | None:
        with self.services.store.read() as tx:
            return tx.articles.get(entry)

    def stored(self) -> Entry:
        with self.services.store.read() as tx:
            [entry] = tx.entries.latest(1)
            return entry


@pytest.fixture
def reading(store: Store, pipeline: Pipeline) -> Reading:
    return Reading(store, pipeline)


def fails(reason: str, **given: float) -> FetchError:
    return FetchError("it did not work", url=LINK, reason=reason, **given)


def test_article_becomes_a_revision_that_adds_its_facts_and_is_read_once(reading: Reading):
    reading.poll(TEASER)
    reading.articles.answers[LINK] = TEXT

    assert [reading.read(), reading.read(minutes=1)] == [1, 0]

    entry = reading.stored()
    assert (entry.revision, entry.summary) == (2, TEASER.text)
    assert "<p>Firefighters &lt;were&gt; still at work" in (entry.content or "")
    [incident] = reading.incidents
    assert incident.toll.killed is not None
    assert incident.toll.killed.low == 3
    assert reading.articles.asked == [LINK]
    told = reading.told(entry.id)
    assert told is not None
    assert (told.state, told.revision) == (ArticleState.READ, 2)


def test_article_that_is_surer_than_its_teaser_tells_of_what_was_only_watched(
    reading: Reading, monkeypatch: pytest.MonkeyPatch
):
    """It begins as the teaser does, so it is no second voice; but what it says in full is enough."""
    monkeypatch.setattr(ingesting, "TOLD_AT_ONCE", 0.87)
    doubtful = Item(
        "t2", "Bryansk: what is known", "Something exploded at an oil depot in Bryansk overnight, local channels say."
    )
    reading.poll(doubtful)
    [watched] = reading.incidents
    assert (watched.quiet, reading.outbox) == (True, [])

    reading.articles.answers["https://news.example/t2"] = f"{doubtful.text}\n{TEXT}"
    assert reading.read() == 1

    [incident] = reading.incidents
    assert (incident.id, incident.quiet) == (watched.id, False)
    assert len(reading.outbox) == 1


def test_next_poll_finds_the_entry_as_it_was(reading: Reading):
    reading.poll(TEASER)
    reading.articles.answers[LINK] = TEXT
    reading.read()

    report = reading.poll(TEASER, WEATHER, minutes=30)

    assert (report.poll.new, report.poll.revised) == (1, 0)
    assert reading.read() == 0


def test_article_is_read_again_when_the_publisher_edits_the_entry(reading: Reading):
    reading.poll(TEASER)
    reading.articles.answers[LINK] = TEXT
    reading.read()
    reading.poll(replace(TEASER, text=TEASER.text + " Updated."), minutes=30)

    assert reading.read() == 1
    assert reading.stored().revision == 4
    assert len(reading.incidents) == 1


@pytest.mark.parametrize(
    "item", [WEATHER, replace(TEASER, published=NOW - timedelta(days=4))], ids=["no attack", "old"]
)
def test_entries_that_cannot_concern_us_are_not_asked_for(reading: Reading, item: Item):
    reading.poll(item)

    assert [reading.read(), reading.read()] == [0, 0]
    assert reading.articles.asked == []


def test_feed_that_does_not_ask_for_it_is_left_alone(reading: Reading):
    with reading.services.store.begin() as tx:
        tx.feeds.sync([WIRE], NOW)
    reading.poll(TEASER)

    reading.read()
    assert reading.articles.asked == []


@pytest.mark.parametrize(
    "error",
    [
        fails("robots"),
        fails("not_found"),
        fails("blocked_address"),
        ParseError("it has none", url=LINK, reason="no_article"),
    ],
    ids=lambda error: error.reason,
)
def test_failure_that_stays_leaves_the_feeds_own_text(
    reading: Reading, error: FeedError, caplog: pytest.LogCaptureFixture
):
    reading.poll(TEASER)
    reading.articles.answers[LINK] = error
    with caplog.at_level(logging.INFO):
        reading.read()
        reading.read(hours=5)

    entry, told = reading.stored(), reading.told(reading.stored().id)
    assert (entry.revision, entry.content) == (1, None)
    assert told is not None
    assert (told.state, told.reason) == (ArticleState.LEFT, error.reason)
    assert len(reading.articles.asked) == 1
    assert caplog.messages.count("article.left") == 1
    assert len(reading.incidents) == 1


def test_failure_that_may_pass_is_tried_three_times(reading: Reading):
    reading.poll(TEASER)
    reading.articles.answers[LINK] = fails("timeout")

    tries = []
    for minutes in (0, 4, 2, 9, 2, 60):
        reading.read(minutes=minutes)
        tries.append(len(reading.articles.asked))

    # After five minutes, then ten, then never.
    assert tries == [1, 1, 2, 2, 3, 3]


def test_servers_own_wish_to_be_left_alone_is_kept(reading: Reading):
    reading.poll(TEASER)
    reading.articles.answers[LINK] = fails("throttled", retry_after_s=3600)

    reading.read()
    reading.read(minutes=59)
    assert len(reading.articles.asked) == 1
    reading.articles.answers[LINK] = TEXT
    assert reading.read(minutes=2) == 1


def test_host_that_was_just_asked_is_asked_later(reading: Reading):
    reading.poll(TEASER)
    reading.articles.answers[LINK] = TEXT
    reading.articles.busy = True
    assert reading.read() == 0
    reading.articles.busy = False

    assert reading.read(seconds=10) == 1


def test_article_that_says_no_more_than_the_feed_is_left(reading: Reading):
    reading.poll(TEASER)
    reading.articles.answers[LINK] = TEASER.text

    reading.read()

    assert reading.stored().revision == 1


def test_entry_that_changes_meanwhile_is_read_again(reading: Reading):
    reading.poll(TEASER)
    articles = reading.articles

    class Slow(FakeArticles):
        def text(self, link: str) -> str:
            reading.poll(replace(TEASER, text=TEASER.text + " Updated."), minutes=30)
            return TEXT

    reading.services.articles = Slow({})
    reading.read()
    assert (reading.stored().revision, reading.stored().content) == (2, None)

    reading.services.articles = articles
    articles.answers[LINK] = TEXT
    assert reading.read() == 1


def test_crash_of_our_own_code_leaves_that_article_alone(reading: Reading, caplog: pytest.LogCaptureFixture):
    reading.poll(TEASER)

    class Broken(FakeArticles):
        def text(self, link: str) -> str:
            self.asked.append(link)
            raise RuntimeError("bug")

    reading.services.articles = broken = Broken({})
    reading.read()
    reading.read(hours=1)

    assert len(broken.asked) == 1
    assert "article.failed" in caplog.messages


def test_stopping_service_takes_up_no_further_article(reading: Reading):
    reading.poll(TEASER)
    reading.services.stop.set()

    reading.read()
    assert reading.articles.asked == []


def test_what_is_not_installed_fails_the_sweep_and_leaves_the_article_wanted(reading: Reading):
    reading.poll(TEASER)

    class Lacking:
        def __init__(self, services: object) -> None:
            self.services = services

        def __getattr__(self, name: str) -> object:
            if name == "articles":
                raise ConfigError("a feed asks for full_text, which needs trafilatura")
            return getattr(self.services, name)

    with pytest.raises(ConfigError, match="needs trafilatura"):
        read_articles(Lacking(reading.services), reading.clock())  # type: ignore[arg-type]
    reading.articles.answers[LINK] = TEXT
    assert reading.read() == 1
