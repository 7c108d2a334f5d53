"""``monitor feeds``: looking at feeds, adding them, and what is said of them, against a server on this machine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.config import Settings
from monitor.errors import ConfigError
from monitor.feeds.opml import read
from monitor.jobs.feed_listing import read_file, write_file
from monitor.jobs.probing import format_of
from monitor.model import Feed, FeedFlag, FeedId, FeedState, FeedStatus, Flagged, Gap, Observed, Poll, PollOutcome
from monitor.storage import Store, upgrade
from tests.feedserver import FeedServer, Reply, feed_server
from tests.unit.conftest import Command

RSS = """\
<?xml version="1.0"?><rss version="2.0"><channel><title>Example Wire</title><language>en-us</language><ttl>15</ttl>
<item><guid>1</guid><title>Drone sets oil depot on fire in Bryansk</title>
<description>A drone attack overnight set an oil depot on fire in the city of Bryansk, wounding two people, the governor
said.</description><pubDate>Tue, 14 May 2024 05:00:00 GMT</pubDate></item>
<item><guid>2</guid><title>Rain in Kyiv</title><description>It will rain.</description></item>
</channel></rss>
"""
FILE = """\
# My feeds.
version: 1
feeds:
  - {id: one, url: "https://one.example/rss", publisher: One}   # the first
  - {id: two, url: "https://two.example/rss", publisher: Two, enabled: false}
