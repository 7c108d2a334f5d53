"""From five feeds on a web server to mails in a folder: an invented night, and what must come of it."""

from __future__ import annotations

import json
import shutil
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from typer.testing import CliRunner

from monitor.cli.app import app
from monitor.demo.night import BEGIN, DISPATCHES, MORNING, PUBLISHERS, Form
from monitor.demo.run import DATABASE, DESK, OLENA, Mail, SetClock, Step, incidents, play
from monitor.demo.server import CONTENT_TYPES, link_of, serving
from monitor.demo.showing import show
from monitor.demo.telling import Fate
from monitor.errors import ConfigError
from monitor.feeds.parse import parse
from monitor.model import Incident, PollOutcome
from monitor.storage import Store


@dataclass(frozen=True, slots=True)
class Played:
    """The night as it went. Tests that go on in the directory copy it first."""

    directory: Path
    steps: list[Step]
    incidents: list[Incident]

    @property
    def mails(self) -> list[Mail]:
        return [mail for step in self.steps for mail in step.mails]

    def places(self, mail: Mail) -> set[str]:
        return {incident.place.name for incident in self.incidents if incident.id in mail.incidents}


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    directory = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as environment:
        # The user's own mail server and database are not the demo's.
        environment.setenv("MONITOR_SMTP_HOST", "mail.invalid")
        environment.setenv("MONITOR_DATABASE_URL", f"sqlite:///{directory / 'own.db'}")
        steps = list(play(directory))
        yield Played(directory, steps, incidents(directory))


@pytest.fixture
def again(night: Played, tmp_path: Path) -> Path:
    """A copy of the directory in which the night was played."""
    return shutil.copytree(night.directory, tmp_path / "demo")


