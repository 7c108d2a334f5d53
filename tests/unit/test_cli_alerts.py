"""``monitor alerts simulate``: what is printed for people and programs, and how it fails."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from monitor.storage import Store
from tests.pipeline.test_simulating import EVENING, NIGHT
from tests.storage.builders import feed
from tests.unit.conftest import Command

RULES = Path(__file__).parents[2] / "rules"
WINDOW = ("--from", "2024-05-13T18:00", "--to", "2024-05-14T12:00")

READERS = """\
version: 1
readers:
  - email: olena@example.org
    tz: Europe/Kyiv
    wants: [{rules: [ukraine]}]
"""


@pytest.fixture
def night(command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """The same, with a stored night and a reader."""
    monkeypatch.setenv("MONITOR_RULES_DIR", str(RULES))
    command("db", "upgrade")
    with Store.open(f"sqlite:///{tmp_path / 'var' / 'monitor.db'}") as store, store.begin() as tx:
        tx.feeds.sync([feed(name) for name in sorted({entry.feed for entry in NIGHT})], EVENING)
        tx.entries.add_all(NIGHT)
    (tmp_path / "readers.yml").write_text(READERS)
    return command


def test_timeline_for_people_and_pages(night: Command, tmp_path: Path):
    status, out, err = night("alerts", "simulate", *WINDOW, "--readers", "readers.yml", "--html", "pages")

    assert (status, err) == (0, "")
    assert out.splitlines() == [
        "2024-05-13 18:00 to 2024-05-14 12:00 UTC: 5 texts read from 2024-05-10 18:00 on, 1 incident told as new",
        "",
        "olena@example.org (Europe/Kyiv): ukraine (alert): 2 mails",
        "  Tue 2024-05-14 05:15  alert  medium   Missile attack: Kharkiv, Kharkiv region (decided 5 min before)",
        "      new #2 Missile attack: Kharkiv, Kharkiv region: first report",
        "        ukraine (any attack; Kharkiv is in Ukraine)",
        "  Tue 2024-05-14 06:20  alert  medium   Missile attack: Kharkiv, Kharkiv region – update: 5 killed",
        "      update #2 Missile attack: Kharkiv, Kharkiv region: standing, toll changed",
        "        ukraine (any attack; Kharkiv is in Ukraine)",
        "    1 waited as the rule says (wait): #2 Missile attack: Kharkiv, Kharkiv region",
        "    1 of rules that are not followed: #1 Drone attack: Bryansk, Bryansk region",
    ]
    assert [path.name for path in sorted((tmp_path / "pages").iterdir())] == [
        "olena@example.org-001.html",
        "olena@example.org-002.html",
    ]


def test_timeline_for_programs(night: Command):
    _, out, _ = night("alerts", "simulate", *WINDOW, "--readers", "readers.yml", "--json")

    found = json.loads(out)
    [olena] = found["readers"]
    assert found["entries"] == 5
    assert olena["kept"] == {"wait": 1, "other_rules": 1}
    assert [(mail["at"], [each["kind"] for each in mail["told"]]) for mail in olena["mails"]] == [
        ("2024-05-14T02:15:00Z", ["new"]),
        ("2024-05-14T03:20:00Z", ["update"]),
    ]


def test_edited_rule_is_compared_with_the_files_in_force(night: Command, tmp_path: Path):
    shutil.copytree(RULES, tmp_path / "mine")
    rule = tmp_path / "mine" / "alerts" / "ukraine.yml"
    rule.write_text(rule.read_text().replace("level: medium", "level: high"))

    status, out, _ = night("alerts", "simulate", *WINDOW, "--readers", "readers.yml", "--rules", "mine", "--compare")

    assert status == 0
    assert out.splitlines()[1:] == [
        "",
        "olena@example.org: 2 mails before, 2 now",
        (
            "  ~ Tue 2024-05-14 05:15 alert medium -> Tue 2024-05-14 05:15 alert high  "
            "new Missile attack: Kharkiv, Kharkiv region (ukraine)"
        ),
        (
            "  ~ Tue 2024-05-14 06:20 alert medium -> Tue 2024-05-14 06:20 alert high  "
            "update Missile attack: Kharkiv, Kharkiv region (ukraine)"
        ),
        "",
        "0 lost, 0 gained, 2 moved",
    ]


WRONG = {
    "end before begin": (["--from", "2024-05-14", "--to", "2024-05-13"], "is not before"),
    "nothing to compare": ([*WINDOW, "--compare"], "name --rules or --rule"),
    "two kinds of people": ([*WINDOW, "--subscriber", "a@example.org", "--readers", "readers.yml"], "use one of them"),
    "no such file": ([*WINDOW, "--readers", "gone.yml"], "gone.yml: the file cannot be read"),
}


@pytest.mark.parametrize(("arguments", "words"), WRONG.values(), ids=WRONG.keys())
def test_wrong_arguments(night: Command, arguments: list[str], words: str):
    status, out, err = night("alerts", "simulate", *arguments)

    assert (status, out) == (2, "")
    assert words in err


def test_rules_that_do_not_load_are_no_trial(night: Command, tmp_path: Path):
    shutil.copytree(RULES, tmp_path / "mine")
    (tmp_path / "mine" / "alerts" / "ukraine.yml").write_text("version: 1\nid: ukraine\n")

    status, out, err = night("alerts", "simulate", *WINDOW, "--rules", "mine")

    assert (status, out) == (2, "")
    assert "mine/alerts/ukraine.yml:" in err


def test_rule_that_there_is_not(night: Command):
    status, out, err = night("alerts", "simulate", *WINDOW, "--rule", "gone")

    assert (status, out, err) == (1, "", "monitor: no rule 'gone'\n")
