"""Which words of a sentence recall another attack, or a figure that no longer holds: "a day after two people died"."""

from __future__ import annotations

import re

_SPAN = r"(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|few|several|some|\d{1,3})"
_RECALLED = re.compile(
    # Up to the end of the clause: "five days after one that killed 53".
    rf"\b(?:{_SPAN} hours?|(?:{_SPAN} )?(?:days?|weeks?|months?|years?)) (?:after|since) (?P<after>[^.;,—]*)"
    r"|\b(?:день|дня|дней|дні|днів|неделю|недели|тиждень|тижні|месяц|місяць|доба|сутки) (?:после|після) (?P<slavic>[^.;—]*)"
    r"|\b(?:tage?|wochen?|monate?) nach (?P<german>[^.;—]*)|\b(?:jours?|semaines?|mois) après (?P<french>[^.;—]*)"
    r"|\b(?:días?|semanas?|meses) después de (?P<spanish>[^.;—]*)|\b(?:giorni|settimane|mesi) dopo (?P<italian>[^.;—]*)|\b(?:dni|tygodni\w*|miesiąc\w*) po (?P<polish>[^.;—]*)"
    r"|\b(?:since|in) \d{4},? (?:when|where) (?P<then>[^.;—]*)"
    r"|\b(?:since|most since|deadliest since|worst since) (?P<since>[^.;,—]*)"
    # A clause that hangs on a place or an attack and has a time of its own.
    r"|\b(?:where|in which|when|which|that|who|де|где|який|яка|которы[йхе]|которая|коли|когда|où|donde|dove|gdzie|onde|bei dem|bei der) (?P<hanging>[^.;,—]{0,120}?"
    r"(?:\b(?:last (?:year|month|week|summer|spring|autumn|winter)|(?:days?|weeks?|months?|years?) (?:ago|earlier|before)|in (?:20)\d\d|on \d{1,2} [a-z]+|on (?:january|february|march|april|may|june"
    r"|july|august|september|october|november|december) \d{1,2}|in (?:january|february|march|april|june|july|august|september|october|november|december)"
    r"|(?:дней|дня|недел\w+|месяц\w*|года|лет) назад|(?:днів|дні|тижн\w+|місяц\w+|років|роки) тому|в прошлом|минулого|vor \w+ (?:tagen|wochen|monaten)|il y a \w+|hace \w+|letzten|l'an dernier)\b)[^.;,—]*)"
)
_STALE = re.compile(
    r"\b(?:earlier|previous|initial|first|original) (?:official )?(?:figure|toll|count|number|tally|estimate|report)s? (?:of|was|stood at|spoke of|had been) (?:\w+ ){0,2}?(?P<stale>\d+|\w+)"
    r"|\b(?:up|down|raised|lowered|cut|revised) from (?P<from>\d+|\w+)|\b(?:instead of|rather than|вместо|замість|statt|au lieu de|en lugar de|invece di) (?P<instead>\d+|\w+)"
    r"|\b(?:had spoken of|had (?:earlier|first|initially|previously) (?:reported|given|counted|said|put|spoken)|(?:first|initially|previously|earlier) (?:reported|gave|given|spoke of|said|put|counted|announced)"
    r"|(?:ранее|сначала|раньше) [^.;:]{0,25}?(?:сообщал|говорил|называл)\w*|(?:раніше|спочатку) [^.;:]{0,25}?(?:повідомл|йшлося|говорил|називал)\w*|(?:zuvor|zunächst) war\w*|auparavant|antes se)"
    r"(?P<before>[^.;:]{0,60})"
    r"|\b(?:а|and|but|,) (?:не|not) (?P<negated>\d+|\w+)"
    r"|\b(?:the toll|death toll|number of \w+|число \w+|кількість \w+) from (?P<old>\d+|\w+) (?!to\b)"
)
_WHOLE_CLAUSE = re.compile(
    r"\b(?:since|с начала|з початку|seit|depuis|desde|dall'inizio|od początku) (?:the |der |le |la |el )?(?:(?:start|beginning|outbreak|début|comienzo|inicio|beginn) (?:of|de|der|du|des|della?) )?(?:the |la |der )?"
    r"(?:\d{1,2} )?(?:war|invasion|october|ceasefire|coup|январ|феврал|войны|вторжен|року|года|війни|вторгнен|guerre|guerra|krieg|wojny|\d{4})|"
    r"\b(?:in|of|after) (?:a|an|the) (?:similar|previous|earlier) (?:attack|strike|shelling|raid|bombing|blast)\b"
    r"|\b(?:в|при|під час) (?:аналогичн|похож|предыдущ|попередн|схож)\w+ (?:атак|удар|обстр|нападени)\w*"
)
_DENIED = re.compile(
    r"\b(?:спростува\w+|спростовано|вигадк\w+|фейк\w*|опроверг\w*|не соответствует действительности|unconfirmed|неподтвержд\w+|непідтвердж\w+|hoax|fake|(?:false|untrue|fake) (?:reports?|claims?|rumou?rs?)|rumou?rs? (?:of|that))\b"
)
_CUE = re.compile(
    r"after|since|с начала|з початку|seit|depuis|desde|dall|od pocz|after|после|після|nach|après|después|dopo|\bpo\b|where|which|that|who|when|де|где|котор|який|яка|коли|когда|où|donde|dove|gdzie|onde|bei de"
    r"|similar|previous|earlier|аналогичн|похож|предыдущ|попередн|схож|from|had|ранее|сначала|раньше|раніше|спочатку|zuvor|zunächst|auparavant|antes|initial|first|original|confirm|подтвержд|підтвердж|спрост|вигадк|фейк|опроверг|соответств|hoax|fake|false|untrue|rumo|instead|rather|вместо|замість|statt|au lieu|en lugar|invece|не|not"
)


def recalled_spans(text: str) -> list[tuple[int, int]]:
    """Spans of the folded *text* whose figures belong to another attack or held before: parts of clauses, by their cues."""
    if _CUE.search(text) is None:
        return []
    spans = [
        match.span(match.lastgroup)
        for pattern in (_RECALLED, _STALE)
        for match in pattern.finditer(text)
        if match.lastgroup is not None
    ]
    alike = _WHOLE_CLAUSE.search(text)
    if alike is not None:
        begin = max(text.rfind(mark, 0, alike.start()) for mark in ".;,—")
        spans.append((begin + 1, alike.end()))
    if _DENIED.search(text) is not None:
        spans.append((0, len(text)))
    return spans


_FEARED_BEFORE = re.compile(
    r"\b(?:feared?|fears|may have (?:killed|left)|might have (?:killed|left)|could have (?:killed|left)|могли погибнуть|могли загинути|возможно|можливо|befürchte\w*|redout\w*|temen?|si teme)\b[^.;:]{0,20}$"
)
_FEARED_AFTER = re.compile(
    r"[^.;:,]{0,25}\b(?:feared (?:dead|killed|lost)|may have (?:died|been killed)|could have died|might have died|могли погибнуть|могли загинути)\b"
)
_FEAR = re.compile(r"fear|have|могли|возможно|можливо|befürcht|redout|tem")


def is_feared(text: str, start: int, end: int) -> bool:
    """Whether the figure at *start* to *end* of the folded *text* is a fear, no count: "20 feared dead"."""
    if _FEAR.search(text) is None:
        return False
    return (
        _FEARED_BEFORE.search(text, max(0, start - 60), start) is not None or _FEARED_AFTER.match(text, end) is not None
    )
