"""A mail as a page: what it told then, for whoever holds its link, and nothing else."""

from __future__ import annotations

import re
from dataclasses import replace
from email.message import EmailMessage

from monitor.delivery.tokens import Purpose
from monitor.jobs.links import path
from monitor.model import Delivery
from tests.builders import a_toll
from tests.storage.builders import change, delivery, incident, item, report, with_entry
from tests.web.site import Site, add, link_in


def told(site: Site, email: str = "bob@example.net") -> tuple[Delivery, EmailMessage]:
    """An alert that was sent."""
    person = add(site, email)
    with site.services.store.begin() as tx:
        with_entry(tx)
        known = tx.incidents.save(change(None, incident()), site.clock())
        tx.reports.add(report(), known.id)
        queued = tx.outbox.add(
            replace(delivery("k", person.id, item(known.id)), created_at=site.clock(), due_at=site.clock())
        )
    assert queued is not None
    return queued, next(mail for to, mail in site.mails if to == email)


def test_the_mail_is_there_as_it_was_sent(any_site: Site):
    queued, mail = told(any_site)
    link = link_in(mail, "message")
    with any_site.services.store.begin() as tx:
        known = tx.incidents.get(queued.items[0].incident)
        later = replace(known, toll=a_toll(killed=97), version=known.version + 1)
        tx.incidents.save(replace(change(known, later), after=later), any_site.clock())

    page = any_site.client.get(link)

    assert page.status_code == 200
    body = mail.get_body(("html",))
    assert body is not None
    sent = body.get_content()
    assert str(mail["Subject"]) in page.text
    assert "97" not in re.sub(r"https?://\S+", "", page.text)
    assert [line for line in page.text.splitlines() if "/message/" in line] == []
    assert sum(line in sent.splitlines() for line in page.text.splitlines()) > 50


def test_it_brings_nothing_from_elsewhere_and_is_not_to_be_found(site: Site):
    _, mail = told(site)

    page = site.client.get(link_in(mail, "message"))

    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert page.headers["x-robots-tag"] == "noindex, nofollow"
    assert "<script" not in page.text
    assert "<img" not in page.text


def test_a_mail_that_is_no_longer_kept_says_so(site: Site):
    queued, _ = told(site)
    with site.services.store.read() as tx:
        link = path(tx, Purpose.MESSAGE, f"{tx.subscribers.ref(queued.subscriber)}.999", site.clock())

    answer = site.client.get(link)

    assert answer.status_code == 410
    assert "no longer kept" in answer.text


def test_a_link_of_another_kind_or_a_changed_one_shows_nothing(site: Site):
    _, mail = told(site)
    link = link_in(mail, "message")
    leave = link_in(mail, "unsubscribe").rpartition("/")[2]

    assert site.client.get(f"/message/{leave}").status_code == 404
    # Not its last letter, some of whose bits are none of the signature.
    changed = f"{link[:-2]}{'a' if link[-2] != 'a' else 'b'}{link[-1]}"
    assert site.client.get(changed).status_code == 404
    assert site.client.post(link).status_code == 405
