"""Signing up: asked for by anybody, confirmed by whoever reads the mailbox, and no more mails than promised (P16, U01-U05)."""

from __future__ import annotations

import re
import socket
from email.message import EmailMessage
from pathlib import Path

import pytest

from monitor.jobs.health import LATE, complaints, note_success
from monitor.jobs.housekeeping import clean_up
from monitor.model import Act, Level, Mode
from monitor.storage import HEAD, Store
from monitor.storage.engine import make_engine, parse, writing
from tests.assembled import FakeInForce, FakeRuleSet
from tests.web.site import SIGN_UP, Site, add, link_in

ANNA = "anna@example.net"


def test_whoever_signs_up_and_confirms_gets_what_they_chose(any_site: Site):
    site = any_site
    chosen = SIGN_UP | {
        "rule": ["moscow", "energy"],
        "mode": "daily",
        "level": "high",
        "lang": "uk",
        "tz": "Europe/Kyiv",
    }

    assert site.client.post("/", data=chosen).headers["location"] == "/asked?lang=en"
    assert site.person().confirmed_at is None  # type: ignore[union-attr]
    [(recipient, mail)] = site.mails
    page = site.client.get(link_in(mail, "confirm"))
    site.clock.go_on(minutes=3)
    done = site.client.post(link_in(mail, "confirm"))

    assert (recipient, done.status_code) == (ANNA, 200)
    assert "Раз на день: Drones near Moscow; Strikes on power &lt;plants&gt; &amp; grids" in page.text
    with site.services.store.read() as tx:
        [(person, [subscription])] = tx.subscribers.confirmed()
        assert (person.lang, person.tz, person.confirmed_at) == ("uk", "Europe/Kyiv", site.clock())
        assert (subscription.mode, subscription.min_level) == (Mode.DAILY, Level.HIGH)
        assert subscription.rules == {"moscow", "energy"}
        # What happened before they agreed is no news to them.
        assert tx.subscribers.digested_until(subscription.id) == site.clock()
        asked, confirmed = tx.consents.of(person.id)
    assert (asked.act, confirmed.act, confirmed.at) == (Act.ASKED, Act.CONFIRMED, site.clock())
    assert "Drones near Moscow" in confirmed.wording


def test_confirmation_mail_is_no_list_mail_and_written_in_the_language_chosen(site: Site):
    site.client.post("/", data=SIGN_UP | {"lang": "ru"})

    [(_, mail)] = site.mails

    assert "Пожалуйста, подтвердите" in mail["Subject"]
    assert mail["Auto-Submitted"] == "auto-generated"
    assert not {"List-Unsubscribe", "List-Unsubscribe-Post", "List-Id"} & set(mail.keys())
    assert not any(name.startswith("X-Incident") for name in mail)


@pytest.mark.parametrize("method", ["get", "head"])
def test_scanner_that_opens_links_confirms_nothing(site: Site, method: str):
    site.client.post("/", data=SIGN_UP)
    link = link_in(site.mails[0][1], "confirm")

    for _ in range(3):
        assert getattr(site.client, method)(link).status_code == 200

    assert site.person().confirmed_at is None  # type: ignore[union-attr]
    assert site.client.post(link).status_code == 200
    assert site.person().confirmed_at == site.clock()  # type: ignore[union-attr]


def test_confirming_twice_is_like_once(site: Site):
    links = site.confirmed()
    begun = site.person()
    site.clock.go_on(hours=1)

    assert site.client.post(links.confirm).status_code == 200
    assert site.client.get(links.confirm).status_code == 200

    assert site.person() == begun


def test_confirmation_link_ends_after_two_days(site: Site):
    site.client.post("/", data=SIGN_UP)
    link = link_in(site.mails[0][1], "confirm")
    site.clock.go_on(hours=48, seconds=1)

    assert site.client.get(link).status_code == 404
    assert site.client.post(link).status_code == 404
    assert site.person().confirmed_at is None  # type: ignore[union-attr]


def test_confirmation_link_does_not_bring_back_who_has_left(site: Site):
    links = site.confirmed()
    site.clock.go_on(minutes=5)
    site.client.post(links.leave)

    assert site.client.post(links.confirm).status_code == 404
    assert site.person().confirmed_at is None  # type: ignore[union-attr]


def test_one_mailbox_gets_one_mail_a_day_and_three_in_all(any_site: Site):
    site = any_site
    spellings = ["victim@gmail.com", "v.ictim@gmail.com", "victim+1@googlemail.com", "VICTIM@gmail.com"]

    for day in range(8):
        for number, spelling in enumerate(spellings * 2):
            # Each from another network: only the mailbox is what they have in common.
            client = site.from_address(f"198.{day}.{number}.1")
            assert client.post("/", data=SIGN_UP | {"email": spelling}).status_code == 303
        assert len(site.mails) == min(day + 1, 3)
        site.clock.go_on(hours=24)


