"""Fit the weights of the reader and the resolver on the worked-on parts of the labelled streams.

    python -m benchmarks.fit roles    -> monitor/reading/role_weights.py
    python -m benchmarks.fit news     -> monitor/reading/news_weights.py
    python -m benchmarks.fit linking  -> monitor/incidents/weights.py
    python -m benchmarks.fit opening  -> monitor/incidents/opening_weights.py

Each prints what the model reaches on streams that it was not fitted on (leave one stream out) before it writes.
Needs the extra `fit` (`pip install -e '.[fit]'`). Labels are projected from the gold mentions: a place within 30 km of an attack that the entry
mentions, or the region of one, counts as its place.
"""

from __future__ import annotations

import json
import math
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, lil_matrix
from scipy.special import expit
from sklearn.metrics import average_precision_score

from benchmarks.engine import make_reader
from benchmarks.fit_wording import (
    LESSON_PARTS,
    Row,
    all_wording_rows,
    lessons,
    streams,
    unseen_wording,
    weigh_row,
    write,
)
from benchmarks.priors import LINKING, NEWS, OPENING, ROLES
from benchmarks.streams import Stream, as_entry
from monitor.model import Place, Precision, is_unknown_settlement

ROOT = Path(__file__).parents[1]
SETTINGS = {"roles": (0.1, 3), "news": (0.1, 3), "linking": (0.1, 3), "opening": (0.1, 3)}
"""Inverse strength of the L2 penalty, and in how many rows a feature must occur; chosen on held-out streams."""
NEAR_KM = 30.0


def km(place: Place, gold: dict[str, Any]) -> float:
    if place.lat is None or place.lon is None:
        return math.inf
    la1, lo1, la2, lo2 = map(math.radians, (place.lat, place.lon, gold["lat"], gold["lon"]))
    h = math.sin((la2 - la1) / 2) ** 2 + math.cos(la1) * math.cos(la2) * math.sin((lo2 - lo1) / 2) ** 2
    return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(h)))


def fits(place: Place, gold: dict[str, Any]) -> bool:
    """Whether *place* can be the place of a gold incident: near it, or one is the region of the other."""
    if place.kind == "country":
        return False
    if is_unknown_settlement(place) and place.country == gold["country"]:
        return place.name.casefold() in gold["place"].casefold()
    if km(place, gold) <= NEAR_KM:
        return True
    wide = Precision.REGION is place.precision or gold["precision"] == "region"
    return wide and bool(gold["iso_region"]) and place.iso_region == gold["iso_region"]


def lesson_role(mention: Any, signals: Any, lesson: dict[str, Any]) -> str | None:
    """The role that a lesson gives to a place in a sentence; None when it says nothing about it, or two things."""
    text = signals.sentence.text
    roles = set()
    for row in lesson["places"]:
        at = text.find(row["text"])
        while at >= 0:
            if at < mention.end and mention.start < at + len(row["text"]):
                roles.add(row["role"])
            at = text.find(row["text"], at + 1)
    return roles.pop() if len(roles) == 1 else None


def lesson_role_rows(reader: Any) -> list[Row]:
    from monitor.reading.roles import place_features

    rows: list[Row] = []
    for lesson in lessons():
        reading = reader.read(as_entry(lesson))
        for placed in reading.placed:
            mentions = [m.mention for m in placed]
            for m in placed:
                role = lesson_role(m.mention, m.signals, lesson)
                tells = m.signals.asserts or m.signals.outcome_only
                if role is None or role == "holds" or (role != "none" and not tells and m.signals.sentence.index > 0):
                    continue
                names = place_features(m.mention, m.signals, reading.signals, mentions)
                rows.append((dict.fromkeys(names, 1.0), int(role != "none"), "lessons"))
    return rows


def lesson_news_rows(reader: Any, part: int) -> list[Row]:
    """Of one part of the lessons."""
    from monitor.reading.news import news_features

    rows: list[Row] = []
    for lesson in lessons()[part::LESSON_PARTS]:
        entry = as_entry(lesson)
        reading = reader.read(entry)
        if reading.lead is None:
            continue
        placed = {id(m.signals): mentions for mentions in reading.placed for m in mentions}
        for group in reading.groups:
            roles = {
                lesson_role(m.mention, claim.signals, lesson)
                for claim in group.claims
                for m in placed.get(id(claim.signals), ())
                if m.place.id == claim.place.id
            } - {None, "holds"}
            if len(roles) != 1:
                continue
            names = news_features(
                group,
                reading.groups,
                reading.signals,
                reading.lead,
                entry.published,
                sounds=reading.sounds,
                vetoed=reading.veto is not None,
            )
            rows.append((dict.fromkeys(names, 1.0), int(roles == {"main"}), "lessons"))
    return rows


