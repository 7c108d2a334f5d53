"""Which sentences tell the news of Tuesday 14 May 2024, and which recall something older."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date

import pytest

from monitor.model import PlaceId
from monitor.reading.discourse import Lead, Telling, Told, lead_of, tell
from tests.vocabulary import PUBLISHED, signals

NEWS, BACKGROUND = "news", "background"


def lead(summary: str, title: str = "") -> Lead:
    return lead_of(signals(summary, title), PUBLISHED, UTC)


def told(summary: str, title: str = "", places: Sequence[Sequence[int]] | None = None) -> list[Told]:
    scanned = signals(summary, title)
    likely = [frozenset(map(PlaceId, here)) for here in places] if places else [frozenset()] * len(scanned)
    return tell(scanned, likely, lead_of(scanned, PUBLISHED, UTC), PUBLISHED)


def telling(summary: str, title: str = "", places: Sequence[Sequence[int]] | None = None) -> list[str]:
    return [how.telling.value for how in told(summary, title, places)]


LEADS = {
    "a weekday in the first sentence": ("", "A drone hit a plant on Monday.", 13, False),
    "a day in the title": ("Drone hits plant on Monday", "Two people were injured.", 13, False),
    "a fresh day further on": ("Drone hits plant", "It was big. A drone hit a plant this morning.", 14, False),
    "an old day in the title": ("Toll of Saturday's attack rises", "Two more people have died.", 11, True),
    "an old day in the first sentence": ("", "The attack on 9 May killed six people.", 9, True),
    "an older day that is recalled further on": ("Drone hits plant", "It hit. It burned. On 9 May a drone fell.", None, False),
    "no day": ("Drone hits plant", "Two people were injured.", None, False),
    "a day too long ago": ("", "The attack on 2 March killed six people.", None, False),
}  # fmt: skip


@pytest.mark.parametrize(("title", "summary", "day", "old"), LEADS.values(), ids=LEADS.keys())
def test_time_that_an_entry_is_about(title: str, summary: str, day: int | None, old: bool):
    found = lead(summary, title)

    assert found.old is old
    assert found.window.stated is (day is not None)
    if day is not None:
        assert found.window.first == date(2024, 5, day)


def test_list_of_items_has_no_time_in_common():
    items = "<p>On Monday a drone hit a plant.</p><p>A missile fell.</p><p>Two people were injured.</p>"

    assert not lead(items).window.stated


TELLINGS = {
    "news throughout": ("A drone hit a plant today. Two people were injured.", [NEWS, NEWS]),
    "a fresh time": ("It burned. A drone hit a plant this morning.", [NEWS, NEWS]),
    "an older weekday": ("A drone hit a plant today. On Friday a missile fell.", [NEWS, BACKGROUND]),
    "last week": ("A drone hit a plant today. Last week a missile fell.", [NEWS, BACKGROUND]),
    "words that recall": ("A drone hit a plant today. It had been hit earlier.", [NEWS, BACKGROUND]),
    "what goes on with it": (
        "A drone hit a plant today. Last week a missile fell. Two people were killed.",
        [NEWS, BACKGROUND, BACKGROUND],
    ),
    "a fresh time after it": (
        "A drone hit a plant today. Last week a missile fell. This morning it rained.",
        [NEWS, BACKGROUND, NEWS],
    ),
    "a turn after it": (
        "A drone hit a plant today. Last week a missile fell. Meanwhile, two were shot down.",
        [NEWS, BACKGROUND, NEWS],
    ),
    "a time to come": ("A drone hit a plant today. They will meet on Friday.", [NEWS, NEWS]),
    "the day before the lead's": ("A drone hit a plant today. On Monday morning a missile fell.", [NEWS, BACKGROUND]),
}


@pytest.mark.parametrize(("summary", "tellings"), TELLINGS.values(), ids=TELLINGS.keys())
def test_sentences_tell_news_or_recall(summary: str, tellings: list[str]):
    assert telling(summary) == tellings


def test_entry_about_an_old_day_tells_of_that_day_as_its_news():
    [title, first, other] = told(
        "The attack on Saturday killed ten people. On 2 May a missile fell.", "Toll of Saturday's attack rises to ten"
    )

    assert (title.telling, first.telling, other.telling) == (Telling.NEWS, Telling.NEWS, Telling.BACKGROUND)
    assert first.window.first == date(2024, 5, 11)


def test_sentence_about_the_places_of_the_news_goes_back_to_it():
    text = "A drone hit a plant today. Last week a missile fell. Two people were injured."

    assert telling(text, places=[[1], [2], [1]]) == [NEWS, BACKGROUND, NEWS]
    assert telling(text, places=[[1], [2], [2]]) == [NEWS, BACKGROUND, BACKGROUND]
    assert telling(text, places=[[1], [2], [1, 2]]) == [NEWS, BACKGROUND, BACKGROUND]


def test_each_sentence_has_its_window_and_a_reason():
    [today, week, on] = told("A drone hit a plant today. Last week a missile fell. Two people were killed.")

    assert today.window.first == today.window.last == date(2024, 5, 14)
    assert week.window.last < today.window.first
    assert on.window == week.window
    assert all(how.why for how in (today, week, on))


def test_entry_without_sentences_is_told_by_nothing():
    assert told("") == []
    assert not lead("").window.stated
