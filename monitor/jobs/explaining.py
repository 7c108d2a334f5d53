"""Why an entry was read as it was: every layer's findings, the rules that hold, the resolution and the nearest miss.

Nothing is stored: the decisions are those that the live engine would take now.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from monitor.delivery.reasons import reasons_in_words
from monitor.delivery.wording import Words
from monitor.incidents import resolve, start, told_apart
from monitor.jobs.ingesting import Pipeline, in_turn, near, wordings
from monitor.model import (
    Ambiguous,
    Claim,
    Entry,
    Incident,
    IncidentId,
    NewIncident,
    Place,
    Report,
    Resolution,
    SameIncident,
    Similarity,
    Unfounded,
    Window,
)
from monitor.reading.reader import Reading
from monitor.reading.roles import PlacedMention
from monitor.reading.signals import Signals
from monitor.rules.matching import matches
from monitor.storage.store import Transaction

CONTRIBUTIONS = 4
SOUNDS = 6
"""How many contributions of a decision are shown: more are noise to an operator."""


@dataclass(frozen=True, slots=True)
class Explained:
    """One report with what the resolver and the rules say of it."""

    report: Report
    resolution: Resolution
    rules: tuple[tuple[str, str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """The whole reasoning about one entry."""

    reading: Reading
    reports: tuple[Explained, ...]

    def as_text(self) -> str:
        """For a terminal."""
        return "\n".join(_text(self))

    def as_json(self) -> dict[str, Any]:
        """Ready for JSON; also what the page is made from."""
        return _json(self)


def explain(entry: Entry, pipeline: Pipeline, tx: Transaction | None) -> Explanation:
    """Read *entry* and say why each report came out as it did.

    Args:
        entry: need not be stored.
        pipeline: reader, rules and policy.
        tx: a read transaction, for the incidents known now; None: as if nothing were known.
    """
    reading = pipeline.reader.read(entry)
    explained: list[Explained] = []
    for report in in_turn(tx, reading.reports, pipeline.policy) if tx is not None else reading.reports:
        others = {e.resolution.incident.id: e.report for e in explained if isinstance(e.resolution, SameIncident)}
        known = near(tx, report, pipeline.policy) if tx is not None else []
        free = [i for i in known if i.id not in others or not told_apart(report, others[i.id])]
        resolution = resolve(report, free, pipeline.policy)
        after = resolution.incident if isinstance(resolution, SameIncident) else start(report).after
        joined = resolution.incident.id if isinstance(resolution, SameIncident) else None
        held = matches(pipeline.ruleset, after, wordings(tx, reading, joined, pipeline.ruleset))
        explained.append(
            Explained(
                report,
                resolution,
                tuple((m.rule, str(m.level), reasons_in_words(m.because, Words("en"))) for m in held),
            )
        )
    return Explanation(reading, tuple(explained))


def place_in_words(place: Place) -> str:
    """A place with its precision and region code: "Istra district (district, RU-MOS)"."""
    parts = [str(place.precision), place.iso_region or place.country]
    return f"{place.name} ({', '.join(parts)}{', approximate' if place.approximate else ''})"


def window_in_words(window: Window) -> str:
    """A window's local days, its precision and whether the text stated it."""
    days = window.first.isoformat() if window.first == window.last else f"{window.first} to {window.last}"
    return f"{days} ({window.precision.value.replace('_', ' ')}, {'stated' if window.stated else 'not stated'})"


def claim_in_words(claim: Claim) -> str:
    """Who says so: "the governor, an authority"."""
    return f"{claim.speaker or 'nobody is named'}{', an authority' if claim.official else ''}"


