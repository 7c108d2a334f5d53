"""An entry's title, summary and content as plain text: blocks and sentences, without what is not its own news.

HTML becomes text with its block structure kept. Related-headline lists, "read more" tails, subscription lines and a
summary's repetition of the title are cut off here, so that nothing downstream can make a report of them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from lxml import html as lxml_html
from lxml.etree import ParserError

from monitor.language.tokens import Token, tokenise
from monitor.model import Entry
from monitor.reading.sentences import split_sentences


class Field(StrEnum):
    """The part of an entry in which a sentence stands."""

    TITLE = "title"
    SUMMARY = "summary"
    CONTENT = "content"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: offsets into the document's text, the field and block it stands in, and its tokens.

    ``index`` counts sentences through the document, ``block`` counts blocks; token offsets are relative to ``text``.
    """

    index: int
    start: int
    end: int
    text: str
    field: Field
    block: int
    tokens: tuple[Token, ...]

    @property
    def lowers(self) -> list[str]:
        """The folded tokens."""
        return [token.lower for token in self.tokens]


@dataclass(frozen=True, slots=True)
class Document:
    """What is read of an entry: its plain text and the sentences in it, title first."""

    text: str
    sentences: tuple[Sentence, ...]

    @property
    def title(self) -> Sentence | None:
        """The first sentence of the title; None when the entry has none."""
        first = self.sentences[0] if self.sentences else None
        return first if first is not None and first.field is Field.TITLE else None


MAX_CHARACTERS = 40_000
"""Longest text that is read of one field; the rest of a longer one is dropped (X11 of the catalogue of bad inputs)."""

_BLOCK_TAGS = frozenset(
    "p div br li ul ol h1 h2 h3 h4 h5 h6 tr table blockquote section article header footer figure figcaption pre hr".split()
)
_DROPPED_TAGS = frozenset("script style noscript figcaption iframe form button nav aside svg".split())

_TAIL = re.compile(
    r"""(?:^|(?<=[.!?…»”"]\s)|(?<=\s[-–—|]\s))\s*(?:[\W_]{0,4})(?:
        read\ (?:more|also|next|the\ full)|see\ also|also\ read|more\ on\ this|related(?:\ (?:stories|articles|news|topics))?\s*:|
        more\ stories|recommended\ (?:stories|for\ you)|you\ may\ also\ like|most\ read|watch\ (?:also|more|the\ video)|
        continue\ reading|full\ (?:story|text)\s*:|follow\ us|subscribe|sign\ up|join\ our|the\ post\ .{0,120}\ appeared\ first|
        читайте\ также|читайте\ також|читать\ (?:также|далее|ещ[её])|читати\ (?:також|далі)|смотрите\ также|дивіться\ також|
        (?:материалы|новости|статьи)\ по\ теме|по\ теме\s*:|за\ темою|до\ теми|ранее\ по\ теме|ещё\ по\ теме|подробнее\s*:|детальніше\s*:|
        подпи(?:сывайтесь|сывайся|шись|шитесь|саться)|підпи(?:сатися|сатись|суйтесь|суйтеся|шись)|прислать\ новость|надіслати\ новину|
        lesen\ sie\ (?:auch|mehr)|mehr\ zum\ thema|lire\ (?:aussi|la\ suite)|à\ lire\ aussi|sur\ le\ même\ (?:sujet|thème)|
        leggi\ anche|lea\ (?:también|más)|le[ae]\ tamb|ver\ también|más\ información|leia\ (?:também|mais)|
        czytaj\ (?:także|też|też|więcej|dalej)|zobacz\ (?:też|także)|ilgili\ haber|ayrıca\ okuyun|devamını\ oku
    )""",
    re.IGNORECASE | re.VERBOSE,
)
"""Where an entry stops telling its own news and begins to point at others, in the languages that are read."""

_SENTENCE_LIKE = re.compile(r"[.!?…][\"'»”)]*$")
_HEADING = re.compile(r"^\W*\w+(?: \w+){0,4}\W*$")
"""A few words that could stand over a list of other headlines."""

_POINTERS = re.compile(r"^\W*\w+(?:['’ ]\w+){0,4}\s*:[^|·•—]{8,}[|·•—][^|·•—]{3,}")
"""A short label and several headlines on one line: "Elsewhere: A | B | C"."""

