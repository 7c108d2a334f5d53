"""Every page as people get it, word for word; in a browser `test_pages_in_a_browser` looks at the same files."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import time
from pathlib import Path

import pytest

from monitor.model import Around, AttackType, IncidentId, Mode, QuietHours, Standing, Subscription, SubscriptionId
from monitor.storage import Store
from tests.assembled import TEMPLATES, FakeGazetteer, FakeInForce, FakeRules, FakeRuleSet
from tests.golden import assert_golden
from tests.storage.builders import change
from tests.web.site import MORNING, RULES, SIGN_UP, Site, link_in, open_site
from tests.web.test_filters import ISTRA, KNOWN, WANTED
from tests.web.test_message import told

WRONG = WANTED | {
    "regions": "Atlantis",
    "near": ["Nowhere", "Istra"],
    "km": ["5", "far"],
    "standing": "x",
    "rule": [""],
}

NAMES = (
    "sign-up", "sign-up.ru", "sign-up.uk", "sign-up-wrong", "sign-up-wrong.uk", "asked", "link", "link-wrong",
    "link-asked", "confirm", "confirm.ru", "confirm.uk", "confirmed", "settings", "settings.ru", "settings.uk",
    "settings-wrong", "settings-paused", "settings-left", "subscription", "subscription.ru", "subscription.uk",
    "subscription-new", "subscription-wrong", "subscription-wrong.ru", "subscription-gone", "answer", "answer.ru",
    "answer.uk", "answer-follows", "answer-snoozed", "answer-objected", "answer-wrong", "answer-withdrawn", "erase",
    "erased", "unsubscribe", "left", "returned", "privacy", "privacy.ru", "privacy.uk", "no-such-link", "too-many",
    "not-found",
)  # fmt: skip


@pytest.fixture(scope="module")
def pages(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """All of them, by name; under the empty name the templates that they were made of."""
    folder = tmp_path_factory.mktemp("pages")
    path = shutil.copy(sqlite_template, folder / "monitor.sqlite")
    with Store.open(f"sqlite:///{path}") as store:
        site = open_site(store, folder)
        in_force = FakeInForce(ruleset=FakeRuleSet(rules=RULES), gazetteer=FakeGazetteer(known=KNOWN))
        site.services.rules = FakeRules(in_force=in_force)
        made_of = recorded(site)
        found = {name: plain(text) for name, text in visited(site)}
        yield found | {"": " ".join(sorted(made_of))}


def recorded(site: Site) -> set[str]:
    """Note from now on which templates are rendered."""
    made_of: set[str] = set()
    pages = site.client.app.state.pages  # type: ignore[attr-defined]
    render = pages.render

    def noted(name: str, lang: str, values: Mapping[str, object]) -> str:
        made_of.add(name)
        return str(render(name, lang, values))

    pages.render = noted
    return made_of


def visited(site: Site) -> Iterator[tuple[str, str]]:
    """Go to all pages."""
    get, post = site.client.get, site.client.post

    def in_all(name: str, address: str) -> Iterator[tuple[str, str]]:
        yield name, get(address).text
        for lang in ("ru", "uk"):
            yield f"{name}.{lang}", get(address, params={"lang": lang}).text

    yield from in_all("sign-up", "/")
    wrong = SIGN_UP | WRONG | {"email": "anna@example", "quiet_from": "22:00", "quiet_to": "", "tz": "Mars"}
    yield "sign-up-wrong", post("/", data=wrong).text
    yield "sign-up-wrong.uk", post("/?lang=uk", data=wrong).text
    yield from ((name, get(f"/{name}").text) for name in ("asked", "link", "link-asked"))
    yield "link-wrong", post("/link", data={"email": ""}).text
    yield from in_all("privacy", "/privacy")
    yield "no-such-link", get("/settings/x").text
    yield "not-found", get("/nowhere").text

    _, mail = told(site)
    answer, settings, leave = (link_in(mail, page) for page in ("answer", "settings", "unsubscribe"))
    yield from in_all("answer", answer)
    yield "answer-wrong", post(f"{answer}/wrong", data={"fault": "", "words": "It was <b>in Tver</b>."}).text
    yield "answer-objected", get(post(f"{answer}/wrong", data={"fault": "place"}).headers["location"]).text
    post(f"{answer}/snooze", data={"span": "week"})
    yield "answer-snoozed", get(answer).text
    yield "answer-follows", get(post(f"{answer}/follow").headers["location"]).text

    number = furnish(site)
    yield from in_all("settings", settings)
    yield "settings-wrong", post(f"{settings}/pause", data={"until": "soon"}).text
    yield from in_all("subscription", f"{settings}/{number}")
    yield "subscription-new", get(f"{settings}/new").text
    yield "subscription-wrong", post(f"{settings}/{number}", data=WRONG).text
    with site.services.store.begin() as tx:
        person = tx.subscribers.by_email("bob@example.net")
        assert person is not None
        tx.subscribers.update(replace(person, lang="ru"))
    yield "subscription-wrong.ru", post(f"{settings}/{number}", data=WRONG).text
    with site.services.store.begin() as tx:
        tx.subscribers.update(person)
    yield "subscription-gone", get(f"{settings}/999").text
    post(f"{settings}/pause", data={"until": "2025-04-01"})
    yield "settings-paused", get(settings).text

    post("/", data=SIGN_UP | WANTED)
    confirm = link_in(site.mails[-1][1], "confirm")
    yield from in_all("confirm", confirm)
    yield "confirmed", post(confirm).text

    with site.services.store.begin() as tx:
        known = tx.incidents.get(IncidentId(1))
        gone = replace(known, withdrawn=True, version=known.version + 1)
        tx.incidents.save(replace(change(known, gone), after=gone), site.clock())
    yield "answer-withdrawn", get(answer).text
    yield "unsubscribe", get(leave).text
    left = post(leave).text
    yield "left", left
    yield "settings-left", get(settings).text
    back = re.search(r'action="(/return/[^"]+)"', left)
    assert back is not None
    yield "returned", post(back[1]).text
    yield "erase", get(f"{settings}/erase").text
    yield "erased", post(f"{settings}/erase").text
    for number in range(6):
        last = post("/link", data={"email": f"reader{number}@example.net"})
    yield "too-many", last.text


def furnish(site: Site) -> int:
    """Give somebody everything that a settings page can show; return the number of a full subscription."""
    with site.services.store.begin() as tx:
        person = tx.subscribers.by_email("bob@example.net")
        assert person is not None
        quiet = QuietHours(start=time(22), end=time(7), wake_for_critical=True)
        tx.subscribers.update(replace(person, tz="Europe/Kyiv", quiet_hours=quiet))
        full = Subscription(
            id=SubscriptionId(0),
            subscriber=person.id,
            mode=Mode.DAILY,
            types=frozenset({AttackType("drone")}),
            regions=frozenset({"RU-MOS", "PL"}),
            around=(Around(place=ISTRA, km=25),),
            min_standing=Standing.CORROBORATED,
            even_if_empty=False,
        )
        return tx.subscribers.subscribe(full, MORNING).id


def plain(page: str) -> str:
    """Without what is another at each run, and without the list of all time zones."""
    page = re.sub(r"/(settings|unsubscribe|confirm|return|answer)/[\w.-]{20,}", r"/\1/TOKEN", page)
    page = re.sub(r"/style\.css\?\w+", "/style.css", page)
    return re.sub(r"(?s)(</optgroup>\n)<optgroup.*</optgroup>\n", r"\1", page)


@pytest.mark.parametrize("name", NAMES)
def test_page_reads_as_before(name: str, pages: dict[str, str], pytestconfig: pytest.Config) -> None:
    assert_golden(pytestconfig, f"pages/{name}.html", pages[name])


def test_every_page_and_every_template_is_here(pages: dict[str, str]) -> None:
    templates = {path.name.partition(".")[0] for path in (TEMPLATES / "web").glob("*.html.j2")}
    assert set(pages) == {"", *NAMES}
    assert set(pages[""].split()) == templates - {"layout", "parts"}
