"""The promises of delivery, on a sample of what ``python -m benchmarks.reliability`` tries in full (docs/reliability.md).

The way from the feed to the mail is gone by real processes that are killed, starved and cut off; see `tests.reliability`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from monitor.jobs import claiming
from monitor.storage import upgrade
from tests.reliability import leaving

ROOT = Path(__file__).parents[2]
LEAST_STEPS = 100
"""Fewer steps than this and the run is not the whole way any more."""


def run(*arguments: str) -> dict[str, object]:
    """Run a part of the machinery in a process of its own: it forks, which processes with threads should not."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, object] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_death_at_any_step_loses_nothing_and_repeats_only_what_was_in_hand(
    request: pytest.FixtureRequest, database: str
) -> None:
    server = [] if database == "sqlite" else ["--server", request.getfixturevalue("postgresql_server")]
    found = run("tests.reliability.crashes", "--every", "19", *server)
    assert found["broken"] == []
    assert found["steps"] >= LEAST_STEPS  # type: ignore[operator]
    assert found["points"] == len(range(1, found["steps"] + 1, 19))  # type: ignore[operator]
    assert found["deaths"] >= 2 * found["points"]  # type: ignore[operator]


def test_deaths_and_stops_drawn_from_a_seed(postgresql_server: str) -> None:
    """`make reliability MINUTES=10` draws many more; a stopped worker wakes, sends nothing twice and marks nothing."""
    found = run("tests.reliability.schedules", "--seed", "4", "--most", "8", "--server", postgresql_server)
    assert found["broken"] == []
    assert found["points"] == 8
    assert found["deaths"] >= 5  # type: ignore[operator]
    assert found["stops"] >= 2  # type: ignore[operator]


def test_who_leaves_while_mails_are_taken_in_hand_gets_none_afterwards(store_url: str, tmp_path: Path) -> None:
    found = leaving.race(store_url, tmp_path, races=60)
    assert (found.races, found.sent + found.spared, found.late) == (60, 60, 0)


def test_mail_begun_after_leaving_would_be_noticed(
    store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claiming, "held_back", lambda tx, incident_of, alerting, delivery, *_: (delivery, None))
    monkeypatch.setattr(leaving, "dropped_since", lambda *_: None)
    assert leaving.race(store_url, tmp_path, races=200).late > 0


def test_power_cut_loses_no_commit() -> None:
    found = run("tests.reliability.powercut", "--every", "97")
    assert found["images"] >= 18  # type: ignore[operator]
    assert (found["damaged"], found["lost"]) == (0, 0)


def test_power_cut_without_syncs_would_be_noticed() -> None:
    found = run("tests.reliability.powercut", "--every", "97", "--synchronous", "OFF")
    assert found["damaged"] + found["lost"] > 0  # type: ignore[operator]


def test_full_disk_is_got_over_without_a_restart() -> None:
    found = run("tests.reliability.shortage", "disk", "--sizes", "40000", "120000", "40000")
    assert found["deaths"] >= 1  # type: ignore[operator]
    assert found["broken"] == []


def test_mail_server_that_is_away_for_a_day(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'm.db'}"
    upgrade(url)
    found = run("tests.reliability.shortage", "outage", "--url", url, "--days", "1", "--readers", "3")
    assert (found["lost"], found["given_up"], found["repeated"], found["operator_mails"]) == (0, 0, 0, 1)
    assert found["minutes_to_drain"] <= 30  # type: ignore[operator]
