"""Every value of the model comes back from its JSON and from its columns as it went in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.model import (
    Alert,
    Around,
    Chosen,
    Count,
    Delivery,
    Entry,
    Feed,
    FeedChange,
    FeedFlag,
    FeedStatus,
    Flagged,
    Gap,
    Incident,
    Observed,
    Place,
    Poll,
    QuietHours,
    Report,
    Subscriber,
    Subscription,
    TimePrecision,
    Window,
)
from monitor.storage.codec import columns, dumps, from_columns, loads
from tests.storage.builders import NOW, delivery, incident, item

MOMENTS = st.datetimes(
    datetime(1980, 1, 1), datetime(2100, 1, 1), timezones=st.sampled_from([UTC, timezone(timedelta(hours=3))])
)
DAYS = st.dates(date(1980, 1, 1), date(2100, 1, 1))


@st.composite
def windows(draw: st.DrawFn) -> Window:
    start, end = sorted([draw(MOMENTS), draw(MOMENTS)])
    first, last = sorted([draw(DAYS), draw(DAYS)])
    return Window(
        start=start,
        end=end,
        first=first,
        last=last,
        precision=draw(st.sampled_from(TimePrecision)),
        stated=draw(st.booleans()),
    )


@st.composite
def counts(draw: st.DrawFn) -> Count:
    low, high = sorted([draw(st.integers(0, 10**6)), draw(st.integers(0, 10**6))])
    return Count(low=low, high=high)


FLOATS = st.floats(allow_nan=False, allow_infinity=False)
st.register_type_strategy(Window, windows())
st.register_type_strategy(Count, counts())
st.register_type_strategy(
    Place,
    st.builds(
        Place, lat=st.none() | FLOATS, lon=st.none() | FLOATS, name_ru=..., region=..., iso_region=..., approximate=...
    ),
)
st.register_type_strategy(
    QuietHours,
    st.tuples(st.times(), st.times(), st.booleans())
    .filter(lambda drawn: drawn[0] != drawn[1])
    .map(lambda drawn: QuietHours(start=drawn[0], end=drawn[1], wake_for_critical=drawn[2])),
)
st.register_type_strategy(Around, st.builds(Around, place=..., km=st.floats(0.1, 1000)))


st.register_type_strategy(Flagged, st.builds(Flagged, flag=st.sampled_from(FeedFlag), why=st.text(), since=MOMENTS))
st.register_type_strategy(
    Observed,
    st.builds(
        Observed,
        every_s=st.none() | FLOATS,
        kept_s=st.none() | FLOATS,
        hurry=...,
        changed_at=st.none() | MOMENTS,
        suspect_at=st.none() | MOMENTS,
        suspect_why=...,
        kills=...,
    ),
)


def values(kind: type) -> st.SearchStrategy[Any]:
    """Any value of a model class, with aware moments and comparable numbers."""
    own: dict[Any, Any] = {
        datetime: MOMENTS,
        datetime | None: st.none() | MOMENTS,
        float: FLOATS,
        float | None: st.none() | FLOATS,
    }
    return st.builds(kind, **{name: own.get(hint, ...) for name, hint in get_type_hints(kind).items()})


@pytest.mark.parametrize("kind", [Incident, Report, Alert, Delivery])
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_a_document_comes_back(kind: type, data: st.DataObject) -> None:
    value = data.draw(values(kind))
    assert loads(kind, dumps(value)) == value


@pytest.mark.parametrize(
    "kind", [Feed, FeedStatus, FeedChange, Gap, Poll, Entry, Subscriber, Subscription, Chosen, Delivery]
)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_columns_come_back(kind: type, data: st.DataObject) -> None:
    value = data.draw(values(kind))
    assert from_columns(kind, columns(value)) == value


def test_fields_that_equal_their_default_are_left_out() -> None:
    assert '"quiet"' not in dumps(incident())
    assert '"quiet":true' in dumps(incident(quiet=True))


def test_sets_are_written_in_order_so_that_equal_values_have_equal_texts() -> None:
    text = dumps(incident(publishers=frozenset({"b", "c", "a"})))
    assert '"publishers":["a","b","c"]' in text


def test_columns_hold_scalars_as_they_are_and_the_rest_as_json() -> None:
    row = columns(delivery("k", 1, item(7)))
    assert row["due_at"] == NOW
    assert row["state"] == "pending"
    assert row["headers"] == '{"X-Level":"high"}'
    assert row["items"].startswith('[{"incident":7,')


def test_a_row_from_before_a_field_existed_takes_its_default() -> None:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Older:
        name: str
        gone: int = 3

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Newer:
        name: str
        added: tuple[str, ...] = ("default",)

    globals().update(Older=Older, Newer=Newer)
    assert loads(Newer, dumps(Older(name="x", gone=4))) == Newer(name="x")


def test_a_missing_field_without_a_default_is_named() -> None:
    with pytest.raises(KeyError, match=r"Window\.start"):
        loads(Window, "{}")


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="must be aware"):
        dumps(incident(last_reported_at=datetime(2025, 1, 1)))


def test_a_type_without_a_codec_is_named() -> None:
    with pytest.raises(TypeError, match=r"no codec for .*complex"):
        dumps(1j)
