"""Recognising copies: the same text through another outlet, with small edits, is no second voice.

A text is remembered by a sketch: the smallest hashes of its three-word sequences. Two sketches share about as many hashes
as the texts share sequences (bottom-k sketch, Cohen and Kaplan 2007).
"""

from __future__ import annotations

import zlib

from monitor.language.tokens import Token

SKETCH = 24
"""Hashes kept of a text: enough to tell a half-rewritten copy from an independent text of the same event."""

LEAD_WORDS = 70
"""Words of title and lead that are sketched; agencies' copies are cut at the end and keep their beginning."""

LEAST_WORDS = 9
"""Shorter texts ("Explosions in Kyiv") are alike by chance, so they have no sketch."""


def sketch(tokens: list[Token]) -> tuple[int, ...]:
    """The sketch of a text, smallest hash first; empty for one too short to be told apart."""
    words = [token.lower for token in tokens if token.lower[0].isalnum()][:LEAD_WORDS]
    if len(words) < LEAST_WORDS:
        return ()
    hashes = {zlib.crc32(" ".join(words[n : n + 3]).encode()) for n in range(len(words) - 2)}
    return tuple(sorted(hashes)[:SKETCH])
