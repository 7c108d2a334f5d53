"""Alerts: significance and routing. Pure."""
