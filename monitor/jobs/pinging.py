"""A dead man's switch: as long as all is well, an address of somebody else's is asked for every minute.

Whoever watches that address raises the alarm when it falls silent: that also tells of a machine that is gone, which nothing on it can.
"""

from __future__ import annotations

import logging
from datetime import datetime

from monitor.errors import FetchError
from monitor.jobs.health import complaints
from monitor.jobs.services import Services

log = logging.getLogger(__name__)


def ping(services: Services, now: datetime) -> bool:
    """Ask for ``ping_url`` when nothing is wrong with the service; return whether that was answered well.

    Raises:
        StorageError: the database cannot be read.
    """
    url = services.settings.ping_url
    if url is None:
        return False
    if wrong := complaints(services, now):
        log.warning("ping.withheld", extra={"why": "; ".join(wrong)})
        return False
    try:
        answer = services.poster.get(url.get_secret_value())
        problem = None if answer.well else f"it answered {answer.status}"
    except FetchError as error:
        problem = error.message
    if problem is not None:
        log.warning("ping.failed", extra={"error": problem})
    return problem is None
