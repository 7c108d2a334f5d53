"""Every filter of a subscription, quiet hours and pauses, as people fill them in."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from monitor.delivery.wording import Words
from monitor.model import (
    Around,
    AttackType,
    Mode,
    Place,
    PlaceId,
    Precision,
    QuietHours,
    RuleId,
    Standing,
    Subscription,
    SubscriptionId,
)
from tests.assembled import FakeGazetteer, FakeInForce, FakeRules, FakeRuleSet
from tests.web.site import MORNING, RULES, SIGN_UP, Links, Site

REGION = Place(
    id=PlaceId(1), name="Moscow", name_ru="Московская область", kind="region", precision=Precision.REGION, country="RU",
    iso_region="RU-MOS", lat=55.5, lon=36.9,
)  # fmt: skip
ISTRA = Place(
    id=PlaceId(2), name="Istra", name_ru="Истра", kind="city", precision=Precision.CITY, country="RU",
    iso_region="RU-MOS", region=PlaceId(1), lat=55.9, lon=36.9,
)  # fmt: skip
OTHER = replace(ISTRA, id=PlaceId(3), iso_region="RU-TVE", region=None)
POLAND = Place(
    id=PlaceId(4), name="Poland", kind="country", precision=Precision.COUNTRY, country="PL", lat=52.0, lon=19.0
)
KNOWN = {
    "RU-MOS": REGION, "Moscow region": REGION, "Poland": POLAND, "Польша": POLAND, "Istra": OTHER,
    "Istra, Moscow region": ISTRA,
}  # fmt: skip

WANTED = {
    "rule": ["", "moscow"], "mode": "alert", "level": "low", "type": ["", "drone"], "regions": "RU-MOS\r\n\r\n Польша ",
    "near": ["Istra, Moscow region", ""], "km": ["12,5", ""], "standing": "official", "empty": [""],
}  # fmt: skip
AROUND = Around(place=ISTRA, km=12.5)


@pytest.fixture(autouse=True)
def _places(site: Site) -> None:
    in_force = FakeInForce(ruleset=FakeRuleSet(rules=RULES), gazetteer=FakeGazetteer(known=KNOWN))
    site.services.rules = FakeRules(in_force=in_force)


def wishes(site: Site) -> list[Subscription]:
    person = site.person()
    assert person is not None
    with site.services.store.read() as tx:
        return tx.subscribers.subscriptions(person.id)


def stored(site: Site, **given: object) -> Links:
    """Somebody with one subscription."""
    links = site.confirmed()
    with site.services.store.begin() as tx:
        [known] = wishes_of(tx, site)
        tx.subscribers.subscribe(replace(known, **given), MORNING)
    return links


def wishes_of(tx: object, site: Site) -> list[Subscription]:
    person = site.person()
    assert person is not None
    found: list[Subscription] = tx.subscribers.subscriptions(person.id)  # type: ignore[attr-defined]
    return found


def text(answer: object) -> str:
    return html.unescape(answer.text)  # type: ignore[attr-defined]


def test_sign_up_takes_every_filter_and_quiet_hours(site: Site):
    quiet = {"quiet_from": "22:00", "quiet_to": "07:00", "wake": "yes"}

    assert site.client.post("/", data=SIGN_UP | WANTED | quiet).status_code == 303

    [wish], person = wishes(site), site.person()
    assert (wish.types, wish.regions, wish.around) == ({"drone"}, {"RU-MOS", "PL"}, (AROUND,))
    assert (wish.min_standing, wish.even_if_empty) == (Standing.OFFICIAL, False)
    assert person is not None
    assert person.quiet_hours == QuietHours(start=time(22), end=time(7), wake_for_critical=True)


def test_the_page_that_asks_for_agreement_says_what_the_place_was_understood_as(site: Site):
    site.client.post("/", data=SIGN_UP | WANTED)
    body = site.mails[-1][1].get_body(("plain",))
    assert body is not None
    link = re.search(r"https://\S+(/confirm/\S+)", body.get_content())
    assert link is not None

    assert "within 12.5 km: Istra, Moscow region" in text(site.client.get(link[1]))


def test_the_form_shows_what_is_stored_and_saving_it_changes_nothing(site: Site):
    filters = {
        "types": frozenset({AttackType("drone")}), "regions": frozenset({"RU-MOS", "PL"}), "around": (AROUND,),
        "min_standing": Standing.CORROBORATED, "even_if_empty": False,
    }  # fmt: skip
    links = stored(site, **filters)
    [before] = wishes(site)

    page = text(site.client.get(f"{links.settings}/{before.id}?lang=ru"))
    assert "<details open>" in page
    assert "Московская область\nПольша\n</textarea>" in page
    assert 'value="Истра, Московская область"' in page
    assert f"Понято как: Истра, Московская область, Россия ({Words('ru').precision(ISTRA)})." in page
    site.client.post(f"{links.settings}/{before.id}", data=sent_back(page))

    assert wishes(site) == [before]


def sent_back(page: str) -> dict[str, list[str]]:
    """What a browser sends of a form that nobody touched."""
    sent: dict[str, list[str]] = {}
    for tag in re.findall(r"<input [^>]*>", page):
        found = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if found.get("type") not in {"checkbox", "radio"} or tag.endswith(" checked>"):
            sent.setdefault(found["name"], []).append(found.get("value", ""))
    for name, inside in re.findall(r'(?s)<select id="\w+" name="(\w+)"[^>]*>(.*?)</select>', page):
        chosen = re.search(r'value="([^"]*)" selected', inside)
        assert chosen is not None
        sent[name] = [chosen[1]]
    lines = re.search(r'(?s)<textarea id="regions"[^>]*>\n(.*?)</textarea>', page)
    assert lines is not None
    return sent | {"regions": [lines[1]]}


def test_a_place_that_stands_there_keeps_its_meaning_whatever_else_has_its_name(site: Site):
    links = stored(site, around=(Around(place=replace(ISTRA, region=None), km=5),))
    [before] = wishes(site)
    page = text(site.client.get(f"{links.settings}/{before.id}"))
    assert 'value="Istra, Russia"' in page

    site.client.post(f"{links.settings}/{before.id}", data=sent_back(page) | {"km": ["40", ""]})

    [after] = wishes(site)
    assert [(each.place.id, each.km) for each in after.around] == [(ISTRA.id, 40.0)]


def test_two_places_of_one_name_in_one_region_stay_two(site: Site):
    namesake = replace(ISTRA, id=PlaceId(9), lat=56.9)
    links = stored(site, around=(Around(place=namesake, km=5), Around(place=ISTRA, km=5)))
    [before] = wishes(site)
    page = text(site.client.get(f"{links.settings}/{before.id}"))

    site.client.post(f"{links.settings}/{before.id}", data=sent_back(page))

    assert wishes(site) == [before]


def test_filters_can_be_taken_away(site: Site):
    links = stored(site, types=frozenset({AttackType("drone")}), regions=frozenset({"PL"}), around=(AROUND,))
    [before] = wishes(site)

    emptied = {
        "type": "",
        "regions": "",
        "near": ["", ""],
        "km": ["", ""],
        "standing": "reported",
        "empty": ["", "yes"],
    }
    site.client.post(f"{links.settings}/{before.id}", data=WANTED | emptied)

    [after] = wishes(site)
    assert (after.types, after.regions, after.around) == (frozenset(), frozenset(), ())
    assert (after.min_standing, after.even_if_empty) == (Standing.REPORTED, True)


MISTAKES = {
    "unknown region": ({"regions": "Atlantis"}, "regions", "Atlantis: this place is not known. Try"),
    "nearly a region": ({"regions": "Polland"}, "regions", "Polland: this place is not known. Is it Poland?"),
    "town as a region": ({"regions": "Istra"}, "regions", "Istra is no region or country."),
    "unknown place": ({"near": "Atlantis", "km": "5"}, "near-1", "Atlantis: this place is not known."),
    "region as a place": ({"near": "RU-MOS", "km": "5"}, "near-1", "that is Moscow region, Russia, which is too large"),
    "no place": ({"near": " ", "km": "5"}, "near-1", "Write the place that this radius goes around."),
    "no radius": ({"near": "Istra", "km": ""}, "km-1", "Istra: write the radius in kilometres"),
    "endless radius": ({"near": "Istra", "km": "inf"}, "km-1", "more than 0 and at most 1000"),
    "second row": ({"near": ["Istra", "Atlantis"], "km": ["5", "5"]}, "near-2", "Atlantis: this place"),
    "too many regions": ({"regions": "\n".join(["Poland"] * 21)}, "regions", "More than 20 are too many."),
    "too many circles": ({"near": ["Istra"] * 21, "km": ["1"] * 21}, "near", "More than 20 are too many."),
    "no such standing": ({"standing": "sure"}, "standing", "Choose one of these."),
}


@pytest.mark.parametrize(("changed", "field", "told"), MISTAKES.values(), ids=MISTAKES)
def test_mistakes_are_told_beside_the_field(site: Site, changed: dict[str, str], field: str, told: str):
    links = site.confirmed()

    answer = site.client.post(f"{links.settings}/new", data=WANTED | changed)

    assert (answer.status_code, len(wishes(site))) == (422, 1)
    beside = re.search(rf'id="{field}-problem"[^>]*>(.*?)</p>', text(answer))
    assert beside is not None
    assert told in beside[1]
    assert f'href="#{field}"' in answer.text
    assert f'id="{field}"' in answer.text
    assert "<details open>" in answer.text


def test_names_are_suggested_for_the_first_unknown_places_alone(site: Site):
    links = site.confirmed()
    many = {"regions": "Polland\nPolsha\nPolonia", "near": ["Istria", "Istro"], "km": ["5", "5"]}

    page = text(site.client.post(f"{links.settings}/new", data=WANTED | many))

    # Each problem stands beside its field and above the form.
    assert page.count("this place is not known. Is it Poland?") == 3 * 2
    assert page.count("this place is not known. Try") == 2 * 2


def test_what_was_typed_wrongly_stands_there_again(site: Site):
    links = site.confirmed()

    page = text(site.client.post(f"{links.settings}/new", data=WANTED | {"regions": "<b>Atlantis</b>\nPoland"}))

    assert "<b>Atlantis</b>\nPoland\n</textarea>" in page
    assert 'value="Istra, Moscow region"' in page
    assert 'value="12,5"' in page


def test_a_rule_that_is_offered_no_more_is_kept_until_it_is_taken_away(site: Site):
    links = stored(site, rules=frozenset({RuleId("moscow"), RuleId("gone")}))
    [before] = wishes(site)
    page = text(site.client.get(f"{links.settings}/{before.id}"))
    assert re.search(r'value="gone" checked', page)

    site.client.post(f"{links.settings}/{before.id}", data=sent_back(page) | {"mode": ["daily"]})
    [kept] = wishes(site)
    assert (kept.mode, kept.rules) == (Mode.DAILY, {"moscow", "gone"})
    site.client.post(f"{links.settings}/{before.id}", data=WANTED)

    assert wishes(site)[0].rules == {"moscow"}


def test_new_subscription_is_another_one_and_has_its_own_number(site: Site):
    links = site.confirmed()

    site.client.post(f"{links.settings}/new", data=WANTED)

    assert [each.around for each in wishes(site)] == [(), (AROUND,)]
    assert SubscriptionId(0) not in {each.id for each in wishes(site)}


PERSON = {"lang": "en", "tz": "Europe/Kyiv"}


def test_quiet_hours_are_set_and_taken_away(site: Site):
    links = site.confirmed()

    site.client.post(
        f"{links.settings}/person", data=PERSON | {"quiet_from": "22:30", "quiet_to": "06:15:00", "wake": "yes"}
    )
    person = site.person()
    assert person is not None
    assert person.quiet_hours == QuietHours(start=time(22, 30), end=time(6, 15), wake_for_critical=True)
    page = site.client.get(links.settings).text
    assert 'name="quiet_from" type="time" value="22:30"' in page
    site.client.post(f"{links.settings}/person", data=PERSON)
    assert site.person() == person
    site.client.post(f"{links.settings}/person", data=PERSON | {"quiet_from": "", "quiet_to": ""})

    assert site.person().quiet_hours is None  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        ("22:00", "", "Write both times"),
        ("late", "early", "Write both times"),
        ("25:00", "07:00", "Write both times"),
        ("07:00", "07:00", "Quiet hours that end when they begin are none."),
    ],
)
def test_quiet_hours_that_are_none_are_refused(site: Site, start: str, end: str, told: str):
    links = site.confirmed()

    answer = site.client.post(f"{links.settings}/person", data=PERSON | {"quiet_from": start, "quiet_to": end})

    assert answer.status_code == 422
    beside = re.search(r'id="quiet-problem"[^>]*>(.*?)</p>', answer.text)
    assert beside is not None
    assert told in beside[1]
    assert f'name="quiet_from" type="time" value="{start}"' in answer.text


def test_pause_ends_on_the_morning_of_the_day_in_the_zone_of_the_reader(site: Site):
    links = site.confirmed()
    site.client.post(f"{links.settings}/person", data=PERSON)

    site.client.post(f"{links.settings}/pause", data={"until": "2025-04-01"})

    person = site.person()
    assert person is not None
    assert (person.paused, person.paused_until) == (False, datetime(2025, 3, 31, 21, tzinfo=UTC))
    assert "paused until Tue 1 Apr 2025, 00:00 (Europe/Kyiv, UTC+3)" in text(site.client.get(links.settings))


@pytest.mark.parametrize("until", ["2025-03-04", "2020-01-01", "2099-01-01", "9999-12-31", "0001-01-01", "soon"])
def test_day_that_is_no_end_of_a_pause_is_refused(site: Site, until: str):
    links, before = site.confirmed(), site.person()

    answer = site.client.post(f"{links.settings}/pause", data={"until": until})

    assert answer.status_code == 422
    assert re.search(r'id="until-problem"[^>]*>.*Write a day from tomorrow on', answer.text)
    assert site.person() == before


def test_longest_pause_is_two_years(site: Site):
    links = site.confirmed()
    day = (MORNING + timedelta(days=2 * 366)).date().isoformat()

    assert site.client.post(f"{links.settings}/pause", data={"until": day}).status_code == 303