def resolution_in_words(resolution: Resolution) -> str:
    """What the resolver decided, and the nearest miss."""
    match resolution:
        case SameIncident(incident=incident, similarity=found):
            return (
                f"incident {incident.id}, {_incident_in_words(incident)}, score {found.score:.2f}: {_features(found)}"
            )
        case Ambiguous(candidates=candidates):
            names = "; ".join(f"incident {i.id} {i.place.name} {s.score:.2f}" for i, s in candidates)
            return f"fits several and opens nothing: {names}"
        case Unfounded(reason=reason, nearest=nearest):
            return f"joins nothing: {reason}{_miss(nearest)}"
        case NewIncident(nearest=nearest):
            return f"a new incident{_miss(nearest)}"


def _incident_in_words(incident: Incident) -> str:
    return f"{incident.place.name} {incident.window.first}"


def _miss(nearest: tuple[IncidentId, Similarity] | None) -> str:
    if nearest is None:
        return "; nothing known is near"
    number, found = nearest
    return f"; nearest miss incident {number}, score {found.score:.2f}: {found.veto or _features(found)}"


def _features(found: Similarity) -> str:
    return ", ".join(f"{name} {value:+.2f}" for name, value in found.features[:CONTRIBUTIONS])


def _text(explanation: Explanation) -> Iterator[str]:
    reading = explanation.reading
    entry = reading.entry
    yield f"{entry.id}  {entry.feed}  {entry.published:%Y-%m-%d %H:%M}Z  {entry.lang or ''}".rstrip()
    if not reading.passed:
        yield "Does not concern us: no word of attack in it."
        return
    if reading.home is not None:
        yield f"Feed is about  {place_in_words(reading.home)}"
    if reading.lead is not None:
        yield f"Entry's time   {window_in_words(reading.lead.window)}"
    words = ", ".join(f"{name!r} {weight:+.1f}" for name, weight in reading.sounds_by[:SOUNDS])
    yield f"Sounds like    {reading.sounds:.0%} news of an attack: {words}"
    if reading.veto is not None:
        yield f"Stopped by     filter {reading.veto.id} ({reading.veto.title})"
    for signals, placed, told in zip(reading.signals, reading.placed, reading.told, strict=True):
        yield ""
        yield f"{signals.sentence.index + 1:3} {signals.sentence.field.value:8}{signals.sentence.text}"
        yield from (f"            {line}" for line in _sentence(signals, placed))
        if signals.acts or placed:
            yield f"            tells as {told.telling.value}: {told.why}"
    yield ""
    yield from _reports(explanation.reports)


def _sentence(signals: Signals, placed: Sequence[PlacedMention]) -> Iterator[str]:
    tokens = signals.sentence.tokens
    words = [
        f"{hit.term.type or hit.term.target or 'any'}.{hit.term.act.value} "
        f'"{signals.sentence.text[tokens[hit.start].start : tokens[hit.end - 1].end]}"'
        for hit in signals.hits
    ]
    if words:
        yield "words  " + " · ".join(words)
    if signals.cues:
        yield "cues   " + " · ".join(
            f'{c.cue.value} "{signals.sentence.text[tokens[c.start].start : tokens[c.end - 1].end]}"'
            for c in signals.cues
        )
    for veto in signals.vetoes:
        yield f"veto   {veto.id} ({veto.title}){'' if signals.vetoed else ', lifted by casualties'}"
    for time in signals.times:
        yield f'time   "{signals.sentence.text[time.start : time.end]}" = {window_in_words(time.window)}'
    for figure in signals.figures:
        shown = f"{figure.low}" if figure.low == figure.high else f"{figure.low} to {figure.high}"
        yield f'figure {figure.kind.value} {shown} "{signals.sentence.text[figure.start : figure.end]}"'
    for m in placed:
        others = ", ".join(p.name + " " + (p.iso_region or p.country) for p in m.mention.alternatives[:3])
        why = ", ".join(f"{name} {weight:+.1f}" for name, weight in m.because[:CONTRIBUTIONS])
        yield (
            f'place  "{m.mention.text}" = {place_in_words(m.place)}'
            f"{f', not {others}' if others else ''}: of attack {m.probability:.2f} ({why})"
        )


