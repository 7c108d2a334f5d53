"""The contract of channels, and how the mail channel does with servers that refuse, break off and lie."""

from __future__ import annotations

import email
import email.policy
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from email.message import EmailMessage
from pathlib import Path

import pytest
import trustme

from monitor.delivery.channels import Channel
from monitor.delivery.mailbox import MailboxChannel
from monitor.delivery.message import Sender, build_message
from monitor.delivery.render import Rendered
from monitor.delivery.smtp import SmtpChannel, SmtpSettings, Tls
from monitor.errors import DeliveryError, TakenOverError
from tests.mailcases import ANNA, a_delivery, an_incident, an_item
from tests.smtpsink import DRIP, HANG_UP, SILENCE, ScriptedServer, Sink, scripted_server, smtp_sink

SENDER = Sender(
    address="monitor@example.org", name="Monitor", domain="example.org", unsubscribe_mailto="stop@example.org"
)
TEXT = "Обломки упали в Истре.\n.\n..\n.\r\n\r\n.\r\nMAIL FROM:<x@example.org>\n" + "word " * 400 + "\nFrom now on\n"


def a_message(key: str = "a") -> EmailMessage:
    words = Rendered(subject="Drone attack: Istra district – update", text=TEXT, html=f"<pre>{TEXT}</pre>\n")
    return build_message(words, ANNA, a_delivery(an_item(an_incident()), key=key), SENDER)


def settings(server: Sink | ScriptedServer, **facts: object) -> SmtpSettings:
    plain = SmtpSettings(
        host="127.0.0.1",
        port=server.port,
        envelope_from="bounces@example.org",
        tls=Tls.NONE,
        timeout_s=2,
        hostname="localhost",
    )
    return replace(plain, **facts)  # type: ignore[arg-type]


@dataclass
class Case:
    channel: Channel
    contents: Callable[[], list[bytes]]


@pytest.fixture(params=["smtp", "mailbox"])
def case(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Case]:
    if request.param == "mailbox":
        folder = tmp_path / "mailbox"
        yield Case(MailboxChannel(folder), lambda: [path.read_bytes() for path in sorted((folder / "new").iterdir())])
        return
    with smtp_sink() as sink:
        channel = SmtpChannel(settings(sink))
        yield Case(channel, lambda: sink.contents)
        channel.close()


def test_message_that_is_somebody_elses_by_now_is_not_handed_over(case: Case) -> None:
    with pytest.raises(TakenOverError):
        case.channel.send(a_message("a"), "anna@example.net", lambda: False)
    case.channel.send(a_message("b"), "anna@example.net", lambda: True)

    [content] = case.contents()
    assert str(a_message("b")["Message-ID"]).encode() in content


def test_message_arrives_whole(case: Case) -> None:
    case.channel.send(a_message(), "anna@example.net")
    (content,) = case.contents()
    read = email.message_from_bytes(content, policy=email.policy.default)
    sent = a_message()
    assert [str(read[name]) for name in sent] == [str(sent[name]) for name in sent]
    text = next(read.iter_parts()).get_content()
    assert text.replace("\r\n", "\n") == TEXT.replace("\r\n", "\n")


def test_one_call_is_one_message_and_the_channel_can_be_closed_in_between(case: Case) -> None:
    for key in "abc":
        case.channel.send(a_message(key), "anna@example.net")
        case.channel.close()
    ids = {email.message_from_bytes(content)["Message-ID"] for content in case.contents()}
    assert len(ids) == len(case.contents()) == 3


def test_address_that_would_break_the_dialogue_is_refused() -> None:
    with smtp_sink() as sink:
        channel = SmtpChannel(settings(sink))
        for address in ("a@b\r\nRCPT TO:<c@d>", "a b@c", "a@", "@c", "a", "<a@b>", "x" * 65 + "@c.org", "a@\x00c"):
            with pytest.raises(DeliveryError, match="not an address") as caught:
                channel.send(a_message(), address)
            assert caught.value.permanent, address
        assert sink.contents == []


