"""Words that look like names of places and are not, and names of people, from ``data/ordinary.txt``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from monitor.places.names import normal_key


@dataclass(frozen=True, slots=True)
class WordLists:
    """``never``: no place whatever stands beside it, short of "the town of". ``cue``: only behind a preposition or a
    class word. ``first_names`` and ``titles``: what follows is a surname. ``adjectives``: stems that name no town."""

    never: frozenset[str]
    cue: frozenset[str]
    first_names: frozenset[str]
    titles: frozenset[str]
    adjectives: frozenset[str]


@lru_cache(maxsize=1)
def word_lists() -> WordLists:
    """Return the lists of ``data/ordinary.txt``: sections in square brackets, words divided by spaces (a phrase is written
    with underscores), # for comments."""
    sections: dict[str, set[str]] = {}
    current: set[str] = set()
    text = resources.files("monitor.places").joinpath("data", "ordinary.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("["):
            current = sections.setdefault(line.strip("[] "), set())
        elif not line.startswith("#"):
            current.update(normal_key(word.replace("_", " ")) for word in line.split())
    return WordLists(
        **{name: frozenset(sections[name]) for name in ("never", "cue", "first_names", "titles", "adjectives")}
    )
