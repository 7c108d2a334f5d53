"""Replaying a stream: its form in and out, and one subscriber's alerts."""

from __future__ import annotations

import json
from typing import Any

import pytest

from monitor.errors import ConfigError
from monitor.jobs.backtesting import backtest, entry_of
from monitor.jobs.ingesting import Pipeline


def line(**given: Any) -> str:
    row = {
        "id": "w1",
        "feed": "wire",
        "lang": "en",
        "published": "2024-05-14T05:30:00Z",
        "title": "Drone sets oil depot on fire in Bryansk",
        "summary": "A drone attack overnight set an oil depot on fire in the city of Bryansk, wounding two people, "
        "the governor said.",
    }
    return json.dumps({**row, **given})


HERALD = line(
    id="h1",
    feed="herald",
    lang="ru",
    published="2024-05-14T09:10:00+03:00",
    title="Беспилотник атаковал нефтебазу в Брянске",
    summary="В ночь на 14 мая беспилотник атаковал нефтебазу в Брянске. Пострадали два человека, сообщил губернатор.",
)
KHARKIV = line(
    id="w2",
    published="2024-05-14T07:00:00Z",
    title="Missile kills three in Kharkiv",
    summary="A missile hit a block of flats in Kharkiv on Tuesday morning, killing three people. Last week a missile "
    "strike on Mykolaiv killed four people.",
)
WEATHER = line(id="w3", published="2024-05-14T08:00:00Z", title="Rain in Kyiv", summary="It will rain in Kyiv.")


def test_incidents_and_alerts_have_the_form_that_scoring_reads(pipeline: Pipeline):
    result = backtest([line()], pipeline)

    [incident] = result["incidents"]
    position = {name: incident.pop(name) for name in ("lat", "lon")}
    assert position == pytest.approx({"lat": 53.25, "lon": 34.37}, abs=0.2)
    assert incident == {
        "id": incident["id"],
        "family": "drone",
        "place": "Bryansk",
        "country": "RU",
        "iso_region": "RU-BRY",
        "precision": "city",
        "start": "2024-05-13",
        "end": "2024-05-14",
        "killed": 0,  # the injured are counted and no dead are named
        "injured": 2,
        "standing": "official",
        "reports": [{"entry": "w1", "role": "main"}],
    }
    [alert] = result["alerts"]
    assert (alert["type"], alert["incident"], alert["entry"]) == ("new", incident["id"], "w1")
    assert alert["at"] >= "2024-05-14T05:30:00+00:00"
    assert json.loads(json.dumps(result)) == result


def test_attack_that_several_entries_tell_alerts_once(pipeline: Pipeline):
    result = backtest([line(), HERALD, line(id="w9", published="2024-05-14T11:00:00Z")], pipeline)

    [incident] = result["incidents"]
    assert [report["entry"] for report in incident["reports"]] == ["w1", "h1", "w9"]
    assert [alert["type"] for alert in result["alerts"]] == ["new"]


def test_grown_toll_is_an_update(pipeline: Pipeline):
    later = line(id="w9", published="2024-05-14T12:00:00Z", summary="The drone attack overnight on the oil depot in "
                 "Bryansk killed one person and wounded nine, the governor said.")  # fmt: skip

    result = backtest([line(), later], pipeline)

    [incident] = result["incidents"]
    assert (incident["killed"], incident["injured"]) == (1, 9)
    assert [(alert["type"], alert["entry"]) for alert in result["alerts"]] == [("new", "w1"), ("update", "w9")]


def test_recalled_attack_is_kept_apart_and_alerts_nobody(pipeline: Pipeline):
    result = backtest([KHARKIV], pipeline)

    roles = {incident["iso_region"]: incident["reports"] for incident in result["incidents"]}
    assert roles["UA-63"] == [{"entry": "w2", "role": "main"}]
    assert roles["UA-48"] == [{"entry": "w2", "role": "background"}]
    told = {alert["incident"] for alert in result["alerts"]}
    assert [incident["iso_region"] for incident in result["incidents"] if incident["id"] in told] == ["UA-63"]


def test_entries_are_replayed_in_the_order_of_publication(pipeline: Pipeline):
    lines = [line(), HERALD, KHARKIV, WEATHER]

    assert backtest(reversed(lines), pipeline) == backtest(lines, pipeline)


def test_stream_without_attacks_and_an_empty_one_give_nothing(pipeline: Pipeline):
    nothing: dict[str, list[Any]] = {"incidents": [], "alerts": []}

    assert backtest([WEATHER, "", "  \n"], pipeline) == nothing
    assert backtest([], pipeline) == nothing


def test_characters_that_no_database_takes_are_left_out(pipeline: Pipeline):
    [incident] = backtest([line(title="Drone \ud83d hits Bryansk\x00")], pipeline)["incidents"]

    assert incident["place"] == "Bryansk"


def test_every_run_begins_with_an_empty_store(pipeline: Pipeline):
    assert backtest([line()], pipeline) == backtest([line()], pipeline)


MALFORMED = {
    "no JSON": ("{not json", "Expecting property name"),
    "no object": ("[1, 2]", "it is no JSON object"),
    "no id": ('{"published": "2024-05-14T05:30:00Z"}', "no 'id' in it"),
    "no date": ('{"id": "x"}', "no 'published' in it"),
    "a date in words": ('{"id": "x", "published": "yesterday"}', "yesterday"),
    "a date without a zone": ('{"id": "x", "published": "2024-05-14T05:30:00"}', "end it with Z or +03:00"),
}


@pytest.mark.parametrize(("broken", "words"), MALFORMED.values(), ids=MALFORMED.keys())
def test_line_that_is_no_entry_is_named(pipeline: Pipeline, broken: str, words: str):
    with pytest.raises(ConfigError) as raised:
        backtest([line(), "", broken], pipeline)

    assert str(raised.value).startswith("line 3 is no entry: ")
    assert words in str(raised.value)


def test_line_gives_all_that_it_says_and_defaults_for_the_rest():
    full = entry_of(line(home="RU-BEL", feed_tags=["official"], publisher="Governor", content="<p>x</p>", extra=1), 1)
    bare = entry_of('{"id": 7, "published": "2024-05-14T05:30:00Z"}', 1)

    assert (full.home, full.tags, full.publisher, full.content) == ("RU-BEL", {"official"}, "Governor", "<p>x</p>")
    assert (bare.id, bare.feed, bare.publisher, bare.title, bare.content, bare.lang) == (
        "7",
        "stream",
        "stream",
        "",
        None,
        None,
    )