def test_one_connection_carries_many_messages_and_envelopes_have_one_recipient() -> None:
    with smtp_sink() as sink:
        channel = SmtpChannel(settings(sink))
        for number in range(5):
            channel.send(a_message(str(number)), f"reader{number}@example.net")
        channel.close()
        assert len(sink.sessions) == 1
        assert [message.rcpt_tos for message in sink.messages] == [[f"reader{n}@example.net"] for n in range(5)]
        assert {message.mail_from for message in sink.messages} == {"bounces@example.org"}


def test_refused_recipient_neither_delays_nor_repeats_the_others() -> None:
    with smtp_sink() as sink:
        sink.refused = {"full@example.net": "452 4.2.2 full", "gone@example.net": "550 5.1.1 no such user"}
        channel = SmtpChannel(settings(sink))
        outcomes = {}
        for name in ("one", "full", "gone", "two"):
            try:
                channel.send(a_message(name), f"{name}@example.net")
                outcomes[name] = "sent"
            except DeliveryError as error:
                outcomes[name] = f"{error.code} {'final' if error.permanent else 'later'}"
        channel.close()
        assert outcomes == {"one": "sent", "full": "452 later", "gone": "550 final", "two": "sent"}
        assert len(sink.contents) == 2
        assert len(sink.sessions) == 1, "a refusal leaves the connection in use"


@pytest.mark.parametrize(
    ("name", "script", "expected"),
    [
        ("no service", {"CONNECT": "554 go away"}, "down"),
        ("too busy", {"CONNECT": "421 later"}, "down"),
        ("does not like our name", {"EHLO": "550 no", "HELO": "550 no"}, "down"),
        ("closes at the sender", {"MAIL": "421 shutting down"}, "down"),
        ("does not send for us", {"MAIL": "550 not yours"}, "down"),
        ("too large", {"MAIL": "552 too large"}, "final"),
        ("out of space", {"MAIL": "452 disk full"}, "later"),
        ("greylisting", {"RCPT": "450 come back"}, "later"),
        ("no such user", {"RCPT": "550 unknown"}, "final"),
        ("refuses the message", {"DATA": "554 no valid recipients"}, "final"),
        ("finds it to be spam", {"BODY": "554 spam"}, "final"),
        ("cannot store it", {"BODY": "451 try again"}, "later"),
        ("hangs up at once", {"CONNECT": HANG_UP}, "down"),
        ("hangs up at the recipient", {"RCPT": HANG_UP}, "later"),
        ("hangs up before the message", {"DATA": HANG_UP}, "later"),
        ("hangs up after the message", {"BODY": HANG_UP}, "uncertain"),
        ("never answers", {"CONNECT": SILENCE}, "down"),
        ("never says whether it took it", {"BODY": SILENCE}, "uncertain"),
        ("drips its greeting", {"CONNECT": DRIP}, "down"),
        ("drips", {"RCPT": DRIP}, "later"),
        ("drips at the end", {"BODY": DRIP}, "uncertain"),
        ("talks nonsense", {"RCPT": "999 what"}, "later"),
    ],
)
def test_what_a_server_does_and_what_it_means(name: str, script: dict[str, str], expected: str) -> None:
    with scripted_server(script) as server:
        channel = SmtpChannel(settings(server, timeout_s=0.4, last_timeout_s=0.5))
        with pytest.raises(DeliveryError) as caught:
            channel.send(a_message(), "anna@example.net")
        channel.close()
    error = caught.value
    words = {"down": error.channel_down, "final": error.permanent, "uncertain": error.uncertain}
    assert [word for word, true in words.items() if true] == ([] if expected == "later" else [expected]), name


@pytest.mark.parametrize("script", [{"MAIL": HANG_UP}, {"MAIL": "421 enough for one connection"}])
def test_connection_that_ended_between_two_messages_is_made_anew(script: dict[str, str]) -> None:
    with scripted_server({}) as server:
        channel = SmtpChannel(settings(server))
        channel.send(a_message("a"), "anna@example.net")
        server._script.update(script)
        server._once = True
        channel.send(a_message("b"), "anna@example.net")
        channel.close()
        assert len(server.taken) == 2
        assert server.connections == 2


