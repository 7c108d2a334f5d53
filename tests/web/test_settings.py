"""The settings page: what one gets, language and zone, pause, one's data."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from monitor.jobs.settings import MOST_SUBSCRIPTIONS
from monitor.model import (
    Around,
    AttackType,
    Level,
    Mode,
    Place,
    PlaceId,
    Precision,
    RuleId,
    Standing,
    Subscription,
    SubscriptionId,
)
from monitor.web import settings, wanted
from tests.web.site import MORNING, Links, Site, add

WANTED = {"rule": ["energy"], "mode": "weekly", "level": "medium"}


def follows(site: Site) -> list[tuple[Mode, set[str], Level]]:
    person = site.person()
    assert person is not None
    with site.services.store.read() as tx:
        found = tx.subscribers.subscriptions(person.id)
    return [(each.mode, set(each.rules), each.min_level) for each in found]


def numbers(site: Site, links: Links) -> list[str]:
    return re.findall(r'href="/settings/[^/"]+/(\d+)\?', site.client.get(links.settings).text)


def test_page_shows_how_things_stand_and_hides_the_address(site: Site):
    links = site.confirmed()

    text = site.client.get(links.settings).text

    assert "At once: Drones near Moscow" in text
    assert "a…@example.net" in text
    assert "anna@" not in text


def test_language_and_zone_can_be_changed(site: Site):
    links = site.confirmed()

    answer = site.client.post(f"{links.settings}/person", data={"lang": "uk", "tz": "Europe/Kyiv"})

    assert (answer.status_code, answer.headers["location"]) == (303, f"{links.settings}?saved=1")
    person = site.person()
    assert person is not None
    assert (person.lang, person.tz) == ("uk", "Europe/Kyiv")
    assert "Збережено." in site.client.get(answer.headers["location"]).text


def test_unknown_zone_changes_nothing(site: Site):
    links, before = site.confirmed(), site.person()

    assert site.client.post(f"{links.settings}/person", data={"lang": "uk", "tz": "Mars/X"}).status_code == 422
    assert site.person() == before


def test_language_can_be_changed_where_a_form_was_refused(site: Site):
    links = site.confirmed()

    refused = site.client.post(f"{links.settings}/person", data={"lang": "uk", "tz": "Mars/X"}).text

    [ukrainian] = re.findall(r'href="([^"]*\?lang=uk)" lang="uk"', refused)
    assert "Ваші налаштування" in site.client.get(ukrainian).text


def test_subscription_is_added_changed_and_removed(any_site: Site):
    site = any_site
    links = site.confirmed()

    site.client.post(f"{links.settings}/new", data=WANTED)
    assert follows(site) == [
        (Mode.ALERT, {"moscow"}, Level.LOW),
        (Mode.WEEKLY, {"energy"}, Level.MEDIUM),
    ]
    first, second = numbers(site, links)
    assert 'value="weekly" checked' in site.client.get(f"{links.settings}/{second}").text
    site.client.post(f"{links.settings}/{second}", data=WANTED | {"level": "critical"})
    assert follows(site)[1] == (Mode.WEEKLY, {"energy"}, Level.CRITICAL)
    site.client.post(f"{links.settings}/{first}/drop")

    assert follows(site) == [(Mode.WEEKLY, {"energy"}, Level.CRITICAL)]


def test_digest_of_another_mode_begins_now(site: Site):
    links = site.confirmed()
    site.clock.go_on(days=100)
    links = Links(confirm="", leave="", settings=fresh_settings(site))
    [number] = numbers(site, links)

    site.client.post(f"{links.settings}/{number}", data=WANTED)

    person = site.person()
    assert person is not None
    with site.services.store.read() as tx:
        [subscription] = tx.subscribers.subscriptions(person.id)
        assert tx.subscribers.digested_until(subscription.id) == site.clock()


def fresh_settings(site: Site) -> str:
    from tests.web.site import link_in

    site.client.post("/link", data={"email": "anna@example.net"})
    return link_in(site.mails[-1][1], "settings")


def test_choosing_nothing_is_refused(site: Site):
    links = site.confirmed()

    answer = site.client.post(f"{links.settings}/new", data=WANTED | {"rule": []})

    assert answer.status_code == 422
    assert "Choose at least one." in answer.text
    assert len(follows(site)) == 1


def test_the_same_subscription_again_is_not_stored_twice(site: Site):
    links = site.confirmed()

    for _ in range(3):
        site.client.post(f"{links.settings}/new", data=WANTED)

    assert len(follows(site)) == 2


def test_what_the_form_does_not_show_is_kept(any_site: Site):
    site = any_site
    links = site.confirmed()
    person = site.person()
    assert person is not None
    with site.services.store.begin() as tx:
        [known] = tx.subscribers.subscriptions(person.id)
        tx.subscribers.subscribe(
            replace(known, regions=frozenset({"RU-MOS"}), min_standing=Standing.OFFICIAL, even_if_empty=False), MORNING
        )

    site.client.post(f"{links.settings}/{known.id}", data=WANTED)

    with site.services.store.read() as tx:
        [changed] = tx.subscribers.subscriptions(person.id)
    assert (changed.mode, changed.regions) == (Mode.WEEKLY, {"RU-MOS"})
    assert (changed.min_standing, changed.even_if_empty) == (Standing.OFFICIAL, False)


def test_a_pause_with_an_end_is_shown_and_can_be_ended(site: Site):
    links = site.confirmed()
    person = site.person()
    assert person is not None
    with site.services.store.begin() as tx:
        tx.subscribers.update(replace(person, tz="Europe/Kyiv", paused_until=MORNING + timedelta(days=30)))

    page = site.client.get(links.settings).text
    assert "Your mails are paused until Thu 3 Apr 2025, 09:30 (Europe/Kyiv, UTC+3)." in page
    assert "Send me mails again" in page
    assert "чт 3 апр. 2025" in site.client.get(f"{links.settings}?lang=ru").text
    site.client.post(f"{links.settings}/resume")

    resumed = site.person()
    assert resumed is not None
    assert (resumed.paused, resumed.paused_until) == (False, None)


def test_nobody_can_have_subscriptions_without_end(site: Site):
    links = site.confirmed()
    different = [
        {"rule": rules, "mode": mode.value, "level": level.value}
        for rules in (["energy"], ["moscow", "energy"])
        for mode in Mode
        for level in Level
    ]

    answers = [site.client.post(f"{links.settings}/new", data=each) for each in different[:MOST_SUBSCRIPTIONS]]

    assert answers[-1].status_code == 409
    assert len(follows(site)) == MOST_SUBSCRIPTIONS


def test_what_has_ended_leaves_room(any_site: Site):
    site = any_site
    links = site.confirmed()
    person = site.person()
    assert person is not None
    with site.services.store.begin() as tx:
        for number in range(MOST_SUBSCRIPTIONS):
            ended = Subscription(
                id=SubscriptionId(0), subscriber=person.id, rules=frozenset({RuleId(f"r{number}")}), active=False
            )
            tx.subscribers.subscribe(ended, MORNING)

    assert site.client.post(f"{links.settings}/new", data=WANTED).status_code == 303


def test_what_was_removed_meanwhile_is_said_to_be_gone(site: Site, monkeypatch: pytest.MonkeyPatch):
    links = site.confirmed()
    [number] = numbers(site, links)
    asked = wanted.read_wanted

    def read_while_it_goes(*given: Any) -> wanted.Wanted:
        site.client.post(f"{links.settings}/{number}/drop")
        return asked(*given)

    monkeypatch.setattr(settings, "read_wanted", read_while_it_goes)
    answer = site.client.post(f"{links.settings}/{number}", data=WANTED)

    assert answer.status_code == 409
    assert "was removed in the meantime" in answer.text
    assert follows(site) == []


def test_a_filter_set_by_command_while_the_form_is_sent_is_kept(any_site: Site, monkeypatch: pytest.MonkeyPatch):
    site = any_site
    links = site.confirmed()
    [number] = numbers(site, links)
    asked = wanted.read_wanted

    def read_while_the_operator_acts(*given: Any) -> wanted.Wanted:
        person = site.person()
        assert person is not None
        with site.services.store.begin() as tx:
            [known] = tx.subscribers.subscriptions(person.id)
            tx.subscribers.subscribe(replace(known, regions=frozenset({"RU-MOS"})), MORNING)
        return asked(*given)

    monkeypatch.setattr(settings, "read_wanted", read_while_the_operator_acts)
    site.client.post(f"{links.settings}/{number}", data=WANTED)

    person = site.person()
    assert person is not None
    with site.services.store.read() as tx:
        [changed] = tx.subscribers.subscriptions(person.id)
    assert (changed.mode, changed.regions) == (Mode.WEEKLY, {"RU-MOS"})


def test_every_filter_is_told(site: Site):
    links = site.confirmed()
    person = site.person()
    assert person is not None
    town = Place(
        id=PlaceId(1), name="Istra", kind="city", precision=Precision.CITY, country="RU", iso_region="RU-MOS",
        lat=55.9, lon=36.9, name_ru="Истра",
    )  # fmt: skip
    with site.services.store.begin() as tx:
        [known] = tx.subscribers.subscriptions(person.id)
        filtered = replace(
            known, types=frozenset({AttackType("drone")}), regions=frozenset({"UA", "RU-MOS"}),
            around=(Around(place=town, km=25),), min_standing=Standing.OFFICIAL, min_level=Level.HIGH,
        )  # fmt: skip
        tx.subscribers.subscribe(filtered, MORNING)

    told = "At once: Drones near Moscow (level high or above; drone; RU-MOS, Ukraine, within 25 km: Istra; confirmed by an authority)"
    assert told in site.client.get(links.settings).text
    assert "в пределах 25 км: Истра" in site.client.get(f"{links.settings}?lang=ru").text


def test_subscriptions_of_others_are_out_of_reach(site: Site):
    links = site.confirmed()
    add(site, "bob@example.net")
    with site.services.store.read() as tx:
        bobs = tx.subscribers.by_email("bob@example.net")
        assert bobs is not None
        [theirs] = tx.subscribers.subscriptions(bobs.id)

    assert site.client.get(f"{links.settings}/{theirs.id}").status_code == 404
    assert site.client.post(f"{links.settings}/{theirs.id}", data=WANTED).status_code == 404
    assert site.client.post(f"{links.settings}/{theirs.id}/drop").status_code == 404
    with site.services.store.read() as tx:
        assert tx.subscribers.subscriptions(bobs.id) == [theirs]


def test_pause_lasts_until_they_come_back(site: Site):
    links = site.confirmed()

    site.client.post(f"{links.settings}/pause", data={"until": ""})
    assert site.person().paused  # type: ignore[union-attr]
    assert "Your mails are paused." in site.client.get(links.settings).text
    site.client.post(f"{links.settings}/resume")

    assert not site.person().paused  # type: ignore[union-attr]


def test_all_that_is_stored_can_be_taken_along(site: Site):
    links = site.confirmed()

    answer = site.client.get(f"{links.settings}/data.json")

    data = answer.json()
    assert answer.headers["content-disposition"] == 'attachment; filename="attack-monitor.json"'
    assert data["subscriber"]["email"] == "anna@example.net"
    assert [consent["act"] for consent in data["consents"]] == ["asked", "confirmed"]
    assert data["subscriptions"][0]["rules"] == ["moscow"]
    assert [mail["kind"] for mail in data["mails"]] == ["service"]


def test_link_to_settings_ends_and_another_one_is_sent(site: Site):
    links = site.confirmed()
    site.clock.go_on(days=90, seconds=1)

    assert site.client.get(links.settings).status_code == 404
    assert site.client.get(links.leave).status_code == 200
    assert site.client.get(fresh_settings(site)).status_code == 200


def test_who_has_left_sees_so(site: Site):
    links = site.confirmed()
    site.client.post(links.leave)

    assert "You have unsubscribed" in site.client.get(links.settings).text
