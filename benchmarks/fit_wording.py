"""Fit the weights of the words, which tell how an entry that brings an attack sounds.

    python -m benchmarks.fit_wording  -> monitor/reading/wording_weights.py

Rows are the worked-on parts of the labelled streams, the lessons, and ``corpora/headlines.jsonl``: short invented entries of all kinds, with
nothing but the label whether an attack is their news. Prints what the model reaches on streams that it was not fitted on before it writes. What stands
here is shared by the other fits (``benchmarks.fit``).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import average_precision_score

from benchmarks.streams import CORPORA, SPLITS, Stream, as_entry, part

ROOT = Path(__file__).parents[1]
Row = tuple[dict[str, float], int, str]  # features, label, stream

LESSON_PARTS = 3
"""Parts of lessons and headlines; each counts as a stream of its own, to be left out."""

WORDING_LEAST, WORDING_STRENGTH = 2, 0.3

LESSONS = Path(__file__).parent / "lessons"
"""Small entries in our own words in which every place is labelled ``main background holds none``; not scored on."""

HEADLINES = CORPORA / "headlines.jsonl"
"""Titles and summaries with ``attack`` 1 or 0."""


def streams() -> list[Stream]:
    return [part(name, aside=False) for name in SPLITS]


def lessons() -> list[dict[str, Any]]:
    return [
        json.loads(line)
        for path in sorted(LESSONS.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]


def wording_rows(reader: Any, stream: Stream) -> list[Row]:
    from monitor.reading.wording import wording_features

    rows: list[Row] = []
    for entry, report in stream.entries():
        reading = reader.read(entry)
        if reading.document is not None and reading.passed:
            names = wording_features(reading.document.sentences)
            main = any(m["role"] == "main" for m in report["mentions"])
            rows.append((dict.fromkeys(names, 1.0), int(main), stream.name))
    return rows


def lesson_wording_rows(reader: Any) -> list[Row]:
    """Of the lessons; each third of them counts as a stream of its own, to be left out."""
    from monitor.reading.wording import wording_features

    rows: list[Row] = []
    for number, lesson in enumerate(lessons()):
        reading = reader.read(as_entry(lesson))
        if reading.document is not None and reading.passed:
            names = wording_features(reading.document.sentences)
            main = any(place["role"] == "main" for place in lesson["places"])
            rows.append((dict.fromkeys(names, 1.0), int(main), f"lessons {number % LESSON_PARTS}"))
    return rows


def headline_rows(reader: Any) -> list[Row]:
    """Of the headlines that hold a word of attack at all."""
    from monitor.reading.wording import wording_features

    rows: list[Row] = []
    for number, line in enumerate(HEADLINES.read_text(encoding="utf-8").splitlines()):
        headline = json.loads(line)
        entry = {"id": f"h{number}", "feed": "headlines", "published": "2025-06-01T12:00:00Z", **headline}
        reading = reader.read(as_entry(entry))
        if reading.document is not None and reading.passed:
            names = wording_features(reading.document.sentences)
            rows.append((dict.fromkeys(names, 1.0), headline["attack"], f"lessons {number % LESSON_PARTS}"))
    return rows


def all_wording_rows(r: Any) -> list[Row]:
    """Of streams, lessons and headlines."""
    return [row for stream in streams() for row in wording_rows(r, stream)] + lesson_wording_rows(r) + headline_rows(r)


def train_wording(rows: list[Row]) -> dict[str, float]:
    """Weights of the words: there are far more of them than rows, so a plain ridge towards nothing."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    counts = Counter(name for features, _, _ in rows for name in features)
    kept = [{name: _trust(name) for name in f if counts[name] >= WORDING_LEAST} for f, _, _ in rows]
    vectorizer = DictVectorizer()
    model = LogisticRegression(C=WORDING_STRENGTH, max_iter=1000)
    model.fit(vectorizer.fit_transform(kept), [label for _, label, _ in rows])
    named = zip(vectorizer.get_feature_names_out(), model.coef_[0], strict=True)
    weights = {str(name): round(float(w) * _trust(name), 2) for name, w in named if abs(w) >= 0.02}
    return {"bias": round(float(model.intercept_[0]), 2), **weights}


def _trust(name: str) -> float:
    """How freely a feature of the wording may be weighed: a topic stands for many words, a pair of words for few texts."""
    from monitor.reading.topics import is_topic

    if is_topic(name):
        return 2.0
    return 0.5 if " " in name.removeprefix("title: ") else 1.0


@contextmanager
def unseen_wording(rows: list[Row], stream: str) -> Iterator[None]:
    """Let the reader judge the wording of *stream* by weights that were fitted without it.

    What it would say of entries that it has learnt is surer than what it says of new ones, and other models must learn
    how far to trust it.
    """
    from monitor.reading.wording_weights import WORDING_WEIGHTS

    kept = dict(WORDING_WEIGHTS)
    WORDING_WEIGHTS.clear()
    WORDING_WEIGHTS.update(train_wording([row for row in rows if row[2] != stream]))
    try:
        yield
    finally:
        WORDING_WEIGHTS.clear()
        WORDING_WEIGHTS.update(kept)


def weigh_row(features: dict[str, float], weights: dict[str, float]) -> float:
    """The log odds that *weights* give to a row."""
    return weights["bias"] + sum(v * weights.get(n, 0.0) for n, v in features.items())


def write(path: str, name: str, of: str, weights: dict[str, float]) -> None:
    lines = "".join(f'    "{feature}": {weight},\n' for feature, weight in weights.items())
    (ROOT / path).write_text(
        f'"""Weights of the features of ``{of}``: a logistic model.\n\n'
        'Written by a fit in ``benchmarks``; do not edit by hand.\n"""\n\n'
        f'{name}: dict[str, float] = {{\n{lines}}}\n"""Weight by feature; "bias" is the constant."""\n',
        encoding="utf-8",
    )
    print(f"wrote {path}: {len(weights)} weights")


def main() -> None:
    from benchmarks.engine import make_reader

    rows = all_wording_rows(make_reader())
    for held_out in sorted({stream for _, _, stream in rows}):
        weights = train_wording([r for r in rows if r[2] != held_out])
        test = [r for r in rows if r[2] == held_out]
        truth, scores = np.array([y for _, y, _ in test]), np.array([weigh_row(f, weights) for f, _, _ in test])
        print(f"  held out {held_out:9} n={len(test):5} AP={average_precision_score(truth, scores):.3f}")
    write("monitor/reading/wording_weights.py", "WORDING_WEIGHTS", "monitor.reading.wording", train_wording(rows))


if __name__ == "__main__":
    main()
