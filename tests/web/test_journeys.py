"""The ways of a subscriber in a real browser: the system's Chromium, real rules, a real mail server on this machine."""

from __future__ import annotations

import re
import shutil
import socket
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page

from monitor.bootstrap import Assembled, services
from monitor.config import Settings
from monitor.jobs.delivering import deliver_due
from monitor.jobs.polling import poll_due
from monitor.jobs.reloading import sync_feeds
from monitor.web.server import serving
from tests.assembled import FakeClock
from tests.fakes import FakeFetcher
from tests.pipeline.test_feed_to_mail import FEEDS, MORNING, ROOT, WIRE, rss, rss_without_items
from tests.smtpsink import Sink, smtp_sink

pytestmark = pytest.mark.xdist_group("browser")

PUBLIC = "https://alerts.example.org"
WIRE_FEED, HERALD_FEED = "https://wire.example/rss", "https://herald.example/rss"
LATER = rss(
    "Drone sets oil depot on fire in Orel",
    "A drone attack overnight set an oil depot on fire in the Russian city of Orel, wounding four people, "
    "the regional governor said on Wednesday.",
    "https://wire.example/2",
    "Wed, 15 May 2024 04:40:00 GMT",
)
BRYANSK = rss(
    "Drone falls on a fuel depot in Bryansk",
    "A drone attack overnight set a fuel depot on fire in the Russian city of Bryansk, wounding one person, "
    "the regional governor said on Thursday.",
    "https://wire.example/3",
    "Thu, 16 May 2024 04:40:00 GMT",
)