def text_of(mail: Mail) -> str:
    message = message_from_bytes(mail.path.read_bytes(), policy=default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(("plain",))
    assert body is not None
    return " ".join(body.get_content().split())


def summary(incident: Incident) -> tuple[str, str, str, int | None, int | None]:
    toll = incident.toll
    killed, injured = (count.high if count else None for count in (toll.killed, toll.injured))
    return incident.place.name, ",".join(incident.types), incident.window.last.isoformat(), killed, injured


def test_every_attack_is_one_incident(night: Played):
    assert sorted(map(summary, night.incidents)) == [
        ("Izmayil", "missile", "2031-03-06", 1, None),
        ("Kaluga", "drone", "2031-03-11", 0, 0),
        ("Poltava", "missile", "2031-03-12", 6, None),
        ("Shebekino", "artillery", "2031-03-11", None, 2),
        ("Syzran", "drone", "2031-03-12", 0, 0),
        ("Tver", "drone", "2031-03-11", 0, 0),
    ]


def test_all_languages_and_publishers_meet_in_one_incident(night: Played):
    [poltava] = [incident for incident in night.incidents if incident.place.name == "Poltava"]

    assert poltava.publishers == {"Степова хвиля", "Northern Wire", "Городской вестник", "Daily Portal"}


def test_mails_go_out_once_to_those_who_asked(night: Played):
    assert [(mail.to, night.places(mail)) for mail in night.mails] == [
        (DESK.email, {"Kaluga", "Tver"}),  # one entry, two regions, one mail
        (DESK.email, {"Syzran"}),
        (DESK.email, {"Poltava"}),  # the first report
        (DESK.email, {"Poltava"}),  # the toll has risen
        (DESK.email, {"Poltava"}),  # the toll is corrected
        (OLENA.email, {"Kaluga", "Tver", "Shebekino", "Syzran", "Poltava"}),
    ]


FATES = {
    "Missile hits grain terminal in Izmail, killing a worker": [Fate.RECALLED],
    "Chess: Late attack on the king stuns champion in Lviv": [Fate.NOTHING],
    "На Полтавщину йде негода: синоптики попереджають про град і шквали": [Fate.NOTHING],
    "В Воронеже пройдут учения: жителей просят не пугаться взрывов": [Fate.NOTHING],
    "Drones shot down over two Russian regions": [Fate.NEW, Fate.NEW],
    "Над Калужской и Тверской областями сбили беспилотники": [Fate.KNOWN, Fate.KNOWN],
    "Шебекино попало под обстрел, ранены двое": [Fate.NEW],
    "Беспилотники атаковали НПЗ в Сызрани, начался пожар": [Fate.NEW],
    "Refinery in Syzran on fire after drone attack": [Fate.KNOWN],
    "Ракетний удар по Полтаві: двоє загиблих": [Fate.NEW],
    "Missile strike on Poltava kills two": [Fate.KNOWN],
    "При ракетном ударе по Полтаве погибли два человека": [Fate.KNOWN],
    "Кількість загиблих у Полтаві зросла до п'яти": [Fate.UPDATE],
    "Death toll in Poltava missile strike rises to seven": [Fate.UPDATE],
    "Analysis: Why ports on the Danube have become targets": [Fate.RECALLED],
    "Moscow says talks on prisoner exchange will go on": [Fate.RECALLED],
    "Tram drivers in Dnipro go on strike over pay": [Fate.NOTHING],
    "Кількість загиблих у Полтаві скоригували: шестеро, а не семеро": [Fate.UPDATE],
}


def test_every_entry_comes_to_what_it_is(night: Played):
    arrived = [(a.polled.entry.title, [line.fate for line in a.lines]) for step in night.steps for a in step.arrivals]

    assert arrived == [(dispatch.title, FATES[dispatch.title]) for dispatch in DISPATCHES]


def test_only_new_attacks_and_new_tolls_alert(night: Played):
    alerting = {
        arrival.polled.entry.title
        for step in night.steps
        for arrival in step.arrivals
        if any(decision.alerts for decision in arrival.polled.decisions)
    }

    assert alerting == {
        "Drones shot down over two Russian regions",
        "Шебекино попало под обстрел, ранены двое",
        "Беспилотники атаковали НПЗ в Сызрани, начался пожар",
        "Ракетний удар по Полтаві: двоє загиблих",
        "Кількість загиблих у Полтаві зросла до п'яти",  # seven were known when this alert was due, and it told seven
        "Кількість загиблих у Полтаві скоригували: шестеро, а не семеро",
    }


def test_rising_toll_is_told_once_in_an_interval(night: Played):
    first, risen, corrected = [mail for mail in night.mails if night.places(mail) == {"Poltava"}]

    assert "Killed: 2" in text_of(first)
    assert "7 killed" in risen.subject
    assert "6 killed" in corrected.subject
    assert risen.at - first.at >= timedelta(hours=1)
    assert corrected.at - risen.at >= timedelta(hours=1)


def test_alert_shows_the_evidence_of_several_publishers(night: Played):
    text = text_of(night.mails[1])

    assert "Where: Syzran" in text
    assert "2 independent publishers" in text
    assert '"Беспилотники атаковали НПЗ в Сызрани, начался пожар" https://gorod.example/2031/03/11/2211' in text
    assert '"Refinery in Syzran on fire after drone attack" https://northern-wire.example/2031/03/11/2223' in text


def test_digest_tells_the_night_in_the_language_of_its_reader(night: Played):
    digest = night.mails[-1]

    assert digest.at == MORNING
    assert "5 нових атак" in digest.subject
    assert "Полтава" in text_of(digest)
    assert "Шебекин" in text_of(digest)


def test_second_run_reads_everything_again_and_sends_nothing(night: Played, again: Path):
    steps = list(play(again))

    assert [(step.arrivals, step.mails) for step in steps] == [((), ())]
    assert incidents(again) == night.incidents
    with Store.open(f"sqlite:///{again / DATABASE}") as store, store.read() as tx:
        last = {feed.id: tx.feeds.polls(feed.id, 1)[0] for feed, _ in tx.feeds.all()}
    # The server has another port now: no feed could answer "not modified", every entry was looked at again.
    assert {poll.outcome for poll in last.values()} == {PollOutcome.OK}
    assert sum(poll.entries for poll in last.values()) == len(DISPATCHES)


def test_run_that_is_broken_off_goes_on_and_repeats_nothing(night: Played, tmp_path: Path):
    # A mail waits for a second publisher at 22:20, an update for its interval at 23:30.
    stops = [BEGIN + timedelta(hours=2, minutes=20), BEGIN + timedelta(hours=3, minutes=30)]
    steps: list[Step] = []
    for stop in (*stops, MORNING):
        running = play(tmp_path)
        for step in running:
            steps.append(step)
            if step.at == stop:
                break
        running.close()  # type: ignore[attr-defined]

    assert [step.at for step in steps] == [step.at for step in night.steps]
    assert [(m.at, m.to, m.subject) for step in steps for m in step.mails] == [
        (m.at, m.to, m.subject) for m in night.mails
    ]


def test_folder_with_other_things_is_left_alone(tmp_path: Path):
    (tmp_path / "rules").mkdir()

    with pytest.raises(ConfigError, match="holds other things"):
        next(play(tmp_path))

    assert list(tmp_path.rglob("*")) == [tmp_path / "rules"]


# --- the server


@pytest.mark.parametrize("publisher", PUBLISHERS, ids=[publisher.feed for publisher in PUBLISHERS])
def test_feed_holds_what_is_out_by_the_clock(publisher):
    clock = SetClock(BEGIN + timedelta(hours=3))
    with serving(PUBLISHERS, DISPATCHES, clock) as server:
        url = server.url(publisher)
        with urllib.request.urlopen(url) as answer:
            body, content_type = answer.read(), answer.headers["Content-Type"]

    parsed = parse(body, url=url, content_type=content_type)

    assert [(entry.title, entry.summary, entry.published, entry.link) for entry in parsed.entries] == [
        (each.title, each.summary, each.published, link_of(each))
        for each in reversed(DISPATCHES)
        if each.publisher == publisher and each.published <= clock()
    ]


def test_all_three_formats_are_served():
    assert {publisher.form for publisher in PUBLISHERS} == set(Form) == set(CONTENT_TYPES)


def test_unchanged_feed_is_not_sent_again():
    clock = SetClock(MORNING)
    with serving(PUBLISHERS, DISPATCHES, clock) as server:
        url = server.url(PUBLISHERS[0])
        with urllib.request.urlopen(url) as answer:
            etag = answer.headers["ETag"]
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(urllib.request.Request(url, headers={"If-None-Match": etag}))
        assert refused.value.code == 304
        refused.value.close()
        clock.now = BEGIN
        with urllib.request.urlopen(urllib.request.Request(url, headers={"If-None-Match": etag})) as answer:
            assert answer.status == 200


# --- the command


def test_terminal_shows_the_night_and_where_to_look(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    picture = tmp_path / "demo.svg"

    show(tmp_path / "demo", fast=True, svg=picture)

    shown = capsys.readouterr().out
    assert "all invented" in shown
    assert [each.title for each in DISPATCHES if each.title not in shown] == []
    assert 'nothing to tell: filter "Drills and exercises"' in shown
    assert "recalls #1 Izmayil of 6 March: nobody is told" in shown
    assert "now 6 killed → desk at 01:40 (toll corrected)" in " ".join(shown.split())
    assert "update: 7 killed" in shown
    assert str(tmp_path / "demo" / "mailbox") in shown
    svg = picture.read_text(encoding="utf-8")
    assert len(svg.encode()) < 200_000
    assert "url(http" not in svg.replace('"', "")


def test_night_that_was_played_before_says_so(again: Path):
    result = CliRunner().invoke(app, ["demo", "--fast", "--dir", str(again)])

    assert result.exit_code == 0, result.output
    assert "Nothing new" in result.output
    assert "No mail went out." in result.output


def test_json_tells_the_same(again: Path, night: Played):
    result = CliRunner().invoke(app, ["demo", "--json", "--dir", str(again)])

    assert result.exit_code == 0, result.output
    told = json.loads(result.output)
    assert told["mails"] == []
    assert [incident["place"] for incident in told["incidents"]] == [each.place.name for each in night.incidents]
