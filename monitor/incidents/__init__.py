"""Incidents: similarity, resolve, merge. Pure."""

from monitor.incidents.merge import aloud, changed_facts, merge, start
from monitor.incidents.opening import TOLD_AT_ONCE, opening
from monitor.incidents.rebuild import joined, rebuilt
from monitor.incidents.resolve import days_to_search, resolve, told_apart
from monitor.incidents.similarity import ResolvePolicy, similarity

__all__ = [
    "TOLD_AT_ONCE",
    "ResolvePolicy",
    "aloud",
    "changed_facts",
    "days_to_search",
    "joined",
    "merge",
    "opening",
    "rebuilt",
    "resolve",
    "similarity",
    "start",
    "told_apart",
]
