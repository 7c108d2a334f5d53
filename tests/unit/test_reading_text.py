"""An entry's own news as plain text: what is kept, what is cut off, and that offsets point at the words."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from monitor.reading.text import MAX_CHARACTERS, Document, Field, document, plain
from tests.builders import an_entry


def read(summary: str = "", title: str = "", content: str | None = None) -> Document:
    return document(an_entry(title=title, summary=summary, content=content))


def told(*texts: str, **fields: str) -> list[str]:
    return [sentence.text for sentence in read(*texts, **fields).sentences]


MARKUP = {
    "a plain text": ("A depot burns.", ["A depot burns."]),
    "paragraphs": ("<p>A depot burns.</p><p>Nobody is hurt.</p>", ["A depot burns.", "Nobody is hurt."]),
    "paragraphs without a full stop": (
        "<p>A depot burns in the port</p><p>Nobody is hurt.</p>",
        ["A depot burns in the port", "Nobody is hurt."],
    ),
    "line breaks": ("A depot burns<br>Nobody is hurt.<br/>", ["A depot burns", "Nobody is hurt."]),
    "inline marks inside a word": ("The <b>dr</b>one fell.", ["The drone fell."]),
    "inline marks between words": ("The <i>drone</i> <b>fell</b>.", ["The drone fell."]),
    "a link in a sentence": ('The <a href="/t/1">drone</a> fell.', ["The drone fell."]),
    "named entities": ("Gazprom &amp; Co&nbsp;burns &mdash; again.", ["Gazprom & Co burns — again."]),
    "numeric entities": ("&#1042;&#x437;&#1088;ыв в городе.", ["Взрыв в городе."]),
    "entities inside markup": ("<p>Кафе &laquo;Мир&raquo; горит.</p>", ["Кафе «Мир» горит."]),
    "no entity at all": ("Profits & losses of AT&T.", ["Profits & losses of AT&T."]),
    "a list": (
        "<ul><li>Two drones over Kursk.</li><li>One over Tula.</li></ul>",
        ["Two drones over Kursk.", "One over Tula."],
    ),
    "a script": ("<p>A depot burns.</p><script>var drone = 1;</script>", ["A depot burns."]),
    "a style sheet": ("<style>p {color: red}</style><p>A depot burns.</p>", ["A depot burns."]),
    "a caption": (
        "<figure><img src='x.jpg'><figcaption>An old strike.</figcaption></figure><p>A depot burns.</p>",
        ["A depot burns."],
    ),
    "a comment": ("<p>A depot <!-- old: a school --> burns.</p>", ["A depot burns."]),
    "text behind a dropped element": ("<p>A depot <script>x</script>burns.</p>", ["A depot burns."]),
    "unclosed markup": ("<p>A depot <b>burns.", ["A depot burns."]),
    "a lone angle bracket": ("Damage < 5 million roubles.", ["Damage < 5 million roubles."]),
    "a table": ("<table><tr><td>Kursk</td></tr><tr><td>Tula</td></tr></table>", ["Kursk", "Tula"]),
    "spaces of every width": ("A\u00a0depot\u2009 burns\t\t in  the port.", ["A depot burns in the port."]),
    "nothing but a picture": ("<img src='x.jpg' alt='Explosion'>", []),
    "nothing but space": (" \n\t ", []),
}


@pytest.mark.parametrize(("markup", "sentences"), MARKUP.values(), ids=MARKUP.keys())
def test_markup_becomes_sentences(markup: str, sentences: list[str]):
    assert told(markup) == sentences


TAILS = {
    "en, read more": "A drone fell on a barn. Read more: Missiles hit a school in Kharkiv",
    "en, read also": "<p>A drone fell on a barn.</p><p>Read also: Missiles hit a school in Kharkiv</p>",
    "en, related": "A drone fell on a barn.<br>Related stories: Missiles hit a school",
    "en, continue": "A drone fell on a barn. Continue reading…",
    "en, blog footer": "<p>A drone fell on a barn.</p><p>The post Drone falls appeared first on The Herald.</p>",
    "en, subscription": "A drone fell on a barn. Subscribe to our channel for strikes as they happen",
    "ru, read also": "A drone fell on a barn. Читайте также: Ракета попала в школу в Харькове",
    "ru, further": "A drone fell on a barn. Читать далее",
    "ru, channel": "A drone fell on a barn.<br>Подписывайтесь на наш канал о взрывах",
    "ru, on the subject": "<p>A drone fell on a barn.</p><p>Материалы по теме</p><p>Ракета попала в школу</p>",
    "uk, read also": "A drone fell on a barn. Читайте також: Ракета влучила в школу",
    "uk, channel": "A drone fell on a barn.<br>Підписуйтесь на наш канал",
    "uk, on the subject": "<p>A drone fell on a barn.</p><p>Дивіться також:</p><p>Вибухи у Херсоні</p>",
    "de": "A drone fell on a barn. Lesen Sie auch: Rakete trifft Schule",
    "fr": "A drone fell on a barn.<br>Lire aussi : Un missile touche une école",
    "es": "A drone fell on a barn. Lea también: Un misil alcanza una escuela",
    "it": "A drone fell on a barn.<br>Leggi anche: Missile su una scuola",
    "pl": "A drone fell on a barn. Czytaj także: Rakieta uderzyła w szkołę",
    "pt": "A drone fell on a barn.<br>Leia também: Míssil atinge escola",
    "tr": "A drone fell on a barn. Ayrıca okuyun: Füze okulu vurdu",
    "a list of links": '<p>A drone fell on a barn.</p><ul><li><a href="/1">Missiles hit a school</a></li>'
    '<li><a href="/2">Blasts in the port</a></li></ul>',
    "headlines at the end": "<p>A drone fell on a barn.</p><p>Missiles hit a school</p><p>Blasts in the port</p><p>Mine kills two</p>",
    "headlines under a heading": "<p>A drone fell on a barn.</p><p>Elsewhere today</p><p>Missiles hit a school</p>",
    "headlines on one line": "<p>A drone fell on a barn.</p><p>Elsewhere: Missiles hit a school | Blasts in the port</p>",
}


@pytest.mark.parametrize("summary", TAILS.values(), ids=TAILS.keys())
def test_pointers_to_other_news_are_cut_off(summary: str):
    assert told(summary) == ["A drone fell on a barn."]


OWN = {
    "a list with text of its own": (
        '<p>Shelling continued.</p><ul><li><a href="/k">Kursk</a>: two drones shot down.</li><li>Tula: one more.</li></ul>',
        "Tula: one more.",
    ),
    "a list whose items go on behind their link": (
        '<ul><li><a href="/k">Kursk</a>: two drones shot down.</li><li><a href="/t">Tula</a>: one more.</li></ul>',
        "Tula: one more.",
    ),
    "one line without a full stop": ("<p>A drone fell on a barn.</p><p>Two people are in hospital</p>", "Two people are in hospital"),
    "reading in a sentence": ("Residents read more than they were told. A drone fell.", "A drone fell."),
    "a subject in a sentence": ("Following the strike, trains stopped.", "Following the strike, trains stopped."),
    "a message in short lines": ("Взрывы в городе<br>Работает ПВО<br>Будьте осторожны", "Работает ПВО"),
    "a relation in a sentence": ("The blast is related to the strike. Nobody is hurt.", "Nobody is hurt."),
}  # fmt: skip


@pytest.mark.parametrize(("summary", "kept"), OWN.values(), ids=OWN.keys())
def test_own_words_are_kept(summary: str, kept: str):
    assert kept in told(summary)


def test_news_after_a_pointer_in_the_middle_is_read():
    summary = "<p>A drone fell on a barn.</p><p>Read also: How drones are made.</p><p>Two people are hurt.</p>"

    assert told(summary)[-1] == "Two people are hurt."


LABELS = {
    "en, updated": "UPDATED: Drone hits depot",
    "en, breaking": "BREAKING — Drone hits depot",
    "en, two labels": "Breaking: Live: Drone hits depot",
    "ru": "Срочно: Drone hits depot",
    "uk": "ОНОВЛЕНО. Drone hits depot",
    "de": "Eilmeldung: Drone hits depot",
    "es": "Última hora | Drone hits depot",
    "signs": "❗️⚡️ Drone hits depot",
}


@pytest.mark.parametrize("title", LABELS.values(), ids=LABELS.keys())
def test_labels_before_a_title_are_dropped(title: str):
    assert told(title=title) == ["Drone hits depot"]


@pytest.mark.parametrize("title", ["Live music returns to Kharkiv", "Video of the strike is old", "Breaking point", "Live:", "!!!"])  # fmt: skip
def test_words_that_are_no_label_stay(title: str):
    assert told(title=title) == [title]


REPEATED = {
    "the same": ("Drone hits depot", ["Drone hits depot"]),
    "the same and more": ("Drone hits depot. Two are hurt.", ["Drone hits depot", "Two are hurt."]),
    "the same in a heading": ("<h2>Drone hits depot</h2><p>Two are hurt.</p>", ["Drone hits depot", "Two are hurt."]),
    "the same behind a dash": ("Drone hits depot — two are hurt", ["Drone hits depot", "two are hurt"]),
    "other words": ("Two are hurt.", ["Drone hits depot", "Two are hurt."]),
}


@pytest.mark.parametrize(("summary", "sentences"), REPEATED.values(), ids=REPEATED.keys())
def test_summary_that_repeats_the_title_says_it_once(summary: str, sentences: list[str]):
    assert told(summary, title="Drone hits depot") == sentences


def test_content_is_read_after_the_summary_without_what_that_said():
    doc = read("A drone fell on a barn.", "Barn hit", "<p>A drone fell on a barn.</p><p>Two people are hurt.</p>")

    assert [(s.field, s.text) for s in doc.sentences] == [
        (Field.TITLE, "Barn hit"),
        (Field.SUMMARY, "A drone fell on a barn."),
        (Field.CONTENT, "Two people are hurt."),
    ]


def test_title_is_there_only_when_the_entry_has_one():
    assert read("A drone fell.", "Barn hit").title is not None
    assert read("A drone fell.").title is None
    assert read().title is None
    assert read().sentences == ()


def test_sentences_are_numbered_through_the_entry_and_blocks_tell_paragraphs_apart():
    doc = read("<p>One fell. Two flew on.</p><p>All is quiet.</p>", "Barn hit")

    assert [s.index for s in doc.sentences] == [0, 1, 2, 3]
    assert doc.sentences[1].block == doc.sentences[2].block
    assert len({s.block for s in doc.sentences}) == 3


@pytest.mark.parametrize("depth", [200, 5_000])
def test_what_stands_before_deeply_nested_markup_is_read(depth: int):
    assert told("<p>A drone fell.</p>" + "<div>" * depth + "x" + "</div>" * depth)[0] == "A drone fell."


def test_nested_markup_is_read():
    assert told("<div>" * 200 + "A drone fell." + "</div>" * 200) == ["A drone fell."]


@pytest.mark.parametrize("unit", ["дрон ", "<p>Drone. </p>", "<", "&", "a", "<div>", "читайте ", ". ", "!!! — "])
def test_megabyte_is_read_up_to_a_limit(unit: str):
    doc = read(unit * (1_000_000 // len(unit)), unit * (1_000_000 // len(unit)))

    assert len(doc.text) <= 2 * MAX_CHARACTERS + 2


WORDS = st.sampled_from(
    "A drone fell. | Взрыв! Горит… | <p> | </p> | <br> | <b> | </b> | &amp; | &nbsp; | \u00a0 |  | Gov. Smith said: | "
    "ул. Мира | • | ; | \n | «Стой!» — сказал он. | Read more: | 🚀 | <ul><li> | </li></ul> | <!-- | \r\n | \u2028 | i̇ | İ".split(" | ")
)  # fmt: skip
MARKUPS = st.lists(WORDS | st.text(max_size=6), max_size=14).map(" ".join)


@given(title=MARKUPS, summary=MARKUPS, content=st.none() | MARKUPS)
@example(title="Barn hit", summary="Barn hit. A drone fell.", content="<p>A drone fell.</p>Two hurt")
def test_offsets_point_at_the_words(title: str, summary: str, content: str | None):
    doc = read(summary, title, content)

    for sentence in doc.sentences:
        assert doc.text[sentence.start : sentence.end] == sentence.text
        assert [sentence.text[t.start : t.end] for t in sentence.tokens] == [t.text for t in sentence.tokens]
    assert all(a.end <= b.start for a, b in pairwise(doc.sentences))


@given(st.text(alphabet=st.characters(exclude_characters="<&", exclude_categories=["Cs"]), max_size=200))
def test_text_without_markup_is_left_as_it_is(text: str):
    assert plain(text) == text
