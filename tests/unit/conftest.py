"""Fixtures of the unit tests."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from monitor.cli import main

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Command]:
    """Runs a command line in an empty folder; gives exit status, stdout, stderr."""
    for name in [name for name in os.environ if name.startswith("MONITOR_") and name != "MONITOR_CACHE_DIR"]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out, printed.err

    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield run
    # Commands send logs to the stderr of their test, which is gone after it.
    root.handlers[:] = [handler for handler in root.handlers if handler in handlers]
    root.setLevel(level)
