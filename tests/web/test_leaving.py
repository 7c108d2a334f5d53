"""Leaving: one click, no cookie, no later mail (promise P17, U06 to U09)."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from monitor.delivery.tokens import Purpose
from monitor.jobs.delivering import Result, deliver_due
from monitor.jobs.housekeeping import clean_up
from monitor.jobs.links import change_key, path
from monitor.model import Act, DeliveryState, Subscriber
from tests.storage.builders import change, delivery, incident, item, report, with_entry
from tests.web.site import BASE, ONE_CLICK, SIGN_UP, Site, add, link_in


def queue_alert(site: Site, *people: Subscriber) -> None:
    """One alert for each, due now."""
    now = site.clock()
    with site.services.store.begin() as tx:
        with_entry(tx)
        known = tx.incidents.save(change(None, incident()), now)
        tx.reports.add(report(), known.id)
        for person in people:
            tx.outbox.add(delivery(f"alert:{person.id}", person.id, item(known.id)))


def one_click(site: Site, mail_headers: str) -> str:
    """The path of the only HTTPS address in a List-Unsubscribe header."""
    [address] = [part for part in mail_headers.replace("<", "").replace(">", "").split(", ") if "https" in part]
    return address.removeprefix(BASE)


def leave_link(site: Site, person: Subscriber) -> str:
    with site.services.store.begin() as tx:
        change_key(tx, site.clock(), forget=False)
        return path(tx, Purpose.LEAVE, tx.subscribers.ref(person.id), site.clock())


def test_one_click_of_a_mail_program_ends_the_mails(any_site: Site):
    site = any_site
    person = add(site)
    queue_alert(site, person)
    [(_, mail)] = site.mails
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "<mailto:desk@alerts.example.org?subject=unsubscribe%20" in mail["List-Unsubscribe"]

    client = site.from_address("203.0.113.77")
    answer = client.post(one_click(site, mail["List-Unsubscribe"]), data=ONE_CLICK)

    assert answer.status_code == 200
    assert not client.cookies
    assert site.person(person.email).confirmed_at is None  # type: ignore[union-attr]
    with site.services.store.begin() as tx:
        tx.outbox.add(delivery("later", person.id))
    assert len(site.mails) == 1
    with site.services.store.read() as tx:
        assert tx.consents.of(person.id)[-1].act is Act.LEFT


@pytest.mark.parametrize(
    "request_",
    [
        {"data": ONE_CLICK},
        {"files": {"List-Unsubscribe": (None, "One-Click")}},
        {"content": b"", "headers": {"Content-Type": "application/x-www-form-urlencoded"}},
        {"json": {"List-Unsubscribe": "One-Click"}},
        {"content": b"\xff\xfe\x00 no form", "headers": {"Content-Type": "multipart/form-data"}},
    ],
    ids=["form", "multipart", "empty", "json", "garbage"],
)
def test_whatever_a_mail_program_sends_along_unsubscribes(site: Site, request_: dict[str, object]):
    person = add(site)
    answer = site.client.post(leave_link(site, person), **request_)  # type: ignore[arg-type]

    assert answer.status_code == 200
    assert site.person(person.email).confirmed_at is None  # type: ignore[union-attr]


@pytest.mark.parametrize("method", ["get", "head", "options", "put", "delete", "patch"])
def test_nothing_but_a_post_changes_anything(site: Site, method: str):
    person = add(site)
    link = leave_link(site, person)

    for _ in range(3):
        assert getattr(site.client, method)(link).status_code in {200, 405}

    assert site.person(person.email) == person


def test_unsubscribing_twice_is_like_once(site: Site):
    person = add(site)
    link = leave_link(site, person)

    assert [site.client.post(link, data=ONE_CLICK).status_code for _ in range(3)] == [200] * 3
    with site.services.store.read() as tx:
        assert [consent.act for consent in tx.consents.of(person.id)] == [Act.LEFT]


def test_token_of_one_is_not_good_for_another_nor_for_other_pages(site: Site):
    links = site.confirmed()
    add(site, "bob@example.net")
    token = links.leave.removeprefix("/unsubscribe/")

    for page in ("confirm", "settings", "return"):
        assert site.client.post(f"/{page}/{token}", data=ONE_CLICK).status_code in {404, 405}
    assert site.client.post(f"/settings/{token}/pause", data={"until": ""}).status_code == 404
    changed = token[:-4] + ("AAAA" if not token.endswith("AAAA") else "BBBB")
    assert site.client.post(f"/unsubscribe/{changed}", data=ONE_CLICK).status_code == 200

    assert site.person() is not None
    assert site.person().confirmed_at is not None  # type: ignore[union-attr]
    assert site.person("bob@example.net").confirmed_at is not None  # type: ignore[union-attr]


def test_unknown_token_is_answered_like_a_used_one_to_mail_programs(site: Site):
    assert site.client.post("/unsubscribe/nothing", data=ONE_CLICK).status_code == 200
    assert site.client.get("/unsubscribe/nothing").status_code == 404


def test_link_works_after_a_change_of_key_and_not_after_keys_were_forgotten(site: Site):
    person = add(site)
    link = leave_link(site, person)
    with site.services.store.begin() as tx:
        assert change_key(tx, site.clock(), forget=False) > 1
    assert site.client.get(link).status_code == 200
    with site.services.store.begin() as tx:
        assert change_key(tx, site.clock(), forget=True) == 1

    assert site.client.get(link).status_code == 404


def test_link_works_for_ever(site: Site):
    person = add(site)
    link = leave_link(site, person)
    site.clock.go_on(days=3650)

    site.client.post(link, data=ONE_CLICK)

    assert site.person(person.email).confirmed_at is None  # type: ignore[union-attr]


def test_mistake_can_be_taken_back_for_half_an_hour(site: Site):
    links = site.confirmed()
    before = site.person()
    back = link_of(site.client.post(links.leave).text, "return")

    site.clock.go_on(minutes=30)
    assert site.client.post(back).status_code == 200
    assert site.person().confirmed_at == site.clock()  # type: ignore[union-attr]
    assert before is not None

    back = link_of(site.client.post(links.leave).text, "return")
    site.clock.go_on(minutes=30, seconds=1)
    assert site.client.post(back).status_code == 404
    assert site.person().confirmed_at is None  # type: ignore[union-attr]


def link_of(text: str, page: str) -> str:
    return text.split(f'action="/{page}/')[1].split('"')[0].join((f"/{page}/", ""))


def test_message_in_flight_is_the_last_one(site: Site):
    people = [add(site, f"p{number}@example.net") for number in range(3)]
    queue_alert(site, *people)
    links = [leave_link(site, person) for person in people]
    sent = site.services.channel.send

    def leave_while_sending(message: object, recipient: str, *ours: object) -> None:
        for link in links:
            site.client.post(link, data=ONE_CLICK)
        sent(message, recipient, *ours)  # type: ignore[arg-type]

    site.services.channel.send = leave_while_sending  # type: ignore[method-assign, assignment]
    reports = deliver_due(site.services, site.clock())

    assert [report.result for report in reports] == [Result.SENT, Result.DROPPED, Result.DROPPED]


def test_race_of_leaving_and_sending_starts_no_mail_after_the_answer(any_site: Site):
    site = any_site
    people = [add(site, f"p{number}@example.net") for number in range(40)]
    queue_alert(site, *people)
    links = {person.email: leave_link(site, person) for person in people}
    answered: dict[str, int] = {}
    begun: list[str] = []
    order = iter(range(10_000))
    times: dict[str, int] = {}
    sent = site.services.channel.send

    def send(message: object, recipient: str, *ours: object) -> None:
        times[recipient] = next(order)
        begun.append(recipient)
        sent(message, recipient, *ours)  # type: ignore[arg-type]

    def leave() -> None:
        for email, link in reversed(links.items()):
            site.client.post(link, data=ONE_CLICK)
            answered[email] = next(order)

    site.services.channel.send = send  # type: ignore[method-assign, assignment]
    leaving = threading.Thread(target=leave)
    leaving.start()
    deliver_due(site.services, site.clock())
    leaving.join()

    late = [email for email in begun if answered[email] < times[email]]
    # One may have been claimed before its owner left, and handed over after.
    assert len(late) <= 1
    with site.services.store.read() as tx:
        counts = tx.outbox.counts()
    assert counts[DeliveryState.SENT] == len(begun)
    assert counts[DeliveryState.SENT] + counts[DeliveryState.FAILED] == 40


def test_who_has_left_can_sign_up_anew(site: Site):
    links = site.confirmed()
    site.client.post(links.leave)
    site.clock.go_on(days=2)

    site.client.post("/", data=SIGN_UP | {"rule": ["energy"]})
    site.client.post(link_in(site.mails[-1][1], "confirm"))

    person = site.person()
    assert person is not None
    assert person.confirmed_at == site.clock()
    with site.services.store.read() as tx:
        [subscription] = tx.subscribers.subscriptions(person.id)
        acts = [consent.act for consent in tx.consents.of(person.id)]
    assert subscription.rules == {"energy"}
    assert acts == [Act.ASKED, Act.CONFIRMED, Act.LEFT, Act.ASKED, Act.CONFIRMED]


def test_everything_about_somebody_can_be_deleted(any_site: Site):
    site = any_site
    links = site.confirmed()
    person = site.person()
    assert person is not None
    queue_alert(site, person)
    assert len(site.mails) == 2
    assert site.client.get(f"{links.settings}/erase").status_code == 200
    assert site.person() is not None

    assert site.client.post(f"{links.settings}/erase").status_code == 200

    assert site.person() is None
    for link in (links.settings, links.leave, links.confirm):
        assert site.client.get(link).status_code == 404
    with site.services.store.read() as tx:
        assert tx.outbox.list() == []


def test_who_is_being_mailed_is_deleted_a_little_later(any_site: Site):
    site = any_site
    links = site.confirmed()
    person = site.person()
    assert person is not None
    queue_alert(site, person)
    now = site.clock()
    with site.services.store.begin() as tx:
        [due] = tx.outbox.due(now, 5)
        claimed = tx.outbox.claim(due.id, now, 60)
    assert claimed is not None

    assert site.client.post(f"{links.settings}/erase").status_code == 200
    clean_up(site.services, now)
    assert site.person().confirmed_at is None  # type: ignore[union-attr]

    with site.services.store.begin() as tx:
        assert tx.outbox.mark_sent(claimed.id, claimed.fence, "<x@y>", now)
    clean_up(site.services, now + timedelta(minutes=30))
    assert site.person() is None
