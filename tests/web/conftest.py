"""The pages over a store of each kind, and a browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from monitor.storage import Store
from tests.web.site import Site, open_site

REQUIRE = "MONITOR_TEST_REQUIRE_CHROMIUM"


@pytest.fixture
def site(sqlite_template: Path, tmp_path: Path) -> Iterator[Site]:
    """The pages over SQLite."""
    path = shutil.copy(sqlite_template, tmp_path / "monitor.sqlite")
    with Store.open(f"sqlite:///{path}") as store:
        yield open_site(store, tmp_path)


@pytest.fixture
def any_site(store: Store, tmp_path: Path) -> Site:
    """The pages over SQLite and over PostgreSQL."""
    return open_site(store, tmp_path)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium. Its tests belong to one group of pytest-xdist, so that they do not starve each other."""
    found = os.environ.get("MONITOR_TEST_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        if os.environ.get(REQUIRE) == "1":
            pytest.fail(f"{REQUIRE}=1, but there is no Chromium: apt-get install chromium")
        pytest.skip("there is no Chromium: apt-get install chromium, or name it in MONITOR_TEST_CHROMIUM")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield opened
        opened.close()
