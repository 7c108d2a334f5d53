"""Stored nights replayed for sample readers: who would have got which mail, when and why, and what was held."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from monitor.alerts import Silence
from monitor.bootstrap import Assembled, services
from monitor.cli.output import plain
from monitor.cli.simulations import differences_json
from monitor.config import Settings
from monitor.demo.night import BEGIN, MORNING
from monitor.demo.run import DATABASE, incidents, play
from monitor.errors import ConfigError, NotFoundError, RulesError
from monitor.jobs.ingesting import Pipeline
from monitor.jobs.live_rules import InForce, made_of, only
from monitor.jobs.sample_readers import SampleReader, default_readers, readers_of_file, subscribed
from monitor.jobs.simulating import simulate
from monitor.jobs.simulation import Changed, HeldNews, Hold, ReaderOutcome, Simulation, differences
from monitor.model import (
    AlertKind,
    DeliveryKind,
    Entry,
    EntryId,
    Feed,
    FeedId,
    Level,
    Limit,
    Mode,
    QuietHours,
    RuleId,
    Subscriber,
    SubscriberId,
    Subscription,
    SubscriptionId,
)
from monitor.places.gazetteer import Gazetteer
from tests.builders import an_entry

ROOT = Path(__file__).parents[2]
EVENING = datetime(2024, 5, 13, 18, 0, tzinfo=UTC)
MIDDAY = datetime(2024, 5, 14, 12, 0, tzinfo=UTC)


def stored(name: str, at: str, title: str, summary: str, **more: object) -> Entry:
    """An entry that was fetched on 14 May 2024 at that time of day."""
    moment = datetime.fromisoformat(f"2024-05-14T{at}+00:00")
    return an_entry(
        id=EntryId(name),
        guid=name,
        feed=FeedId(f"feed-{name[0]}"),
        publisher=f"Publisher {name[0]}",
        title=title,
        summary=summary,
        published=moment - timedelta(minutes=5),
        first_seen=moment,
        **more,
    )


NIGHT = (
    stored(
        "a1",
        "01:02",
        "Drone sets fuel depot on fire in Bryansk",
        "A drone attack overnight set a fuel depot on fire in the Russian city of Bryansk, wounding two people, the "
        "regional governor said on Tuesday.",
    ),
    stored(
        "b1",
        "01:30",
        "Беспилотник атаковал нефтебазу в Брянске",
        "В ночь на 14 мая беспилотник атаковал нефтебазу в Брянске. Пострадали два человека, сообщил губернатор.",
        lang="ru",
    ),
    stored("b2", "02:00", "Rain in Kyiv", "It will rain in Kyiv."),
    stored(
        "a2",
        "02:10",
        "Missile kills three in Kharkiv",
        "A missile hit a block of flats in Kharkiv early on Tuesday, killing three people.",
    ),
    stored(
        "b3",
        "03:20",
        "Death toll of Kharkiv missile strike rises to five",
        "The missile that hit a block of flats in Kharkiv early on Tuesday killed five people, rescuers said.",
    ),
)


@pytest.fixture(scope="module")
def in_force(pipeline: Pipeline) -> InForce:
    gazetteer = Gazetteer.open()
    return InForce(ruleset=pipeline.ruleset, gazetteer=gazetteer, pipeline=pipeline)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Assembled]:
    """A service in whose database the night is stored."""
    settings = Settings(
        database_url=f"sqlite:///{tmp_path / 'monitor.db'}",  # type: ignore[arg-type]
        rules_dir=ROOT / "rules",
        templates_dir=ROOT / "templates",
    )
    with services(settings) as made:
        store(made, NIGHT)
        yield made


def store(made: Assembled, entries: Sequence[Entry]) -> None:
    with made.store.begin() as tx:
        feeds = {entry.feed: entry.publisher for entry in entries}
        tx.feeds.sync([Feed(id=feed, url=f"https://{feed}.example/", publisher=feeds[feed]) for feed in feeds], EVENING)
        tx.entries.add_all(entries)


def a_reader(name: str = "anna", mode: Mode = Mode.ALERT, **wishes: object) -> SampleReader:
    subscription = Subscription(
        id=SubscriptionId(0),
        subscriber=SubscriberId(0),
        mode=mode,
        rules=frozenset({RuleId("ukraine"), RuleId("russia-border-regions")}),
    )
    person = Subscriber(id=SubscriberId(0), email=f"{name}@example.org", tz="Europe/Kyiv")
    of_person = {key: value for key, value in wishes.items() if key in Subscriber.__dataclass_fields__}
    of_wish = {key: value for key, value in wishes.items() if key not in of_person}
    return SampleReader(subscriber=replace(person, **of_person), subscriptions=(replace(subscription, **of_wish),))


def told(reader: ReaderOutcome) -> list[tuple[str, str, list[str]]]:
    """Of each mail the time in UTC, its kind, and what it tells of which place."""
    return [
        (f"{mail.at:%H:%M}", str(mail.kind), [f"{each.kind} {each.place}" for each in mail.told])
        for mail in reader.mails
    ]


def run(opened: Assembled, in_force: InForce, *readers: SampleReader, **window: datetime) -> Simulation:
    window = {"since": EVENING, "until": MIDDAY} | window
    return simulate(opened, in_force, readers, **window)


def why(reader: ReaderOutcome, reason: str) -> list[HeldNews]:
    return [each for each in reader.held if each.why == reason]


def test_who_is_told_at_once_gets_each_attack_once_and_what_changed(opened: Assembled, in_force: InForce):
    found = run(opened, in_force, a_reader())

    [anna] = found.readers
    assert told(anna) == [
        ("01:07", "alert", ["new Bryansk"]),  # the rule waits five minutes
        ("02:15", "alert", ["new Kharkiv"]),
        ("03:20", "alert", ["update Kharkiv"]),
    ]
    assert anna.mails[0].subject == "Drone attack: Bryansk, Bryansk region"
    assert anna.mails[0].level is Level.MEDIUM
    assert anna.mails[0].told[0].rules == ("russia-border-regions",)
    assert "Bryansk is in Bryansk region" in anna.mails[0].told[0].because
    assert "Kharkiv" in anna.mails[2].html
    assert (found.entries, found.unreadable, found.incidents) == (5, 0, 2)


def test_what_was_held_is_told_with_the_reason(opened: Assembled, in_force: InForce):
    quiet = QuietHours(start=time(22), end=time(7))
    [anna, sleeper, loud, far, hourly] = run(
        opened,
        in_force,
        a_reader(),
        a_reader("sleeper", quiet_hours=quiet),
        a_reader("loud", min_level=Level.CRITICAL),
        a_reader("far", regions=frozenset({"RU-MOS"})),
        a_reader("hourly", Mode.HOURLY),
    ).readers

    assert {each.until for each in why(anna, Hold.WAIT)} == {mail.at for mail in anna.mails[:2]}
    assert anna.kept[Silence.NO_NEWS] + anna.kept[Silence.QUEUED] == 1  # Bryansk, told in Russian
    # Kyiv wakes at 07:00, which is 04:00 UTC.
    assert told(sleeper) == [("04:00", "digest", ["new Bryansk", "new Kharkiv"])]
    assert sleeper.kept[Hold.QUIET_HOURS] == 2
    assert told(loud) == []
    assert loud.kept == {Silence.BELOW_LEVEL: 2}
    assert far.kept == {Silence.FILTERED: 2}
    assert told(hourly) == [
        ("02:00", "digest", ["new Bryansk"]),
        ("03:00", "digest", ["new Kharkiv"]),
        ("05:00", "digest", ["update Kharkiv"]),  # the rule leaves an hour between two mails
    ]
    assert hourly.kept[Hold.DIGEST] == 2


def test_limit_of_a_rule_makes_a_digest(opened: Assembled, in_force: InForce):
    alone = only(in_force, [RuleId("ukraine")])
    limit = Limit(alerts=1, per_s=86400)
    alerting = {rule: replace(alert, limit=limit) for rule, alert in alone.pipeline.alerting.items()}
    strict = replace(alone, pipeline=replace(alone.pipeline, alerting=alerting))

    [anna] = run(opened, strict, a_reader()).readers

    assert told(anna) == [("02:15", "alert", ["new Kharkiv"]), ("04:00", "digest", ["update Kharkiv"])]
    assert anna.kept[Hold.LIMIT] == 1


def test_what_is_told_after_the_window_is_marked(opened: Assembled, in_force: InForce):
    [daily, weekly] = run(opened, in_force, a_reader("d", Mode.DAILY), a_reader("w", Mode.WEEKLY)).readers

    assert [(mail.at, mail.after_end, len(mail.told)) for mail in daily.mails] == [
        (datetime(2024, 5, 14, 5, 0, tzinfo=UTC), False, 2)  # eight in Kyiv
    ]
    assert [(mail.at, mail.after_end, len(mail.told)) for mail in weekly.mails] == [
        (datetime(2024, 5, 20, 5, 0, tzinfo=UTC), True, 2)  # Monday
    ]


def test_attack_that_was_known_before_the_window_is_no_news_in_it(opened: Assembled, in_force: InForce):
    window = {"since": datetime(2024, 5, 14, 3, 0, tzinfo=UTC), "until": MIDDAY}

    [anna] = simulate(opened, in_force, [a_reader()], **window).readers
    [alone] = simulate(opened, in_force, [a_reader()], **window, run_up=timedelta(0)).readers

    assert told(anna) == [("03:20", "alert", ["update Kharkiv"])]
    assert told(alone) == [("03:25", "alert", ["new Kharkiv"])]


def test_a_later_text_of_an_entry_counts_from_when_it_came(opened: Assembled, in_force: InForce):
    later = NIGHT[3].first_seen + timedelta(hours=3)
    with opened.store.begin() as tx:
        tx.entries.revise(
            replace(NIGHT[3], revision=2, summary=NIGHT[3].summary.replace("three people", "seven people")), later
        )

    [anna] = run(opened, in_force, a_reader()).readers

    assert told(anna)[1:] == [
        ("02:15", "alert", ["new Kharkiv"]),
        ("03:20", "alert", ["update Kharkiv"]),
        ("05:10", "alert", ["update Kharkiv"]),
    ]


def test_same_night_gives_the_same_result_and_changes_nothing(opened: Assembled, in_force: InForce):
    readers = default_readers(in_force)
    with opened.store.read() as tx:
        before = tx.outbox.counts(), tx.incidents.list(), tx.subscribers.list()

    assert run(opened, in_force, *readers) == run(opened, in_force, *readers)

    with opened.store.read() as tx:
        assert (tx.outbox.counts(), tx.incidents.list(), tx.subscribers.list()) == before


def test_experimental_rule_is_tried_as_if_it_were_stable(opened: Assembled, in_force: InForce):
    from monitor.rules.model import RuleStatus

    rules = tuple(replace(rule, status=RuleStatus.EXPERIMENTAL) for rule in in_force.ruleset.rules)
    shadow = made_of(replace(in_force.ruleset, rules=rules), Gazetteer.open())
    everything = a_reader(rules=frozenset())

    assert told(run(opened, shadow, everything).readers[0]) == []
    assert len(told(run(opened, only(shadow, [RuleId("ukraine")]), everything).readers[0])) == 2


def test_differences_say_what_is_lost_gained_and_moved(opened: Assembled, in_force: InForce):
    readers = (a_reader(rules=frozenset()),)
    before = run(opened, only(in_force, [RuleId("ukraine")]), *readers)
    border = run(opened, only(in_force, [RuleId("russia-border-regions")]), *readers)
    slow = only(in_force, [RuleId("ukraine")])
    alerting = {rule: replace(alert, wait_s=600.0) for rule, alert in slow.pipeline.alerting.items()}
    waits = run(opened, replace(slow, pipeline=replace(slow.pipeline, alerting=alerting)), *readers)

    def told_otherwise(after: Simulation) -> list[tuple[Changed, str, AlertKind]]:
        return [(each.change, each.told.place, each.told.kind) for each in differences(before, after)]

    assert told_otherwise(before) == []
    assert told_otherwise(border) == [
        (Changed.GAINED, "Bryansk", AlertKind.NEW),
        (Changed.LOST, "Kharkiv", AlertKind.NEW),
        (Changed.LOST, "Kharkiv", AlertKind.UPDATE),
    ]
    assert told_otherwise(waits) == [(Changed.MOVED, "Kharkiv", AlertKind.NEW)]
    printed = plain(differences_json(before, border, differences(before, border)))
    assert printed["mails"] == {"anna@example.org": {"before": 2, "after": 1}}
    assert [(each["change"], each["before"] is None, each["after"] is None) for each in printed["differences"]] == [
        ("gained", True, False),
        ("lost", False, True),
        ("lost", False, True),
    ]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("played")
    list(play(directory))
    return directory


def test_simulation_of_a_night_that_was_really_sent_tells_the_same(demo: Path, tmp_path: Path, in_force: InForce):
    """The demonstration has sent its mails already, to subscribers of its own; so has the simulation of it to be."""
    folder = shutil.copytree(demo, tmp_path / "demo")
    known = {incident.id: incident.place.name for incident in incidents(folder)}
    settings = Settings(
        database_url=f"sqlite:///{folder / DATABASE}",  # type: ignore[arg-type]
        rules_dir=ROOT / "rules",
        templates_dir=ROOT / "templates",
    )
    with services(settings) as opened:
        with opened.store.read() as tx:
            sent = [each for each in reversed(tx.outbox.list()) if each.sent_at is not None]
            people = {person.id: person.email for person in tx.subscribers.list()}
            readers = subscribed(tx, sorted(people.values()))
        found = simulate(opened, in_force, readers, BEGIN - timedelta(hours=1), MORNING + timedelta(minutes=1))

    def in_short(
        kind: DeliveryKind, items: list[tuple[str, AlertKind]]
    ) -> tuple[DeliveryKind, set[tuple[str, AlertKind]]]:
        return kind, set(items)

    for reader in found.readers:
        assert [in_short(mail.kind, [(each.place, each.kind) for each in mail.told]) for mail in reader.mails] == [
            in_short(each.kind, [(known[item.incident], item.kind) for item in each.items])
            for each in sent
            if people[each.subscriber] == reader.subscriber.email
        ]


READERS = """\
version: 1
readers:
  - email: olena@example.org
    lang: uk
    tz: Europe/Kyiv
    quiet_hours: "23:00-06:30"
    wants:
      - {mode: alert, level: high, near: [{place: Kharkiv, km: 30}]}
      - {mode: weekly, regions: [RU-BEL], empty: false}
