"""Countries that a text speaks of by who fights, polices or governs there: "ADF", "Naxals", "Sedena", «боевики Шабаб».

Whoever is at home in one or few countries says where a town lies that has namesakes elsewhere. Those at work all over the world, and those
whose name is a common word somewhere ("ola", a wave in Spanish), say nothing, and are left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def _known() -> tuple[dict[str, tuple[str, ...]], tuple[tuple[str, tuple[str, ...]], ...]]:
    """Countries by name, and by the beginning of a name; the one where most of it happens comes first."""
    whole: dict[str, tuple[str, ...]] = {}
    stems: dict[str, tuple[str, ...]] = {}
    text = files("monitor.places").joinpath("data", "forces.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        names, codes = line.split("\t")
        for name in names.split():
            into = stems if name.endswith("*") else whole
            into[name.removesuffix("*").replace("_", " ")] = tuple(codes.split())
    return whole, tuple(stems.items())


@lru_cache(maxsize=1)
def _openings() -> frozenset[str]:
    """The first words of names of several words."""
    return frozenset(name.split()[0] for name in _known()[0] if " " in name)


@lru_cache(maxsize=1 << 14)
def _countries(word: str) -> tuple[str, ...]:
    whole, stems = _known()
    return whole.get(word) or next((codes for stem, codes in stems if word.startswith(stem)), ())


def forces_of(sentences: Iterable[Sequence[str]]) -> Counter[str]:
    """Return how strongly the names of forces in *sentences* (words folded to lower case) speak for each country, by ISO 3166 code.

    Every name counts once; the country where most of its deeds happen has two points, others one.
    """
    found: dict[str, tuple[str, ...]] = {}
    for words in sentences:
        for index, word in enumerate(words):
            if codes := _countries(word):
                found[word] = codes
            elif word in _openings():
                for name in (" ".join(words[index : index + length]) for length in (2, 3)):
                    if codes := _countries(name):
                        found[name] = codes
    return Counter(code for codes in found.values() for code in (codes[0], *codes))
