"""Names of places in sentences, with what the words beside them say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from monitor.places.gazetteer import Candidate, Gazetteer
from monitor.places.heads import (
    CUE,
    LIST_GAP,
    RIVER,
    SETTLEMENT,
    head_after,
    head_before,
    head_within,
    names_another_thing,
)
from monitor.places.names import adjective_key, is_cyrillic, normal_key
from monitor.places.signs import is_title_case, signs
from monitor.places.tokens import Token, may_start, spans, stem_of, tokens_of
from monitor.places.unlisted import SHORT_CAPITALS, WINDOW, may_be_unlisted, unlisted_settlement
from monitor.places.words import word_lists

_PLURAL_HEAD = re.compile(
    r"(?:regions|oblasts|provinces|districts|governorates|states|counties|областями|областях|областей|області|области|областям|областях|районах|районами|районов|районів|районы|райони|краях|округах)\b",
    re.IGNORECASE,
)

_FEMININE = re.compile(r"(?:ая|ой|ую|ьк(?:а|ої|ій|у|ою))$")
"""Endings of an adjective that agrees with область, so that «Курская» may be the region as well as a village."""

_DOUBTFUL = 5
"""Trust in a name up to which an adjective of the same letters is the likelier reading."""

_NAMED_AFTER = ("region", "district", "airfield", "airport")
"""Heads whose class word belongs to the name when it stands after it."""

_Known = dict[str, tuple[Candidate, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A name in a sentence. Offsets are into the sentence and take in a class word after the name ("Tver region").

    ``candidates``: places that it may mean; empty for a settlement that the gazetteer does not know. ``head``: class word
    beside it: ``region district village town airfield airport site front``, or ``area`` for an adjective that
    stands for a region or a district by itself; None: none. ``adjective``: only an adjective
    of a place («курские власти»). ``cue``: a preposition or a word of attack stands before it. ``weak``: quoted, or an
    ordinary word. ``beside``: on which sides a capitalised word stands, as in a person's name: ``before after particle`` (al-, bin); ``building``: a mosque, a hospital is called so;
    ``locative``: it has a Turkish case of place; ``headword``: the sentence opens with it, set apart.
    ``gap``: text between the preceding mention and this one; None for the first, or when it is long.
    """

    start: int
    end: int
    text: str
    candidates: tuple[Candidate, ...]
    head: str | None = None
    adjective: bool = False
    cue: bool = False
    weak: bool = False
    beside: tuple[str, ...] = ()
    gap: str | None = None


def find_mentions(sentences: Sequence[str], gazetteer: Gazetteer) -> list[list[Mention]]:
    """Return the mentions of each sentence, in order. Looks all names up in one go."""
    tokens = [tokens_of(sentence) for sentence in sentences]
    keys: set[str] = set()
    for sentence, words in zip(sentences, tokens, strict=True):
        for index, word in enumerate(words):
            stem = stem_of(word)
            if stem is not None:
                keys.add(stem)
            if may_start(words, index):
                keys.update(key for _, key in spans(sentence, words, index))
    known = gazetteer.lookup(keys)
    return [_in_sentence(sentence, words, known) for sentence, words in zip(sentences, tokens, strict=True)]


def _in_sentence(sentence: str, words: Sequence[Token], known: _Known) -> list[Mention]:
    found: list[Mention] = []
    shouted = sum(word.text.isupper() for word in words if len(word.text) > 1) * 2 > len(words)
    index = 0
    while index < len(words):
        match = _name_at(sentence, words, index, known, found, shouted=shouted)
        if match is None:
            index += 1
            continue
        mention, count = match
        index += count
        while index < len(words) and words[index].start < (mention.end if mention else 0):
            index += 1
        if mention is not None:
            previous = found[-1].end if found else None
            gap = (
                sentence[previous : mention.start]
                if previous is not None and mention.start - previous <= WINDOW
                else None
            )
            found.append(replace(mention, gap=gap))
    return _spread_heads(sentence, found)