def role_rows(reader: Any, stream: Stream) -> list[Row]:
    from monitor.reading.roles import place_features

    rows: list[Row] = []
    for entry, report in stream.entries():
        golds = [stream.incidents[m["incident"]] for m in report["mentions"]]
        reading = reader.read(entry)
        for placed in reading.placed:
            mentions = [m.mention for m in placed]
            for m in placed:
                right = any(fits(m.place, g) for g in golds)
                tells = m.signals.asserts or m.signals.outcome_only
                if right and not tells and m.signals.sentence.index > 0:
                    continue  # the place of an attack, in a sentence that does not tell of it: no lesson in it
                if m.place.precision.rank >= Precision.REGION.rank and right:
                    finer = [o for o in placed if o.place.precision.rank < m.place.precision.rank]
                    if any(any(fits(o.place, g) for g in golds) for o in finer):
                        continue  # it only holds the place
                names = place_features(m.mention, m.signals, reading.signals, mentions)
                rows.append((dict.fromkeys(names, 1.0), int(right), stream.name))
    return rows


def news_rows(reader: Any, stream: Stream) -> list[Row]:
    from monitor.reading.news import news_features

    rows: list[Row] = []
    for entry, report in stream.entries():
        main = [stream.incidents[m["incident"]] for m in report["mentions"] if m["role"] == "main"]
        reading = reader.read(entry)
        if reading.lead is None:
            continue
        for group in reading.groups:
            right = any(fits(group.place, g) and same_days(group.window, g) for g in main)
            names = news_features(
                group,
                reading.groups,
                reading.signals,
                reading.lead,
                entry.published,
                sounds=reading.sounds,
                vetoed=reading.veto is not None,
            )
            rows.append((dict.fromkeys(names, 1.0), int(right), stream.name))
    return rows


def link_rows(reader: Any, stream: Stream) -> list[Row]:
    """Pairs of a report and an incident that it could describe, where incidents are put together by the gold labels."""
    from monitor.incidents import ResolvePolicy, days_to_search, merge, start
    from monitor.incidents.similarity import features, rivals_of, vetoed
    from monitor.model import IncidentId

    policy = ResolvePolicy()
    rows: list[Row] = []
    known: dict[str, Any] = {}
    for entry, report in stream.entries():
        golds = {m["incident"]: stream.incidents[m["incident"]] for m in report["mentions"]}
        found = []
        for r in reader.read(entry).reports:
            right = [k for k, g in golds.items() if fits(r.place, g) and same_days(r.window, g)]
            right.sort(key=lambda k: km(r.place, golds[k]))
            found.append((r, right[0] if right else f"none {entry.id} {r.place.id}"))
        for r, key in found:
            first, last = days_to_search(r, policy)
            near = {k: i for k, i in known.items() if i.window.last >= first and i.window.first <= last}
            near = {k: i for k, i in near.items() if not vetoed(r, i, policy)}
            rivals = rivals_of(r, near.values())
            for other, incident in near.items():
                names = features(r, incident, rivals.get(incident.id, len(rivals)))
                rows.append((names, int(other == key), stream.name))
        for r, key in found:
            number = IncidentId(len(known) + 1)
            known[key] = merge(known[key], r).after if key in known else replace(start(r).after, id=number)
    return rows


def opening_rows(pipeline: Any, stream: Stream) -> list[Row]:
    """New incidents as the engine finds them, and whether each told an attack that had not been told."""

    from monitor.incidents.opening import opening_features
    from monitor.jobs.backtesting import replay
    from monitor.model import NewIncident, Role, SameIncident

    rows: list[Row] = []
    told: set[str] = set()
    mentions = {r["id"]: r["mentions"] for r in stream.reports}
    for replayed in replay([json.dumps(r) for r in stream.reports], pipeline):
        main = {
            m["incident"]: stream.incidents[m["incident"]] for m in mentions[replayed.entry.id] if m["role"] == "main"
        }
        linked = False
        for d in replayed.decisions:
            right = [k for k, g in main.items() if fits(d.report.place, g) and same_days(d.report.window, g)]
            if isinstance(d.resolution, NewIncident) and d.report.role is Role.MAIN:
                others = [o.report for o in replayed.decisions if o is not d]
                nearest = d.resolution.nearest[1] if d.resolution.nearest else None
                names = opening_features(d.report, nearest, others, linked=linked)
                fresh = [k for k in right if k not in told]
                rows.append((dict.fromkeys(names, 1.0), int(bool(fresh)), stream.name))
                told.update(fresh[:1])
            linked = linked or (isinstance(d.resolution, SameIncident) and d.report.role is Role.MAIN)
    return rows


def same_days(window: Any, gold: dict[str, Any]) -> bool:
    first, last = date.fromisoformat(gold["start"]), date.fromisoformat(gold["end"])
    slack = timedelta(days=1)
    return window.first <= last + slack and first - slack <= window.last


