"""Which of many words a form belongs to, at twelve bytes for a form.

The words of the vocabulary have half a million forms. As strings in sets they took 80 MB; here each is its hash of 64 bits in a
sorted array, so that one in thirty million million words which are no form of any is taken for one.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable

_NUMBER_BITS = 24


class FormIndex:
    """The numbers of words by their forms.

    Args:
        words: the forms of each word, in the order of the numbers. They are gone through once and not kept.
    """

    def __init__(self, words: Iterable[Iterable[str]]) -> None:
        # One number each, hash before word: to be sorted without a tuple for every form.
        packed = sorted((hash(form) << _NUMBER_BITS) | number for number, forms in enumerate(words) for form in forms)
        self._hashes = array("q", (each >> _NUMBER_BITS for each in packed))
        self._numbers = array("i", (each & (1 << _NUMBER_BITS) - 1 for each in packed))

    def of(self, form: str) -> tuple[int, ...]:
        """The numbers of the words that *form* is a form of, in order; empty for nearly every word of a language."""
        hashes, wanted = self._hashes, hash(form)
        first = last = bisect_left(hashes, wanted)
        while last < len(hashes) and hashes[last] == wanted:
            last += 1
        return tuple(self._numbers[first:last])
