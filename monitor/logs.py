"""Logs: one event a line, as JSON for machines or as text for people. UTC.

The message is the name of the event (``feed.polled``, ``delivery.sent``); what belongs to it goes into ``extra``. Addresses
of subscribers are never logged, texts of feeds only in parts.
"""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime

# What every record has; everything else came in with ``extra`` and belongs to the event.
_OWN = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
# Longest text of one field: enough for a sentence, too short for a feed to flood the log.
LONGEST = 500


def _extras(record: logging.LogRecord) -> dict[str, object]:
    return {name: _short(value) for name, value in vars(record).items() if name not in _OWN}


def _short(value: object) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value
    text = str(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _at(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class JsonFormatter(logging.Formatter):
    """One JSON object a line: ``at level event logger``, the event's own fields, and ``traceback`` where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """The line for *record*."""
        line: dict[str, object] = {
            "at": _at(record),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            "logger": record.name,
            **_extras(record),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


class TextFormatter(logging.Formatter):
    """Time, level, event and ``name=value`` for each field; the traceback below."""

    def format(self, record: logging.LogRecord) -> str:
        """The line for *record*."""
        fields = "".join(f" {name}={value!r}" for name, value in _extras(record).items())
        line = f"{_at(record)} {record.levelname.lower():7} {record.getMessage()}{fields}"
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


def configure(*, level: str, form: str) -> None:
    """Send all logs from *level* on to stderr, in *form* ``json`` or ``text``."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter() if form == "json" else TextFormatter())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    # They tell every run of every timer, every request with its whole URL, every form with its content, and how dictionaries are loaded.
    for noisy in ("apscheduler", "httpx", "httpcore", "pymorphy3", "alembic", "uvicorn", "python_multipart"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
