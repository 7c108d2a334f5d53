"""What whole phrases say of people where no word of them does alone: "had cuts", "hit by shrapnel", "in hospital"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

from monitor.reading.figures_words import WordClass
from monitor.reading.numbers import numeral_at

_PHRASES: tuple[tuple[WordClass | None, str], ...] = (
    (
        WordClass.INJURED,
        r"(?:had|have|has|suffered|suffering|sustained|with|got|treated for|received) (?:\S+ ){{0,3}}?(?P<{}>cuts|burns|bruises|concussions?|fractures|lacerations|contusions)\b",
    ),
    (
        WordClass.INJURED,
        r"(?P<{}>hit|struck|cut|grazed|caught) by (?:\S+ ){{0,2}}?(?:shrapnel|debris|fragments|glass|splinters|shards)\b",
    ),
    (
        WordClass.INJURED,
        r"(?P<{}>задело|зацепило|зачепило|посекло|посікло|поранило|ранило) (?:\w+ )?(?:осколк|уламк|обломк|скл)",
    ),
    (WordClass.INJURED, r"(?P<{}>контуж\w+|контузи\w+|ожоги|опіки)\b"),
    (
        WordClass.TREATED,
        r"(?:in|to|into) (?:a |the |local |nearby |\w+ies )?(?P<{}>hospitals?|intensive care|clinics?)\b",
    ),
    (
        WordClass.TREATED,
        r"(?P<{}>hospitali[sz]ed|госпитализ\w+|госпіталіз\w+|hospitalisée?s?|hospitalizad[oa]s|ricoverat[ie]|hospitalizowan\w+|internad[oa]s|hastaneye|hastanede)\b",
    ),
    (
        WordClass.TREATED,
        r"(?:need|needed|needing|received|receiving|required|requiring|sought|given|got) (?:\w+ )?(?P<{}>treatment|medical|first aid)\b",
    ),
    (WordClass.TREATED, r"(?:were|was|are) (?P<{}>treated) (?:for|in|at|on)\b|being (?P<{}b>treated)\b"),
    (
        WordClass.TREATED,
        r"\b[ву] (?:\w+ ){{0,2}}?(?P<{}>больниц[уеаы]\w*|лікарн\w+|госпитал\w+|шпитал\w+|медзаклад\w+|реанимаци\w+|реанімаці\w+)",
    ),
    (WordClass.TREATED, r"(?P<{}>обратил\w*|звернул\w*) (?:\w+ ){{0,2}}?(?:за|по) (?:\w+ )?(?:помощью|допомог\w+)"),
    (
        WordClass.TREATED,
        r"(?:ins|im) (?P<{}>krankenhaus)\b|à l'(?P<{}b>hôpital)\b|en el (?P<{}c>hospital)\b|in (?P<{}d>ospedale)\b|(?:w|do) (?P<{}e>szpital\w*)",
    ),
    (
        WordClass.KILLED,
        (
            r"(?:claim\w*|took|take|taking|taken|cost\w*|los\w+) (?:\S+ ){{1,2}}?(?P<{}>life)\b|(?:унес\w*|забра\w+|отнял\w*|оборвал\w*) (?:\S+ ){{0,3}}?(?P<{}b>жизн\w+)"
            r"|(?:забра\w+|обірва\w+|відібра\w+) (?:\S+ ){{0,3}}?(?P<{}c>життя)\b|(?:cost\w+|cobr\w+|perd\w+|cust\w+) (?:la|a) (?P<{}d>vida)\b"
            r"|(?:coût\w+|perdu) la (?P<{}e>vie)\b|(?:cost\w+|pers[oa]) la (?P<{}f>vita)\b|das (?P<{}g>leben) gekostet|(?P<{}h>can) (?:verdi|kaybı)|(?:stracił\w+|poniosł\w+) (?P<{}i>życie|śmierć)\b"
        ),
    ),
    (WordClass.KILLED, r"nie (?P<{}>żyje|żyją)\b"),
    (
        WordClass.TREATED,
        r"\b(?:за|по) (?:\w+ )?допомог\w+ (?P<{}>звернул\w+)|за (?:\w+ ){{0,2}}?помощью (?P<{}b>обратил\w+)",
    ),
    (WordClass.KILLED, r"(?P<{}>body) (?:of (?:a|an|one|another)|count)\b"),
    (
        WordClass.KILLED,
        r"(?P<{}>martyred|murdered|massacred|executed|beheaded|slaughtered|gunned down|assassinated|расстрелян\w*|розстріля\w+|ermordet\w*|erschossen|assassinée?s?|asesinad[oa]s?|asesinaron|assassinat[ioe]|zamordowan\w+|zastrzel\w+|katledil\w+|assassinad[oa]s?)\b",
    ),
    # The German article "die" is no verb; and what else "toll" and "dead" may mean.
    (
        None,
        r"\b(?P<{}>die) (?!in\b|as\b|after\b|from\b|of\b|when\b|at\b|on\b|during\b|while\b|and\b|overnight\b|[.,;:(–-]|$)",
    ),
    (
        None,
        r"(?P<{}>toll) (?:free|road|booth|gate|plaza|on the)\b|(?P<{}b>dead) (?:end|sea|line|drop)\b|(?P<{}c>death) (?:threat|sentence|penalty|row|squad)s?\b",
    ),
)


def _numbered(n: int, pattern: str) -> str:
    return pattern.replace("{{", "{").replace("}}", "}").replace("<{}", f"<k{n}_")


_COMBINED = re.compile("|".join(f"(?:{_numbered(n, pattern)})" for n, (_, pattern) in enumerate(_PHRASES)))
_TRIGGER = re.compile(
    r"cuts|burns|bruises|concussion|fractures|lacerations|contusions|^by$|задело|зацепило|зачепило|посекло|посікло|ранило|контуж|контузи|ожоги|опіки|hospit|intensive|clinic"
    r"|госпит|госпіт|ricoverat|internad|hastane|treatment|medical|first aid|treated|больниц|лікарн|шпитал|медзаклад|реан|помощью|допомог|krankenhaus|hôpital|ospedale|szpital"
    r"|life|жизн|життя|vida|vie|vita|leben|^can$|życie|śmierć|martyred|murdered|massacred|executed|beheaded|slaughtered|gunned|assassin|расстрел|розстріл|ermordet|erschossen"
    r"|asesina|zamordow|zastrzel|katledil|die|żyj|toll|dead|death|body"
)


@lru_cache(maxsize=16_384)
def _is_trigger(word: str) -> bool:
    """Whether some phrase has the word: most sentences have none, and need no search."""
    return _TRIGGER.search(word) is not None


def reclassed(words: Sequence[str], classes: list[WordClass | None]) -> list[WordClass | None]:
    """The classes of the words with those that their phrase decides: the word that stands for each phrase carries it."""
    classes = _either(words, classes)
    if not any(map(_is_trigger, words)):
        return classes
    text = " ".join(words)
    starts = [0, *accumulate(len(word) + 1 for word in words)]
    changed = list(classes)
    for match in _COMBINED.finditer(text):
        group = match.lastgroup
        if group is not None:
            kind = _PHRASES[int(group[1 : group.index("_")])][0]
            changed[bisect_right(starts, match.start(group)) - 1] = kind
    return changed


_HARM = (WordClass.KILLED, WordClass.INJURED)
_OR = frozenset({"or", "или", "або", "чи", "oder", "ou", "o", "lub", "veya"})
_AND = frozenset({"and", "и", "та", "і", "й"})


def _either(words: Sequence[str], classes: list[WordClass | None]) -> list[WordClass | None]:
    """ "25 were killed or wounded": casualties that nobody tells apart."""
    for k, word in enumerate(words[1:-1], 1):
        if (word in _OR or word in _AND) and classes[k - 1] in _HARM and classes[k + 1] in _HARM:
            counted = k + 2 < len(words) and (word in _OR or not numeral_at(words, k + 2))
            first_counted = k > 1 and any(numeral_at(words, n) for n in range(max(0, k - 10), k - 1))
            if classes[k - 1] is not classes[k + 1] and first_counted and (counted or k + 2 >= len(words)):
                return [*classes[: k - 1], WordClass.CASUALTIES, None, None, *classes[k + 2 :]]
    return classes
