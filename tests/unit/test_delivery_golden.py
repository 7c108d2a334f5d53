"""The mails as people get them: subject, text and HTML, word for word."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import pytest

from monitor.delivery.cleaning import Link
from monitor.delivery.describing import alert_view
from monitor.delivery.describing_digest import digest_view, lines_of
from monitor.delivery.render import Renderer
from monitor.delivery.views import AlertView, DigestView, Telling
from monitor.delivery.wording import Words
from monitor.model import DigestKind
from tests.golden import assert_golden
from tests.mailcases import (
    ANNA,
    EVERY_REASON,
    FOOTER,
    KALUGA_REGION,
    NOW,
    a_telling,
    an_incident,
    place_of,
    the_correction,
    the_update,
    the_wave,
    the_withdrawal,
)

TEMPLATES = Path(__file__).parents[2] / "templates"


def an_alert(*tellings: Telling, lang: str = "en") -> AlertView:
    return alert_view(tellings, replace(ANNA, lang=lang), place_of, FOOTER)


def a_digest(*tellings: Telling, lang: str = "en") -> DigestView:
    lines = lines_of(tellings)
    return digest_view(
        lines,
        tellings,
        replace(ANNA, lang=lang),
        place_of,
        FOOTER,
        kind=DigestKind.DAILY,
        start=NOW.replace(day=4),
        end=NOW,
        coverage=Words(lang).coverage(58, 60, ["Example Wire (02:10–03:40)"]),
        map_source="cid:map@attack-monitor" if any(each.mark for each in lines) else None,
    )


def the_one_asked_for() -> Telling:
    """A new attack that is told for every kind of reason."""
    telling = a_telling(an_incident())
    match = replace(telling.item.matches[0], because=EVERY_REASON)
    return replace(telling, item=replace(telling.item, matches=(match,)))


MAILS: dict[str, AlertView | DigestView] = {
    "new": an_alert(a_telling(an_incident())),
    "wave": an_alert(*the_wave()),
    "update": an_alert(the_update()),
    "correction": an_alert(the_correction()),
    "withdrawal": an_alert(the_withdrawal()),
    "digest": a_digest(a_telling(an_incident(8, place=KALUGA_REGION)), the_update(), the_withdrawal()),
    "wave-digest": a_digest(*the_wave(), the_correction()),
    "quiet-digest": a_digest(),
} | {
    f"{name}.{lang}": view
    for lang in ("ru", "uk")
    for name, view in {
        "new": an_alert(the_one_asked_for(), lang=lang),
        "update": an_alert(the_update(), lang=lang),
        "correction": an_alert(the_correction(), lang=lang),
        "withdrawal": an_alert(the_withdrawal(), lang=lang),
        "digest": a_digest(a_telling(an_incident(8, place=KALUGA_REGION)), the_update(), the_withdrawal(), lang=lang),
        "wave-digest": a_digest(*the_wave(), the_correction(), lang=lang),
        "quiet-digest": a_digest(lang=lang),
    }.items()
}


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return Renderer(TEMPLATES)


@pytest.mark.parametrize("name", MAILS)
def test_mail_reads_as_before(name: str, renderer: Renderer, pytestconfig: pytest.Config) -> None:
    view = MAILS[name]
    mail = renderer.alert(view) if isinstance(view, AlertView) else renderer.digest(view)
    assert_golden(pytestconfig, f"mails/{name}.txt", f"Subject: {mail.subject}\n\n{mail.text}")
    assert_golden(pytestconfig, f"mails/{name}.html", mail.html)


@pytest.mark.parametrize("name", MAILS)
def test_both_parts_tell_the_same_facts(name: str, renderer: Renderer) -> None:
    view = MAILS[name]
    mail = renderer.alert(view) if isinstance(view, AlertView) else renderer.digest(view)
    facts = set(_facts(view))
    in_text = {fact for fact in facts if fact in _plain(mail.text)}
    heard = re.sub('<img [^>]*alt="([^"]*)"[^>]*>', r" \1 ", mail.html)
    in_html = {
        fact
        for fact in facts
        if fact in _plain(html.unescape(re.sub("<style>.*?</style>|<[^>]*>", " ", heard, flags=re.DOTALL)))
    }
    assert in_text == in_html
    assert len(in_text) > len(facts) / 3


def _facts(view: object) -> Iterator[str]:
    """Every string that a view holds; of links, which the two parts show differently, the host."""
    if isinstance(view, str):
        yield _plain(view)
    elif isinstance(view, Link):
        yield view.host
    elif isinstance(view, tuple):
        for part in view:
            yield from _facts(part)
    elif is_dataclass(view):
        for part in fields(view):
            if part.name not in {"subject", "kind", "footer", "lang", "level"}:
                yield from _facts(getattr(view, part.name))


def _plain(text: str) -> str:
    return " ".join(text.split())


def test_text_fits_a_terminal_and_mail_stays_below_the_size_at_which_it_is_clipped(renderer: Renderer) -> None:
    many = tuple(a_telling(an_incident(number)) for number in range(1, 31))
    footer = replace(FOOTER, answer="https://alerts.example.org/answer/" + "x" * 140)
    alert, digest = (replace(view, footer=footer) for view in (an_alert(*many), a_digest(*many * 20)))
    for mail in (renderer.alert(alert), renderer.digest(digest)):  # type: ignore[arg-type]
        assert max(len(row) for row in mail.text.splitlines() if "://" not in row) <= 72
        assert len(mail.html.encode()) < 100_000
        assert len(mail.text.encode()) < 100_000


def test_html_can_be_read_on_a_phone_at_night_by_a_screen_reader(renderer: Renderer) -> None:
    mail = renderer.alert(an_alert(the_update()))
    assert '<html lang="en"' in mail.html
    assert '<meta name="color-scheme" content="light dark">' in mail.html
    assert "prefers-color-scheme: dark" in mail.html
    assert '<div dir="auto" lang="ru">' in mail.html
    assert "<h1" in mail.html
    assert "<img" not in mail.html
    assert "url(" not in mail.html