def fit(rows: list[Row], prior: dict[str, float], strength: float, least: int) -> dict[str, float]:
    """Weights by feature. What the rows say little about stays near *prior*: what anybody who writes knows.

    Args:
        rows: features, label, stream.
        prior: weight that a feature is believed to have; 0 for those left out.
        strength: inverse weight of the penalty for leaving the prior.
        least: rows that a feature must occur in to be moved from its prior.
    """
    for held_out in sorted({stream for _, _, stream in rows}):
        weights = _train([r for r in rows if r[2] != held_out], prior, strength, least)
        test = [r for r in rows if r[2] == held_out]
        scores = np.array([weigh_row(f, weights) for f, _, _ in test])
        truth = np.array([y for _, y, _ in test])
        guess = scores >= 0.0
        precision = (truth & guess).sum() / max(1, guess.sum())
        recall = (truth & guess).sum() / max(1, truth.sum())
        print(
            f"  held out {held_out:6} n={len(test):5} positive={truth.mean():.2f} "
            f"AP={average_precision_score(truth, scores):.3f} P={precision:.3f} R={recall:.3f}"
        )
    weights = _train(rows, prior, strength, least)
    kept = {n: round(w, 3) for n, w in sorted(weights.items(), key=lambda item: -abs(item[1])) if abs(w) >= 0.02}
    return {"bias": round(weights["bias"], 3), **{n: w for n, w in kept.items() if n != "bias"}}


def _train(rows: list[Row], prior: dict[str, float], strength: float, least: int) -> dict[str, float]:
    """The maximum a posteriori weights; each stream counts the same, so that no war sets the language."""
    counts = Counter(name for features, _, _ in rows for name in features)
    names = [n for n, c in counts.items() if c >= least]
    index = {n: i for i, n in enumerate(names)}
    x = lil_matrix((len(rows), len(names) + 1))
    offset = np.zeros(len(rows))
    for row, (features, _, _) in enumerate(rows):
        x[row, len(names)] = 1.0
        for name, value in features.items():
            if name in index:
                x[row, index[name]] = value
            else:
                offset[row] += value * prior.get(name, 0.0)
    x = csr_matrix(x)
    mean = np.array([prior.get(n, 0.0) for n in names] + [prior.get("bias", 0.0)])
    sign = np.array([1.0 if y else -1.0 for _, y, _ in rows])
    sizes = Counter(s for _, _, s in rows)
    weight = np.array([len(rows) / (len(sizes) * sizes[s]) for _, _, s in rows])
    free = np.ones(len(names) + 1)
    free[-1] = 0.01  # the constant is free to go where the rows want it

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        margin = sign * (x @ w + offset)
        away = (w - mean) * free
        value = float(weight @ np.logaddexp(0.0, -margin)) + float(away @ (w - mean)) / (2 * strength)
        slope = x.T @ (-sign * weight * expit(-margin)) + away / strength
        return value, slope

    best = minimize(loss, mean, jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    moved = {n: float(w) for n, w in zip([*names, "bias"], best, strict=True)}
    return {**prior, **moved}


def all_news_rows(r: Any) -> list[Row]:
    words = all_wording_rows(r)
    rows: list[Row] = []
    for stream in streams():
        with unseen_wording(words, stream.name):
            rows += news_rows(r, stream)
    for number in range(LESSON_PARTS):
        with unseen_wording(words, f"lessons {number}"):
            rows += lesson_news_rows(r, number)
    return rows


def all_opening_rows(pipeline: Any) -> list[Row]:
    """Made while everything is told at once."""
    from monitor.incidents.opening_weights import OPENING_WEIGHTS

    OPENING_WEIGHTS.clear()
    OPENING_WEIGHTS["bias"] = 9.0
    words = all_wording_rows(pipeline.reader)
    rows: list[Row] = []
    for stream in streams():
        with unseen_wording(words, stream.name):
            rows += opening_rows(pipeline, stream)
    return rows


def roles() -> None:
    r = make_reader()
    rows = [row for stream in streams() for row in role_rows(r, stream)] + lesson_role_rows(r)
    write(
        "monitor/reading/role_weights.py", "ROLE_WEIGHTS", "monitor.reading.roles", fit(rows, ROLES, *SETTINGS["roles"])
    )


def news() -> None:
    rows = all_news_rows(make_reader())
    write("monitor/reading/news_weights.py", "NEWS_WEIGHTS", "monitor.reading.news", fit(rows, NEWS, *SETTINGS["news"]))


def linking() -> None:
    r = make_reader()
    rows = [row for stream in streams() for row in link_rows(r, stream)]
    write(
        "monitor/incidents/weights.py",
        "WEIGHTS",
        "monitor.incidents.similarity",
        fit(rows, LINKING, *SETTINGS["linking"]),
    )


def opening() -> None:
    from benchmarks.engine import make_pipeline

    rows = all_opening_rows(make_pipeline())
    write(
        "monitor/incidents/opening_weights.py",
        "OPENING_WEIGHTS",
        "monitor.incidents.opening",
        fit(rows, OPENING, *SETTINGS["opening"]),
    )


TASKS: dict[str, Callable[[], None]] = {
    "roles": roles,
    "news": news,
    "linking": linking,
    "opening": opening,
}

if __name__ == "__main__":
    for task in sys.argv[1:] or list(TASKS):
        print(task)
        TASKS[task]()