"""


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with feed_server() as running:
        running.answer("/rss", Reply(body=RSS.encode(), headers={"Content-Type": "text/xml", "ETag": '"1"'}))
        running.answer("/page", Reply(body=b"<!DOCTYPE html><html><body>News</body></html>"))
        yield running


@pytest.fixture
def desk(command: Command, tmp_path: Path) -> Command:
    """Runs a command in a folder with operator files and settings of its own."""
    (tmp_path / "rules" / "alerts").mkdir(parents=True)
    (tmp_path / "rules" / "feeds.yml").write_text(FILE)
    (tmp_path / "monitor.toml").write_text("allow_private_addresses = true\n")
    return command


def file_of(tmp_path: Path) -> str:
    return (tmp_path / "rules" / "feeds.yml").read_text()


@pytest.fixture
def shipped_words(tmp_path: Path, desk: Command) -> None:
    """The shipped vocabulary beside the feeds of the test."""
    shipped = Path(__file__).parents[2] / "rules"
    for folder in ("attacks", "filters"):
        (tmp_path / "rules" / folder).symlink_to(shipped / folder)
    (tmp_path / "rules" / "alerts").rmdir()
    (tmp_path / "rules" / "alerts").symlink_to(shipped / "alerts")


@pytest.mark.usefixtures("shipped_words")
def test_check_shows_the_feed_what_would_match_and_the_yaml(desk: Command, server: FeedServer):
    status, out, err = desk("feeds", "check", server.url("/rss"))

    assert (status, err) == (0, "")
    for told in (
        '  etag: "1"',
        "Format    RSS 2.0",
        "Title     Example Wire",
        "Language  en",
        "Entries   2, 1 dated from 2024-05-14 05:00",
        "because of: the feed's ttl of 15 min",
        "also weighed: the usual interval: every 10 min",
        "Attacks   1 entries have words of attack, 1 tell of one",
        "energy-and-refineries",
        f'  - {{id: example-wire, url: "{server.url("/rss")}", publisher: Example Wire, lang: en}}',
    ):
        assert told in out
    assert len(server.requests) == 1


@pytest.mark.usefixtures("shipped_words")
def test_check_as_json(desk: Command, server: FeedServer, tmp_path: Path):
    _, out, _ = desk("feeds", "check", server.url("/rss"), "--lang", "uk", "--json")

    found = json.loads(out)
    assert (found["format"], found["entries"], found["concerning"], found["feed"]["lang"]) == ("RSS 2.0", 2, 1, "uk")
    assert not (tmp_path / "var").exists(), "looking at a feed makes no database"


def test_check_of_a_page_says_what_is_wrong(desk: Command, server: FeedServer):
    status, out, err = desk("feeds", "check", server.url("/page"))

    assert (status, out) == (1, "")
    assert err.startswith(f"monitor: {server.url('/page')}: ")
    assert len(err.splitlines()) == 1


def test_add_fetches_once_and_writes_one_line(desk: Command, server: FeedServer, tmp_path: Path):
    status, out, _ = desk("feeds", "add", server.url("/rss"), "--tag", "wire", "--home", "RU-BRY", "--interval", "15m")

    item = (
        f'{{id: example-wire, url: "{server.url("/rss")}", publisher: Example Wire, lang: en, home: RU-BRY, '
        "tags: [wire], interval: 15m}"
    )
    assert status == 0
    assert item in out
    assert file_of(tmp_path) == f"{FILE}\n  # --- Added with monitor feeds\n  - {item}\n"


WRONG = {
    "no feed": (["feeds", "add", "{server}/page"], 2, "to add it all the same: --unchecked"),
    "known already": (
        ["feeds", "add", "https://one.example/rss", "--unchecked", "--publisher", "One"],
        2,
        'the url "https://one.example/rss" stands already in line 4',
    ),
    "id taken": (
        ["feeds", "add", "https://x.example/rss", "--unchecked", "--publisher", "X", "--id", "one"],
        2,
        'the id "one" stands already in line 4',
    ),
    "no such home": (
        ["feeds", "add", "https://x.example/rss", "--unchecked", "--publisher", "X", "--home", "Nowhereland"],
        2,
        'no place "Nowhereland"',
    ),
    "no address": (
        ["feeds", "add", "file:///etc/passwd", "--unchecked", "--publisher", "X"],
        2,
        '"file:///etc/passwd" is no feed address',
    ),
    "no publisher": (["feeds", "add", "https://x.example/rss", "--unchecked"], 2, "--publisher is needed"),
    "no interval": (["feeds", "add", "{server}/rss", "--interval", "soon"], 2, '"soon" is no duration'),
    "no such feed": (["feeds", "disable", "three"], 1, "no feed 'three'"),
    "nothing known of it": (["feeds", "why", "three"], 1, "no feed 'three'"),
    "no list": (["feeds", "import-opml", "gone.opml"], 2, "gone.opml: the file cannot be read"),
}


@pytest.mark.parametrize(("arguments", "status", "told"), WRONG.values(), ids=WRONG.keys())
def test_what_cannot_be_done_is_told_and_changes_nothing(
    desk: Command, server: FeedServer, tmp_path: Path, arguments: list[str], status: int, told: str
):
    found, _, err = desk(*(each.replace("{server}", server.url("")) for each in arguments))

    assert found == status
    assert told in err
    assert file_of(tmp_path) == FILE


def test_feeds_are_switched_off_and_on(desk: Command, tmp_path: Path):
    desk("feeds", "disable", "one")
    _, out, _ = desk("feeds", "enable", "two", "--json")

    assert json.loads(out)["enabled"][0]["enabled"] is True
    assert file_of(tmp_path) == FILE.replace("publisher: One}", "publisher: One, enabled: false}").replace(
        "Two, enabled: false", "Two, enabled: true"
    )


def test_list_goes_out_as_opml_and_comes_back(desk: Command, tmp_path: Path):
    assert desk("feeds", "export-opml", "mine.opml")[1] == "2 feeds written to mine.opml.\n"
    assert len(read((tmp_path / "mine.opml").read_bytes(), "mine.opml")) == 2
    (tmp_path / "rules" / "feeds.yml").write_text("version: 1\nfeeds: []\n")

    assert "2 feeds would be added" in desk("feeds", "import-opml", "mine.opml", "--dry-run")[1]
    assert file_of(tmp_path) == "version: 1\nfeeds: []\n"
    desk("feeds", "import-opml", "mine.opml")
    status, out, _ = desk("feeds", "import-opml", "mine.opml", "--json")

    assert status == 0
    assert json.loads(out)["added"] == []
    assert [feed.enabled for feed in read_file(Settings(rules_dir=tmp_path / "rules")).feeds] == [True, False]


def test_shipped_files_are_not_changed(command: Command):
    status, _, err = command("feeds", "disable", "bbc-world")

    assert status == 2
    assert "copy them first (cp -r" in err


def test_file_that_somebody_else_changes_meanwhile_is_left_alone(tmp_path: Path):
    path = tmp_path / "feeds.yml"
    path.write_text(FILE)
    settings = Settings(rules_dir=tmp_path)
    file = read_file(settings)
    path.write_text(FILE + "# theirs\n")

    with pytest.raises(ConfigError, match="somebody else has changed the file"):
        write_file(settings, file, FILE + "# mine\n")

    assert path.read_text() == FILE + "# theirs\n"
    assert list(tmp_path.iterdir()) == [path]


def test_file_keeps_its_permissions_and_a_missing_one_is_begun(tmp_path: Path):
    path, settings = tmp_path / "feeds.yml", Settings(rules_dir=tmp_path)
    write_file(settings, read_file(settings), FILE)
    assert len(read_file(settings).feeds) == 2
    path.chmod(0o640)

    write_file(settings, read_file(settings), FILE + "# more\n")

    assert path.stat().st_mode & 0o777 == 0o640


@pytest.fixture
def history(desk: Command, tmp_path: Path) -> Command:
    """The same, with one feed that has fallen silent after a gap in the database."""
    from monitor.bootstrap import utc_now

    now = utc_now()
    (tmp_path / "var").mkdir()
    url = f"sqlite:///{tmp_path / 'var' / 'monitor.db'}"
    upgrade(url)
    one = Feed(id=FeedId("one"), url="https://one.example/rss", publisher="One")
    silent = now - timedelta(days=9)
    status = FeedStatus(
        feed=one.id,
        state=FeedState.HEALTHY,
        url=one.url,
        last_poll_at=now,
        last_success_at=now,
        last_new_entry_at=silent,
        next_poll_at=now + timedelta(minutes=29),
        observed=Observed(every_s=7200, changed_at=now),
        flags=(Flagged(flag=FeedFlag.SILENT, why="no new entry", since=now),),
        because=("the publisher's rhythm, an entry every 2 h", "the feed's ttl of 15 min: every 15 min"),
    )
    gap = Gap(
        feed=one.id, start=now - timedelta(hours=9), end=now - timedelta(hours=6), found_at=now - timedelta(hours=1)
    )
    with Store.open(url) as store, store.begin() as tx:
        tx.feeds.sync([one], now)
        tx.feeds.record(Poll(feed=one.id, at=now, outcome=PollOutcome.OK, gap=True, duration_s=0.5), status, (), gap)
    return desk


def test_listing_says_how_each_feed_does(history: Command):
    _, out, _ = history("feeds", "list")

    assert "healthy, silent" in out
    assert "no new entry since" in out
    assert "switched off in feeds.yml" in out
    assert out.endswith("0 of 1 feeds healthy, 1 switched off.\n")


def test_listing_of_troubles_as_json(history: Command):
    _, out, _ = history("feeds", "list", "--trouble", "--json")

    [found] = json.loads(out)
    assert (found["id"], found["healthy"], found["state"], found["entry_every_s"]) == ("one", False, "healthy", 7200)
    assert [each["flag"] for each in found["flags"]] == ["silent"]


def test_why_prints_the_rule_that_set_the_next_poll(history: Command):
    _, out, _ = history("feeds", "why", "one")

    assert "UTC, because of: the publisher's rhythm, an entry every 2 h" in out
    assert "also weighed the feed's ttl of 15 min: every 15 min" in out
    assert "silent       no new entry since" in out
    assert "Last polls" in out


def test_gaps_are_listed(history: Command):
    assert "3 h" in history("feeds", "gaps")[1]
    assert history("feeds", "gaps", "--days", "1")[1].count("one") == 1
    assert history("feeds", "gaps", "three")[::2] == (1, "monitor: no feed 'three'\n")
    [found] = json.loads(history("feeds", "gaps", "one", "--json")[1])
    assert found["feed"] == "one"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"\xef\xbb\xbf<?xml version='1.0'?><!-- x --><rss version='0.91'><channel/></rss>", "RSS 0.91"),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'/>", "Atom"),
        (b"<rdf:RDF xmlns:rdf='x'/>", "RSS 1.0 (RDF)"),
        (b'{"version": "https://jsonfeed.org/version/1.1"}', "JSON Feed"),
        (b"plain text", "unknown"),
    ],
)
def test_formats_are_named(body: bytes, expected: str):
    assert format_of(body) == expected
