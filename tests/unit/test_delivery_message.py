from __future__ import annotations

import email
import email.policy
from collections.abc import Callable
from dataclasses import replace
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.delivery.message import POLICY, Sender, build_message, message_id
from monitor.delivery.render import Rendered
from monitor.model import AlertKind, Delivery, DeliveryKind, Level, Match, RuleId, Standing
from tests.mailcases import ANNA, DRONES, NOW, a_delivery, a_match, an_incident, an_item

SENDER = Sender(
    address="monitor@alerts.example.org",
    name="Attack monitor",
    domain="alerts.example.org",
    unsubscribe_mailto="stop@alerts.example.org",
    reply_to="desk@alerts.example.org",
    owner="desk@alerts.example.org",
    sign_up="https://alerts.example.org/",
)
WORDS = Rendered(subject="Drone attack: Istra district", text="A drone fell.\n", html="<p>A drone fell.</p>\n")
ONE_NEW = a_delivery(an_item(an_incident(7)))
LINK = "https://alerts.example.org/stop/abc"


def build(
    words: Rendered = WORDS,
    delivery: Delivery = ONE_NEW,
    sender: Sender = SENDER,
    url: str | None = LINK,
    **more: Any,
) -> EmailMessage:
    return build_message(words, ANNA, delivery, sender, url, **more)


def sent(message: EmailMessage) -> EmailMessage:
    """The message as the other side reads it."""
    read = email.message_from_bytes(message.as_bytes(policy=POLICY), policy=email.policy.default)
    assert isinstance(read, EmailMessage)
    return read


def test_headers_say_who_writes_what_it_is_about_and_how_to_stop() -> None:
    message = sent(build())
    assert {name: str(value) for name, value in message.items() if name != "Content-Type"} == {
        "From": "Attack monitor <monitor@alerts.example.org>",
        "To": "anna@example.net",
        "Reply-To": "desk@alerts.example.org",
        "Subject": "Drone attack: Istra district",
        "Date": "Tue, 05 Sep 2023 05:00:00 +0000",
        "Message-ID": message_id("alert:1:abc", "alerts.example.org"),
        "References": "<incident-7@alerts.example.org>",
        "List-Id": "Attack monitor <alerts.alerts.example.org>",
        "List-Post": "NO",
        "List-Help": "<mailto:desk@alerts.example.org?subject=help>",
        "List-Owner": "<mailto:desk@alerts.example.org>",
        "List-Subscribe": "<https://alerts.example.org/>",
        "List-Unsubscribe": f"<{LINK}>, <mailto:stop@alerts.example.org?subject=unsubscribe>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
        "Precedence": "bulk",
        "X-Auto-Response-Suppress": "All",
        "X-Incident-Id": "7",
        "X-Incident-Version": "1",
        "X-Rule-Id": "drones",
        "X-Severity": "high",
        "MIME-Version": "1.0",
    }


def test_without_a_public_address_unsubscribing_works_by_mail() -> None:
    message = build(url=None)
    assert message["List-Unsubscribe"] == "<mailto:stop@alerts.example.org?subject=unsubscribe>"
    assert "List-Unsubscribe-Post" not in message


def test_unsubscribing_by_mail_says_whom_the_token_names() -> None:
    token = "WyJhYmMiLDE2OTM4OTI0MDBd.x-Y_z" * 4
    header = sent(build(token=token))["List-Unsubscribe"]
    assert header == f"<{LINK}>, <mailto:stop@alerts.example.org?subject=unsubscribe%20{token}>"


def test_evidence_of_each_incident_is_a_header_for_filters() -> None:
    both = a_delivery(an_item(an_incident(7)), an_item(an_incident(8)))
    message = build(delivery=both, evidence=[Standing.OFFICIAL, Standing.REPORTED])
    assert (message["X-Incident-Id"], message["X-Evidence"]) == ("7, 8", "official, reported")
    assert "X-Evidence" not in build()


def test_service_without_operator_and_pages_names_none() -> None:
    message = build(sender=replace(SENDER, owner=None, sign_up=None), url=None)
    assert {name for name in message if name.startswith("List-")} == {"List-Id", "List-Post", "List-Unsubscribe"}


def test_who_is_only_asked_is_on_no_list() -> None:
    message = build(delivery=a_delivery(kind=DeliveryKind.SERVICE))
    assert not [name for name in message if name.startswith("List-")]
    assert message["Auto-Submitted"] == "auto-generated"


def test_text_comes_first_and_both_parts_arrive_whole() -> None:
    words = replace(WORDS, text="Обломки упали.\n.\n\nFrom here on.\n", html="<p>Обломки упали.</p>\n")
    message = sent(build(words))
    assert message.get_content_type() == "multipart/alternative"
    text, html = message.iter_parts()
    assert isinstance(text, EmailMessage)
    assert isinstance(html, EmailMessage)
    assert (text.get_content_type(), text.get_content().replace("\r\n", "\n")) == ("text/plain", words.text)
    assert (html.get_content_type(), html.get_content().replace("\r\n", "\n")) == ("text/html", words.html)


