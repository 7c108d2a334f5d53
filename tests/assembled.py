"""Services for tests of jobs: a real store and real templates, a channel that keeps what it is given, a clock to be set."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

from monitor.config import Settings
from monitor.delivery.channels import StillOurs, always
from monitor.delivery.events import Event
from monitor.delivery.render import Renderer
from monitor.errors import DeliveryError, RuleError
from monitor.feeds.answers import ParsesFeeds
from monitor.feeds.parse import Parser
from monitor.language.lexicon import Lexicon
from monitor.model import AttackType, Endpoint, Feed, Place, PlaceId, RuleAlerting, RuleId
from monitor.network.posting import Posted
from monitor.rules.model import Rule
from monitor.storage import Store
from tests.fakes import FakeArticles, FakeFetcher

TEMPLATES = Path(__file__).parents[1] / "templates"


class FakeClock:
    """A clock that stands still until it is told to go on."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def go_on(self, **span: float) -> datetime:
        self.now += timedelta(**span)
        return self.now


class FakeEndpoints:
    """Keeps events; raises the errors of ``fail_next`` first."""

    def __init__(self) -> None:
        self.told: list[tuple[Endpoint, Event]] = []
        self.fail_next: list[Exception] = []

    def send(self, endpoint: Endpoint, event: Event, now: datetime) -> None:
        if self.fail_next:
            raise self.fail_next.pop(0)
        self.told.append((endpoint, event))


class FakePoster:
    """Keeps what is posted, and the addresses that are asked for; raises the errors of ``fail_next`` first."""

    def __init__(self) -> None:
        self.posted: list[tuple[str, bytes]] = []
        self.asked: list[str] = []
        self.fail_next: list[Exception] = []
        self.answer = Posted(status=202, words="")

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Posted:
        self.posted.append((url, body))
        return self._answer()

    def get(self, url: str) -> Posted:
        self.asked.append(url)
        return self._answer()

    def _answer(self) -> Posted:
        if self.fail_next:
            raise self.fail_next.pop(0)
        return self.answer


class FakeChannel:
    """Keeps messages; raises the errors of ``fail_next`` first, one for each message."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, EmailMessage]] = []
        self.fail_next: list[Exception] = []
        self.tries = 0

    def send(self, message: EmailMessage, recipient: str, still_ours: StillOurs = always) -> None:
        self.tries += 1
        if self.fail_next:
            raise self.fail_next.pop(0)
        self.sent.append((recipient, message))

    def close(self) -> None:
        """Nothing is held."""

    def refuse(self, **facts: bool | int) -> None:
        self.fail_next.append(DeliveryError("the server said no", **facts))  # type: ignore[arg-type]

    @property
    def subjects(self) -> list[str]:
        return [str(message["Subject"]) for _, message in self.sent]


@dataclass(frozen=True, kw_only=True)
class FakePipeline:
    """What delivering asks of a pipeline."""

    alerting: Mapping[RuleId, RuleAlerting] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class FakeRuleSet:
    """What delivering and the pages ask of a rule set."""

    rules: tuple[Rule, ...] = ()
    feeds: tuple[Feed, ...] = ()
    lexicon: Lexicon = field(default_factory=lambda: Lexicon((), types={AttackType("drone"): "Drone"}))


@dataclass(frozen=True, kw_only=True)
class FakeGazetteer:
    """Finds places by the names that are its keys."""

    known: Mapping[str, Place] = field(default_factory=dict)

    def find(self, name: str) -> Place | None:
        return self.known.get(name)

    def suggest(self, name: str) -> list[str]:
        return [each for each in self.known if each[:3] == name[:3]]


@dataclass(frozen=True, kw_only=True)
class FakeInForce:
    """Rules in force, almost without vocabulary and gazetteer."""

    ruleset: FakeRuleSet = field(default_factory=FakeRuleSet)
    pipeline: FakePipeline = field(default_factory=FakePipeline)
    gazetteer: FakeGazetteer = field(default_factory=FakeGazetteer)

    def place(self, place: PlaceId) -> Place | None:
        return next((each for each in self.gazetteer.known.values() if each.id == place), None)

    def region(self, code: str) -> Place | None:
        return self.gazetteer.find(code)


@dataclass(kw_only=True)
class FakeRules:
    """Holds what is in force."""

    in_force: FakeInForce = field(default_factory=FakeInForce)
    errors: tuple[RuleError, ...] = ()

    def reload(self) -> bool:
        return False


@dataclass(kw_only=True)
class TestServices:
    """`monitor.jobs.services.Services`, with doubles of what touches the outside."""

    __test__ = False

    store: Store
    settings: Settings
    clock: Callable[[], datetime]
    channel: FakeChannel = field(default_factory=FakeChannel)
    operator_channel: FakeChannel = field(default_factory=FakeChannel)
    endpoints: FakeEndpoints = field(default_factory=FakeEndpoints)
    poster: FakePoster = field(default_factory=FakePoster)
    rules: FakeRules = field(default_factory=FakeRules)
    fetcher: FakeFetcher = field(default_factory=lambda: FakeFetcher({}))
    parser: ParsesFeeds = field(default_factory=Parser)
    articles: FakeArticles = field(default_factory=lambda: FakeArticles({}))
    renderer: Renderer = field(default_factory=lambda: Renderer(TEMPLATES))
    stop: threading.Event = field(default_factory=threading.Event)
