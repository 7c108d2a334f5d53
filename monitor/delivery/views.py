"""What a mail template may know: plain words, already cleaned, cut and put in the reader's time zone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from monitor.delivery.cleaning import Link
from monitor.model import DeliveryItem, Incident, Report, RuleId


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A report with the address of its entry. ``link`` None: the feed gave none that can be used."""

    report: Report
    link: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """All that a mail needs to tell of one incident.

    ``item``: what is to be told; ``incident``: as it is now; ``before``: the version that the reader was told last, None
    if that was never. ``cited``: its reports, oldest first. ``rule_titles``: for the rules in ``item.matches``.
    ``page`` None: the service has no public pages.
    """

    item: DeliveryItem
    incident: Incident
    before: Incident | None = None
    cited: tuple[Cited, ...] = ()
    rule_titles: Mapping[RuleId, str] = field(default_factory=dict, hash=False)
    page: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Footer:
    """Who writes, and how to stop it. ``unsubscribe``: an https or mailto address. ``contact`` None: nobody answers.

    ``settings`` (change what you get) and ``web`` (this mail as a page) are None where there are no public pages.
    ``imprint``: who answers for the service and where they live, where law asks for it. ``answer``: where the reader may
    follow or snooze an incident, or say that it is wrong; a slash and its number are still to follow. None: nowhere.
    """

    service: str
    unsubscribe: str
    contact: str | None = None
    settings: str | None = None
    web: str | None = None
    imprint: str | None = None
    answer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureView:
    """A figure as a range, and who said what."""

    name: str
    value: str
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """One fact before and after."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    """One report: who, when (UTC), in which words. ``quote`` empty: no sentence kept. ``lang`` None: unknown."""

    publisher: str
    published: str
    quote: str
    lang: str | None
    link: Link | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleView:
    """A rule that asked for the message, and the facts that made it hold."""

    title: str
    level: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentView:
    """One incident in words. ``level`` None: no rule holds (any more). ``outcome`` empty: nothing said.

    ``kind``: ``new update correction withdrawal``. ``withdrawal``: why it is withdrawn, else empty. ``restored``: it was
    withdrawn by mistake. ``number``: its mark on the map, empty where it has none. ``owed``: it sets right what the reader was
    told. ``standing`` is empty for what is withdrawn.
    """

    id: int
    version: int
    kind: str
    headline: str
    where: str
    precision: str
    when: tuple[str, ...]
    standing: str
    outcome: str
    changes: tuple[ChangeView, ...]
    figures: tuple[FigureView, ...]
    sources: tuple[SourceView, ...]
    more_sources: int
    rules: tuple[RuleView, ...]
    level: str | None
    withdrawal: str
    restored: bool
    page: Link | None
    number: str = ""
    owed: bool = False

    @property
    def unchanged_figures(self) -> tuple[FigureView, ...]:
        """The figures that do not stand among the changes already."""
        changed = {change.name for change in self.changes}
        return tuple(figure for figure in self.figures if figure.name not in changed)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertView:
    """An alert mail. ``lang``: of everything in it but quotations."""

    lang: str
    subject: str
    incidents: tuple[IncidentView, ...]
    footer: Footer


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A place on the map. ``exact`` False: only a district or region is known, or a description."""

    number: str
    lat: float
    lon: float
    exact: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class MapView:
    """The picture of a digest. ``source``: its address in the message. ``text``: what it shows, for who does not see it.

    ``places``: number and place of each mark, in order.
    """

    source: str
    text: str
    places: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceView:
    """A mail about the subscription itself, to somebody who asked for mails (or for whom somebody did).

    ``kind``: ``confirm`` (nothing is sent before they agree) or ``links`` (they get mails already). ``wishes``: what they
    would get, or get, a line each. ``link``: the page with the button, or their settings; ``until``: when it ends.
    """

    lang: str
    subject: str
    kind: str
    wishes: tuple[str, ...]
    link: str
    until: str
    footer: Footer


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupView:
    """Incidents of one region in one part of a digest. ``kind``: ``new update correction``, withdrawals being the last."""

    kind: str
    region: str
    incidents: tuple[IncidentView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestView:
    """A digest. ``totals``: one sentence. ``coverage``: how many feeds were read, so that a quiet day can be believed.

    ``figures``: sums over the incidents, each a phrase; empty where nothing can be added up. ``map`` None: there is no
    picture, because nothing is placed exactly enough. ``headlines``: incidents that are too many to be told in more than a
    line.
    """

    lang: str
    subject: str
    title: str
    span: str
    totals: str
    coverage: str
    groups: tuple[GroupView, ...]
    figures: tuple[str, ...] = ()
    map: MapView | None = None
    headlines: tuple[str, ...] = ()
    footer: Footer
