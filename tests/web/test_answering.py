"""Following, snoozing and objecting to one incident from a mail."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.delivery.tokens import Purpose
from monitor.jobs.composing import Content, _footer, sender_of
from monitor.jobs.limits import CHOICES, OBJECTIONS
from monitor.jobs.links import mail_links, path, tokens
from monitor.jobs.objecting import NAMED, tell_objections
from monitor.model import (
    Choice,
    Chosen,
    Endpoint,
    EndpointKind,
    Fault,
    IncidentId,
    Objection,
    ObjectionId,
    SubscriberId,
)
from tests.storage.builders import change, incident
from tests.web.site import MORNING, Site, link_in
from tests.web.test_message import told

FORM = {"fault": "place", "words": "It was in Tver."}


@pytest.fixture
def answer(site: Site) -> str:
    """The path of the page to which the mail of somebody leads."""
    return link_in(told(site)[1], "answer")


def choices(site: Site) -> list[Chosen]:
    person = site.person("bob@example.net")
    assert person is not None
    with site.services.store.read() as tx:
        return tx.choices.of_subscriber(person.id, site.clock())


def objections(site: Site) -> list[Objection]:
    with site.services.store.read() as tx:
        return tx.objections.list(100, settled=True)


def test_mail_leads_to_the_page_in_both_parts(site: Site):
    _, mail = told(site)
    link = link_in(mail, "answer")
    body = mail.get_body(("html",))
    assert body is not None
    linked = re.findall(r'href="https://alerts\.example\.org(/answer/[^"]+)"', body.get_content())

    assert linked == [f"{link}#follow", f"{link}#snooze", f"{link}#wrong"]
    page = site.client.get(link).text
    assert all(f'<h2 id="{part}">' in page for part in ("follow", "snooze", "wrong"))


def test_opening_the_page_changes_nothing(site: Site, answer: str):
    for method in (site.client.get, site.client.head):
        for page in ("", "?done=choice", "/follow", "/snooze", "/wrong", "/undo"):
            assert method(answer + page).status_code in {200, 405}

    assert choices(site) == []
    assert objections(site) == []


def test_follow_and_undo(site: Site, answer: str):
    done = site.client.post(f"{answer}/follow")
    assert (done.status_code, done.headers["location"]) == (303, f"{answer}?done=choice")
    assert [each.choice for each in choices(site)] == [Choice.FOLLOW]
    page = site.client.get(done.headers["location"]).text
    assert "Saved." in page
    assert "You follow this attack." in page

    site.client.post(f"{answer}/undo")

    assert choices(site) == []


@pytest.mark.parametrize(("span", "until"), [("week", MORNING + timedelta(days=7)), ("ever", None), ("x", None)])
def test_snooze(site: Site, answer: str, span: str, until: object):
    site.client.post(f"{answer}/snooze", data={"span": span})

    [chosen] = choices(site)
    assert (chosen.choice, chosen.until) == (Choice.SNOOZE, until)
    assert "You get no updates of it" in site.client.get(answer).text


def test_objection_is_kept_for_the_operator_and_the_incident_stays(site: Site, answer: str):
    done = site.client.post(
        f"{answer}/wrong", data={"fault": "place", "words": " Not\x1b[2J here,\r\nbut <b>there</b> "}
    )

    assert "Thank you." in site.client.get(done.headers["location"]).text
    [objection] = objections(site)
    assert (objection.fault, objection.words) == (Fault.PLACE, "Not[2J here,\nbut <b>there</b>")
    with site.services.store.read() as tx:
        assert tx.incidents.get(objection.incident).version == objection.version
    site.client.post(f"{answer}/wrong", data={"fault": "place", "words": " Not\x1b[2J here,\nbut <b>there</b>"})
    assert len(objections(site)) == 1


def test_objection_without_a_fault_is_asked_again_and_keeps_the_words(site: Site, answer: str):
    page = site.client.post(f"{answer}/wrong", data={"fault": "", "words": "<b>Tver</b>"})

    assert page.status_code == 422
    assert 'id="fault-problem"' in page.text
    assert "<b>Tver</b></textarea>" in html.unescape(page.text)
    assert objections(site) == []


def test_long_words_are_cut(site: Site, answer: str):
    site.client.post(f"{answer}/wrong", data=FORM | {"words": "я" * 5000})

    assert len(objections(site)[0].words) == 1000


def test_operator_is_told_of_several_in_one_mail_and_once(site: Site, answer: str):
    site.client.post(f"{answer}/wrong", data=FORM)
    site.client.post(f"{answer}/wrong", data=FORM | {"fault": "figures", "words": ""})

    assert tell_objections(site.services, site.clock()) == 2
    assert tell_objections(site.services, site.clock()) == 0

    [(to, mail)] = site.services.operator_channel.sent
    text = mail.get_content()
    assert (to, mail["Subject"]) == (
        "desk@alerts.example.org",
        "Attack monitor: Readers say that something is wrong: incident 1",
    )
    assert "1. incident 1 (as told in version 1), bob@example.net: the place: It was in Tver." in text
    assert "2. incident 1 (as told in version 1), bob@example.net: the figures" in text


def test_flood_of_objections_is_one_mail(site: Site):
    queued, _ = told(site)
    with site.services.store.begin() as tx:
        for number in range(NAMED + 5):
            said = Objection(
                id=ObjectionId(0), subscriber=queued.subscriber, incident=queued.items[0].incident, version=1,
                fault=Fault.OTHER, words=str(number), at=MORNING,
            )  # fmt: skip
            tx.objections.add(said)

    assert tell_objections(site.services, site.clock()) == NAMED + 5

    [(_, mail)] = site.services.operator_channel.sent
    assert "and 5 more" in mail.get_content()


def test_answers_are_limited_for_each_reader(site: Site, answer: str):
    for number in range(OBJECTIONS.most):
        assert site.client.post(f"{answer}/wrong", data=FORM | {"words": str(number)}).status_code == 303
    assert site.client.post(f"{answer}/wrong", data=FORM).status_code == 429
    assert len(objections(site)) == OBJECTIONS.most

    for _ in range(CHOICES.most):
        assert site.client.post(f"{answer}/follow").status_code == 303
    assert site.client.post(f"{answer}/follow").status_code == 429

    site.clock.go_on(days=1)
    assert site.client.post(f"{answer}/follow").status_code == 303
    assert site.client.post(f"{answer}/wrong", data=FORM).status_code == 303


def test_whatever_link_is_not_theirs_is_answered_alike(site: Site, answer: str):
    token = answer.split("/")[2]
    person = site.person("bob@example.net")
    assert person is not None
    with site.services.store.begin() as tx:
        message = path(tx, Purpose.MESSAGE, f"{tx.subscribers.ref(person.id)}.1", site.clock()).split("/")[2]
        tx.incidents.save(change(None, incident()), site.clock())
    # Another kind of token, a changed one, an incident of which the mail did not tell, one that there is not.
    links = [f"/answer/{message}/1", f"/answer/{token[:-1]}/1", f"/answer/{token}/2", f"/answer/{token}/{10**30}"]

    pages = [re.sub(r"\?done=\w+", "", site.client.get(link).text) for link in links]
    assert len(set(pages)) == 1
    assert "This link does not work" in pages[0]
    for link in links:
        for act in ("follow", "snooze", "wrong", "undo"):
            assert site.client.post(f"{link}/{act}", data=FORM).status_code == 404
    assert choices(site) == []
    assert objections(site) == []


def test_link_ends_after_ninety_days(site: Site, answer: str):
    site.clock.go_on(days=90)
    assert site.client.get(answer).status_code == 200
    site.clock.go_on(seconds=1)

    assert site.client.get(answer).status_code == 404
    assert site.client.post(f"{answer}/follow").status_code == 404


def test_what_was_merged_is_answered_for_the_one_that_is_left(site: Site, answer: str):
    with site.services.store.begin() as tx:
        known = tx.incidents.get(IncidentId(1))
        left = tx.incidents.save(change(None, incident()), site.clock())
        gone = replace(known, withdrawn=True, merged_into=left.id, version=known.version + 1)
        tx.incidents.save(replace(change(known, gone), after=gone), site.clock())

    site.client.post(f"{answer}/follow")

    assert [each.incident for each in choices(site)] == [left.id]


def test_what_is_withdrawn_can_only_be_objected_to(site: Site, answer: str):
    with site.services.store.begin() as tx:
        known = tx.incidents.get(IncidentId(1))
        gone = replace(known, withdrawn=True, version=known.version + 1)
        tx.incidents.save(replace(change(known, gone), after=gone), site.clock())

    page = site.client.get(answer).text

    assert "This attack is withdrawn" in page
    assert 'id="follow"' not in page
    assert site.client.post(f"{answer}/wrong", data=FORM).status_code == 303


def test_settings_page_tells_the_choices_and_takes_them_back(site: Site):
    _, mail = told(site)
    answer, settings = link_in(mail, "answer"), link_in(mail, "settings")
    site.client.post(f"{answer}/follow")

    assert "You follow this attack." in site.client.get(settings).text
    assert site.client.post(f"{settings}/incident/1/forget").status_code == 303

    assert choices(site) == []
    assert "Single attacks" not in site.client.get(settings).text
    assert site.client.post("/settings/x/incident/1/forget").status_code == 404


def test_what_was_said_can_be_taken_along_and_is_erased(any_site: Site):
    _, mail = told(any_site)
    answer, settings = link_in(mail, "answer"), link_in(mail, "settings")
    any_site.client.post(f"{answer}/wrong", data=FORM)
    any_site.client.post(f"{answer}/follow")

    data = any_site.client.get(f"{settings}/data.json").json()
    assert [each["words"] for each in data["objections"]] == ["It was in Tver."]
    assert [each["choice"] for each in data["incidents"]] == ["follow"]
    assert any_site.client.post(f"{settings}/erase").status_code == 200

    assert any_site.person("bob@example.net") is None
    assert objections(any_site) == []


def test_objections_are_kept_listed_and_settled_on_each_database(any_site: Site):
    queued, _ = told(any_site)
    said = Objection(
        id=ObjectionId(0), subscriber=SubscriberId(queued.subscriber), incident=queued.items[0].incident, version=1,
        fault=Fault.TWICE, words="", at=MORNING,
    )  # fmt: skip
    with any_site.services.store.begin() as tx:
        first = tx.objections.add(said)
        assert tx.objections.add(said) == first
        tx.objections.settle(first.id, MORNING)
        second = tx.objections.add(said)
        assert tx.objections.list(10) == tx.objections.untold() == [second]
        tx.objections.mark_told([second.id], MORNING)
        assert tx.objections.untold() == []
        assert [each.id for each in tx.objections.list(10, settled=True)] == [second.id, first.id]
        assert tx.objections.of(queued.subscriber) == [
            replace(first, settled_at=MORNING),
            replace(second, told_at=MORNING),
        ]


def test_mails_to_channels_of_many_readers_have_no_such_link(site: Site):
    queued, _ = told(site)
    with site.services.store.begin() as tx:
        links = mail_links(tokens(tx), "https://alerts.example.org", tx.subscribers.ref(queued.subscriber), queued)
        reader = tx.subscribers.get(queued.subscriber)
    content = Content(delivery=queued, subscriber=reader, tellings=(), coverage="", links=links)
    channel = Endpoint(
        subscriber=reader.id, kind=EndpointKind.WEBHOOK, url="https://hook.example/", secrets=(), created_at=MORNING
    )
    sender = sender_of(site.services.settings)

    assert _footer(sender, content, site.services.settings).answer is not None
    assert _footer(sender, replace(content, endpoint=channel), site.services.settings).answer is None