"""


def test_readers_come_from_a_file(tmp_path: Path, in_force: InForce):
    (tmp_path / "readers.yml").write_text(READERS)

    [olena] = readers_of_file(tmp_path / "readers.yml", in_force)

    assert (olena.subscriber.lang, olena.subscriber.quiet_hours) == ("uk", QuietHours(start=time(23), end=time(6, 30)))
    [near, border] = olena.subscriptions
    assert [(each.place.name, each.km) for each in near.around] == [("Kharkiv", 30.0)]
    assert (near.min_level, border.mode, border.regions) == (Level.HIGH, Mode.WEEKLY, {"RU-BEL"})


WRONG = {
    "a key that there is not": ("mode: alert", "mood: alert", RulesError, 'readers.yml:8:10: unknown key "mood"'),
    "a place that there is not": ("Kharkiv,", "Kharkivv,", ConfigError, "olena@example.org: near: Kharkivv"),
    "a zone that there is not": ("Europe/Kyiv", "Europe/Kiew", ConfigError, "tz: Europe/Kiew: no such time zone"),
    "hours that are none": ("23:00-06:30", "at night", ConfigError, "quiet_hours: 'at night'"),
}


@pytest.mark.parametrize(("old", "new", "error", "words"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_with_a_file_of_readers_is_told(
    tmp_path: Path, in_force: InForce, old: str, new: str, error: type[Exception], words: str
):
    (tmp_path / "readers.yml").write_text(READERS.replace(old, new))

    with pytest.raises(error, match=r"readers\.yml") as raised:
        readers_of_file(tmp_path / "readers.yml", in_force)

    assert words in str(raised.value)


def test_nobody_with_such_an_address(opened: Assembled):
    with opened.store.read() as tx, pytest.raises(NotFoundError, match="nobody@"):
        subscribed(tx, ["nobody@example.org"])
