"""Fit the weights that tell which place a name means.

    python -m benchmarks.fit_places   -> monitor/places/candidate_weights.py

``benchmarks/corpora/names.jsonl`` says for each name of the worked-on streams what it means there: a place, no place, or one that
the gazetteer lacks. The model is log-linear over the candidates and "no place"; each row is one name of one entry. What an entry's other
names mean is context, so that the fit is repeated with the context that its own weights give. Prints what it reaches on streams that were left
out.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from benchmarks.fit import km
from benchmarks.fit_wording import write
from benchmarks.priors import CANDIDATES
from benchmarks.streams import SPLITS, as_entry, part
from monitor.model import Place

LABELS = Path(__file__).parent / "corpora" / "names.jsonl"
STRENGTH, LEAST, ROUNDS = 1.0, 3, 3
"""Inverse strength of the penalty; in how many names a feature must occur; how often the context is made anew."""
SAME_KM = 30.0


@dataclass(frozen=True)
class Choice:
    """One name: the features of its candidates, and which of them are right; none: it is no place that we know."""

    stream: str
    candidates: tuple[tuple[str, ...], ...]
    right: frozenset[int]


def labels() -> dict[tuple[str, str], dict[str, Any]]:
    """What each name of an entry means, by (stream, entry)."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for line in LABELS.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        found[row["stream"], row["entry"]] = {name["text"]: name for name in row["names"]}
    return found


def is_meant(place: Place, label: dict[str, Any]) -> bool:
    """Whether *place* is the one that the label describes."""
    if label["means"] is None:
        return False
    return any(_is(place, meant) for meant in label["means"])


def _is(place: Place, meant: dict[str, Any]) -> bool:
    if (place.kind == "country") != (meant["kind"] == "country") or place.country != meant["country"]:
        return False
    if place.kind == "country":
        return True
    if (place.kind == "region") != (meant["kind"] == "region"):
        return False
    if place.kind == "region":
        return place.iso_region == meant["region"]
    if place.lat is None or place.lon is None or meant["at"] is None:
        return place.name == meant["name"]
    lat, lon = meant["at"]
    return km(place, {"lat": lat, "lon": lon}) <= SAME_KM


def choices(reader: Any, known: dict[tuple[str, str], dict[str, Any]]) -> Iterator[Choice]:
    """The labelled names with their candidates' features, in the context that the present weights give."""
    from monitor.places import choosing

    seen: list[tuple[Any, list[Any]]] = []
    rank_all = choosing._rank_all

    def remember(mentions: Any, places: Any, context: Any) -> Any:
        ranked = rank_all(mentions, places, context)
        seen.append((mentions, ranked))
        return ranked

    choosing._rank_all = remember  # type: ignore[assignment]
    try:
        for stream in SPLITS:
            for report in part(stream, aside=False).reports:
                label = known.get((stream, report["id"]))
                if label is None:
                    continue
                seen.clear()
                reader.read(as_entry(report))
                done: set[str] = set()
                for mentions, ranked in seen[1:2]:
                    for sentence, scores in zip(mentions, ranked, strict=True):
                        for mention, scored in zip(sentence, scores, strict=True):
                            if mention.text not in label or mention.text in done or not scored:
                                continue
                            done.add(mention.text)
                            right = frozenset(
                                n for n, one in enumerate(scored) if is_meant(one.place, label[mention.text])
                            )
                            if label[mention.text]["means"] and not right:
                                continue
                            yield Choice(stream, tuple(one.features for one in scored), right)
    finally:
        choosing._rank_all = rank_all


def train(rows: Sequence[Choice]) -> dict[str, float]:
    """The maximum a posteriori weights; a feature that names hardly show keeps what is believed of it."""
    counts = Counter(name for row in rows for name in {f for features in row.candidates for f in features})
    index = {name: n for n, name in enumerate(sorted(name for name, count in counts.items() if count >= LEAST))}
    data, columns, ends = [], [], [0]
    owner: list[int] = []
    right: list[bool] = []
    for number, row in enumerate(rows):
        for place, features in enumerate(row.candidates):
            for name in features:
                if name in index:
                    columns.append(index[name])
                    data.append(1.0)
            ends.append(len(columns))
            owner.append(number)
            right.append(place in row.right)
    x = csr_matrix((data, columns, ends), shape=(len(owner), len(index)))
    mean = np.array([CANDIDATES.get(name, 0.0) for name in index])
    group, is_right = np.array(owner), np.array(right)
    placeless = np.array([not row.right for row in rows])

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        z = np.clip(x @ w, -30, 30)
        e = np.exp(z)
        total = 1.0 + np.bincount(group, e, len(rows))
        good = np.bincount(group, e * is_right, len(rows)) + placeless
        value = float(np.sum(np.log(total) - np.log(good))) + float((w - mean) @ (w - mean)) / (2 * STRENGTH)
        slope = x.T @ (e / total[group] - e * is_right / good[group]) + (w - mean) / STRENGTH
        return value, slope

    best = minimize(loss, mean, jac=True, method="L-BFGS-B", options={"maxiter": 400}).x
    return {**CANDIDATES, **{name: float(best[n]) for name, n in index.items()}}


def accuracy(rows: Sequence[Choice], weights: dict[str, float]) -> tuple[float, float, float]:
    """Share of names read rightly; of the places, found and right; of those taken for places, right."""
    right = places = found = taken = 0
    for row in rows:
        scores = [sum(weights.get(name, 0.0) for name in features) for features in row.candidates]
        best = max(range(len(scores)), key=scores.__getitem__)
        choice = best if scores[best] > 0 else None
        ok = (choice in row.right) if choice is not None else not row.right
        right += ok
        places += bool(row.right)
        taken += choice is not None
        found += choice is not None and ok
    return right / len(rows), found / max(1, places), found / max(1, taken)


def main() -> None:
    from benchmarks.engine import make_reader
    from monitor.places.candidate_weights import CANDIDATE_WEIGHTS

    reader, known = make_reader(), labels()
    rows: list[Choice] = []
    for number in range(ROUNDS):
        rows = list(choices(reader, known))
        weights = train(rows)
        CANDIDATE_WEIGHTS.clear()
        CANDIDATE_WEIGHTS.update(weights)
        print(f"round {number + 1}: {len(rows)} names, right {accuracy(rows, weights)[0]:.3f}")
    for held_out in dict.fromkeys(row.stream for row in rows):
        test = [row for row in rows if row.stream == held_out]
        figures = accuracy(test, train([row for row in rows if row.stream != held_out]))
        print(
            f"  held out {held_out:8} n={len(test):4} " + "right {:.3f} recall {:.3f} precision {:.3f}".format(*figures)
        )
    kept = {name: round(w, 2) for name, w in sorted(weights.items(), key=lambda item: -abs(item[1])) if abs(w) >= 0.02}
    write("monitor/places/candidate_weights.py", "CANDIDATE_WEIGHTS", "monitor.places.candidates", kept)


if __name__ == "__main__":
    main()