def _reports(reports: Sequence[Explained]) -> Iterator[str]:
    if not reports:
        yield "No report: nothing in it says that an attack happened at a place."
    for number, each in enumerate(reports, 1):
        r = each.report
        yield (
            f"Report {number}  {r.role.value.upper()}  {', '.join(r.types) or 'type unknown'}  {place_in_words(r.place)}  "
            f"{window_in_words(r.window)}  {'may open an incident' if r.opens else 'joins only'}  {r.confidence:.2f}"
        )
        if r.outcomes:
            yield f"  outcome     {', '.join(sorted(r.outcomes))}"
        toll = [
            f"{name} {count.low if count.low == count.high else f'{count.low} to {count.high}'}"
            for name, count in (("killed", r.toll.killed), ("injured", r.toll.injured))
            if count is not None
        ]
        if toll:
            yield f"  toll        {', '.join(toll)}"
        yield f"  claim       {claim_in_words(r.claim)}"
        yield f"  because     {'; '.join(r.reasons)}"
        yield f"  resolution  {resolution_in_words(each.resolution)}"
        for rule, level, because in each.rules:
            yield f"  rule        {rule} ({level}): {'; '.join(because)}"


def _json(explanation: Explanation) -> dict[str, Any]:
    reading = explanation.reading
    return {
        "entry": reading.entry.id,
        "published": reading.entry.published.isoformat(),
        "concerns": reading.passed,
        "veto": reading.veto.id if reading.veto else None,
        "sounds": round(reading.sounds, 3),
        "sounds_by": [{"words": name, "weight": weight} for name, weight in reading.sounds_by[:SOUNDS]],
        "sentences": [
            {
                "text": s.sentence.text,
                "start": s.sentence.start,
                "field": s.sentence.field.value,
                "telling": told.telling.value,
                "why": told.why,
                "findings": list(_sentence(s, placed)),
                "marks": [
                    {
                        "start": m.mention.start,
                        "end": m.mention.end,
                        "kind": "place" if m.probability >= 0.5 else "other-place",
                        "title": f"{place_in_words(m.place)}, of attack {m.probability:.2f}",
                    }
                    for m in placed
                ]
                + [
                    {
                        "start": s.sentence.tokens[h.start].start,
                        "end": s.sentence.tokens[h.end - 1].end,
                        "kind": "word",
                        "title": f"{h.term.type or h.term.target or 'any'} {h.term.act.value}",
                    }
                    for h in s.hits
                ]
                + [
                    {"start": t.start, "end": t.end, "kind": "time", "title": window_in_words(t.window)}
                    for t in s.times
                ]
                + [
                    {"start": f.start, "end": f.end, "kind": "figure", "title": f"{f.kind.value} {f.low}..{f.high}"}
                    for f in s.figures
                ],
            }
            for s, placed, told in zip(reading.signals, reading.placed, reading.told, strict=True)
        ],
        "reports": [
            {
                "role": each.report.role.value,
                "types": list(each.report.types),
                "place": each.report.place.name,
                "precision": each.report.place.precision.value,
                "iso_region": each.report.place.iso_region,
                "country": each.report.place.country,
                "first": each.report.window.first.isoformat(),
                "last": each.report.window.last.isoformat(),
                "outcomes": sorted(each.report.outcomes),
                "killed": each.report.toll.killed.high if each.report.toll.killed else None,
                "injured": each.report.toll.injured.high if each.report.toll.injured else None,
                "claim": claim_in_words(each.report.claim),
                "opens": each.report.opens,
                "confidence": each.report.confidence,
                "reasons": list(each.report.reasons),
                "resolution": resolution_in_words(each.resolution),
                "rules": [{"rule": rule, "level": level, "because": list(why)} for rule, level, why in each.rules],
            }
            for each in explanation.reports
        ],
    }
