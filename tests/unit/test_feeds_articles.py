"""Articles: fetched through the real fetcher from a server on this machine, as its robots.txt allows, and cut to their text."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from monitor.errors import FeedError, ParseError
from monitor.feeds.articles import EXTRACT, Articles, is_withheld
from monitor.feeds.extract_child import MAX_CHARACTERS, extract
from monitor.feeds.fetch import Fetcher, FetchLimits
from monitor.feeds.parse_pool import ParsePool
from monitor.feeds.robots import Robots
from tests.assembled import FakeClock
from tests.feedserver import FeedServer, Reply, Request, feed_server

NOW = datetime(2024, 5, 14, 6, 0, tzinfo=UTC)
STORY = [
    "A drone attack overnight set an oil depot on fire in the city of Bryansk, wounding two people, the governor said.",
    "Firefighters were still at work in the morning, and the road past the depot was closed, local media reported.",
    "It was the third attack on the depot since the beginning of the month, according to a tally of the news agency.",
]


def page(*, head: str = "", story: list[str] = STORY) -> bytes:
    paragraphs = "".join(f"<p>{text}</p>" for text in story)
    return (
        f"<!DOCTYPE html><html lang='en'><head><title>Depot on fire</title>{head}</head><body>"
        "<nav><a href='/'>Home</a> <a href='/war'>War</a></nav>"
        f"<article><h1>Depot on fire</h1>{paragraphs}</article>"
        "<aside><h3>Read also</h3><ul><li><a href='/x'>Missile hits Odesa port</a></li></ul></aside>"
        "<footer>All rights reserved</footer></body></html>"
    ).encode()


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with feed_server() as running:
        running.answer("/story", Reply(body=page(), headers={"Content-Type": "text/html"}))
        yield running


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(NOW)


@pytest.fixture(scope="module")
def pool() -> Iterator[ParsePool]:
    running = ParsePool(size=1, command=EXTRACT)
    yield running
    running.close()


@pytest.fixture
def articles(clock: FakeClock, pool: ParsePool) -> Articles:
    limits = FetchLimits(timeout_s=5.0, wire_bytes=200_000, body_bytes=400_000)
    return Articles(fetcher=Fetcher(clock=clock, limits=limits, allow_private=True), parser=pool, clock=clock)


def failure(articles: Articles, link: str) -> FeedError:
    with pytest.raises(FeedError) as caught:
        articles.text(link)
    return caught.value


def robots(text: str) -> Reply:
    return Reply(body=text.encode(), headers={"Content-Type": "text/plain"})


# ---------------------------------------------------------------- the text


def test_the_text_is_the_article_alone(articles: Articles, server: FeedServer) -> None:
    text = articles.text(server.url("/story"))

    assert [paragraph for paragraph in STORY if paragraph in text.splitlines()] == STORY
    assert "Odesa" not in text
    assert "All rights reserved" not in text
    assert [request.path for request in server.requests] == ["/robots.txt", "/story"]
    assert {request.headers["user-agent"].partition("/")[0] for request in server.requests} == {"AttackMonitor"}


RUSSIAN = [
    "В ночь на вторник беспилотник атаковал нефтебазу в Брянске, пострадали два человека, сообщил губернатор области.",
    "Пожарные работают на месте, дорога у нефтебазы перекрыта, сообщают местные средства массовой информации.",
]


def test_old_encodings_are_read(articles: Articles, server: FeedServer) -> None:
    body = page(story=RUSSIAN).decode().encode("cp1251")
    server.answer("/story", Reply(body=body, headers={"Content-Type": "text/html; charset=windows-1251"}))

    assert RUSSIAN[0] in articles.text(server.url("/story"))


UNWANTED = {
    "asks not to be indexed": (Reply(body=page(head="<meta name='robots' content='noindex, follow'>")), "noindex"),
    "asks us not to index it": (Reply(body=page(head='<META CONTENT="none" NAME="AttackMonitor">')), "noindex"),
    "says so in a header": (Reply(body=page(), headers={"X-Robots-Tag": "nofollow, noindex"}), "noindex"),
    "is for paying readers": (
        Reply(body=page(head='<script type="application/ld+json">{"isAccessibleForFree": false}</script>')),
        "paywall",
    ),
    "holds no article": (Reply(body=b"<html><body><p>Please log in.</p></body></html>"), "no_article"),
    "is no page": (Reply(body=b"\x89PNG" + bytes(range(256)) * 9), "no_article"),
    "is gone": (Reply(status=410), "not_found"),
    "is missing": (Reply(status=404), "not_found"),
    "is refused": (Reply(status=403), "needs_operator"),
    "is too large": (Reply(body=b"<html>" + b"x" * 300_000), "too_large"),
    "unpacks to too much": (Reply(body=b"\0" * 100, headers={"Content-Encoding": "gzip"}), "bad_encoding"),
}


@pytest.mark.parametrize(("reply", "reason"), UNWANTED.values(), ids=UNWANTED.keys())
def test_page_that_cannot_or_must_not_be_used(
    articles: Articles, server: FeedServer, reply: Reply, reason: str
) -> None:
    server.answer("/story", reply)

    assert failure(articles, server.url("/story")).reason == reason


@pytest.mark.parametrize(
    ("words", "withheld"),
    [
        ("noindex", True),
        ("none", True),
        ("otherbot: noindex", True),
        ("index, follow", False),
        ("noimageindex", False),
        ("", False),
    ],
)
def test_words_that_withhold_a_page(words: str, withheld: bool) -> None:
    assert is_withheld(words) is withheld


def test_long_articles_are_cut() -> None:
    found = extract(page(story=[f"{n}: {STORY[0]}" for n in range(900)]), url="https://news.example/story")

    [entry] = found.entries
    assert entry.content is not None
    assert len(entry.content) == MAX_CHARACTERS


def test_hostile_page_is_broken_off_and_the_next_one_is_read(clock: FakeClock, server: FeedServer) -> None:
    # It never ends reading; the real process is given a page that sleeps in place of trafilatura's work.
    slow = "import time, monitor.feeds.extract_child as c\nc.trafilatura.extract = lambda *a, **k: time.sleep(60)\n"
    command = [EXTRACT[0], "-c", f"{slow}from monitor.feeds.parse_child import serve\nserve(c.extract)"]
    pool = ParsePool(size=1, deadline_s=0.5, command=command)
    articles = Articles(fetcher=Fetcher(clock=clock, allow_private=True), parser=pool, clock=clock)
    try:
        assert failure(articles, server.url("/story")).reason == "parse_timeout"
    finally:
        articles.close()


# ---------------------------------------------------------------- politeness and safety


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("User-agent: *\nDisallow: /private/\n", True),
        ("User-agent: *\nDisallow: /\n", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: AttackMonitor\nAllow: /\n", True),
        ("User-agent: attackmonitor\nDisallow: /st*y$\n", False),
        ("User-agent: GPTBot\nDisallow: /\n", True),
        ("<html>not a robots.txt</html>", True),
        ("", True),
    ],
    ids=["another folder", "everybody", "we are welcome", "we are not", "somebody else", "a page", "empty"],
)
def test_robots_txt_is_obeyed(articles: Articles, server: FeedServer, text: str, allowed: bool) -> None:
    server.answer("/robots.txt", robots(text))

    if allowed:
        assert STORY[0] in articles.text(server.url("/story"))
    else:
        assert failure(articles, server.url("/story")).reason == "robots"
        assert [request.path for request in server.requests] == ["/robots.txt"]


def test_robots_txt_is_asked_for_once_a_day(articles: Articles, server: FeedServer, clock: FakeClock) -> None:
    for hours in (0, 23, 2):
        clock.go_on(hours=hours)
        articles.text(server.url("/story"))

    assert [request.path for request in server.requests].count("/robots.txt") == 2


def test_site_whose_robots_txt_is_out_of_order_is_left_alone_for_a_while(
    articles: Articles, server: FeedServer, clock: FakeClock
) -> None:
    server.answer("/robots.txt", Reply(status=500))
    assert failure(articles, server.url("/story")).reason == "robots_unreachable"
    server.answer("/robots.txt", Reply(status=404))
    clock.go_on(minutes=29)
    assert failure(articles, server.url("/story")).reason == "robots_unreachable"
    clock.go_on(minutes=2)
    assert STORY[0] in articles.text(server.url("/story"))
    assert [request.path for request in server.requests].count("/robots.txt") == 2


def test_articles_of_one_host_keep_their_distance(articles: Articles, server: FeedServer, clock: FakeClock) -> None:
    server.answer("/robots.txt", robots("User-agent: *\nCrawl-delay: 45\n"))
    link = server.url("/story")
    assert articles.ready_in_s(link) == 0
    articles.text(link)

    assert articles.ready_in_s(server.url("/other")) == 45
    assert articles.ready_in_s(server.url("/story", host="localhost")) == 0
    clock.go_on(seconds=40)
    assert articles.ready_in_s(link) == 5
    clock.go_on(seconds=6)
    assert articles.ready_in_s(link) == 0


def test_another_host_that_a_link_leads_to_is_asked_too(articles: Articles, server: FeedServer) -> None:
    elsewhere = server.url("/story", host="localhost")
    server.answer("/link", Reply(status=302, headers={"Location": elsewhere}))

    def by_host(request: Request) -> Reply:
        return robots("User-agent: *\nDisallow: /\n") if "localhost" in request.headers["host"] else Reply(status=404)

    server.answer("/robots.txt", by_host)

    assert failure(articles, server.url("/link")).reason == "robots"


@pytest.mark.parametrize(
    "link",
    ["http://169.254.169.254/latest/meta-data/", "http://10.0.0.1/story", "file:///etc/passwd", "http://[::1]/x"],
)
def test_private_addresses_are_never_connected_to(clock: FakeClock, pool: ParsePool, link: str) -> None:
    articles = Articles(fetcher=Fetcher(clock=clock), parser=pool, clock=clock)

    assert failure(articles, link).reason == "blocked_address"


def test_server_on_this_machine_is_not_asked_either(server: FeedServer, clock: FakeClock, pool: ParsePool) -> None:
    hits = len(server.requests)
    articles = Articles(fetcher=Fetcher(clock=clock), parser=pool, clock=clock)

    assert failure(articles, server.url("/story")).reason == "blocked_address"
    assert len(server.requests) == hits


def test_sites_are_forgotten_when_there_are_too_many(clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> None:
    from monitor.feeds import robots as module
    from tests.fakes import FakeFetcher

    monkeypatch.setattr(module, "MAX_SITES", 3)
    fetcher = FakeFetcher({})
    remembered = Robots(fetcher, clock)
    for number in range(6):
        remembered.check(f"https://site-{number}.example/story")
        clock.go_on(seconds=timedelta(seconds=1).total_seconds())
    remembered.check("https://site-5.example/other")
    remembered.check("https://site-0.example/other")

    assert len(fetcher.asked) == 7


def test_parse_error_is_what_a_page_without_text_raises() -> None:
    with pytest.raises(ParseError):
        extract(b"<html></html>", url="https://news.example/story")


def test_missing_packages_are_told_with_the_remedy() -> None:
    # As in an environment without them: nothing finds them any more.
    script = """
import importlib.machinery as m
find = m.PathFinder.find_spec
m.PathFinder.find_spec = lambda name, *rest: None if name in ("protego", "trafilatura") else find(name, *rest)
from monitor.bootstrap import services
from monitor.config import Settings
services(Settings()).articles
"""
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)

    assert ended.returncode == 1
    assert ended.stderr.splitlines()[-1] == (
        "monitor.errors.ConfigError: a feed asks for full_text, which needs trafilatura and protego: "
        "pip install 'attack-monitor[fulltext]', or remove full_text from rules/feeds.yml"
    )
