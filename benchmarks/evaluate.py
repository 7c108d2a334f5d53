"""Score the live engine on the labelled streams and write docs/evaluation.md.

python -m benchmarks.evaluate                      the parts that are worked on
python -m benchmarks.evaluate --milestone NOTE     the kept-aside parts too; adds a line to the history
python -m benchmarks.evaluate dev --errors 40      one stream, with its first errors (never of kept-aside parts)
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from benchmarks.engine import ROOT, make_pipeline
from benchmarks.score import score
from benchmarks.streams import SHARED, SPLITS, Stream, load, part
from monitor.jobs.backtesting import backtest

HISTORY = ROOT / "docs" / "evaluation-history.csv"
PAGE = ROOT / "docs" / "evaluation.md"

COLUMNS: list[tuple[str, tuple[str, ...]]] = [
    ("mails precision", ("mails", "precision")),
    ("alerts recall", ("alerts", "recall")),
    ("alerts precision", ("alerts", "precision")),
    ("first report", ("alerts", "first_report")),
    ("b3 F1", ("b3", "f1")),
    ("mentions F1", ("mentions", "f1")),
    ("relevance F1", ("relevance", "f1")),
    ("place", ("place", "right")),
    ("day", ("day", "right")),
    ("type", ("family", "right")),
    ("toll", ("toll", "right")),
]


def figures_of(stream: Stream, pipeline: Any) -> tuple[dict[str, Any], list[str], float]:
    """Scores, errors, and entries per second."""
    lines = [json.dumps(report, ensure_ascii=False) for report in stream.reports]
    begun = time.perf_counter()
    result = backtest(lines, pipeline)
    rate = len(lines) / (time.perf_counter() - begun)
    figures, errors = score(list(stream.incidents.values()), stream.reports, result)
    return figures, errors, rate


def row(name: str, figures: dict[str, Any]) -> list[str]:
    cells = [name]
    for _, path in COLUMNS:
        value: Any = figures
        for key in path:
            value = value[key]
        cells.append(f"{value:.3f}")
    return cells


def table(rows: Iterable[list[str]]) -> str:
    heads = ["stream", *(title for title, _ in COLUMNS)]
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    return "\n".join([*lines, *("| " + " | ".join(cells) + " |" for cells in rows)])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("streams", nargs="*", help="dev posts world viina; all when none is named")
    parser.add_argument("--errors", type=int, default=0, metavar="N")
    parser.add_argument("--milestone", metavar="NOTE", help="score the kept-aside parts too and record them")
    args = parser.parse_args()
    pipeline = make_pipeline()
    worked: list[list[str]] = []
    for name in args.streams or [*SPLITS, "viina"]:
        if name == "viina" and not (SHARED / "corpus-viina").exists():
            print("viina: not here (its text is under ODbL and not part of the project)", file=sys.stderr)
            continue
        stream = load(SHARED / "corpus-viina", "viina") if name == "viina" else part(name, aside=False)
        figures, errors, rate = figures_of(stream, pipeline)
        worked.append(row(name, figures))
        print(f"{name}: {len(stream.reports)} entries, {rate:.0f} a second", file=sys.stderr)
        for line in errors[: args.errors]:
            print("  " + line)
    print(table(worked))
    if args.milestone:
        aside = [row(name, figures_of(part(name, aside=True), pipeline)[0]) for name in SPLITS]
        print("\nkept aside\n" + table(aside))
        record(args.milestone, [*worked, *([f"{cells[0]} (aside)", *cells[1:]] for cells in aside)])
    if not args.streams:
        write_page(worked)
    return 0


def commit() -> str:
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or "unknown"


def record(note: str, rows: list[list[str]]) -> None:
    fresh = not HISTORY.exists()
    with HISTORY.open("a", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        if fresh:
            writer.writerow(["day", "commit", "note", "stream", *(title for title, _ in COLUMNS)])
        for cells in rows:
            writer.writerow([datetime.now(UTC).date().isoformat(), commit(), note, *cells])


def write_page(worked: list[list[str]]) -> None:
    history = list(csv.reader(HISTORY.open(encoding="utf-8"))) if HISTORY.exists() else []
    past = "\n".join("| " + " | ".join(cells) + " |" for cells in history[1:])
    heads = "| " + " | ".join(history[0]) + " |\n|" + "---|" * len(history[0]) if history else ""
    PAGE.write_text(
        "# Evaluation\n\n"
        f"Written by `make evaluate` at commit {commit()}. What the figures mean stands in `benchmarks/score.py`, what one\n"
        "incident is in `benchmarks/guide.md`. The parts worked on were read while the reader was built, so they flatter;\n"
        "the kept-aside parts (`benchmarks/split.py`) are scored at milestones only and their errors are never read.\n\n"
        f"## Parts worked on\n\n{table(worked)}\n\n"
        f"## Milestones, kept-aside parts included\n\n{heads}\n{past}\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    sys.exit(main())
