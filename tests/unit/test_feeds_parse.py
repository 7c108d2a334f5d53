"""Feed documents as they come: good, malformed and hostile."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import ParseError
from monitor.feeds.answers import ParsedFeed
from monitor.feeds.items import MAX_TEXT_CHARS, MAX_TEXTS_CHARS
from monitor.feeds.parse import parse

TESTDATA = Path(__file__).parents[3] / "shared" / "testdata"
URL = "https://news.example.org/rss/all.xml"


def read(document: str | bytes, **options: str) -> ParsedFeed:
    body = document.encode() if isinstance(document, str) else document
    return parse(body, url=URL, **options)  # type: ignore[arg-type]


def rss(items: str, head: str = "") -> str:
    return f"<rss version='2.0'><channel><title>News</title>{head}{items}</channel></rss>"


def refusal(document: str | bytes, **options: str) -> ParseError:
    with pytest.raises(ParseError) as caught:
        read(document, **options)
    return caught.value


def test_rss() -> None:
    feed = read(
        rss(
            "<item><guid>g1</guid><title>Drones over &lt;b&gt;Tula&lt;/b&gt;</title><link>https://news.example.org/1</link>"
            "<description>Three &lt;p&gt;were shot down&lt;/p&gt;.</description><author>desk</author>"
            "<pubDate>Sun, 01 Mar 2026 12:00:00 MSK</pubDate></item>",
            head="<language>ru</language><ttl>15</ttl>",
        )
    )
    (entry,) = feed.entries
    assert (feed.title, feed.language, feed.ttl_s, feed.bozo, feed.truncated) == ("News", "ru", 900, None, False)
    assert (entry.guid, entry.link, entry.author) == ("g1", "https://news.example.org/1", "desk")
    assert (entry.title, entry.summary) == ("Drones over <b>Tula</b>", "Three <p>were shot down</p>.")
    assert entry.published == datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
    assert entry.content is None


def test_atom() -> None:
    feed = read(
        "<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom' xml:lang='uk'><title>Новини</title>"
        "<entry><id>urn:1</id><title>Вибух</title><link href='/1'/><summary>Коротко</summary><content>Довго</content>"
        "<published>2026-03-01T12:00:00+02:00</published><updated>2026-03-01T12:30:00+02:00</updated></entry></feed>"
    )
    (entry,) = feed.entries
    assert (entry.guid, entry.title, entry.link) == ("urn:1", "Вибух", "https://news.example.org/1")
    assert (entry.summary, entry.content, entry.lang) == ("Коротко", "Довго", "uk")
    assert entry.published == datetime(2026, 3, 1, 10, 0, tzinfo=UTC)
    assert entry.updated == datetime(2026, 3, 1, 10, 30, tzinfo=UTC)


def test_json_feed() -> None:
    feed = read(
        json.dumps(
            {
                "version": "https://jsonfeed.org/version/1.1",
                "title": "News",
                "language": "en",
                "items": [
                    {
                        "id": 7,
                        "url": "/7",
                        "title": "Strike",
                        "content_html": "<p>Two</p>",
                        "date_published": "2026-03-01T12:00:00Z",
                    },
                    {
                        "id": "8",
                        "external_url": "https://e.org/8",
                        "summary": "s",
                        "content_text": "t",
                        "authors": [{"name": "A"}],
                    },
                    "no item",
                ],
            }
        )
    )
    seven, eight = feed.entries
    assert (feed.title, feed.language) == ("News", "en")
    assert (seven.guid, seven.link, seven.summary, seven.content) == (
        "7",
        "https://news.example.org/7",
        "<p>Two</p>",
        None,
    )
    assert seven.published == datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
    assert (eight.link, eight.summary, eight.content, eight.author) == ("https://e.org/8", "s", "t", "A")


@pytest.mark.parametrize(
    ("item", "guid"),
    [
        ("<guid>g</guid><link>https://e.org/1</link>", "g"),
        ("<guid></guid><link>https://e.org/1</link>", "https://e.org/1"),
        ("<link>https://e.org/1</link>", "https://e.org/1"),
        ("<title>only a title</title>", None),
    ],
    ids=["guid", "empty guid", "link", "neither"],
)
def test_every_entry_has_a_guid(item: str, guid: str | None) -> None:
    first, again = read(rss(f"<item>{item}</item>")).entries[0], read(rss(f"<item>{item}</item>")).entries[0]
    assert first.guid == again.guid
    assert first.guid == guid if guid else first.guid.startswith("sha256:")


@pytest.mark.parametrize(
    ("link", "absolute"),
    [
        ("/a/b?c=1", "https://news.example.org/a/b?c=1"),
        ("story.html", "https://news.example.org/rss/story.html"),
        ("https://other.example.org/x", "https://other.example.org/x"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("ftp://e.org/x", None),
        ("https://e.org/" + "x" * 2050, None),
        ("http://[broken", None),
    ],
)
def test_links_are_absolute_and_lead_to_web_pages(link: str, absolute: str | None) -> None:
    assert read(rss(f"<item><guid>g</guid><link>{link}</link></item>")).entries[0].link == absolute


def test_guids_do_not_change_with_the_address_of_the_feed() -> None:
    assert read(rss("<item><guid>2026/03/01/1</guid></item>")).entries[0].guid == "2026/03/01/1"


def test_links_obey_xml_base_of_any_scheme_but_javascript() -> None:
    feed = (
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='{base}'><entry><id>1</id><link href='x'/></entry></feed>"
    )
    assert read(feed.format(base="https://cdn.example.org/d/")).entries[0].link == "https://cdn.example.org/d/x"
    assert (read(feed.format(base="javascript:alert(1)//")).entries[0].link or "").startswith(
        "https://news.example.org/"
    )


SYNDICATION = (
    "<sy:updatePeriod xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'>hourly</sy:updatePeriod>"
    "<sy:updateFrequency xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'>4</sy:updateFrequency>"
)


@pytest.mark.parametrize(
    ("head", "ttl_s", "period_s", "hours", "days"),
    [
        ("", None, None, set(), set()),
        ("<ttl>60</ttl>", 3600, None, set(), set()),
        ("<ttl>soon</ttl>", None, None, set(), set()),
        ("<ttl>0</ttl>", None, None, set(), set()),
        (
            "<skipHours><hour>0</hour><hour> 3 </hour><hour>24</hour><hour>99</hour></skipHours>",
            None,
            None,
            {0, 3},
            set(),
        ),
        ("<skipDays><day>Saturday</day><day>Sunday</day><day>Someday</day></skipDays>", None, None, set(), {5, 6}),
        (
            SYNDICATION,
            None,
            900,
            set(),
            set(),
        ),
    ],
    ids=["nothing", "ttl", "ttl in words", "ttl of nothing", "hours", "days", "syndication"],
)
def test_wishes_about_polling(
    head: str, ttl_s: float | None, period_s: float | None, hours: set[int], days: set[int]
) -> None:
    feed = read(rss("<item><guid>1</guid></item>", head=head))
    assert (feed.ttl_s, feed.update_period_s, feed.skip_hours, feed.skip_days) == (ttl_s, period_s, hours, days)


@pytest.mark.parametrize(
    ("document", "reason", "says"),
    [
        (b"", "empty", "empty"),
        (b" \r\n\x00 ", "empty", "empty"),
        (b"/etc/passwd", "not_a_feed", "plain text"),
        (b"../shared/testdata/README.md", "not_a_feed", "plain text"),
        (b"<!doctype html><html><body>Log in</body></html>", "not_a_feed", "web page"),
        (
            b"<html><head><link rel='alternate' type='application/rss+xml' href='/feed'></head></html>",
            "not_a_feed",
            "https://news.example.org/feed",
        ),
        (b"<html><link rel=alternate type=application/atom+xml href='http://[broken'></html>", "not_a_feed", "web page"),
        (b"<opml version='2.0'><body/></opml>", "not_a_feed", "not a feed"),
        (b"{\"error\": \"no such feed\"}", "not_a_feed", "no JSON Feed"),
        (b"[1, 2", "not_a_feed", "cannot be read"),
        (b'{"a":' * 100_000, "not_a_feed", "cannot be read"),
        (b'<?xml version="1.0" encoding="utf-7"?><rss/>', "bad_encoding", "UTF-8"),
        (b"<!-- never closed " * 1000, "not_a_feed", "plain text"),
    ],
    ids=["empty", "blank", "path", "relative path", "login page", "page with a feed", "page with a broken link", "opml", "json", "broken json", "deep json",
         "utf-7", "open comment"],
)  # fmt: skip
def test_what_is_no_feed_says_what_it_is(document: bytes, reason: str, says: str) -> None:
    error = refusal(document)
    assert error.reason == reason
    assert says in error.message


def test_content_types_do_not_matter() -> None:
    for content_type in ("", "text/html", "application/octet-stream", "image/png", "text/xml; charset=nonsense"):
        assert len(read(rss("<item><guid>1</guid></item>"), content_type=content_type).entries) == 1


LAUGHS = '<!ENTITY a "aaaa">' + "".join(
    f'<!ENTITY a{n} "{"&a" + str(n - 1) + ";" if n > 1 else "&a;"}">' for n in range(1, 9)
)
ITEM = "<item><guid>1</guid><title>t</title><description>{}</description></item>"


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ("<!DOCTYPE r [\n" + LAUGHS.replace("<", "\n<") + "]>" + rss(ITEM.format("&a8;")), "refused"),
        ("<!DOCTYPE r [" + LAUGHS + "]>" + rss(ITEM.format("&a8;")), "refused"),
        (f'<!DOCTYPE r [<!ENTITY a "{"a" * 100_000}">]>' + rss(ITEM.format("&a;" * 2000)), "refused"),
        ('<!DOCTYPE r [<!ELEMENT x "]>"><!ENTITY a "b">]>' + rss(ITEM.format("&a;")), "refused"),
        ('<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + rss(ITEM.format("&x;")), "refused"),
        ('<!DOCTYPE r SYSTEM "http://evil.example.org/x.dtd">' + rss(ITEM.format("fine")), 1),
        ("<?xml version='1.0'?>" + "\n" * 80_000 + rss(ITEM.format("fine")), 1),
        ("<!ENTITY " * 20_000 + rss(ITEM.format("fine")), "refused"),
        (rss("<item " + " ".join(f"a{n}='>'" for n in range(100_000)) + "><guid>1</guid></item>"), "refused"),
        (rss(ITEM.format("&lt;!--" * 40_000)), 1),
        (rss(ITEM.format("<!--" * 40_000)), 1),
        (rss(ITEM.format("<i>" * 50_000 + "</i>" * 50_000)), 1),
        (rss("<x>" * 1_000_000), "refused"),
    ],
    ids=["laughs on lines (X01)", "laughs on one line (X02)", "quadratic (X03)", "entity behind a false end", "external entity (X10)",
         "external DTD (X10)", "newlines (X05)", "unclosed entities (X06)", "attributes (X07)", "comments (X08)", "raw comments (X08)",
         "nesting (X09)", "a million tags"],
)  # fmt: skip
def test_hostile_documents_cost_nothing(document: str, expected: str | int) -> None:
    before = time.monotonic()
    try:
        result: str | int = len(read(document).entries)
    except ParseError as error:
        result = error.reason
    assert result == expected
    assert time.monotonic() - before < 5


def test_long_texts_are_cut_and_marked() -> None:
    feed = read(
        rss(
            f"<item><guid>{'g' * 3000}</guid><title>{'t' * 5000}</title><description>{'d' * 10**6}</description></item>"
        )
    )
    (entry,) = feed.entries
    assert (len(entry.title), len(entry.summary), feed.truncated) == (1_000, 64_000, True)
    assert entry.guid.startswith("sha256:")


def test_the_first_thousand_entries_are_read() -> None:
    items = "".join(f"<item><guid>{n}</guid><title>t</title></item>" for n in range(5_000))
    feed = read(rss(items))
    assert [entry.guid for entry in feed.entries] == [str(n) for n in range(1000)]
    assert feed.truncated
    assert feed.bozo is None, "the cut leaves the document well-formed"


def test_control_characters_and_surrogates_are_taken_out() -> None:
    feed = read(
        b"\xef\xbb\xbf\n"
        + rss("<item><guid>1</guid><title>a\x00b\x08c\ufffed&#0;e&#xD800;f&#x1F600;</title></item>").encode()
    )
    assert feed.entries[0].title == "abcde\ufffdf\U0001f600"


def test_malformed_documents_are_read_and_marked() -> None:
    feed = read(rss("<item><guid>1</guid><title>fire &amp; smoke</title><description>a & b<br>c&nbsp;d</description></item>"
                    "<item><guid>2</guid><undeclared:x>1</undeclared:x></item>"))  # fmt: skip
    assert [entry.guid for entry in feed.entries] == ["1", "2"]
    assert feed.entries[0].title == "fire & smoke"
    assert "a & b" in feed.entries[0].summary
    assert feed.bozo is not None


def test_what_was_encoded_twice_stays_as_it_was_sent() -> None:
    """X17. What feedparser itself recognises (UTF-8 that was read as ISO-8859-1, exactly) it mends; nothing else is guessed."""
    twice = "It’s a café".encode().decode("cp1252")
    [entry] = read(rss(f"<item><title>{twice}</title><description>AT&amp;amp;T</description></item>")).entries
    assert entry.title == twice
    assert entry.summary == "AT&amp;T"


def test_texts_of_all_entries_together_are_bounded() -> None:
    text = "x" * (MAX_TEXT_CHARS - 10)
    feed = read(rss("".join(f"<item><guid>{n}</guid><description>{text}</description></item>" for n in range(70))))
    assert len(feed.entries) == 70
    assert feed.truncated
    assert feed.entries[0].summary == text
    assert 0 < len(feed.entries[-1].summary) < 10_000
    assert sum(len(entry.summary) for entry in feed.entries) < 1.1 * MAX_TEXTS_CHARS


def test_base_of_updates_is_read() -> None:
    base = (
        "<sy:updateBase xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'>2000-01-01T12:00+00:00</sy:updateBase>"
    )
    assert read(rss("", head=base)).update_base == datetime(2000, 1, 1, 12, tzinfo=UTC)
    assert read(rss("", head=base.replace("2000", "whenever"))).update_base is None


def test_undated_entries_have_no_date_and_odd_years_are_kept() -> None:
    feed = read(rss("<item><guid>1</guid></item><item><guid>2</guid><pubDate>tomorrow</pubDate></item>"
                    "<item><guid>3</guid><pubDate>Fri, 31 Dec 9999 23:59:59 GMT</pubDate></item>"))  # fmt: skip
    assert [entry.published and entry.published.year for entry in feed.entries] == [None, None, 9999]


def corpus(folder: str) -> list[Path]:
    return sorted(path for path in (TESTDATA / folder).rglob("*") if path.suffix in {".xml", ".json", ".rss", ".atom"})


@pytest.mark.skipif(not TESTDATA.exists(), reason=f"needs the shared test material in {TESTDATA}")
@pytest.mark.parametrize(
    ("folder", "refused"),
    [
        ("feedparser/tests/wellformed", {"doctype_contains_entity_decl.xml", "entity_in_doctype.xml"}),
        ("feedparser/tests/illformed", {"rss_empty_document.xml"}),
        ("feedparser/tests/encoding", set()),
        ("feedparser/tests/entities", set()),
        ("feedparser/tests/json", set()),
        ("feed-rs/feed-rs/fixture", {"xml_sample_1.xml", "xml_sample_2.xml"}),
    ],
)
def test_feeds_of_other_projects_are_read(folder: str, refused: set[str]) -> None:
    failed = set()
    for path in corpus(folder):
        try:
            read(path.read_bytes())
        except ParseError:
            failed.add(path.name)
    assert {name for name in failed if not name.endswith(".serde.json")} == refused
    assert corpus(folder), f"no documents in {folder}"


@given(
    st.one_of(st.binary(max_size=400), st.text(max_size=400).map(lambda text: text.encode("utf-8", "surrogatepass")))
)
@settings(max_examples=200, deadline=None)
def test_parse_raises_nothing_but_parse_error_on_bytes(body: bytes) -> None:
    with suppress(ParseError):
        parse(body, url=URL)


FRAGMENTS = st.sampled_from(
    [
        "<rss version='2.0'>", "<channel>", "<item>", "</item>", "<title>", "</title>", "<link>", "<guid isPermaLink='x'>", "&#xD800;",
        "&#99999999;", "&amp;", "&", "<![CDATA[", "]]>", "<!--", "-->", "<feed xmlns='http://www.w3.org/2005/Atom'>", "<entry>",
        "<content type='xhtml'>", "<content type='application/octet-stream'>", "<pubDate>", "24:60", "2026-02-30T25:00:00+99:99",
        "xml:base='javascript:x'", "<media:content url='", "<georss:point>1 a</georss:point>", "<ttl>٣</ttl>", "\x00", "\ud7ff", "'", '"', ">",
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>", "<itunes:image href='", "<enclosure length='x'/>",
    ]
)  # fmt: skip


@given(st.lists(FRAGMENTS, max_size=30).map("".join))
@settings(max_examples=300, deadline=None)
def test_parse_raises_nothing_but_parse_error_on_half_feeds(document: str) -> None:
    try:
        feed = read("<rss version='2.0'><channel>" + document)
    except ParseError:
        return
    assert all(entry.guid for entry in feed.entries)
    for entry in feed.entries:
        (entry.title + entry.summary + (entry.link or "")).encode()
