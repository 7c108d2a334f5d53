"""Recognises entries across fetches, whatever the feed does to its guids, links and dates. Pure.

In this order: guid; guid as a canonical address; link, where it is that of one entry only; and, once most of the guids of
a fetch are strange (the site has moved), what they say. A wrong "new" is a second mail about one attack, a wrong "known" a
missed attack: so texts that recur, such as "Air raid alert in Kyiv", never decide without a date.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice

from monitor.entries.normalise import content_hash, guid_key, link_key, title_key
from monitor.model import EntryData, KnownEntry

MIGRATION_CHURN = 0.5
"""Share of strange guids in one fetch above which a feed is taken to have changed its guids."""

SAME_DATE = timedelta(hours=1)
"""Difference up to which two dates are the same date; sites that move keep the dates of their entries."""

TELLING_CHARS = 200
"""Length from which a text hardly recurs, so that it is recognised without its date."""

_LEAST = datetime.min.replace(tzinfo=UTC)


def distinct(entries: Sequence[EntryData]) -> list[EntryData]:
    """Return the entries of one fetch with a guid of its own for each, in feed order.

    Entries with the same guid, link and title are one. Different ones that share a guid are told apart by their links, or
    by what they say where they share the link too.
    """
    same: defaultdict[tuple[str, str | None, str], list[EntryData]] = defaultdict(list)
    for entry in entries:
        same[entry.guid, link_key(entry.link), title_key(entry.title)].append(entry)
    items = [group[0] if len(group) == 1 else max(group, key=_latest) for group in same.values()]
    guids, links = Counter(item.guid for item in items), Counter(link_key(item.link) for item in items)
    own: dict[str, EntryData] = {}
    for item in items:
        if guids[item.guid] > 1:
            is_own = link_key(item.link) is not None and links[link_key(item.link)] == 1 and item.link not in guids
            item = replace(item, guid=item.link if is_own and item.link else f"sha256:{content_hash(item)}")
        own.setdefault(item.guid, item)
    return list(own.values())


def _latest(entry: EntryData) -> tuple[datetime, str]:
    return entry.published or _LEAST, content_hash(entry)


def lookups(entries: Sequence[EntryData]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the guids and links by which the known ones among *entries* are to be looked up, in their usual spellings."""
    items = distinct(entries)
    guids = {spelling for item in items for spelling in _spellings(item.guid)}
    links = {spelling for item in items if item.link and link_key(item.link) for spelling in _spellings(item.link)}
    return frozenset(guids), frozenset(links)


def strange_share(items: Sequence[EntryData], known: Sequence[KnownEntry], present: int = 0) -> float:
    """Return the share of a feed's entries whose guid is not known, in [0, 1]; 0 without entries.

    Args:
        items: those that were read.
        present: how many others are known to stand in the feed.
    """
    if not items:
        return 0.0
    guids = {entry.guid for entry in known}
    return sum(item.guid not in guids for item in items) / (len(items) + present)


def recognise(items: Sequence[EntryData], known: Sequence[KnownEntry], strange: float) -> dict[str, KnownEntry]:
    """Return the known entry of each item that has one, by the item's guid.

    Args:
        items: as ``distinct`` returns them.
        strange: ``strange_share`` of the feed.

    A known entry is given to one item only; a key that several entries of one side share decides nothing.
    """
    found: dict[str, KnownEntry] = {}
    _match(items, known, found, lambda item: item.guid, lambda entry: entry.guid)
    _match(items, known, found, lambda item: guid_key(item.guid), lambda entry: guid_key(entry.guid))
    _match(items, known, found, lambda item: link_key(item.link), lambda entry: link_key(entry.link))
    if strange > MIGRATION_CHURN:
        _match(items, known, found, content_hash, lambda entry: entry.content_hash, agree=_is_telling_or_same_date)
        _match(
            items,
            known,
            found,
            lambda item: title_key(item.title) or None,
            lambda entry: title_key(entry.title),
            agree=_is_same_date,
        )
    return found


def _spellings(address: str) -> tuple[str, ...]:
    """The address, the same under the other scheme, and its canonical form."""
    scheme, separator, rest = address.partition("://")
    other = {"http": "https", "https": "http"}.get(scheme)
    return (address, guid_key(address), *((other + separator + rest,) if other else ()))


def _match(
    items: Sequence[EntryData],
    known: Sequence[KnownEntry],
    found: dict[str, KnownEntry],
    item_key: Callable[[EntryData], Hashable],
    known_key: Callable[[KnownEntry], Hashable],
    agree: Callable[[EntryData, KnownEntry], bool] = lambda item, entry: True,
) -> None:
    """Add to *found* the pairs of what is still unmatched that have the same key, not None, and that alone agree."""
    taken = {entry.id for entry in found.values()}
    free: defaultdict[Hashable, list[KnownEntry]] = defaultdict(list)
    for entry in known:
        if entry.id not in taken:
            free[known_key(entry)].append(entry)
    by_key: defaultdict[Hashable, list[EntryData]] = defaultdict(list)
    for item in items:
        if item.guid not in found and (key := item_key(item)) is not None:
            by_key[key].append(item)
    for key, rivals in by_key.items():
        for item in rivals:
            fitting = list(islice((entry for entry in free.get(key, ()) if agree(item, entry)), 2))
            if len(fitting) == 1 and sum(agree(rival, fitting[0]) for rival in rivals) == 1:
                found[item.guid] = fitting[0]


def _is_same_date(item: EntryData, entry: KnownEntry) -> bool:
    moment = item.published or item.updated
    return moment is not None and abs(moment - entry.published) <= SAME_DATE


def _is_telling_or_same_date(item: EntryData, entry: KnownEntry) -> bool:
    return len(item.title) + len(item.summary) + len(item.content or "") >= TELLING_CHARS or _is_same_date(item, entry)