def test_who_has_answered_may_ask_again_later(site: Site):
    site.confirmed()
    for _ in range(5):
        site.clock.go_on(days=1)
        site.client.post("/link", data={"email": ANNA})
    assert len(site.mails) == 3

    site.clock.go_on(days=30)
    site.client.post("/link", data={"email": ANNA})

    assert len(site.mails) == 4


def test_restart_resets_no_limit(site: Site):
    site.client.post("/", data=SIGN_UP)
    site.confirmed("eve@example.net")

    again = site.from_address("203.0.113.9")
    again.post("/", data=SIGN_UP)

    assert [recipient for recipient, _ in site.mails].count(ANNA) == 1


@pytest.mark.parametrize(
    ("addresses", "admitted"),
    [
        pytest.param(["192.0.2.7"] * 8, 5, id="one address"),
        pytest.param([f"192.0.2.{n}" for n in range(30)], 20, id="one /24"),
        pytest.param([f"2001:db8::{n:x}" for n in range(8)], 5, id="one home of IPv6"),
        pytest.param([f"2001:db8:0:{n:x}::1" for n in range(30)], 20, id="one customer of IPv6"),
        pytest.param([f"::ffff:192.0.2.{n}" for n in range(30)], 20, id="IPv4 written as IPv6"),
        pytest.param([f"10.{n}.{m}.1" for n in range(15) for m in range(15)], 200, id="everybody"),
    ],
)
def test_clients_are_limited(site: Site, addresses: list[str], admitted: int):
    answers = [
        site.from_address(address).post("/", data=SIGN_UP | {"email": f"v{number}@example.net"})
        for number, address in enumerate(addresses)
    ]

    assert [answer.status_code for answer in answers] == [303] * admitted + [429] * (len(addresses) - admitted)
    assert answers[-1].headers["retry-after"] == "3600"
    site.clock.go_on(hours=1)
    assert site.from_address(addresses[0]).post("/", data=SIGN_UP).status_code == 303


def answer_to(site: Site, form: str, email: str) -> tuple[int, dict[str, str], str, str]:
    """All that a stranger can see of the answer, and of where it sends them."""
    data = SIGN_UP | {"email": email} if form == "/" else {"email": email}
    answer = site.from_address("203.0.113.5").post(form, data=data)
    then = site.client.get(answer.headers["location"])
    return answer.status_code, dict(answer.headers), answer.text, then.text


@pytest.mark.parametrize("form", ["/", "/link"])
def test_answer_does_not_tell_whether_an_address_is_known(site: Site, form: str):
    add(site, "subscribed@example.net")
    site.client.post("/", data=SIGN_UP | {"email": "waiting@example.net"})

    answers = [answer_to(site, form, f"{who}@example.net") for who in ("subscribed", "waiting", "nobody", "nobody")]

    assert answers == [answers[0]] * 4


def test_who_is_subscribed_gets_their_links_and_nothing_is_changed(site: Site):
    add(site, ANNA, tz="Europe/Kyiv")
    before = site.person()

    site.client.post("/", data=SIGN_UP | {"mode": "weekly", "lang": "uk"})

    [(_, mail)] = site.mails
    assert "Your links" in mail["Subject"]
    assert site.client.get(link_in(mail, "settings")).status_code == 200
    assert site.person() == before
    with site.services.store.read() as tx:
        [subscription] = tx.subscribers.subscriptions(before.id)  # type: ignore[union-attr]
    assert subscription.mode is Mode.ALERT


def test_lost_link_is_sent_to_subscribers_alone(site: Site):
    add(site, ANNA)
    site.client.post("/link", data={"email": ANNA})
    site.client.post("/link", data={"email": "nobody@example.net"})

    assert [recipient for recipient, _ in site.mails] == [ANNA]