def test_same_delivery_is_the_same_message_to_the_byte() -> None:
    assert build().as_bytes(policy=POLICY) == build().as_bytes(policy=POLICY)


def test_message_id_tells_deliveries_apart() -> None:
    ids = {message_id(key, domain) for key in ("alert:1:a", "alert:2:a") for domain in ("one.org", "two.org")}
    assert len(ids) == 4


def test_follow_up_joins_the_thread_of_its_incident() -> None:
    new = build(delivery=a_delivery(an_item(an_incident(7)), key="a"))
    update = build(delivery=a_delivery(an_item(an_incident(7, version=2), AlertKind.UPDATE), key="b"))
    assert update["In-Reply-To"] == update["References"] == new["References"]
    assert "In-Reply-To" not in new
    assert update["Message-ID"] != new["Message-ID"]


def test_digest_starts_a_thread_of_its_own() -> None:
    digest = build(delivery=a_delivery(an_item(an_incident(7)), kind=DeliveryKind.DIGEST))
    assert "References" not in digest


def test_wave_names_all_its_incidents_and_the_loudest_rule() -> None:
    loud = replace(an_item(an_incident(8)), matches=(a_match(RuleId("raids"), Level.CRITICAL),))
    message = build(delivery=a_delivery(an_item(an_incident(7)), loud))
    assert message["X-Incident-Id"] == "7, 8"
    assert message["X-Rule-Id"] == "drones, raids"
    assert message["X-Severity"] == "critical"


def test_own_headers_of_a_delivery_add_but_do_not_replace() -> None:
    delivery = replace(ONE_NEW, headers={"X-Wave": "12", "Subject": "other", "Bad name:": "x"})
    message = build(delivery=delivery)
    assert (message["X-Wave"], message["Subject"]) == ("12", WORDS.subject)
    assert "Bad name:" not in message


def test_long_addresses_and_threads_are_folded_not_encoded() -> None:
    items = [an_item(an_incident(number)) for number in range(1000, 1040)]
    content = build(delivery=a_delivery(*items), url=f"https://alerts.example.org/stop/{'x' * 300}").as_bytes(
        policy=POLICY
    )
    head = content.partition(b"\r\n\r\n")[0]
    assert b"=?" not in head
    assert b"References: <incident-1000@alerts.example.org>\r\n <incident-1001@" in head
    read = email.message_from_bytes(content, policy=email.policy.default)
    assert str(read["References"]).count("@") == 20
    assert email.message_from_bytes(content, policy=POLICY).as_bytes(policy=POLICY) == content


# What feeds and forms could bring into a header, and how it gets there.
DOORS: dict[str, Callable[[str], EmailMessage]] = {
    "subject": lambda text: build(replace(WORDS, subject=text)),
    "sender's name": lambda text: build(sender=replace(SENDER, name=text)),
    "rule": lambda text: build(
        delivery=a_delivery(
            replace(an_item(an_incident()), matches=(Match(rule=RuleId(text or "x"), level=Level.LOW),))
        )
    ),
    "own header": lambda text: build(delivery=replace(ONE_NEW, headers={"X-Wave": text})),
    "unsubscribe link": lambda text: build(url=f"https://alerts.example.org/{text}"),
    "delivery key": lambda text: build(delivery=replace(ONE_NEW, key=text.encode(errors="replace").decode())),
}
NASTY = (
    st.text(
        st.sampled_from('\r\n\x00\x0b\x0c\x1b\x85\u2028\u2029\u202e\u2066\u200f\ufeff\ud800 :<>@,;=?"\\aЖ😀e\u0301\t'),
        max_size=60,
    )
    | st.just("Attack\r\nBcc: victim@example.com\r\n\r\nHello")
    | st.text(max_size=3000)
)


@pytest.mark.parametrize("door", DOORS)
@given(text=NASTY)
def test_no_text_adds_a_header_a_recipient_or_a_long_line(door: str, text: str) -> None:
    plain = sent(DOORS[door]("plain"))
    content = DOORS[door](text).as_bytes(policy=POLICY)
    read = email.message_from_bytes(content, policy=email.policy.default)
    assert set(read.keys()) <= set(plain.keys())
    assert len(read.keys()) == len(set(read.keys())), "each header once"
    assert str(read["To"]) == "anna@example.net"
    assert content.isascii()
    assert b"\x00" not in content
    assert max(map(len, content.split(b"\r\n"))) <= 998
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert not set(str(read["Subject"])) & set("\r\n\x00\x1b\u202e\u2066\u200f")


def test_subject_is_cut_at_what_a_reader_counts() -> None:
    family = "👨\u200d👩\u200d👧"
    subject = str(sent(build(replace(WORDS, subject=family * 130)))["Subject"])
    assert subject == family * 119 + "…"


def test_message_is_dated_when_it_was_decided() -> None:
    assert build()["Date"].datetime == NOW


def test_known_rule_is_named_for_filters() -> None:
    assert build()["X-Rule-Id"] == DRONES
