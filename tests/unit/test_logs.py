"""Logs: one event a line, for machines and for people."""

from __future__ import annotations

import json
import logging
import sys
from datetime import datetime

import pytest

from monitor.logs import LONGEST, JsonFormatter, TextFormatter, configure


def record(event: str = "feed.polled", **extra: object) -> logging.LogRecord:
    made = logging.makeLogRecord({"name": "monitor.jobs", "levelno": logging.INFO, "levelname": "INFO", "msg": event})
    vars(made).update(extra)
    return made


def failed() -> logging.LogRecord:
    try:
        raise ValueError("broken")
    except ValueError:
        return record("feed.failed", exc_info=sys.exc_info())


def test_json_line_has_event_level_time_and_fields():
    line = json.loads(JsonFormatter().format(record(feed="bbc", new=3, reason=None)))

    assert datetime.fromisoformat(line.pop("at")).utcoffset() is not None
    assert line == {
        "level": "info",
        "event": "feed.polled",
        "logger": "monitor.jobs",
        "feed": "bbc",
        "new": 3,
        "reason": None,
    }


def test_json_line_stays_one_line_whatever_a_feed_says():
    assert "\n" not in JsonFormatter().format(record(title='two\nlines "quoted"'))


def test_long_texts_are_cut():
    assert len(json.loads(JsonFormatter().format(record(title="x" * 10_000)))["title"]) == LONGEST


def test_traceback_is_part_of_the_json_line():
    text = JsonFormatter().format(failed())

    assert "ValueError: broken" in json.loads(text)["traceback"]
    assert "\n" not in text


def test_text_line_reads_like_a_sentence_of_fields():
    line = TextFormatter().format(record(feed="bbc", new=3))

    assert line.partition("Z ")[2] == "info    feed.polled feed='bbc' new=3"


def test_text_line_is_followed_by_the_traceback():
    assert TextFormatter().format(failed()).splitlines()[-1] == "ValueError: broken"


@pytest.fixture
def _root_logger_as_before():
    root = logging.getLogger()
    before = root.level, root.handlers[:]
    yield
    root.setLevel(before[0])
    root.handlers[:] = before[1]


@pytest.mark.usefixtures("_root_logger_as_before")
def test_configured_level_decides_what_is_logged(capsys):
    configure(level="warning", form="json")
    logging.getLogger("monitor.x").info("not.seen")
    logging.getLogger("monitor.x").warning("seen", extra={"n": 1})

    lines = capsys.readouterr().err.splitlines()
    assert [json.loads(line)["event"] for line in lines] == ["seen"]