_LABEL = re.compile(
    r"^(?:[\W_]+|(?:updated?|breaking|live|urgent|flash|exclusive|watch|video|photo|обновлено|срочно|молния|видео|фото|"
    r"оновлено|терміново|відео|eil|eilmeldung|urgente?|en direct|direct|última hora|pilne|son dakika)\b\s*[:|.\-–—]+)+\s*",
    re.IGNORECASE,
)


def document(entry: Entry) -> Document:
    """The readable text of *entry*."""
    title = " ".join(plain(entry.title).split())
    label = _LABEL.match(title)
    if label and label.end() < len(title):
        title = title[label.end() :]
    blocks: list[tuple[Field, str]] = [(Field.TITLE, title)] if title else []
    blocks += [(Field.SUMMARY, block) for block in _own_news(entry.summary, title)]
    told = "\n".join(text for _, text in blocks)
    blocks += [(Field.CONTENT, block) for block in _own_news(entry.content or "", title) if block not in told]
    return _assemble(blocks)


def plain(markup: str) -> str:
    """HTML to text: entities resolved, block elements as line breaks, links and inline marks as their text."""
    markup = markup[:MAX_CHARACTERS]
    if "<" not in markup:
        return html.unescape(markup) if "&" in markup else markup
    try:
        root = lxml_html.fragment_fromstring(f"<div>{markup}</div>", create_parent=False)
    except (ParserError, ValueError, AssertionError):
        return html.unescape(re.sub(r"<[^>]{0,2000}>", " ", markup))
    parts: list[str] = []
    _collect(root, parts)
    return "".join(parts)


def _collect(root: lxml_html.HtmlElement, parts: list[str]) -> None:
    """Append the text below *root*, iteratively: nesting depth is the sender's to choose."""
    stack: list[tuple[lxml_html.HtmlElement, bool]] = [(root, False)]
    while stack:
        element, closing = stack.pop()
        tag = element.tag if isinstance(element.tag, str) else ""
        block = tag in _BLOCK_TAGS
        if closing:
            if block:
                parts.append("\n")
            if element.tail and element is not root:
                parts.append(element.tail)
            continue
        stack.append((element, True))
        if block:
            parts.append("\n")
        if tag in _DROPPED_TAGS or not tag or _is_link_list(element, tag):
            continue
        if element.text:
            parts.append(element.text)
        stack += [(child, False) for child in reversed(element)]


def _is_link_list(element: lxml_html.HtmlElement, tag: str) -> bool:
    """Whether a list holds nothing but links: other headlines, not this entry's news."""
    if tag not in ("ul", "ol") or len(element) == 0:
        return False
    for item in element:
        links = "".join(text for link in item.iter("a") for text in link.itertext())
        own = "".join(item.itertext())
        if not links or len(own.strip()) > len(links.strip()) + 3:
            return False
    return True


def _own_news(markup: str, title: str) -> list[str]:
    """The blocks of a field up to where it starts to point at other entries, without a repetition of the title."""
    return _without_headlines(list(_up_to_tail(markup, title))) if markup else []


def _without_headlines(blocks: list[str]) -> list[str]:
    """Drop the run of headlines at the end: blocks without a full stop after at least one that has one."""
    end = len(blocks)
    while end > 0 and not _SENTENCE_LIKE.search(blocks[end - 1]):
        end -= 1
    run = blocks[end:]
    if end == 0 or not run:
        return blocks
    several = len(run) >= 2 and (len(run) >= 3 or _HEADING.match(run[0]) is not None)
    return blocks[:end] if several or _POINTERS.match(run[0]) else blocks


def _up_to_tail(markup: str, title: str) -> Iterator[str]:
    first = True
    for line in plain(markup).split("\n"):
        block = " ".join(line.split())
        if not block:
            continue
        tail = _TAIL.search(block)
        if tail:
            block = block[: tail.start()].rstrip(" -–—|•")
        if first and title and block.startswith(title):
            block = block[len(title) :].lstrip(" .:—–-!\n")
        first = False
        if block:
            yield block
        if tail and not _SENTENCE_LIKE.search(line.strip()):
            return


def _assemble(blocks: list[tuple[Field, str]]) -> Document:
    sentences: list[Sentence] = []
    offset = 0
    for number, (field, block) in enumerate(blocks):
        for start, end in split_sentences(block):
            text = block[start:end]
            sentences.append(
                Sentence(len(sentences), offset + start, offset + end, text, field, number, tuple(tokenise(text)))
            )
        offset += len(block) + 1
    return Document("\n".join(block for _, block in blocks), tuple(sentences))
