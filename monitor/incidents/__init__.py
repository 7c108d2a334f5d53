"""Incidents: similarity, resolve, merge. Pure."""