@dataclass(kw_only=True)
class World:
    """The whole service: feeds that can be changed, a clock, a mail server, pages on a port."""

    services: Assembled
    clock: FakeClock
    fetcher: FakeFetcher
    sink: Sink
    address: str

    def mails(self, to: str) -> list[EmailMessage]:
        """The mails that have arrived at an address, after sending what is due."""
        deliver_due(self.services, self.clock())
        arrived = [message_from_bytes(content, policy=policy.default) for content in self.sink.contents]
        return [mail for mail in arrived if mail["To"] == to]

    def news(self, feed: str, body: bytes) -> None:
        """Let a feed have news, and the service read it."""
        self.fetcher.answers[feed] = body
        poll_due(self.services, self.clock())
        self.clock.go_on(minutes=10)

    def local(self, link: str) -> str:
        """A link of a mail, at the address where the pages listen: what a reverse proxy does."""
        assert link.startswith(f"{PUBLIC}/")
        return link.replace(PUBLIC, self.address)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A service with two feeds that have brought nothing yet."""
    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    (tmp_path / "rules" / "feeds.yml").write_text(FEEDS, encoding="utf-8")
    clock = FakeClock(MORNING)
    fetcher = FakeFetcher({WIRE_FEED: rss_without_items(), HERALD_FEED: rss_without_items()})
    with smtp_sink() as sink:
        settings = Settings(
            database_url=f"sqlite:///{tmp_path / 'monitor.db'}",  # type: ignore[arg-type]
            rules_dir=tmp_path / "rules",
            templates_dir=ROOT / "templates",
            mail_from="Attack monitor <monitor@alerts.example.org>",
            operator_email="desk@alerts.example.org",
            smtp_host="127.0.0.1",
            smtp_port=sink.port,
            smtp_tls="none",
            public_url=PUBLIC,
            web_port=free_port(),
        )
        with services(settings, clock=clock, fetcher=fetcher) as opened, serving(opened):
            sync_feeds(opened, MORNING)
            address = f"http://127.0.0.1:{settings.web_port}"
            yield World(services=opened, clock=clock, fetcher=fetcher, sink=sink, address=address)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def link_of(mail: EmailMessage, page: str) -> str:
    found = re.search(rf"{PUBLIC}/{page}/\S+", text_of(mail))
    assert found is not None
    return found[0]


def opened(browser: Browser, **context: object) -> Page:
    """A page without scripts in a browser of its own; anything that asks for another host fails the test."""
    page = browser.new_context(java_script_enabled=False, **context).new_page()  # type: ignore[arg-type]
    page.set_default_timeout(10_000)
    return page


def test_from_signing_up_to_the_last_mail(world: World, browser: Browser):
    page = opened(browser, locale="en-GB")
    page.goto(world.address)
    page.get_by_label("E-mail address").fill("anna@example.net")
    page.get_by_label("Attack on a refinery").check()
    page.get_by_label("Time zone").select_option(label="Kyiv")
    page.get_by_role("button", name="Ask for the mails").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Look into your mail"

    [asking] = world.mails("anna@example.net")
    page.goto(world.local(link_of(asking, "confirm")))
    assert "At once:" in page.locator("main").inner_text()
    page.get_by_role("button", name="Yes, send me these mails").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Confirmed"

    world.news(WIRE_FEED, WIRE)
    [_, alert] = world.mails("anna@example.net")
    assert "Bryansk" in alert["Subject"]
    assert "(Europe/Kyiv, UTC+3)" in " ".join(text_of(alert).split())

    page.goto(world.local(link_of(alert, "settings")))
    page.get_by_role("link", name=re.compile("^Change: At once")).click()
    page.get_by_label("Once an hour").check()
    page.get_by_role("button", name="Save").click()
    assert page.get_by_role("status").inner_text() == "Saved."
    assert "Once an hour" in page.locator("main").inner_text()

    one_click = re.findall(r"<(https[^>]+)>", alert["List-Unsubscribe"])
    assert (len(one_click), alert["List-Unsubscribe-Post"]) == (1, "List-Unsubscribe=One-Click")
    body = urlencode({"List-Unsubscribe": "One-Click"}).encode()
    with urllib.request.urlopen(world.local(one_click[0]), data=body) as answer:
        assert answer.status == 200

    world.clock.go_on(days=1)
    world.news(WIRE_FEED, LATER)
    with world.services.store.read() as tx:
        assert len(tx.incidents.list()) == 2
    world.clock.go_on(hours=2)
    assert len(world.mails("anna@example.net")) == 2
    page.reload()
    assert "You have unsubscribed" in page.locator("main").inner_text()


def test_mistakes_are_shown_and_leaving_can_be_taken_back_by_keyboard_on_a_small_screen(world: World, browser: Browser):
    page = opened(browser, locale="uk-UA", viewport={"width": 320, "height": 640})
    page.goto(world.address)
    page.get_by_label("Адреса електронної пошти").press("Enter")
    assert page.get_by_role("alert").is_visible()
    page.get_by_role("link", name="Виберіть принаймні одне.").press("Enter")
    page.get_by_label("Адреса електронної пошти").fill("тарас@example.net")
    page.get_by_role("checkbox").first.press("Space")
    page.get_by_role("button").press("Enter")
    assert "мають бути латинські" in page.locator("#email-problem").inner_text()
    assert page.get_by_role("checkbox").first.is_checked()
    page.get_by_label("Адреса електронної пошти").fill("taras@example.net")
    page.get_by_role("button").press("Enter")

    [asking] = world.mails("taras@example.net")
    assert "підтвердьте" in asking["Subject"]
    page.goto(world.local(link_of(asking, "confirm")))
    page.get_by_role("button").press("Enter")
    page.get_by_role("link", name="Змінити, що ви отримуєте").press("Enter")
    page.get_by_role("link", name="Відписатися").press("Enter")
    page.get_by_role("button").press("Enter")
    assert page.get_by_role("heading", level=1).inner_text() == "Ви більше не отримуєте листів"
    page.get_by_role("button").press("Enter")
    assert page.get_by_role("heading", level=1).inner_text() == "Ви знову отримуєте листи"


def test_filters_by_keyboard_then_answers_to_the_mail(world: World, browser: Browser):
    page = opened(browser, locale="ru-RU", viewport={"width": 320, "height": 640})
    page.goto(world.address)
    page.get_by_label("Адрес электронной почты").fill("olga@example.net")
    page.get_by_role("checkbox", name="Всё, и то, что добавится").press("Space")
    page.get_by_text("Только некоторые: по виду, месту и достоверности").press("Enter")
    page.get_by_label("Регионы и страны").fill("Белгородская область\nНарния")
    page.get_by_label("Место 1").fill("Клинцы")
    page.get_by_label("Радиус, км (1)").fill("200")
    page.get_by_label("Радиус, км (1)").press("Enter")
    assert "Нарния: такого места нет" in page.locator("#regions-problem").inner_text()
    page.get_by_role("link", name=re.compile("Нарния")).press("Enter")
    page.get_by_label("Регионы и страны").fill("Белгородская область\nПольша")
    page.get_by_label("Радиус, км (1)").press("Enter")

    [asking] = world.mails("olga@example.net")
    assert "в пределах 200 км: Клинцы, Брянская область" in " ".join(text_of(asking).split())
    page.goto(world.local(link_of(asking, "confirm")))
    asked = page.locator("main").inner_text()
    assert "Белгородская область, Польша, в пределах 200 км: Клинцы, Брянская область" in asked
    page.get_by_role("button").press("Enter")

    world.clock.go_on(days=2)
    world.news(WIRE_FEED, BRYANSK)
    alert = world.mails("olga@example.net")[-1]
    page.goto(world.local(link_of(alert, "answer")))
    assert "Брянск" in page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("button", name="Следить за этой атакой").press("Enter")
    assert page.get_by_role("status").inner_text() == "Сохранено."
    page.get_by_role("radio", name="Неверно место").press("Space")
    page.get_by_role("button", name="Отправить оператору").press("Enter")
    assert "Спасибо." in page.get_by_role("status").inner_text()
    with world.services.store.read() as tx:
        [objection] = tx.objections.list(10)
        assert tx.subscribers.get(objection.subscriber).email == "olga@example.net"


def test_pages_load_nothing_from_elsewhere(world: World, browser: Browser):
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in ("/", "/link", "/privacy?lang=uk", "/settings/x"):
        page.goto(f"{world.address}{path}")
    page.close()

    assert f"{world.address}/style.css" in {url.partition("?")[0] for url in asked}
    assert [url for url in asked if not url.startswith((world.address, "data:"))] == []
