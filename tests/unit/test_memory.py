"""What is settled at the end of a start is looked through no more, whatever the C library."""

from __future__ import annotations

import ctypes
import gc

import pytest

from monitor.memory import settle


def test_what_was_made_is_frozen() -> None:
    try:
        settle()
        assert gc.get_freeze_count() > 1000
    finally:
        gc.unfreeze()


def test_another_c_library_is_no_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda name: object())
    try:
        settle()
    finally:
        gc.unfreeze()
