"""CAP 1.2 alerts, as documents and as entries of feeds: read where they are real, and nothing kept of exercises."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.errors import ParseError
from monitor.feeds.answers import ParsedFeed
from monitor.feeds.parse import parse

URL = "https://warnings.example/cap"
CAP = "urn:oasis:names:tc:emergency:cap:1.2"
ENGLISH = (
    "<info><language>en-US</language><event>Drone attack</event><headline>Drone attack on Bryansk &amp; its depot</headline>"
    "<description>A drone set an oil depot on fire, two are hurt.</description><web>https://warnings.example/1</web>"
    "<area><areaDesc>Bryansk</areaDesc></area><area><areaDesc>Klintsy</areaDesc></area></info>"
)
RUSSIAN = "<info><language>ru</language><event>Атака</event><description>Беспилотник атаковал.</description></info>"


def alert(*infos: str, status: str = "Actual", kind: str = "Alert", references: str = "", prefix: str = "") -> str:
    said = f"<references>{references}</references>" if references else ""
    document = (
        f"<?xml version='1.0'?><alert xmlns='{CAP}'><identifier>A-7</identifier><sender>desk@warnings.example</sender>"
        f"<sent>2026-03-01T14:00:00+02:00</sent><status>{status}</status><msgType>{kind}</msgType><scope>Public</scope>{said}"
        f"{''.join(infos)}</alert>"
    )
    if not prefix:
        return document
    named = document.replace("xmlns=", f"xmlns:{prefix}=").replace("</", f"</{prefix}:").replace("<", f"<{prefix}:")
    return named.replace(f"<{prefix}:/{prefix}:", f"</{prefix}:").replace(f"<{prefix}:?", "<?")


def read(document: str) -> ParsedFeed:
    return parse(document.encode(), url=URL)


@pytest.mark.parametrize("prefix", ["", "cap"])
def test_alert_is_an_entry_for_each_info(prefix: str) -> None:
    feed = read(alert(ENGLISH, RUSSIAN, prefix=prefix))
    english, russian = feed.entries
    assert (feed.title, feed.language) == ("desk@warnings.example", "en-US")
    assert (english.guid, russian.guid) == ("cap:A-7", "cap:A-7#1")
    assert english.title == "Drone attack on Bryansk & its depot"
    assert "two are hurt" in english.summary
    assert "Bryansk; Klintsy" in english.summary
    assert (english.link, english.lang) == ("https://warnings.example/1", "en-US")
    assert english.published == datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert (russian.title, russian.lang) == ("Атака", "ru")


@pytest.mark.parametrize("status", ["Exercise", "Test", "System", "Draft", "exercise"])
def test_nothing_is_kept_of_what_is_no_real_warning(status: str) -> None:
    [entry] = read(alert(ENGLISH, status=status)).entries
    assert entry.title == f"CAP message ({status.lower()})"
    assert "drone" not in f"{entry.title} {entry.summary} {entry.content}".lower()


@pytest.mark.parametrize(
    ("kind", "title"),
    [("Update", "Drone attack on"), ("Cancel", "Cancelled: Drone attack on"), ("Alert", "Drone attack")],
)
def test_later_messages_revise_the_entry_of_the_first(kind: str, title: str) -> None:
    references = (
        "desk@warnings.example,A-1,2026-03-01T13:00:00+02:00 desk@warnings.example,A-3,2026-03-01T13:30:00+02:00"
    )
    [entry] = read(alert(ENGLISH, kind=kind, references=references)).entries
    assert entry.guid == "cap:A-1"
    assert entry.title.startswith(title)


@pytest.mark.parametrize("kind", ["Ack", "Error"])
def test_messages_between_systems_are_no_news(kind: str) -> None:
    assert read(alert(ENGLISH, kind=kind)).entries == ()


def test_alert_that_says_nothing_has_no_entries() -> None:
    assert read(alert()).entries == ()


@pytest.mark.parametrize("document", [alert(ENGLISH)[:-20], "<alert>fire</alert>"], ids=["cut off", "of another kind"])
def test_what_is_no_alert_is_refused(document: str) -> None:
    with pytest.raises(ParseError) as caught:
        read(document)
    assert caught.value.reason == "not_a_feed"


def test_entities_are_refused_in_alerts_too() -> None:
    with pytest.raises(ParseError) as caught:
        read(alert(ENGLISH).replace("<alert", "<!DOCTYPE alert [<!ENTITY a 'b'>]><alert", 1))
    assert caught.value.reason == "refused"


def entry(*elements: str) -> str:
    return (
        f"<feed xmlns='http://www.w3.org/2005/Atom' xmlns:cap='{CAP}'><title>W</title><entry><id>1</id>"
        f"<title>Drone attack on Bryansk</title><updated>2026-03-01T12:00:00Z</updated>{''.join(elements)}</entry></feed>"
    )


def test_entries_of_feeds_carry_what_cap_says() -> None:
    elements = (
        "<summary>Two are hurt.</summary>",
        "<cap:status>Actual</cap:status>",
        "<cap:areaDesc>Klintsy</cap:areaDesc>",
    )
    [found] = read(entry(*elements)).entries
    assert found.title == "Drone attack on Bryansk"
    assert found.summary == "Two are hurt.<p>Klintsy</p>"


@pytest.mark.parametrize(
    "elements",
    [
        "<summary>Two are hurt.</summary><cap:status>Exercise</cap:status>",
        f"<content type='text/xml'><alert xmlns='{CAP}'><status>Test</status>{ENGLISH}</alert></content>",
    ],
    ids=["as elements", "as content"],
)
def test_exercises_in_feeds_are_no_news(elements: str) -> None:
    [found] = read(entry(elements)).entries
    assert found.title.startswith("CAP message (")
    assert "hurt" not in found.summary + (found.content or "")


def test_cancelled_entry_says_so() -> None:
    [found] = read(entry("<cap:msgType>Cancel</cap:msgType>")).entries
    assert found.title == "Cancelled: Drone attack on Bryansk"
