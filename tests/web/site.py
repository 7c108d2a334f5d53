"""A service with its pages, without a network: a store, a clock, two rules, and a browser that speaks ASGI."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from functools import cache
from pathlib import Path

from starlette.testclient import TestClient

from monitor.config import Settings
from monitor.delivery.render import Renderer
from monitor.jobs.delivering import deliver_due
from monitor.model import Level, RuleAlerting, RuleId, Subscriber, SubscriberId, Subscription, SubscriptionId
from monitor.rules.model import Conditions, Rule, RuleStatus
from monitor.storage import Store
from monitor.web.app import make_app
from tests.assembled import TEMPLATES, FakeClock, FakeInForce, FakeRules, FakeRuleSet, TestServices

MORNING = datetime(2025, 3, 4, 6, 30, tzinfo=UTC)
BASE = "https://alerts.example.org"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def a_rule(number: str, title: str, level: Level, status: RuleStatus = RuleStatus.STABLE) -> Rule:
    return Rule(
        id=RuleId(number),
        title=title,
        status=status,
        level=level,
        owner="desk@example.org",
        match=Conditions(),
        alert=RuleAlerting(rule=RuleId(number), level=level),
    )


RULES = (
    a_rule("moscow", "Drones near Moscow", Level.HIGH),
    a_rule("energy", "Strikes on power <plants> & grids", Level.MEDIUM),
    a_rule("shadow", "Not ready yet", Level.LOW, RuleStatus.EXPERIMENTAL),
)

SIGN_UP = {"email": "anna@example.net", "rule": ["moscow"], "mode": "alert", "level": "low", "lang": "en", "tz": "UTC"}


@cache
def renderer() -> Renderer:
    """The mail templates, loaded once for all tests."""
    return Renderer(TEMPLATES)


@dataclass(kw_only=True)
class Site:
    """The service, and a client that asks it from an address of the Internet."""

    services: TestServices
    clock: FakeClock
    client: TestClient

    @property
    def mails(self) -> list[tuple[str, EmailMessage]]:
        """Mails that have gone out, after sending what is due."""
        deliver_due(self.services, self.clock())
        return self.services.channel.sent

    def from_address(self, address: str) -> TestClient:
        """A client elsewhere."""
        return TestClient(self.client.app, BASE, client=(address, 4711), follow_redirects=False)

    def confirmed(self, email: str = "anna@example.net") -> Links:
        """Somebody who has signed up and confirmed, with the links of their confirmation and settings."""
        self.client.post("/", data=SIGN_UP | {"email": email})
        link = link_in(self.mails[-1][1], "confirm")
        answer = self.client.post(link)
        settings = re.search(r'href="(/settings/[^"]+)"', answer.text)
        assert settings is not None
        page = self.client.get(settings[1]).text
        leave = re.search(r'href="(/unsubscribe/[^"]+)"', page)
        assert leave is not None
        return Links(confirm=link, settings=settings[1], leave=leave[1])

    def person(self, email: str = "anna@example.net") -> Subscriber | None:
        with self.services.store.read() as tx:
            return tx.subscribers.by_email(email)


@dataclass(frozen=True, kw_only=True)
class Links:
    """Paths that somebody was given."""

    confirm: str
    settings: str
    leave: str


def link_in(mail: EmailMessage, page: str) -> str:
    """The path of the link to *page* in the text of a mail."""
    body = mail.get_body(("plain",))
    assert body is not None
    found = re.search(rf"{BASE}(/{page}/\S+)", body.get_content())
    assert found is not None, body.get_content()
    return found[1]


def open_site(store: Store, folder: Path, **settings: object) -> Site:
    """The pages over *store*, for readers who come by HTTPS."""
    clock = FakeClock(MORNING)
    services = TestServices(
        store=store,
        settings=Settings(
            public_url=BASE,
            mailbox_dir=folder / "mailbox",
            mail_from="Attack monitor <monitor@alerts.example.org>",
            operator_email="desk@alerts.example.org",
            **settings,  # type: ignore[arg-type]
        ),
        clock=clock,
        renderer=renderer(),
        rules=FakeRules(in_force=FakeInForce(ruleset=FakeRuleSet(rules=RULES))),
    )
    client = TestClient(make_app(services), BASE, client=("192.0.2.1", 4711), follow_redirects=False)
    return Site(services=services, clock=clock, client=client)


def add(site: Site, email: str = "bob@example.net", **given: object) -> Subscriber:
    """Somebody whom the operator added."""
    with site.services.store.begin() as tx:
        person = tx.subscribers.add(
            Subscriber(id=SubscriberId(0), email=email, confirmed_at=MORNING, created_at=MORNING, **given)  # type: ignore[arg-type]
        )
        wanted = Subscription(id=SubscriptionId(0), subscriber=person.id, rules=frozenset({RuleId("moscow")}))
        tx.subscribers.subscribe(wanted, MORNING)
    return person
