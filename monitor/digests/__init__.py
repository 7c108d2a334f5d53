"""Digests: when they are due, and what they tell. Pure."""

from monitor.digests.compose import compose, digest_key
from monitor.digests.windows import DIGEST_AT, LATEST, DigestWindow, due_windows, last_hour

__all__ = ["DIGEST_AT", "LATEST", "DigestWindow", "compose", "digest_key", "due_windows", "last_hour"]
