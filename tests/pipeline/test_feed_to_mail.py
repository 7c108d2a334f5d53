"""The whole way, to be read first: the bytes of a feed go in, the text of a mail comes out, once."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.bootstrap import Assembled, services
from monitor.config import Settings
from monitor.jobs.delivering import deliver_due
from monitor.jobs.polling import poll_due
from monitor.jobs.reloading import sync_feeds
from monitor.model import Mode, RuleId, Subscriber, SubscriberId, Subscription, SubscriptionId
from tests.assembled import FakeChannel, FakeClock
from tests.fakes import FakeFetcher

ROOT = Path(__file__).parents[2]
MORNING = datetime(2024, 5, 14, 5, 0, tzinfo=UTC)

FEEDS = """\
version: 1
feeds:
  - {id: wire, url: "https://wire.example/rss", publisher: Example Wire, lang: en}
  - {id: herald, url: "https://herald.example/rss", publisher: The Herald, lang: ru}
"""


def rss(title: str, summary: str, link: str, published: str) -> bytes:
    return f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>News</title><link>https://x.example</link><description>News</description>
<item><title>{title}</title><link>{link}</link><guid>{link}</guid><pubDate>{published}</pubDate>
<description>{summary}</description></item></channel></rss>""".encode()


WIRE = rss(
    "Drone sets fuel depot on fire in Bryansk",
    "A drone attack overnight set a fuel depot on fire in the Russian city of Bryansk, wounding two people, "
    "the regional governor said on Tuesday.",
    "https://wire.example/1",
    "Tue, 14 May 2024 04:40:00 GMT",
)
HERALD = rss(
    "Беспилотник атаковал нефтебазу в Брянске",
    "В ночь на 14 мая беспилотник атаковал нефтебазу в Брянске. Пострадали два человека, сообщил губернатор.",
    "https://herald.example/9",
    "Tue, 14 May 2024 05:20:00 GMT",
)


class World:
    """The service with two feeds, one subscriber and a clock of its own."""

    def __init__(self, folder: Path) -> None:
        shutil.copytree(ROOT / "rules", folder / "rules")
        (folder / "rules" / "feeds.yml").write_text(FEEDS, encoding="utf-8")
        self.clock, self.channel = FakeClock(MORNING), FakeChannel()
        self.fetcher = FakeFetcher(
            {"https://wire.example/rss": WIRE, "https://herald.example/rss": rss_without_items()}
        )
        settings = Settings(
            database_url=f"sqlite:///{folder / 'monitor.db'}",  # type: ignore[arg-type]
            rules_dir=folder / "rules",
            templates_dir=ROOT / "templates",
            mail_from="Attack monitor <monitor@alerts.example.org>",
            operator_email="desk@alerts.example.org",
        )
        self.services: Assembled = services(settings, clock=self.clock, fetcher=self.fetcher, channel=self.channel)
        sync_feeds(self.services, MORNING)
        self._subscribe("anna@example.org", "energy-and-refineries")

    def _subscribe(self, email: str, rule: str) -> None:
        with self.services.store.begin() as tx:
            person = tx.subscribers.add(Subscriber(id=SubscriberId(0), email=email, confirmed_at=MORNING))
            wanted = Subscription(
                id=SubscriptionId(0), subscriber=person.id, mode=Mode.ALERT, rules=frozenset({RuleId(rule)})
            )
            tx.subscribers.subscribe(wanted, MORNING)

    def sweep(self, **later: float) -> None:
        """Let time pass, then poll all feeds and deliver what is due."""
        self.clock.go_on(**later)
        poll_due(self.services, self.clock(), everything=True)
        deliver_due(self.services, self.clock())


def rss_without_items() -> bytes:
    return b'<rss version="2.0"><channel><title>News</title><link>https://x.example</link></channel></rss>'


@pytest.fixture
def world(tmp_path: Path):
    made = World(tmp_path)
    with made.services:
        yield made


def test_attack_in_a_feed_becomes_one_mail_with_the_evidence(world: World):
    world.sweep()
    assert world.channel.sent == []  # the rule waits a few minutes for a second publisher

    world.sweep(minutes=10)

    [(recipient, message)] = world.channel.sent
    text = message.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert recipient == "anna@example.org"
    assert "Bryansk" in message["Subject"]
    assert "Drone" in message["Subject"]
    assert "Example Wire" in text
    assert "https://wire.example/1" in text
    assert "fuel depot on fire" in " ".join(text.split())
    assert message["Auto-Submitted"] == "auto-generated"
    assert "mailto:desk@alerts.example.org" in message["List-Unsubscribe"]


def test_same_feed_again_says_nothing_more(world: World):
    world.sweep()
    for _ in range(5):
        world.sweep(minutes=10)

    assert len(world.channel.sent) == 1


def test_second_publisher_in_another_language_is_the_same_attack(world: World):
    world.sweep()
    world.fetcher.answers["https://herald.example/rss"] = HERALD
    world.sweep(minutes=30)

    [(_, message)] = world.channel.sent
    text = message.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "Example Wire" in text
    assert "The Herald" in text
    with world.services.store.read() as tx:
        [incident] = tx.incidents.list()
    assert incident.publishers == {"Example Wire", "The Herald"}


def test_restart_between_poll_and_delivery_loses_nothing(world: World):
    world.sweep()
    world.services.store.close()
    again = services(world.services.settings, clock=world.clock, fetcher=world.fetcher, channel=world.channel)

    with again:
        deliver_due(again, world.clock.go_on(minutes=10))

    assert len(world.channel.sent) == 1
