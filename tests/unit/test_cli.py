"""The command line: what is printed for people and programs, and how it fails."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from monitor import __version__
from monitor.model import DeliveryState, IncidentId
from monitor.storage import Store
from tests.storage.builders import NOW, change, delivery, incident, item, report, subscriber, with_entry
from tests.unit.conftest import Command


@pytest.fixture
def filled(command: Command, tmp_path: Path) -> Command:
    """The same, with one incident, one subscriber and one delivery that has failed in the database."""
    command("db", "upgrade")
    with Store.open(f"sqlite:///{tmp_path / 'var' / 'monitor.db'}") as store, store.begin() as tx:
        with_entry(tx)
        known = tx.incidents.save(change(None, incident()), NOW)
        tx.reports.add(report(), known.id)
        person = tx.subscribers.add(subscriber())
        queued = tx.outbox.add(delivery("k", person.id, item(known.id)))
        assert queued is not None
        claimed = tx.outbox.claim(queued.id, NOW, 60)
        assert claimed is not None
        tx.outbox.fail(queued.id, claimed.fence, "the server said no")
    return command


def test_version(command: Command):
    assert command("--version") == (0, f"monitor {__version__}\n", "")


def test_help_loads_nothing_heavy():
    heavy = "sqlalchemy sqlmodel httpx feedparser apscheduler jinja2 pydantic lxml pymorphy3 alembic"
    code = f"import sys; import monitor.cli.app; print([m for m in {heavy.split()!r} if m in sys.modules])"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"


def test_wrong_settings_are_one_line_and_status_2(command: Command, tmp_path: Path):
    (tmp_path / "monitor.toml").write_text("smtp_prot = 25\n")

    status, out, err = command("config", "show")

    assert (status, out) == (2, "")
    assert err == "monitor: monitor.toml:1: smtp_prot: no such setting; did you mean smtp_port?\n"


def test_settings_file_can_be_named(command: Command, tmp_path: Path):
    (tmp_path / "mine.toml").write_text("digest_hour = 6\n")

    _, out, _ = command("--config", "mine.toml", "config", "show", "--json")

    shown = {value["name"]: value for value in json.loads(out)}
    assert shown["digest_hour"] == {"name": "digest_hour", "shown": 6, "origin": "mine.toml:1"}


def test_secrets_are_not_shown(command: Command, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MONITOR_SMTP_PASSWORD", "sesame")

    status, out, _ = command("config", "show")

    assert status == 0
    assert "sesame" not in out
    assert "MONITOR_SMTP_PASSWORD" in out


WRONG_ARGUMENTS = {
    "no such command": (["nonsense"], "No such command 'nonsense'"),
    "no such option": (["config", "show", "--yaml"], "No such option"),
    "no such mode": (["subscribers", "add", "a@example.org", "--mode", "yearly"], "'yearly' is not one of"),
    "no address": (["subscribers", "add", "anna"], "'anna' is no address"),
    "address with a line break": (["subscribers", "add", "a@example.org\nBcc: b@example.org"], "is no address"),
    "no such time zone": (["subscribers", "add", "a@example.org", "--tz", "Kyiv"], "--tz Kyiv: no such time zone"),
    "no such language": (["subscribers", "add", "a@example.org", "--lang", "xx"], "--lang xx"),
    "nothing to retry": (["deliveries", "retry"], "name the deliveries"),
    "nothing to preview": (["mail", "preview"], "name the incidents"),
    "no file": (["explain", "gone.txt"], "gone.txt: the file cannot be read: No such file"),
    "no such day": (["incidents", "list", "--since", "yesterday"], "'yesterday' does not match"),
}


@pytest.mark.parametrize(("arguments", "told"), WRONG_ARGUMENTS.values(), ids=WRONG_ARGUMENTS.keys())
def test_wrong_arguments_are_told_and_status_2(command: Command, arguments: list[str], told: str):
    status, out, err = command(*arguments)

    assert (status, out) == (2, "")
    assert told in " ".join(err.split())
    assert "Traceback" not in err


def test_command_that_begins_a_new_database_says_so(command: Command):
    _, _, told = command("incidents", "list")

    assert told.count("\n") == 1
    assert "warning database.created database='sqlite:///var/monitor.db'" in told
    assert command("incidents", "list")[2] == ""


def test_what_is_not_there_is_one_line_and_status_1(command: Command):
    command("db", "upgrade")

    assert command("incidents", "show", "99") == (1, "", "monitor: no incident 99\n")


def test_debug_shows_where_an_error_comes_from(command: Command, tmp_path: Path):
    result = subprocess.run(
        [sys.executable, "-m", "monitor", "--debug", "incidents", "show", "99"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )

    assert result.returncode == 1
    assert "Traceback" in result.stderr


def test_database_that_cannot_be_made_is_one_line(command: Command, tmp_path: Path):
    (tmp_path / "var").write_text("a file where a folder should be")

    status, out, err = command("incidents", "list")

    assert (status, out, len(err.splitlines())) == (1, "", 1)
    assert "var" in err


@pytest.mark.parametrize("listing", ["incidents", "deliveries", "subscribers"])
def test_empty_listing_says_so(command: Command, listing: str):
    status, out, _ = command(listing, "list")

    assert status == 0
    assert out.startswith("No ")


def test_incidents_as_json_have_stable_keys_and_times_in_utc(filled: Command):
    status, out, _ = filled("incidents", "list", "--json")

    [found] = json.loads(out)
    assert status == 0
    assert (found["id"], found["types"], found["place"]["name"], found["standing"]) == (
        1,
        ["drone"],
        "Kyiv",
        "reported",
    )
    assert (found["first_day"], found["killed"]) == ("2025-03-04", None)
    assert found["first_reported_at"] == "2025-03-04T06:30:00Z"


def test_incident_is_shown_with_history_and_evidence(filled: Command):
    _, out, _ = filled("incidents", "show", "1")

    assert "Incident 1, version 1: drone" in out
    assert "“Drone hits a depot”" in out
    assert "https://city-news.example/e1" in out


def test_incident_as_json_has_history_and_reports(filled: Command):
    _, out, _ = filled("incidents", "show", "1", "--json")

    shown = json.loads(out)
    assert [update["kind"] for update in shown["history"]] == ["new"]
    assert shown["reports"][0]["evidence"] == [{"fact": "type", "quote": "Drone hits a depot"}]


def test_failed_deliveries_are_listed_with_the_reason(filled: Command):
    _, out, _ = filled("deliveries", "list", "--state", "failed")

    assert "the server said no" in out
    assert "ada@example.org" in out
    assert "1 failed" in out


def test_failed_delivery_is_made_due_again(filled: Command, tmp_path: Path):
    assert filled("deliveries", "retry", "1", "7")[:2] == (0, "1 due again. Not given up, so left alone: 7.\n")

    with Store.open(f"sqlite:///{tmp_path / 'var' / 'monitor.db'}") as store, store.read() as tx:
        [due] = tx.outbox.list(DeliveryState.PENDING)
    assert (due.attempts, due.error) == (0, None)


def test_listing_prints_what_feeds_say_as_it_stands(filled: Command, tmp_path: Path):
    with Store.open(f"sqlite:///{tmp_path / 'var' / 'monitor.db'}") as store, store.begin() as tx:
        before = tx.incidents.get(IncidentId(1))
        place = replace(before.place, name="[bold]Kyiv[/bold] [link=x]")
        tx.incidents.save(change(before, replace(before, version=2, place=place)), NOW)

    assert "[bold]Kyiv[/bold] [link=x]" in filled("incidents", "list")[1]


def test_subscriber_is_added_paused_and_resumed(command: Command):
    def state() -> str:
        [found] = json.loads(command("subscribers", "list", "--json")[1])
        return str(found["state"])

    status, out, _ = command(
        "subscribers", "add", "anna@example.org", "--rule", "any-attack", "--mode", "daily", "--tz", "Europe/Kyiv"
    )
    assert status == 0
    assert out.startswith("anna@example.org follows any-attack (daily)")
    assert state() == "not confirmed"
    command("subscribers", "confirm", "anna@example.org")
    assert state() == "active"
    command("subscribers", "pause", "ANNA@example.org")
    assert state() == "paused"
    command("subscribers", "resume", "anna@example.org")
    assert state() == "active"


def test_rule_that_is_not_there_is_told_with_the_nearest(command: Command):
    status, _, err = command("subscribers", "add", "anna@example.org", "--rule", "any-atack")

    assert (status, err) == (2, "monitor: --rule any-atack: no such rule; did you mean any-attack?\n")


def test_health_of_a_service_that_does_not_run_is_status_1(command: Command):
    command("db", "upgrade")
    status, out, _ = command("health", "--json")

    assert status == 1
    assert json.loads(out)["healthy"] is False
    assert len(json.loads(out)["complaints"]) == 3


def test_health_makes_no_database(command: Command, tmp_path: Path):
    status, out, _ = command("health")

    assert (status, out) == (1, "there is no database: is 'monitor run' at work, and in this folder?\n")
    assert list(tmp_path.iterdir()) == []


def test_mails_can_be_looked_at(command: Command):
    status, out, _ = command("mail", "preview", "--sample", "--out", "mails")

    assert status == 0
    assert [Path(line).read_text("utf-8")[:9].lower() for line in out.splitlines()] == ["<!doctype"] * 6


def test_broken_rule_file_is_named_with_its_line_and_status_2(command: Command, tmp_path: Path):
    (tmp_path / "rules" / "alerts").mkdir(parents=True)
    (tmp_path / "rules" / "alerts" / "mine.yml").write_text("version: 1\nid: mine\nlevle: high\n")

    status, out, err = command("rules", "check")

    assert (status, out) == (2, "")
    assert "monitor: rules/alerts/mine.yml:3:1: " in err
    assert "level" in err


TEXT = "Drones hit fuel depot in Bryansk\nTwo people were hurt when a drone hit a depot in Bryansk overnight &amp; burnt it, see &lt;video&gt;.\n"


def test_text_is_explained_for_people_and_for_programs(command: Command, tmp_path: Path):
    (tmp_path / "entry.txt").write_text(TEXT)
    when = ("--published", "2024-05-14T04:40Z", "--lang", "en")

    status, out, told = command("explain", "entry.txt", *when)
    assert (status, told) == (0, "")
    assert "Report 1  MAIN  drone" in out
    assert "  claim       nobody is named" in out
    assert not (tmp_path / "var").exists()

    [explained] = json.loads(command("explain", "entry.txt", *when, "--json")[1])
    assert [report["place"] for report in explained["reports"]] == ["Bryansk"]


def test_explanation_is_a_page_with_text_from_the_entry_as_text(command: Command, tmp_path: Path):
    (tmp_path / "entry.txt").write_text(TEXT)

    status, out, _ = command(
        "explain", "entry.txt", "--published", "2024-05-14T04:40Z", "--lang", "en", "--html", "why.html"
    )

    page = (tmp_path / "why.html").read_text("utf-8")
    assert (status, out) == (0, "why.html\n")
    assert '<mark class="place"' in page
    assert "&lt;video&gt;" in page
    assert "<video>" not in page


def test_stream_is_replayed(command: Command, tmp_path: Path):
    line = {
        "id": "e1",
        "published": "2024-05-14T04:40:00Z",
        "lang": "en",
        "title": TEXT.splitlines()[0],
        "summary": TEXT,
    }
    (tmp_path / "entries.jsonl").write_text(json.dumps(line) + "\n")

    status, out, _ = command("backtest", "entries.jsonl")
    assert status == 0
    assert out.startswith("1 entries, 1 incidents, ")

    result = json.loads(command("backtest", "entries.jsonl", "--json")[1])
    assert [incident["place"] for incident in result["incidents"]] == ["Bryansk"]


def test_line_that_is_no_entry_is_named(command: Command, tmp_path: Path):
    (tmp_path / "entries.jsonl").write_text('{"id": "e1", "published": "2024-05-14T04:40:00Z"}\n{"id": "e2"}\n')

    status, _, err = command("backtest", "entries.jsonl")

    assert (status, err) == (2, "monitor: line 2 is no entry: no 'published' in it\n")


WRONG_AT_START = {
    "half a log-in": ({"MONITOR_SMTP_HOST": "mail.example.org", "MONITOR_SMTP_USER": "me"}, 2, "go together"),
    "no templates": ({"MONITOR_TEMPLATES_DIR": "gone"}, 1, "email/alert"),
    "no database server": ({"MONITOR_DATABASE_URL": "postgresql://me:sesame@127.0.0.1:1/none"}, 1, "out of reach"),
}


@pytest.mark.parametrize(("variables", "status", "told"), WRONG_AT_START.values(), ids=WRONG_AT_START.keys())
def test_service_that_cannot_work_does_not_start(tmp_path: Path, variables: dict[str, str], status: int, told: str):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MONITOR_")}
    # Without pages: their port may be that of another test.
    environment["MONITOR_WEB_ENABLED"] = "false"
    result = subprocess.run(
        [sys.executable, "-m", "monitor", "run"],
        cwd=tmp_path,
        env=environment | variables,
        capture_output=True,
        text=True,
        timeout=60,
    )

    lines = result.stderr.splitlines()
    assert result.returncode == status, result.stderr
    assert told in lines[-1]
    assert lines[-1].startswith("monitor: ")
    assert "sesame" not in result.stderr
    assert "service.started" not in result.stderr


def test_decision_about_an_incident_is_journalled_and_taken_back(filled: Command):
    status, out, _ = filled("incidents", "withdraw", "1", "--reason", "a drill", "--author", "olena", "--dry-run")
    assert (status, out.splitlines()[0]) == (0, "Nothing was changed; this is what would be:")

    status, out, _ = filled("incidents", "withdraw", "1", "--reason", "a drill", "--author", "olena")
    assert (status, out) == (0, "Incident 1, version 2, is withdrawn.\nTold: 0 at once, 0 in their next digest.\n")
    history = json.loads(filled("incidents", "show", "1", "--json")[1])["history"]
    assert (history[-1]["author"], history[-1]["reason"]) == ("olena", "a drill")
    assert "by olena: a drill" in filled("incidents", "show", "1")[1]

    status, out, _ = filled("incidents", "undo", "1")
    assert (status, out.splitlines()[0]) == (0, "Incident 1, version 3, is in Kyiv, 2025-03-04.")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["correct", "1", "--place", "Nowhereville"], "--place Nowhereville: no such place"),
        (["correct", "1", "--killed", "many"], "--killed many: write a number"),
        (["correct", "1", "--type", "dron"], "--type dron: no such attack type"),
        (["split", "1", "--entry", "e9"], "entry e9 does not tell of incident 1"),
    ],
)
def test_decision_that_cannot_be_made_is_status_2(filled: Command, arguments: list[str], told: str):
    status, _, err = filled("incidents", *arguments)
    assert status == 2
    assert told in err


def test_subscription_is_added_changed_and_ended(command: Command):
    command("subscribers", "add", "anna@example.org", "--confirmed", "--tz", "Europe/Kyiv")
    status, out, _ = command(
        "subscriptions",
        "add",
        "anna@example.org",
        "--near",
        "Tula:30",
        "--region",
        "Ukraine",
        "--mode",
        "daily",
        "--no-empty",
    )
    assert (status, out) == (
        0,
        "Subscription 2: anna@example.org follows all rules; in UA or 30 km around Tula; no empty digests (daily)\n",
    )
    command("subscriptions", "change", "2", "--mode", "weekly", "--anywhere", "--type", "drone")
    [_, second] = json.loads(command("subscriptions", "list", "anna@example.org", "--json")[1])
    assert (second["mode"], second["regions"], second["around"], second["types"]) == ("weekly", [], [], ["drone"])
    assert command("subscriptions", "end", "2")[1] == "Subscription 2 has ended.\n"
    assert command("subscriptions", "end", "2")[0] == 1


def test_subscriber_sleeps_rests_and_snoozes(filled: Command):
    _, out, _ = filled(
        "subscribers", "change", "ada@example.org", "--quiet-hours", "22:00-07:00", "--wake-for-critical"
    )
    assert out == "ada@example.org: UTC, en, quiet hours 22:00-07:00, but for critical\n"
    assert filled("subscribers", "pause", "ada@example.org", "--until", "2099-12-24")[1].endswith(
        "until 2099-12-24 00:00 UTC.\n"
    )
    filled("subscribers", "snooze", "ada@example.org", "1")
    shown = json.loads(filled("subscribers", "show", "ada@example.org", "--json")[1])
    assert (shown["state"], shown["quiet_hours"]["wake_for_critical"]) == ("paused", True)
    assert shown["incidents"] == [{"incident": 1, "choice": "snooze", "until": None}]
    assert filled("subscribers", "unsnooze", "ada@example.org", "1")[1] == "Done.\n"
    filled("subscribers", "follow", "ada@example.org", "1")
    assert "incident 1: follow" in filled("subscribers", "show", "ada@example.org")[1]
