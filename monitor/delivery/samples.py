"""Mails that never were: every template is tried on them before it is used, and `monitor` can show them."""

from __future__ import annotations

from monitor.delivery.cleaning import Link
from monitor.delivery.views import (
    AlertView,
    ChangeView,
    DigestView,
    FigureView,
    Footer,
    GroupView,
    IncidentView,
    MapView,
    RuleView,
    ServiceView,
    SourceView,
)

_FOOTER = Footer(
    service="Attack monitor",
    unsubscribe="https://alerts.example.org/unsubscribe/1",
    contact="desk@example.org",
    settings="https://alerts.example.org/settings/1",
    web="https://alerts.example.org/message/1",
    imprint="Example Desk, 1 Example Street, Exampletown",
    answer="https://alerts.example.org/answer/1",
)


def samples() -> tuple[AlertView | DigestView | ServiceView, ...]:
    """Return views that between them fill, and leave empty, everything that can be."""
    kinds = ("new", "update", "correction", "withdrawal")
    full = tuple(_incident(kind) for kind in kinds)
    groups = tuple(
        GroupView(
            kind="correction" if kind == "withdrawal" else kind, region="Moscow region, Russia", incidents=(view,)
        )
        for kind, view in zip(kinds, full, strict=True)
    )
    return (
        AlertView(lang="en", subject="Drone attacks: Istra district", incidents=full, footer=_FOOTER),
        AlertView(lang="en", subject="Attack: Istra district", incidents=(_bare(),), footer=_FOOTER),
        _digest(groups, "1 new attack, 1 update, 2 corrections"),
        _digest((), "no attack reported"),
        _service("confirm"),
        _service("links"),
    )


def _service(kind: str) -> ServiceView:
    return ServiceView(
        lang="en",
        subject="Please confirm: mails about attacks",
        kind=kind,
        wishes=("At once: Drones near Moscow (level high or above)",),
        link="https://alerts.example.org/page/1",
        until="Thu 7 Sep 2023, 03:40 (UTC)",
        footer=_FOOTER,
    )


def _digest(groups: tuple[GroupView, ...], totals: str) -> DigestView:
    return DigestView(
        lang="en",
        subject=f"Daily digest: {totals}",
        title="Daily digest",
        span="Mon 4 Sep 2023, 08:00 to Tue 5 Sep 2023, 08:00 (UTC)",
        totals=totals,
        coverage="60 of 61 feeds healthy; gaps: Example Wire (Tue 5 Sep 2023, 02:10–03:40).",
        groups=groups,
        figures=("Killed in all: 0–2", "Injured in all: 2–3 (stated for 1 of 2)") if groups else (),
        map=MapView(
            source="cid:map@sample", text="Map of the attacks: 1 Istra district", places=(("1", "Istra district"),)
        )
        if groups
        else None,
        headlines=("Drone attack: Tver, Tver region",) if groups else (),
        footer=Footer(service="Attack monitor", unsubscribe="mailto:stop@example.org"),
    )


def _incident(kind: str) -> IncidentView:
    link = Link(url="https://news.example.org/1", host="news.example.org")
    return IncidentView(
        id=1,
        version=2,
        kind=kind,
        headline="Drone attack: Istra district, Moscow region",
        where="Istra district, Moscow region, Russia",
        precision="known to the district",
        when=("Tue 5 Sep 2023, 00:00–06:00 (Europe/Moscow, UTC+3)", "Mon 4 Sep 2023, 21:00 to Tue 5 Sep, 03:00 UTC"),
        standing="corroborated (2 independent publishers)",
        outcome="shot down or intercepted, falling debris",
        changes=(ChangeView(name="Injured", before="not stated", after="2–3"),)
        if kind in ("update", "correction")
        else (),
        figures=(FigureView(name="Injured", value="2–3", said=("Example Wire: 2–3",)),),
        sources=(
            SourceView(
                publisher="Example Wire", published="5 Sep 2023, 00:40 UTC", quote="A drone fell.", lang="en", link=link
            ),
        ),
        more_sources=2,
        rules=(RuleView(title="Drones near Moscow", level="high", because=("place: Moscow region",)),),
        level="high",
        withdrawal="it is the same attack as incident 7" if kind == "withdrawal" else "",
        restored=kind == "correction",
        owed=kind in ("correction", "withdrawal"),
        page=link,
        number="1",
    )


def _bare() -> IncidentView:
    return IncidentView(
        id=1,
        version=1,
        kind="new",
        headline="Attack: Istra district, Moscow region",
        where="Istra district, Moscow region, Russia",
        precision="known to the district",
        when=("Tue 5 Sep 2023, local date; time of day not stated",),
        standing="reported, not corroborated yet (1 independent publisher)",
        outcome="",
        changes=(),
        figures=(FigureView(name="Launched", value="5"),),
        sources=(SourceView(publisher="Wire", published="5 Sep 2023, 00:40 UTC", quote="", lang=None, link=None),),
        more_sources=0,
        rules=(),
        level=None,
        withdrawal="",
        restored=False,
        page=None,
    )