def _name_at(
    sentence: str, words: Sequence[Token], index: int, known: _Known, found: Sequence[Mention], *, shouted: bool
) -> tuple[Mention | None, int] | None:
    """Return the mention that starts at a word and its length in words; (None, length) for a name that is no place."""
    word = words[index]
    adjective = known.get(stem_of(word) or "", ())
    if not may_start(words, index):
        return _lower_adjective(sentence, word, adjective) if adjective else None
    count, candidates = _longest(sentence, words, index, known)
    if not count:
        return None, _phrase_length(sentence, words, index)
    listed = bool(found) and _goes_on_with(sentence, found[-1], word)
    if not (candidates or adjective or listed or may_be_unlisted(sentence, words, index)):
        return None
    end = words[index + count - 1].end
    before, after = sentence[max(0, word.start - WINDOW) : word.start], sentence[end : end + WINDOW]
    head = head_before(before) or (found[-1].head if listed else None)
    if count > 1:
        head = head_within(sentence[word.start : end]) or head
    following, reach = head_after(after)
    if (candidates or adjective) and names_another_thing(sentence[word.start : end], head, following, before, after):
        return None, count
    if adjective and _reads_as_adjective(sentence, word, count, candidates, adjective):
        return _adjective(sentence, word, adjective, candidates), 1
    if not candidates:
        named = unlisted_settlement(sentence, words, index, head, listed=listed) if word.is_capital else None
        return None if named is None else (_village(sentence, word.start, named[0], head), named[1])
    half = _is_half_a_name(sentence, words, index)
    if count == 1 and (half or _is_no_place(words, index, candidates, head, before, shouted=shouted)):
        return None
    cue = bool(CUE.search(before)) or listed
    weak = (count == 1 and word.key in word_lists().cue) or _quoted(before, after)
    if (weak or _in_a_name(words, index, count, candidates, shouted=shouted)) and not (cue or head or following):
        return None, count
    if following in _NAMED_AFTER:
        end += reach
    if count == 1 and _FEMININE.search(word.key):
        candidates = _united(candidates, adjective)
    text = sentence[word.start : end]
    return Mention(
        start=word.start, end=end, text=text, candidates=candidates, head=following or head, cue=cue, weak=weak,
        beside=signs(sentence, words, index, count),
    ), count  # fmt: skip


def _goes_on_with(sentence: str, village: Mention, word: Token) -> bool:
    """Whether a word is the next of a list of villages; what follows an unlisted one and a comma may be where it lies."""
    gap = sentence[village.end : word.start]
    if village.head not in SETTLEMENT or not LIST_GAP.match(gap):
        return False
    return bool(village.candidates) or gap.strip() != "," or head_before(sentence[: village.start]) in SETTLEMENT


def _village(sentence: str, start: int, end: int, head: str | None) -> Mention:
    """A settlement that the gazetteer lacks; a weak one when it only opens a headline."""
    called = head if head in SETTLEMENT else None
    weak = called is None and start == 0
    return Mention(start=start, end=end, text=sentence[start:end], candidates=(), head=called, cue=True, weak=weak)


def _longest(sentence: str, words: Sequence[Token], index: int, known: _Known) -> tuple[int, tuple[Candidate, ...]]:
    """Return the length and the candidates of the longest name from *index*; (1, ()) for none, (0, ()) for a phrase that
    is never a place."""
    best: tuple[int, tuple[Candidate, ...]] = (1, ())
    for length, key in spans(sentence, words, index):
        if length > 1 and key in word_lists().never:
            return 0, ()
        if key in known:
            best = length, known[key]
    return best


def _phrase_length(sentence: str, words: Sequence[Token], index: int) -> int:
    return next(length for length, key in spans(sentence, words, index) if length > 1 and key in word_lists().never)


def _is_half_a_name(sentence: str, words: Sequence[Token], index: int) -> bool:
    """Whether a word is joined by a hyphen to one in -о: «Дубово-Василевка» is not Василевка, nor Дубово."""
    word = words[index]
    if index and sentence[word.start - 1] == "-" and words[index - 1].is_capital and words[index - 1].key.endswith("о"):
        return stem_of(word) is None
    joined = index + 1 < len(words) and sentence[word.end : words[index + 1].start] == "-"
    return joined and word.key.endswith("о") and words[index + 1].is_capital


def _in_a_name(
    words: Sequence[Token], index: int, count: int, candidates: tuple[Candidate, ...], *, shouted: bool
) -> bool:
    """Whether a Latin name of little trust stands beside another capitalised word, as parts of people's names do."""
    if count > 1 or shouted or candidates[0].weight >= 9 or not words[index].key.isascii() or is_title_case(words):
        return False
    word = words[index]
    before, after = words[index - 1] if index else None, words[index + 1] if index + 1 < len(words) else None
    beside_before = before is not None and index > 1 and before.is_capital and before.end + 1 == word.start
    return beside_before or (after is not None and after.is_capital and word.end + 1 == after.start)


def _lower_adjective(sentence: str, word: Token, candidates: tuple[Candidate, ...]) -> tuple[Mention, int] | None:
    following, reach = head_after(sentence[word.end : word.end + WINDOW])
    if candidates[0].weight < 5 or names_another_thing(word.text, None, following, "", sentence[word.end :]):
        return None
    end = word.end + (reach if following in ("region", "district") else 0)
    mention = Mention(
        start=word.start,
        end=end,
        text=sentence[word.start : end],
        candidates=candidates,
        head=following,
        adjective=following not in ("region", "district"),
    )
    return mention, 1


def _reads_as_adjective(
    sentence: str, word: Token, count: int, candidates: tuple[Candidate, ...], adjective: tuple[Candidate, ...]
) -> bool:
    """Whether a word that has the form of an adjective is one here, rather than the name of a town."""
    after = sentence[word.end : word.end + WINDOW]
    if head_after(after)[0] in ("region", "district"):
        return True
    if candidates and candidates[0].weight > _DOUBTFUL and _TOWN_BY_CASE.search(sentence[: word.end].lower()):
        return False
    return count == 1 and (
        not candidates or candidates[0].weight <= _DOUBTFUL < adjective[0].weight or _describes(after)
    )


