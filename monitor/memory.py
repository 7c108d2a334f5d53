"""What the C library is asked about memory: to give back what nobody uses, and to share one heap among threads."""

from __future__ import annotations

import ctypes
import gc

_ARENA_MAX = -8
"""``M_ARENA_MAX`` of glibc's ``mallopt``."""


def settle() -> None:
    """Take all that is in memory now for lasting, once it was made: to be called at the end of a start.

    Vocabulary and gazetteer are a million objects that live as long as the service. Looking through them for garbage took a
    tenth of a second each time; what was needed to make them are 25 MB that glibc keeps unless asked. A heap for
    each thread, its way to spare threads from waiting, gains nothing under Python's lock and costs 10 MB.
    """
    gc.collect()
    gc.freeze()
    library = ctypes.CDLL(None)
    for name, arguments in (("mallopt", (_ARENA_MAX, 1)), ("malloc_trim", (0,))):
        if call := getattr(library, name, None):  # other C libraries have neither
            call(*arguments)
