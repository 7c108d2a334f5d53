"""The tables, one module per group of nouns. Importing the package makes the metadata complete."""

from monitor.storage.tables.alerts import (
    ALERTS,
    CHOICES,
    DELIVERIES,
    DELIVERY_INCIDENTS,
    LEDGER,
    OBJECTIONS,
    SUBSCRIBERS,
    SUBSCRIPTIONS,
)
from monitor.storage.tables.base import METADATA, UtcDateTime
from monitor.storage.tables.bounces import BOUNCES, ENDPOINTS, SUPPRESSIONS
from monitor.storage.tables.consents import ATTEMPTS, CONSENTS
from monitor.storage.tables.entries import ARTICLES, ENTRIES, QUARANTINE, REVISIONS, SET_ASIDE
from monitor.storage.tables.feeds import FEED_CHANGES, FEED_FRAGMENTS, FEED_GAPS, FEEDS, META, POLLS
from monitor.storage.tables.incidents import INCIDENTS, REPORTS, SUPPORTS, UPDATES
from monitor.storage.tables.pushes import PUSHED_DOCUMENTS, PUSHES

__all__ = [
    "ALERTS",
    "ARTICLES",
    "ATTEMPTS",
    "BOUNCES",
    "CHOICES",
    "CONSENTS",
    "DELIVERIES",
    "DELIVERY_INCIDENTS",
    "ENDPOINTS",
    "ENTRIES",
    "FEEDS",
    "FEED_CHANGES",
    "FEED_FRAGMENTS",
    "FEED_GAPS",
    "INCIDENTS",
    "LEDGER",
    "META",
    "METADATA",
    "OBJECTIONS",
    "POLLS",
    "PUSHED_DOCUMENTS",
    "PUSHES",
    "QUARANTINE",
    "REPORTS",
    "REVISIONS",
    "SET_ASIDE",
    "SUBSCRIBERS",
    "SUBSCRIPTIONS",
    "SUPPORTS",
    "SUPPRESSIONS",
    "UPDATES",
    "UtcDateTime",
]