def test_reply_to_the_whole_message_may_take_longer_than_others() -> None:
    with scripted_server({"BODY": "slow 250 taken"}) as server:
        channel = SmtpChannel(settings(server, timeout_s=0.2, last_timeout_s=5))
        channel.send(a_message(), "anna@example.net")
        channel.close()
        assert len(server.taken) == 1


def test_server_that_is_not_there_is_named_with_the_settings_to_check() -> None:
    with scripted_server({}) as server:
        port = server.port
    channel = SmtpChannel(replace(settings(server), port=port))
    with pytest.raises(DeliveryError, match=r"smtp_host and smtp_port") as caught:
        channel.send(a_message(), "anna@example.net")
    assert caught.value.channel_down


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def server_tls(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


@pytest.fixture
def ca_file(authority: trustme.CA, tmp_path: Path) -> str:
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return str(path)


def test_starttls(server_tls: ssl.SSLContext, ca_file: str) -> None:
    with smtp_sink(starttls=server_tls) as sink:
        channel = SmtpChannel(settings(sink, tls=Tls.STARTTLS, ca_file=ca_file))
        channel.send(a_message(), "anna@example.net")
        channel.close()
        assert len(sink.contents) == 1
        assert sink.sessions[0].ssl is not None


def test_tls_from_the_first_byte(server_tls: ssl.SSLContext, ca_file: str) -> None:
    with smtp_sink(tls=server_tls) as sink:
        channel = SmtpChannel(settings(sink, tls=Tls.IMPLICIT, ca_file=ca_file))
        channel.send(a_message(), "anna@example.net")
        channel.close()
        assert len(sink.contents) == 1


@pytest.mark.parametrize("tls", [Tls.STARTTLS, Tls.IMPLICIT])
def test_mail_never_goes_in_clear_where_encryption_is_asked_for(tls: Tls) -> None:
    with smtp_sink() as sink:
        with pytest.raises(DeliveryError, match="smtp_tls") as caught:
            SmtpChannel(settings(sink, tls=tls)).send(a_message(), "anna@example.net")
        assert caught.value.channel_down
        assert sink.contents == []


def test_certificate_of_a_stranger_is_refused(server_tls: ssl.SSLContext) -> None:
    with smtp_sink(starttls=server_tls) as sink:
        with pytest.raises(DeliveryError, match="CERTIFICATE_VERIFY_FAILED") as caught:
            SmtpChannel(settings(sink, tls=Tls.STARTTLS)).send(a_message(), "anna@example.net")
        assert caught.value.channel_down
        assert sink.contents == []


def test_log_in() -> None:
    with smtp_sink(log_in=("monitor", "secret")) as sink:
        channel = SmtpChannel(settings(sink, user="monitor", password="secret"))
        channel.send(a_message(), "anna@example.net")
        channel.close()
        assert len(sink.contents) == 1


def test_wrong_password_stops_the_channel_and_names_the_setting() -> None:
    with smtp_sink(log_in=("monitor", "secret")) as sink:
        with pytest.raises(DeliveryError, match="smtp_password") as caught:
            SmtpChannel(settings(sink, user="monitor", password="wrong")).send(a_message(), "anna@example.net")
        assert (caught.value.channel_down, caught.value.code) == (True, 535)
        assert "wrong" not in str(caught.value)


def test_password_is_not_shown() -> None:
    assert "secret" not in repr(SmtpSettings(host="h", port=25, envelope_from="a@b", user="u", password="secret"))


def test_address_that_the_server_cannot_write_is_final() -> None:
    with scripted_server({}) as server:
        channel = SmtpChannel(settings(server))
        with pytest.raises(DeliveryError, match="SMTPUTF8") as caught:
            channel.send(a_message(), "анна@example.net")
        assert caught.value.permanent
        channel.close()
