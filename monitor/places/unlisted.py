"""Settlements that the gazetteer does not list: which words name one all the same."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.places.heads import CUE, head_after
from monitor.places.names import is_cyrillic
from monitor.places.signs import is_title_case
from monitor.places.tokens import Token, stem_of
from monitor.places.words import word_lists

WINDOW = 56
"""Characters looked at on either side of a name."""

SHORT_CAPITALS = 4
"""Letters up to which a word in capitals is taken for an acronym."""

_SETTLEMENT_WORD = re.compile(
    r"(?:с[её]?л|с$|дер|д$|пос|пгт|смт|хут|х$|стан|ст|аул|город|г$|міст|м$|слоб|of$|named$|called$|village|town|city|dorf|de$|wieś|köyü)"
)
"""Keys of the word before a settlement that may be unknown: a cheap test before the exact one."""


def may_be_unlisted(sentence: str, words: Sequence[Token], index: int) -> bool:
    """A cheap test of whether a word that the gazetteer lacks can name a settlement."""
    if not words[index].is_capital:
        return False
    if index == 0:
        return is_cyrillic(words[0].text) or bool(_HEADWORD.match(sentence, words[0].end))
    return bool(_SETTLEMENT_WORD.match(words[index - 1].key)) or words[index - 1].key in _PLACING


_PLACING = frozenset(
    "in at near outside en dans à a près de of bei w pod em di в во у на под около возле біля під поблизу через".split()
)


def unlisted_settlement(
    sentence: str, words: Sequence[Token], index: int, head: str | None, *, listed: bool
) -> tuple[int, int] | None:
    """Return where the name ends of a settlement that the gazetteer does not list, and its length in words.

    It is named as one (село Х, the village of X), or stands as one does. None: the word at *index* names none.
    """
    word = words[index]
    named = head == "village" or (head == "town" and not listed)
    if not named and not _reads_as_settlement(sentence, words, index):
        return None
    follower = words[index + 1] if index + 1 < len(words) else None
    alone = follower is None or not follower.is_capital or follower.start > word.end + 1
    if (alone and (word.key in word_lists().never or len(word.text) < 3)) or (
        word.text.isupper() and len(word.text) <= SHORT_CAPITALS
    ):
        return None
    last, count = word, 1
    for follower in words[index + 1 : index + 3]:
        if not follower.is_capital or sentence[last.end : follower.start] not in (" ", "-", "\u00a0"):
            break
        if stem_of(follower) and head_after(sentence[follower.end : follower.end + WINDOW])[0] in (
            "region",
            "district",
        ):
            break
        last, count = follower, count + 1
    return last.end, count


_LIKE_A_VILLAGE = re.compile(
    r"[^\W\d_]{2,}(?:[оеії]вк|[аияо]нк|[оа]вц|[ои]нц|щин)[аиуеіоя]\w?$|[^\W\d_]{3,}(?:ово|ево|ёво|ино|ичи|овичи|ское|ське|поль[ея]?|пілля|горск|ськ)$"
)
"""Endings that Russian and Ukrainian villages have and few other words."""

_THEN_ITS_REGION = re.compile(
    r"^(?:[ -][A-ZÀ-Þ][\w’']+){0,2},\s+(?:(?:in|en|dans|nella|na|no)\s+)?(?:the\s+|la\s+|le\s+|der\s+)?[A-ZÀ-Þ]"
)
_HEADWORD = re.compile(r"(?:[ -][A-ZÀ-Þ][\w’']+){0,2}\s?:\s")
"""What follows the village that a headline opens with: "Kamanyola : des maisons touchées"."""

_OWN_LINE = re.compile(r"^\s*(?:[,.:;!(—–-]|$)")


def _reads_as_settlement(sentence: str, words: Sequence[Token], index: int) -> bool:
    """Whether an unknown name stands as a settlement's does: "in El Plateado, Cauca", or «Журавлёвка, опять» by its ending."""
    word = words[index]
    before, after = sentence[max(0, word.start - WINDOW) : word.start], sentence[word.end : word.end + WINDOW]
    if is_cyrillic(word.text):
        return bool(_LIKE_A_VILLAGE.match(word.text)) and (
            bool(CUE.search(before)) or (not before.strip() and bool(_OWN_LINE.match(after)))
        )
    if _THEN_ITS_REGION.match(after) and _WHERE.search(before):
        return True
    if len(word.text) < _LONG_ENOUGH or is_title_case(words) or word.key in word_lists().cue:
        return False
    return bool(_WHERE.search(before)) if index else bool(_HEADWORD.match(after))


_LONG_ENOUGH = 4
"""Letters of an unknown name behind a mere preposition: "in Togga", not "in May"."""


_WHERE = re.compile(
    r"\b(?:in|at|near|outside|(?:outskirts|edge) of|en|dans|à|(?:près|sortie|entrée|environs|abords|alentours|proximité|portes) de"
    r"|(?:cerca|afueras|salida|entrada|inmediaciones) de|in der Nähe von|bei|w|pod|em|nei pressi di)\s+$",
    re.IGNORECASE,
)
