"""Significance, routing and grouping: which changes are worth a message, to whom, and in which mail. Pure."""

from monitor.alerts.messages import Flow, alert_key, decide, group, is_moot, item_of
from monitor.alerts.routing import NOBODY, Audience, Known, route
from monitor.alerts.significance import significance
from monitor.alerts.silence import Silence, Untold, why_silent

__all__ = [
    "NOBODY",
    "Audience",
    "Flow",
    "Known",
    "Silence",
    "Untold",
    "alert_key",
    "decide",
    "group",
    "is_moot",
    "item_of",
    "route",
    "significance",
    "why_silent",
]
