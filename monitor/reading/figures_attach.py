"""Which quantity of a sentence goes with a word for killed, injured, missing: the grammar of "killed three and wounded 12"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from monitor.reading import figures_words as vocabulary
from monitor.reading.figures_lists import AND
from monitor.reading.figures_quantity import Classes, Counts, Quantity, word_at
from monitor.reading.figures_words import WordClass

SOFT_REACH = 8
"""A figure belongs to a word at most this many words away, when nothing ends the clause between."""
_TOLL_REACH = 15


def counted(words: Sequence[str], classes: Classes, head: int) -> bool:
    """Whether the word is what a count is of: "the number of wounded", "the death toll", «число погибших», "deaths rise to"."""
    if words[head] in vocabulary.COUNT_NOUNS:
        return True
    if not _COUNT_AFTER.isdisjoint(words[head + 1 : head + 2]):
        return True
    for k in range(head - 1, max(-1, head - 5), -1):
        if words[k] in vocabulary.COUNT_NOUNS:
            return classes[k] is None
        if words[k] not in _COUNT_GLUE and not vocabulary.ADJECTIVE.fullmatch(words[k]):
            break
    return _verb_of_count(words, classes, head) or _elliptic(words, head)


_COUNT_GLUE = frozenset(
    "of the those der die das den des de los las les dei degli delle dos das of people civilians confirmed всех всіх".split()
)
_COUNT_AFTER = frozenset("count toll tally number numbers numbered sayısı".split())
_PLURALS = frozenset(
    "deaths fatalities casualties injuries dead wounded injured погибших загиблих раненых поранених пострадавших постраждалих".split()
)


def _verb_of_count(words: Sequence[str], classes: Classes, head: int) -> bool:
    """ "Deaths from the shelling rise to 31", "the dead now number 14", «загиблих стало 12»."""
    if words[head] not in _PLURALS:
        return False
    for k in range(head + 1, min(len(words), head + 10)):
        if words[k] in vocabulary.RISING or (words[k] in {"number", "numbered"} and words[k - 1] != "the"):
            return True
        if words[k] in {",", ";", ".", ":"} or classes[k] in (WordClass.KILLED, WordClass.INJURED):
            return False
    return False


def _elliptic(words: Sequence[str], head: int) -> bool:
    """ "... and that of the wounded to 40", «..., раненых — до 40», "die der Verletzten auf 31"."""
    after = [word for word in words[head + 1 : head + 4] if word not in {"-", "–", "—"}][:1]
    return bool(after) and after[0] in {"auf", "до", "to"} and any(word in vocabulary.MOVING for word in words[:head])


def risen_before(words: Sequence[str], head: int, open_: list[Quantity]) -> Quantity | None:
    """ "To 12 rose the number of dead": «До 12 возросло число погибших», "Sale a 12 il numero dei morti"."""
    for quantity in reversed(open_):
        between = words[quantity.j : head]
        if quantity.j > head or len(between) > SOFT_REACH or not {";", ".", ",", ":"}.isdisjoint(between):
            continue
        moved = any(word in vocabulary.MOVING for word in words[max(0, quantity.i - 2) : head])
        if moved and (words[quantity.i] in _UP_TO_NEW or word_at(words, quantity.i - 1) in _UP_TO_NEW):
            return replace(quantity, low=quantity.high)
    return None


def risen(words: Sequence[str], classes: Classes, head: int, open_: list[Quantity]) -> Quantity | None:
    """The figure that a toll has reached: "to 5" before "from 3" and before what the sentence counts besides."""
    first: Quantity | None = None
    last_end = head + 1
    for quantity in open_:
        if quantity.i <= head:
            continue
        between = words[last_end : quantity.i]
        if len(between) > _TOLL_REACH or not {";", "."}.isdisjoint(between) or quantity.counts is Counts.WEAPONS:
            break
        last_end = quantity.j
        before = words[quantity.i - 1]
        if before in _FROM or quantity.included:
            continue
        other = _fate_beside(words, classes, quantity.j)
        if other is not None and other is not classes[head]:
            break
        if before in _UP_TO_NEW or words[quantity.i] in _UP_TO_NEW:
            return quantity
        if first is None and quantity.counts is not Counts.UNKNOWN:
            first = quantity
    return first


def _fate_beside(words: Sequence[str], classes: Classes, j: int) -> WordClass | None:
    for k in range(j, min(len(words), j + 2)):
        if classes[k] in _FATES:
            return classes[k]
        if not words[k].isalpha():
            return None
    return None


_FATES = frozenset({WordClass.KILLED, WordClass.INJURED, WordClass.MISSING, WordClass.RESCUED, WordClass.TREATED})
_FROM = frozenset({"from", "с", "з", "із", "von", "desde", "da", "dal"})
_UP_TO_NEW = frozenset({"to", "at", "до", "auf", "à", "a", "do", "para", "na", "hits", "reaches", "reached"})


def more_of_the_kind(
    words: Sequence[str], classes: Classes, first: Quantity, open_: list[Quantity], head: int
) -> list[Quantity]:
    """ "12 killed in Odesa and three in Kherson": the quantities after the first that share its word, each with its place."""
    found: list[Quantity] = []
    end = max(first.j, head + 1)
    for quantity in open_:
        if quantity.i < end:
            continue
        between = words[end : quantity.i]
        place = word_at(words, quantity.j)
        if (
            quantity.counts not in (Counts.BARE, Counts.GENERIC)
            or not 3 <= len(between) <= 7
            or between[0] not in _IN
            or between[-1] not in _NEXT_ITEM
            or place not in _IN
            or word_at(words, quantity.j + 1) in _NO_PLACE
            or any(each in _FATES for each in (*classes[end : quantity.i], *classes[quantity.j : quantity.j + 4]))
        ):
            break
        another = not _OTHER.isdisjoint(words[quantity.j : quantity.j + 4])
        found.append(replace(quantity, additional=quantity.additional or another))
        end = quantity.j
    return found


def part_of(words: Sequence[str], quantity: Quantity, head: int) -> bool:
    """ "Twelve of the wounded", «троє з поранених», "a child was among those killed": some of those who were counted."""
    between = words[quantity.j : head]
    if not between or len(between) > 6 or quantity.i > head:
        return False
    return not _AMONG.isdisjoint(between) or (between[0] in _OF and all(word in _OF_THOSE for word in between[1:]))


_AMONG = frozenset({"among", "amongst", "parmi", "серед", "среди", "unter", "wśród", "fra"})
_OF = frozenset({"of", "из", "із", "з", "der", "des", "de", "dei", "dos", "z"})
_OF_THOSE = frozenset({"the", "those", "them", "los", "las", "les", "who", "were", "all"})

_IN = frozenset({"in", "at", "near", "в", "во", "у", "на", "à", "en", "em", "w", "bei"})
_NEXT_ITEM = frozenset({",", "and", "и", "та", "і", "й", "und", "et", "y", "e", "i", ";"})
_OTHER = frozenset(
    {
        "another",
        "other",
        "другом",
        "другой",
        "іншому",
        "іншій",
        "anderen",
        "autre",
        "otro",
        "otra",
        "altro",
        "altra",
        "innym",
    }
)
_NO_PLACE = frozenset(
    "serious critical stable intensive hospital hospitals surgery тяжелом тяжком больнице критическом реанимации важкому критичному лікарні лікарнях стабільному".split()
)


def beside(
    words: Sequence[str], classes: Classes, head: int, bounds: tuple[int, int], open_: list[Quantity]
) -> Quantity | None:
    """The open quantity that a word for killed, injured and the like goes with; *bounds* are its neighbours of that kind."""
    left = _left(words, head, bounds[0], open_)
    if classes[head] is WordClass.TREATED:
        return left if left is not None and _all(words, left.j, head, _TREATED_GLUE) else _next_to(words, head, open_)
    right = _right(words, head, bounds[1], open_)
    if vocabulary.TRANSITIVE.fullmatch(words[head]) and (right is not None or words[head] not in _NOUNS):
        return right
    right_glued = right is not None and _all(words, head + 1, right.i, vocabulary.RIGHT_GLUE)
    if left is not None and _all(words, left.j, head, vocabulary.LEFT_GLUE):
        return right if right_glued and _only_where(words, left, head) else left
    if right is not None and (right_glued or _others(words, classes, head, right)):
        return right
    if left is not None and left.counts in (Counts.GENERIC, Counts.PERSONS, Counts.BARE):
        active = words[head].isascii() and head + 1 < len(words) and words[head - 1] not in vocabulary.BE
        if not (active and classes[head] in (WordClass.KILLED, WordClass.INJURED) and words[head].endswith("ed")):
            return left
        return left if left.counts is not Counts.BARE else None
    own = right is not None and any(each in _FATES for each in classes[right.j : right.j + 2])
    if right is not None and right.counts in (Counts.GENERIC, Counts.PERSONS) and not own and not words[head].isascii():
        return right
    return None


_NOUNS = frozenset({"wound", "wounds"})
"""May be a noun too: "suffered a gunshot wound"."""


def _only_where(words: Sequence[str], left: Quantity, head: int) -> bool:
    """ "Bombs at the offices of two candidates killed 24": the two only say where."""
    active = words[head].isascii() and words[head].endswith("ed") and words[head - 1] not in vocabulary.BE
    return active and (left.counts is Counts.UNKNOWN or words[left.i - 1] in _PREPOSITIONS)


_PREPOSITIONS = frozenset({"of", "at", "on", "in", "near", "by", "against", "outside", "between", "from"})


def _others(words: Sequence[str], classes: Classes, head: int, right: Quantity) -> bool:
    """ "Killed the mayor and 17 others"."""
    between = words[head + 1 : right.i]
    own = any(each in _FATES for each in (*classes[head + 1 : right.i], *classes[right.j : right.j + 3]))
    return right.additional and 2 <= len(between) <= 5 and between[-1] in AND and not own


_TREATED_GLUE = vocabulary.LEFT_GLUE | frozenset("in to the a local being into at медицинской медичну medical".split())


def _next_to(words: Sequence[str], head: int, open_: list[Quantity]) -> Quantity | None:
    """«Госпитализированы четверо», «у лікарні — четверо»."""
    skip = [k for k in range(head + 1, min(len(words), head + 3)) if words[k] not in {"-", "–", "—", ":"}]
    return next((quantity for quantity in open_ if skip and quantity.i == skip[0]), None)


def _all(words: Sequence[str], i: int, j: int, glue: frozenset[str]) -> bool:
    return all(word in glue or vocabulary.ADJECTIVE.fullmatch(word) for word in words[i:j])


def _left(words: Sequence[str], head: int, limit: int, open_: list[Quantity]) -> Quantity | None:
    """The nearest open quantity before the word in its clause; a part that is set off by commas is stepped over."""
    for quantity in reversed(open_):
        if quantity.included and quantity.j == head and quantity.i > limit:
            return quantity  # "including 3 dead"
        if quantity.j > head or quantity.included:
            continue
        aside = any(other.included and quantity.j <= other.i < head for other in open_) or (
            word_at(words, quantity.j) == "," and word_at(words, quantity.j + 1) in vocabulary.INCLUDING
        )
        between = words[quantity.j : head]
        if quantity.i <= limit or len(between) > SOFT_REACH + (6 if aside else 0):
            return None
        stops = (
            {";", ".", ":", "—"}
            if aside
            else {";", ".", ":", "—", ",", "and", "и", "і", "та", "und", "et", "y", "while", "а"}
        )
        near = [word for k, word in enumerate(between) if not (word in {"and", "и"} and k == 0)]
        if not stops.isdisjoint(near) or (quantity.counts is Counts.UNKNOWN and len(between) > 4):
            return None
        return quantity
    return None


def _right(words: Sequence[str], head: int, limit: int, open_: list[Quantity]) -> Quantity | None:
    """The nearest open quantity after the word, in its clause and before the next such word."""
    for quantity in open_:
        if quantity.i <= head:
            continue
        between = words[head + 1 : quantity.i]
        # "12 wounded": the next word has its own figure before it.
        if quantity.i > limit or len(between) > SOFT_REACH:
            return None
        if not {";", ".", ","}.isdisjoint(between):
            return quantity if quantity.included and between[:1] == (",",) else None
        return quantity
    return None
