"""What an entry is about besides attacks: how often words of each topic stand at its head."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from monitor.reading.topic_words import TOPIC_WORDS

STEM = 6
"""Letters of a word that count, so that its cases and tenses are one."""

OFTEN = 3
"""Different words of a topic from which an entry is full of it."""


@lru_cache(maxsize=1)
def _topics() -> dict[str, str]:
    """The topic of each stem; stems of two topics are of none."""
    found: dict[str, set[str]] = {}
    for topic, words in TOPIC_WORDS.items():
        for word in words.split():
            found.setdefault(word[:STEM], set()).add(topic)
    return {stem: next(iter(topics)) for stem, topics in found.items() if len(topics) == 1}


def is_topic(feature: str) -> bool:
    """Whether a feature of the wording tells a topic, in the whole head or in the title."""
    return feature.removeprefix("title ").startswith(("about ", "full of "))


def topics_of(stems: Iterable[str]) -> Iterator[str]:
    """Yield what is said of the topics of *stems* (words cut to ``STEM`` letters, in lower case), as named features."""
    known = _topics()
    counts = Counter(topic for stem in set(stems) if (topic := known.get(stem)))
    for topic, count in counts.items():
        yield f"about {topic}"
        if count > 1:
            yield f"about {topic}, more than once"
        if count >= OFTEN:
            yield f"full of {topic}"
