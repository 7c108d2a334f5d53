from __future__ import annotations

import pytest

from monitor.alerts import significance
from monitor.model import AlertKind, Change, IncidentId, Match, Role, Standing
from tests.mailcases import a_change, a_match, an_incident

ALL = frozenset({"toll", "standing", "place", "outcome"})
FIRST = an_incident()
SECOND = an_incident(version=2, standing=Standing.CORROBORATED)
QUIET = an_incident(quiet=True)


def decide(
    change: Change, *, told: bool, when: Standing = Standing.REPORTED, matches: tuple[Match, ...] = (a_match(),)
) -> AlertKind | None:
    found = significance(change, matches, told, ALL, when)
    return None if found is None else found.kind


@pytest.mark.parametrize(
    ("name", "change", "told", "expected"),
    [
        ("a main report opens an incident", a_change(None, FIRST), False, AlertKind.NEW),
        ("background opens one quietly", a_change(None, QUIET, role=Role.BACKGROUND), False, None),
        ("a quiet incident becomes news", a_change(QUIET, SECOND, "role"), False, AlertKind.NEW),
        ("a bare corroboration", a_change(FIRST, FIRST), True, None),
        ("a bare corroboration for a late subscriber", a_change(FIRST, FIRST), False, None),
        ("the toll rises", a_change(FIRST, SECOND, "toll"), True, AlertKind.UPDATE),
        ("background knows a higher toll", a_change(FIRST, SECOND, "toll", role=Role.BACKGROUND), True, None),
        ("a fact that nobody asked for", a_change(FIRST, SECOND, "window"), True, None),
        ("a change makes the rule hold", a_change(FIRST, SECOND, "place"), False, AlertKind.NEW),
        ("withdrawn, and they know of it", a_change(FIRST, an_incident(withdrawn=True)), True, AlertKind.WITHDRAWAL),
        ("withdrawn, and they never heard of it", a_change(FIRST, an_incident(withdrawn=True)), False, None),
        (
            "an operator withdraws what background told",
            a_change(FIRST, an_incident(withdrawn=True), role=Role.BACKGROUND),
            True,
            AlertKind.WITHDRAWAL,
        ),
    ],
)
def test_what_is_worth_a_message(name: str, change: Change, told: bool, expected: AlertKind | None) -> None:
    assert decide(change, told=told) is expected, name


@pytest.mark.parametrize(
    ("name", "change", "when", "expected"),
    [
        ("one publisher is too few", a_change(None, FIRST), Standing.CORROBORATED, None),
        ("a second one lifts it", a_change(FIRST, SECOND, "standing"), Standing.CORROBORATED, AlertKind.NEW),
        ("and not yet far enough", a_change(FIRST, SECOND, "standing"), Standing.OFFICIAL, None),
        (
            "an authority is first",
            a_change(None, an_incident(standing=Standing.OFFICIAL)),
            Standing.CORROBORATED,
            AlertKind.NEW,
        ),
    ],
)
def test_rule_that_waits_for_a_standing_alerts_once_it_is_reached(
    name: str, change: Change, when: Standing, expected: AlertKind | None
) -> None:
    assert decide(change, told=False, when=when) is expected, name


def test_without_a_rule_that_holds_there_is_nothing_to_say() -> None:
    assert decide(a_change(None, FIRST), told=False, matches=()) is None


def test_update_names_only_the_facts_that_the_rule_asks_for() -> None:
    found = significance(a_change(FIRST, SECOND, "toll", "window"), (a_match(),), True, frozenset({"toll"}))
    assert found is not None
    assert found.facts == {"toll"}
    assert found.reason == "toll changed"


def test_withdrawal_by_merge_names_the_other_incident() -> None:
    merged = an_incident(withdrawn=True, merged_into=IncidentId(12))
    found = significance(a_change(FIRST, merged), (), True, frozenset())
    assert found is not None
    assert found.reason == "it is the same attack as incident 12"
