"""Takes changed operator files and templates into service while it runs; what is broken is told and left out."""

from __future__ import annotations

import logging
from datetime import datetime
from pathlib import Path

from monitor.errors import TemplateError
from monitor.jobs import operator
from monitor.jobs.services import Services

log = logging.getLogger(__name__)


def sync_feeds(services: Services, now: datetime) -> None:
    """Make the stored feeds those of the operator files in force."""
    with services.store.begin() as tx:
        tx.feeds.sync(services.rules.in_force.ruleset.feeds, now)


class Reloading:
    """Looks for changed files each time it is called. The first look tells what was broken at the start."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._templates = _fingerprint(services.settings.effective_templates_dir)
        self._told: set[str] = set()

    def look(self, now: datetime) -> None:
        """Take in what has changed since the last call."""
        if self._services.rules.reload():
            sync_feeds(self._services, now)
        errors = {str(error) for error in self._services.rules.errors}
        fresh, self._told = sorted(errors - self._told), errors
        if fresh:
            text = "\n".join(fresh) + "\n\nThe last good version of each file stays in force."
            operator.tell(self._services, "Operator files do not load", text, now)
        fingerprint = _fingerprint(self._services.settings.effective_templates_dir)
        if fingerprint == self._templates:
            return
        self._templates = fingerprint
        try:
            self._services.renderer.reload()
        except TemplateError as error:
            log.error("templates.broken", extra={"error": str(error)})
            text = f"{error}\n\nThe last good templates stay in force."
            operator.tell(self._services, "A mail template does not render", text, now)
        else:
            log.info("templates.reloaded")


def _fingerprint(directory: Path) -> frozenset[tuple[str, int, int]]:
    """Names, sizes and times of the templates: something that differs when one of them does."""
    files = ((path, path.stat()) for path in directory.rglob("*.j2"))
    return frozenset((str(path), stat.st_size, stat.st_mtime_ns) for path, stat in files)
