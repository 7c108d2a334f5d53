"""An explanation as one HTML page: the entry with everything that was found in it marked, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

_STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
mark { border-radius: 3px; padding: 0 2px; color: #111; }
mark.word { background: #ffd9a8; } mark.place { background: #a9e5bb; } mark.other-place { background: #dde3ea; }
mark.time { background: #b9d6ff; } mark.figure { background: #f3c6e8; }
table { border-collapse: collapse; margin: .5rem 0; } th, td { text-align: left; vertical-align: top; padding: .2rem .8rem .2rem 0; }
details { margin: 0 0 .8rem 1rem; } details li { font-size: 14px; }
.news { border-left: 4px solid #2f9e57; padding-left: .6rem; } .other { border-left: 4px solid #c9ced6; padding-left: .6rem; }
"""

_LEGEND = (
    ("word", "word of attack"),
    ("place", "place of attack"),
    ("other-place", "other place"),
    ("time", "time"),
    ("figure", "figure"),
)


def page(explanations: Sequence[Mapping[str, Any]]) -> str:
    """The page for what ``Explanation.as_json`` gave, one section for each entry. Needs no other file and no script."""
    sections = "\n".join(line for explanation in explanations for line in _section(explanation))
    legend = " ".join(f'<mark class="{kind}">{name}</mark>' for kind, name in _LEGEND)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Explanation</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>What was read, and why</h1>\n"
        f"<p>{legend}</p>\n{sections}\n</body>\n</html>\n"
    )


def _section(explanation: Mapping[str, Any]) -> Iterator[str]:
    yield f"<section>\n<h2>{escape(str(explanation['entry']))}</h2>\n<p>Published {escape(str(explanation['published']))}</p>"
    if not explanation["concerns"]:
        yield "<p>It does not concern us: there is no word of attack in it.</p>\n</section>"
        return
    if explanation["veto"]:
        yield f"<p>Stopped by the filter <b>{escape(explanation['veto'])}</b>.</p>"
    for number, report in enumerate(explanation["reports"], 1):
        yield from _report(number, report)
    if not explanation["reports"]:
        yield "<p>No report: nothing in it says that an attack happened at a place.</p>"
    yield "<h3>Sentences</h3>"
    for sentence in explanation["sentences"]:
        yield from _sentence(sentence)
    yield "</section>"


def _report(number: int, report: Mapping[str, Any]) -> Iterator[str]:
    days = report["first"] if report["first"] == report["last"] else f"{report['first']} to {report['last']}"
    rows = {
        "attack": ", ".join(report["types"]) or "type unknown",
        "place": f"{report['place']} ({report['precision']}, {report['iso_region'] or report['country']})",
        "day": days,
        "outcome": ", ".join(report["outcomes"]),
        "killed": report["killed"],
        "injured": report["injured"],
        "said by": report["claim"],
        "confidence": f"{report['confidence']:.2f}",
        "because": "; ".join(report["reasons"]),
        "resolution": report["resolution"],
        "rules": "; ".join(f"{rule['rule']} ({rule['level']})" for rule in report["rules"]) or "none holds",
    }
    yield f"<h3>Report {number}: {escape(report['role'])}</h3>\n<table>"
    for name, value in rows.items():
        if value not in (None, ""):
            yield f'<tr><th scope="row">{name}</th><td dir="auto">{escape(str(value))}</td></tr>'
    yield "</table>"


def _sentence(sentence: Mapping[str, Any]) -> Iterator[str]:
    kind = "news" if sentence["telling"] == "news" else "other"
    yield f'<p class="{kind}" dir="auto">{_marked(sentence["text"], sentence["marks"])}</p>'
    yield f"<details><summary>tells as {escape(sentence['telling'])}: {escape(sentence['why'])}</summary>\n<ul>"
    yield from (f"<li>{escape(finding)}</li>" for finding in sentence["findings"])
    yield "</ul></details>"


def _marked(text: str, marks: Sequence[Mapping[str, Any]]) -> str:
    """*text* with its findings marked; of two that overlap, the one that begins first and is longer."""
    parts, at = [], 0
    for mark in sorted(marks, key=lambda each: (each["start"], -each["end"])):
        if mark["start"] < at:
            continue
        found = escape(text[mark["start"] : mark["end"]])
        parts.append(escape(text[at : mark["start"]]))
        parts.append(f'<mark class="{escape(mark["kind"])}" title="{escape(mark["title"])}">{found}</mark>')
        at = mark["end"]
    return "".join(parts) + escape(text[at:])
