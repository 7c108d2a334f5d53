"""What is new in a fetched feed: new, revised and known entries, with the dates that the service goes by. Pure."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.entries.identity import MIGRATION_CHURN, distinct, recognise, strange_share
from monitor.entries.normalise import content_hash, entry_id
from monitor.model import Entry, EntryData, EntryId, Feed, KnownEntry, require_aware

BACKFILL_AGE = timedelta(hours=48)
"""Entries of a first fetch that are older are history: they are read, but nobody is alerted."""

UNUSABLE_FUTURE = timedelta(days=1)
"""A date further ahead is no date; a nearer one comes of a wrong zone or clock, and is clamped to the present."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """An entry that was never seen."""

    entry: Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisedEntry:
    """A known entry that says something else now. ``entry`` has the new text, and the old id, guid and dates."""

    entry: Entry
    known: KnownEntry


Decision = NewEntry | RevisedEntry | KnownEntry
"""A known entry stands for itself: it is as it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What one fetch brought, in feed order.

    ``present``: entries that were known without being read, which have no decision. ``churn``: share of its guids that were
    never seen, in [0, 1]; 0 for a first fetch. ``gap``: nothing known was left in the feed: entries may have been missed.
    """

    decisions: tuple[Decision, ...] = ()
    present: int = 0
    churn: float = 0.0
    gap: bool = False

    @property
    def new(self) -> tuple[Entry, ...]:
        """The new entries."""
        return tuple(decision.entry for decision in self.decisions if isinstance(decision, NewEntry))

    @property
    def revised(self) -> tuple[Entry, ...]:
        """The revised entries, with their new text."""
        return tuple(decision.entry for decision in self.decisions if isinstance(decision, RevisedEntry))

    @property
    def suspicious(self) -> bool:
        """Whether so many guids were strange that the operator should look at the feed; a short feed is soon all new."""
        return self.churn > MIGRATION_CHURN and len(self.decisions) + self.present >= LEAST_STRANGE


LEAST_STRANGE = 8
"""Entries in a feed from which it says something that nearly all are new."""


def changes(
    entries: Sequence[EntryData],
    known: Sequence[KnownEntry],
    feed: Feed,
    now: datetime,
    *,
    first_fetch: bool = False,
    present: Set[EntryId] = frozenset(),
) -> Changes:
    """Decide which *entries* are new, which are revised, and which are as they were.

    Args:
        entries: of one fetch, in any order.
        known: what is remembered of the feed: at least the entries that ``identity.lookups`` finds, and the latest few
            thousand when more than half of the guids are strange (``identity.strange_share``).
        first_fetch: whether the feed was never read before; its old and undated entries are backfill then.
        present: known entries that stand in the feed as they were, and are not among *entries*.

    Order, dates and repetition change nothing: the same entries again are all known.
    """
    require_aware(now, "now")
    items = distinct(entries)
    churn = strange_share(items, known, len(present))
    found = recognise(items, [entry for entry in known if entry.id not in present], churn)
    return Changes(
        decisions=tuple(_decide(item, found.get(item.guid), feed, now, first_fetch) for item in items),
        present=len(present),
        churn=0.0 if first_fetch else churn,
        gap=bool(items) and not found and not present and not first_fetch,
    )


def known_entry(entry: Entry) -> KnownEntry:
    """Return what must be remembered of *entry* to recognise it in a later fetch."""
    return KnownEntry(
        id=entry.id,
        guid=entry.guid,
        link=entry.link,
        title=entry.title,
        content_hash=entry.content_hash,
        published=entry.published,
        first_seen=entry.first_seen,
        revision=entry.revision,
    )


def _decide(item: EntryData, known: KnownEntry | None, feed: Feed, now: datetime, first_fetch: bool) -> Decision:
    said = content_hash(item)
    if known is None:
        published = _usable_date(item, now)
        is_old = published is None or published < now - BACKFILL_AGE
        return NewEntry(
            entry=Entry(
                id=entry_id(feed.id, item.guid),
                feed=feed.id,
                guid=item.guid,
                title=item.title,
                summary=item.summary,
                content=item.content,
                link=item.link,
                lang=_language(item, feed),
                published=now if published is None else min(published, now),
                first_seen=now,
                publisher=feed.publisher,
                home=feed.home,
                tags=feed.tags,
                dated=published is not None,
                content_hash=said,
                backfill=first_fetch and is_old,
            )
        )
    if known.content_hash == said:
        return known
    return RevisedEntry(
        entry=Entry(
            id=known.id,
            feed=feed.id,
            guid=known.guid,
            title=item.title,
            summary=item.summary,
            content=item.content,
            link=item.link,
            lang=_language(item, feed),
            published=known.published,
            first_seen=known.first_seen,
            publisher=feed.publisher,
            home=feed.home,
            tags=feed.tags,
            revision=known.revision + 1,
            dated=_usable_date(item, now) is not None,
            content_hash=said,
            backfill=known.published < known.first_seen - BACKFILL_AGE,
        ),
        known=known,
    )


def _usable_date(item: EntryData, now: datetime) -> datetime | None:
    """The feed's own date; None where there is none or it lies far in the future."""
    published = item.published or item.updated
    return None if published is None or published > now + UNUSABLE_FUTURE else published


def _language(item: EntryData, feed: Feed) -> str | None:
    """The operator's word, else the entry's own without its country; publishing software claims ``en-US`` for anything."""
    return feed.lang or (item.lang or "").replace("_", "-").partition("-")[0].lower() or None
