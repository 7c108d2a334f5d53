"""Why an entry was read as it was: everything is named, for a terminal and as JSON, and nothing is stored."""

from __future__ import annotations

import json

import pytest

from monitor.jobs.explaining import explain
from monitor.jobs.ingesting import Pipeline, ingest
from monitor.model import Entry, EntryId, Feed, FeedId
from monitor.storage import Store
from tests.builders import an_entry
from tests.pipeline.readings import TUESDAY

BRYANSK = an_entry(
    id=EntryId("w1"),
    guid="w1",
    feed=FeedId("wire"),
    title="Drone hits oil depot in Bryansk",
    summary="A drone hit an oil depot in Bryansk overnight, wounding two people, the governor said. Last week a missile "
    "strike on Mykolaiv killed four people.",
    published=TUESDAY,
)
DRILL = an_entry(
    title="Latvia holds drone drill",
    summary="Soldiers practised shooting down drones near Riga during the annual exercise on Tuesday.",
    published=TUESDAY,
)
WEATHER = an_entry(title="Rain in Kyiv", summary="It will rain in Kyiv on Tuesday.", published=TUESDAY)


@pytest.fixture
def store():
    """A store that holds the incident of BRYANSK's news, told by another feed."""
    with Store.open("sqlite://") as opened:
        yield opened


def stored(store: Store, pipeline: Pipeline, entry: Entry) -> None:
    reading = pipeline.reader.read(entry)
    with store.begin() as tx:
        tx.feeds.sync([Feed(id=entry.feed, url="https://wire.example/rss", publisher=entry.publisher)], TUESDAY)
        tx.entries.add(entry)
        ingest(tx, reading, pipeline, (), TUESDAY)


def test_text_tells_sentences_words_places_times_and_figures(pipeline: Pipeline):
    text = explain(BRYANSK, pipeline, None).as_text()

    for sentence in pipeline.reader.read(BRYANSK).signals:
        assert sentence.sentence.text in text
    for words in ('place  "Bryansk" = Bryansk (city, RU-BRY)', 'time   "overnight"', "figure injured 2", "drone hit"):
        assert words in text
    assert "tells as news" in text
    assert "tells as background" in text


def test_text_tells_reports_resolution_and_rules(pipeline: Pipeline):
    text = explain(BRYANSK, pipeline, None).as_text()

    main = next(part for part in text.split("Report ")[1:] if "MAIN" in part)
    assert "Bryansk (city, RU-BRY)" in main
    assert "injured 2" in main
    assert "a new incident; nothing known is near" in main
    assert "rule        energy-and-refineries (high): " in main


def test_resolution_names_the_incident_that_it_joins(store: Store, pipeline: Pipeline):
    stored(store, pipeline, BRYANSK)
    with store.read() as tx:
        known = next(incident for incident in tx.incidents.list() if not incident.quiet)
        text = explain(BRYANSK, pipeline, tx).as_text()

    assert f"resolution  incident {known.id}, Bryansk 2024-05-1" in text
    assert "score " in text


def test_nearest_miss_is_told(store: Store, pipeline: Pipeline):
    stored(store, pipeline, BRYANSK)
    elsewhere = an_entry(
        title="Drone hits oil depot in Oryol", summary="A drone hit a depot in Oryol.", published=TUESDAY
    )
    with store.read() as tx:
        text = explain(elsewhere, pipeline, tx).as_text()

    assert "a new incident; nearest miss incident " in text


def test_explaining_stores_nothing(store: Store, pipeline: Pipeline):
    with store.read() as tx:
        explain(BRYANSK, pipeline, tx)
        assert list(tx.incidents.list()) == []


def test_veto_is_named(pipeline: Pipeline):
    explanation = explain(DRILL, pipeline, None)

    assert "Stopped by     filter drill (" in explanation.as_text()
    assert explanation.as_json()["veto"] == "drill"


def test_entry_that_does_not_concern_us_says_so(pipeline: Pipeline):
    explanation = explain(WEATHER, pipeline, None)

    assert "Does not concern us" in explanation.as_text()
    assert explanation.as_json()["concerns"] is False


def test_entry_that_tells_of_no_place_says_so(pipeline: Pipeline):
    nowhere = an_entry(title="A missile hit a house", published=TUESDAY)

    assert (
        "No report: nothing in it says that an attack happened at a place."
        in explain(nowhere, pipeline, None).as_text()
    )


def test_json_holds_the_same_and_can_be_written(pipeline: Pipeline):
    explanation = explain(BRYANSK, pipeline, None)

    data = json.loads(json.dumps(explanation.as_json()))

    assert [s["text"] for s in data["sentences"]] == [s.sentence.text for s in explanation.reading.signals]
    assert {s["telling"] for s in data["sentences"]} == {"news", "background"}
    reports = {report["role"]: report for report in data["reports"]}
    assert (reports["main"]["iso_region"], reports["main"]["injured"]) == ("RU-BRY", 2)
    assert "energy-and-refineries" in {rule["rule"] for rule in reports["main"]["rules"]}
    assert (reports["background"]["iso_region"], reports["background"]["killed"]) == ("UA-48", 4)


def test_marks_point_at_the_words_of_their_sentence(pipeline: Pipeline):
    data = explain(BRYANSK, pipeline, None).as_json()

    marked = {(m["kind"], s["text"][m["start"] : m["end"]]) for s in data["sentences"] for m in s["marks"]}

    assert {("place", "Bryansk"), ("time", "overnight")} <= marked
    assert {kind for kind, _ in marked} == {"place", "time", "word", "figure"}


@pytest.mark.parametrize("entry", [an_entry(), an_entry(title="!!!"), an_entry(summary="<p></p>")])
def test_entry_without_words_is_explained(pipeline: Pipeline, entry: Entry):
    explanation = explain(entry, pipeline, None)

    assert explanation.reports == ()
    assert entry.id in explanation.as_text()
    json.dumps(explanation.as_json())