def _adjective(
    sentence: str, word: Token, adjective: tuple[Candidate, ...], candidates: tuple[Candidate, ...]
) -> Mention:
    """Return the mention of a capitalised adjective, with the class word after it when there is one."""
    following, reach = head_after(sentence[word.end : word.end + WINDOW])
    before = sentence[max(0, word.start - WINDOW) : word.start]
    named = following in ("region", "district")
    end = word.end + (reach if named else 0)
    return Mention(
        start=word.start, end=end, text=sentence[word.start : end], candidates=_united(adjective, candidates), head=following,
        adjective=not named, cue=bool(CUE.search(before)),
    )  # fmt: skip


def _united(first: tuple[Candidate, ...], second: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    held = {candidate.place for candidate in first}
    return first + tuple(candidate for candidate in second if candidate.place not in held)


_TOWN_BY_CASE = re.compile(
    r"\b(?:под|над|за|перед|между|с|під|між|перед|поблизу)\s+[^\W\d_-]+[сцз]ь?ком$|\b[ву]\s+(?:[^\W\d_]+ому\s+)?[^\W\d_-]+[сцз]ьку$"
)
"""Where a form that could be an adjective is the town itself: «под Брянском», «у Донецьку», «в окупованому Донецьку»."""

_NEXT_WORD = re.compile(r" [^\W\d_]+ ?")


def _describes(after: str) -> bool:
    """Whether a lower-case word follows directly, so that an adjective describes it."""
    match = _NEXT_WORD.match(after)
    return match is not None and match.end() > 3 and after[1].islower() and not LIST_GAP.match(match[0])


def _is_no_place(
    words: Sequence[Token],
    index: int,
    candidates: tuple[Candidate, ...],
    head: str | None,
    before: str,
    *,
    shouted: bool,
) -> bool:
    """Whether a known single word is an ordinary word, an acronym, a river, or part of a person's name."""
    word, lists = words[index], word_lists()
    if RIVER.search(before):
        return True
    if head in SETTLEMENT and word.key not in lists.never:
        return False
    if word.key in lists.never or (len(word.key) < 3 and not is_cyrillic(word.key) and candidates[0].weight < 9):
        return True
    if word.text.isupper() and 1 < len(word.text) <= SHORT_CAPITALS and not shouted and candidates[0].weight < 8:
        return True
    previous = words[index - 1] if index else None
    if previous is not None and previous.end + 2 >= word.start and before.endswith((" ", ". ")):
        if previous.key in lists.first_names and previous.is_capital:
            return True
        if previous.key in lists.titles and (not is_cyrillic(word.key) or candidates[0].weight < 7):
            return True
    follower = words[index + 1] if index + 1 < len(words) else None
    return (
        word.key in lists.first_names
        and follower is not None
        and follower.is_capital
        and follower.start == word.end + 1
    )


def _quoted(before: str, after: str) -> bool:
    return before[-1:] in ("«", "“", "„", '"') and after[:1] in ("»", "”", "“", '"')


def _spread_heads(sentence: str, found: list[Mention]) -> list[Mention]:
    """Give the class word at the end of a list to its members: "Kaluga, Tver and Bryansk regions"."""
    for index in range(len(found) - 1, 0, -1):
        last, member = found[index], found[index - 1]
        if last.head not in ("region", "district") or last.gap is None or not LIST_GAP.match(last.gap):
            continue
        plural = _PLURAL_HEAD.search(last.text) or (
            index + 1 < len(found)
            and found[index + 1].head == last.head
            and found[index + 1].gap is not None
            and bool(LIST_GAP.match(found[index + 1].gap or ""))
        )
        if member.head in (None, "front") and (member.adjective or (plural and _may_be_adjective(member.text))):
            found[index - 1] = replace(member, head=last.head, adjective=False)
    settled: list[Mention] = []
    for mention in found:
        settled.append(_settle_adjective(sentence, mention, settled[-1] if settled else None))
    return settled


def _may_be_adjective(name: str) -> bool:
    """Whether a member of a list may take the list's class word: any Latin name, a Cyrillic one only as an adjective."""
    return not is_cyrillic(name) or adjective_key(normal_key(name)) is not None


def _settle_adjective(sentence: str, mention: Mention, before: Mention | None) -> Mention:
    """An adjective with a capital and nothing to describe stands for its region or district («над Калужской»)."""
    if not mention.adjective or mention.head is not None or not mention.text[0].isupper():
        return mention
    listed = (
        before is not None and before.head == "area" and mention.gap is not None and bool(LIST_GAP.match(mention.gap))
    )
    if not (mention.cue or listed) or _describes(sentence[mention.end : mention.end + WINDOW]):
        return mention
    return replace(mention, head="area", adjective=False)
