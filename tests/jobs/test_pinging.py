"""The dead man's switch is pressed while all is well, and let go of when anything is not."""

from __future__ import annotations

import logging
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from monitor.config import Settings
from monitor.errors import FetchError
from monitor.jobs.health import LATE, note_success
from monitor.jobs.pinging import ping
from monitor.network.posting import Posted
from monitor.storage import Store
from tests.assembled import FakeClock, TestServices
from tests.storage.builders import NOW

URL = "https://watch.example/ping/7f3a"


@pytest.fixture
def services(store: Store, tmp_path: Path) -> TestServices:
    settings = Settings(mailbox_dir=tmp_path, ping_url=SecretStr(URL))
    return TestServices(store=store, settings=settings, clock=FakeClock(NOW))


def all_well(services: TestServices) -> None:
    for sweep in LATE:
        note_success(services, sweep, NOW)


def test_it_is_pressed_while_all_is_well(services: TestServices):
    all_well(services)
    services.poster.answer = Posted(status=200, words="OK")
    assert ping(services, NOW)
    assert services.poster.asked == [URL]


def test_it_is_let_go_when_a_sweep_is_late(services: TestServices, caplog: pytest.LogCaptureFixture):
    all_well(services)
    assert not ping(services, NOW + timedelta(hours=1))
    assert services.poster.asked == []
    [record] = caplog.records
    assert record.message == "ping.withheld"
    assert "'poll'" in vars(record)["why"]


@pytest.mark.parametrize("gone", [True, False], ids=["out of reach", "refuses"])
def test_switch_that_is_out_of_order_is_told_without_its_address(
    services: TestServices, caplog: pytest.LogCaptureFixture, gone: bool
):
    all_well(services)
    if gone:
        services.poster.fail_next.append(FetchError("it did not answer properly", url=URL, reason="connect"))
    services.poster.answer = Posted(status=404, words="no such check")
    assert not ping(services, NOW)
    [record] = caplog.records
    assert (record.message, record.levelno) == ("ping.failed", logging.WARNING)
    assert URL not in str(vars(record))


def test_without_one_nothing_is_asked(services: TestServices):
    all_well(services)
    services.settings = services.settings.model_copy(update={"ping_url": None})
    assert not ping(services, NOW)
    assert services.poster.asked == []
