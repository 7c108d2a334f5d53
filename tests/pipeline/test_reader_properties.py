"""What holds for whatever text comes: the reader bears it, and each report rests on words of the text."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.jobs.ingesting import Pipeline
from monitor.model import Precision
from monitor.reading.text import document
from tests.builders import an_entry
from tests.pipeline.readings import TUESDAY

PIECES = st.sampled_from(
    (
        "A drone hit an oil depot in", "Missiles struck", "Беспилотник атаковал", "Обстрелян", "Ракета влучила у", "Вибухи у",
        "shot down over", "сбит над", "збито над", "Bryansk", "the Kursk region", "Брянске", "Курской областью", "Харків",
        "Одесі", "Moscow", "Kyiv said", "heading for", "near", ",", "and", "и", "та", ".", "!", ";", ":", "\n", "<p>", "</p>",
        "<br>", "«", "»", "killing three people", "погибли двое", "поранено п'ятьох", "no casualties", "on Tuesday", "last week",
        "в ночь на 14 мая", "учора ввечері", "on 2 May", "31.02.2024", "at 25:99", "99999999999 drones", "drill", "recalled that",
        "again", "5 km north of", "за 65 км от", "", "-", "…", "🚀", "\u0301", "\x00", "&lt;", "İstanbul", "ß",
    )
)  # fmt: skip
TEXTS = st.lists(PIECES | st.text(max_size=4), max_size=25).map(" ".join)
LANGUAGES = st.sampled_from([None, "en", "ru", "uk", "de", "xx"])


@settings(max_examples=150, deadline=None)
@given(title=TEXTS, summary=TEXTS, lang=LANGUAGES, home=st.sampled_from([None, "RU-BEL", "UA", "nowhere"]))
def test_reports_of_any_text_rest_on_its_words(
    pipeline: Pipeline, title: str, summary: str, lang: str | None, home: str | None
):
    entry = an_entry(title=title, summary=summary, lang=lang, home=home, published=TUESDAY)

    reports = pipeline.reader.read(entry).reports

    text = document(entry).text
    for report in reports:
        assert report.entry == entry.id
        assert report.place.precision is not Precision.COUNTRY
        assert report.window.start <= TUESDAY + timedelta(hours=1)
        assert 0 <= report.confidence <= 1
        assert report.reasons
        assert report.evidence
        for evidence in report.evidence:
            assert 0 <= evidence.start < evidence.end <= len(text)
            assert evidence.quote in text
            assert text[evidence.start : evidence.end].strip()


@settings(max_examples=60, deadline=None)
@given(summary=TEXTS)
def test_more_words_make_no_entry_concern_us_less(pipeline: Pipeline, summary: str):
    title = "Missile hits Kharkiv, killing three people"

    assert pipeline.reader.concerns(an_entry(title=title, summary=summary, lang="en"))