def test_latest_form_counts_until_somebody_confirms(site: Site):
    site.client.post("/", data=SIGN_UP)
    site.client.post("/", data=SIGN_UP | {"rule": ["energy"], "mode": "weekly"})
    [(_, mail)] = site.mails

    page = site.client.get(link_in(mail, "confirm")).text

    assert "Once a week: Strikes on power" in page
    assert "Drones" not in page


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": ""}, "email"),
        ({"email": "anna@"}, "email"),
        ({"email": "anna@example.net\r\nBcc: eve@example.net"}, "email"),
        ({"rule": []}, "rule"),
        ({"rule": ["shadow", "nowhere"]}, "rule"),
        ({"mode": "never"}, "mode"),
        ({"level": "x"}, "level"),
        ({"lang": "xx"}, "lang"),
        ({"tz": "Mars/Olympus"}, "tz"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_stored(
    site: Site, changes: dict[str, object], field: str
):
    answer = site.client.post("/", data=SIGN_UP | changes)

    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert f'id="{field}-problem"' in answer.text
    assert site.person() is None
    assert site.mails == []


def test_form_keeps_what_was_written_into_it(site: Site):
    written = SIGN_UP | {"email": 'x"><script>alert(1)</script>', "tz": "Asia/Tbilisi", "lang": "ru", "mode": "hourly"}

    text = site.client.post("/", data=written).text

    assert 'value="x&#34;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"' in text
    assert '<option value="Asia/Tbilisi" selected>' in text
    assert re.search(r'value="hourly" checked', text)
    assert re.search(r'value="ru" checked', text)
    assert re.search(r'value="moscow" checked', text)


def test_rules_that_do_not_alert_are_not_offered(site: Site):
    assert "Not ready yet" not in site.client.get("/").text


def test_links_are_made_of_the_public_address_whatever_host_is_asked_for(site: Site):
    site.client.post("/", data=SIGN_UP, headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"})

    [(_, mail)] = site.mails

    assert "evil.example" not in mail.as_string()


def test_address_that_nobody_confirms_is_forgotten_after_a_week(any_site: Site):
    site = any_site
    site.client.post("/", data=SIGN_UP)
    site.confirmed("bob@example.net")
    assert len(site.mails) == 2

    site.clock.go_on(days=6)
    clean_up(site.services, site.clock())
    assert site.person() is not None
    site.clock.go_on(days=1, seconds=1)
    clean_up(site.services, site.clock())

    assert site.person() is None
    assert site.person("bob@example.net") is not None


def texts(mail: EmailMessage) -> list[str]:
    return [part.get_content() for part in mail.walk() if not part.is_multipart()]


def test_service_is_ready_once_all_sweeps_went_well(any_site: Site):
    site = any_site
    answer = site.client.get("/readyz")
    assert (answer.status_code, answer.json()["ready"]) == (503, False)
    assert len(answer.json()["hindrances"]) == len(LATE)

    for sweep in LATE:
        note_success(site.services, sweep, site.clock())
    answer = site.client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "hindrances": []})

    site.clock.go_on(minutes=6)
    [late] = site.client.get("/readyz").json()["hindrances"]
    assert "'digest' went well last" in late


def test_service_without_rules_or_with_an_old_schema_is_not_ready(any_site: Site):
    site = any_site
    for sweep in LATE:
        note_success(site.services, sweep, site.clock())
    site.services.rules.in_force = FakeInForce(ruleset=FakeRuleSet())
    assert site.client.get("/readyz").json()["hindrances"] == ["no rules are in force: see 'monitor rules check'"]

    set_schema(site.services.store, "0001")
    try:
        answer = site.client.get("/readyz")
    finally:
        set_schema(site.services.store, HEAD)
    assert answer.status_code == 503
    assert "run 'monitor db upgrade'" in answer.json()["hindrances"][0]


def test_service_whose_database_is_out_of_reach_is_alive_but_not_ready(site: Site):
    for sweep in LATE:
        note_success(site.services, sweep, site.clock())
    assert site.client.get("/readyz").status_code == 200
    path = Path(site.services.store.name.removeprefix("database "))
    away = path.rename(path.with_suffix(".away"))

    answer = site.client.get("/readyz")
    assert (answer.status_code, answer.json()["ready"]) == (503, False)
    assert "was removed or replaced while it was in use" in answer.json()["hindrances"][0]
    assert site.client.get("/livez").status_code == 200

    away.rename(path)
    assert site.client.get("/readyz").status_code == 200


def test_service_whose_database_server_is_down_is_not_ready(site: Site):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    url = f"postgresql://nobody:secret@127.0.0.1:{port}/monitor"
    site.services.store = Store(make_engine(parse(url)), "database server", shared_connection=False)

    answer = site.client.get("/readyz")
    assert answer.status_code == 503
    assert len(answer.json()["hindrances"]) == 1
    assert "secret" not in answer.text


def set_schema(store: Store, revision: str) -> None:
    with writing(store._engine, store.name) as connection:
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{revision}'")


def test_health_is_told_to_machines(site: Site):
    assert site.client.get("/livez").json() == {"live": True}
    answer = site.client.get("/healthz")

    assert (answer.status_code, answer.json()["healthy"]) == (503, False)
    assert answer.json()["complaints"] == complaints(site.services, site.clock())
