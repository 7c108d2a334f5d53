"""Incidents: similarity, resolve, merge. Pure."""

from monitor.incidents.merge import changed_facts, merge, start
from monitor.incidents.resolve import days_to_search, resolve
from monitor.incidents.similarity import ResolvePolicy, similarity

__all__ = ["ResolvePolicy", "changed_facts", "days_to_search", "merge", "resolve", "similarity", "start"]
