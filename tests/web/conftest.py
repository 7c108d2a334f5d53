"""The pages over a store of each kind."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.storage import Store
from tests.web.site import Site, open_site


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
