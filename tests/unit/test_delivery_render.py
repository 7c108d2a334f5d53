from __future__ import annotations

import html.parser
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from monitor.delivery.describing import alert_view
from monitor.delivery.render import Renderer, wrap
from monitor.delivery.samples import samples
from monitor.delivery.views import AlertView, DigestView, ServiceView
from monitor.errors import TemplateError
from tests.mailcases import ANNA, FOOTER, a_telling, an_incident, cite, place_of

SHIPPED = Path(__file__).parents[2] / "templates"


def an_alert(quote: str = "A drone fell.", publisher: str = "Northern Wire", link: str | None = None) -> AlertView:
    cited = (cite(quote, link, publisher=publisher),)
    return alert_view([a_telling(an_incident(), cited=cited)], ANNA, place_of, FOOTER)


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "templates"))


@pytest.mark.parametrize(
    ("name", "template", "broken", "message"),
    [
        ("syntax", "alert.body.txt.j2", "\n{% for %}", "alert.body.txt.j2:2: "),
        ("unknown name", "alert.body.html.j2", "\n\n{{ mail.colour }}", "alert.body.html.j2:3: .*colour"),
        ("unknown variable", "digest.subject.txt.j2", "{{ subject }}", "digest.subject.txt.j2:1: 'subject' is undefined"),
        ("safe is not there", "alert.body.html.j2", "{{ mail.subject | safe }}", "alert.body.html.j2:1: No filter named 'safe'"),
        ("reaching out of the sandbox", "alert.subject.txt.j2", "{{ mail.__class__.__mro__ }}", "alert.subject.txt.j2:1: .*unsafe"),
        ("missing part", "alert.subject.txt.j2", "{% include 'email/nowhere.j2' %}", "alert.subject.txt.j2.*nowhere.j2"),
        ("a sum of words", "alert.subject.txt.j2", "{{ mail.subject + 1 }}", "alert.subject.txt.j2:1: "),
    ],
)  # fmt: skip
def test_broken_template_is_named_and_the_last_good_one_kept(
    name: str, template: str, broken: str, message: str, templates: Path
) -> None:
    renderer = Renderer(templates)
    before = renderer.alert(an_alert())
    (templates / "email" / template).write_text(broken, encoding="utf-8")
    with pytest.raises(TemplateError, match=message) as caught:
        renderer.reload()
    assert str(caught.value).startswith("templates/email/"), name
    assert renderer.alert(an_alert()) == before, name


def test_reload_takes_up_a_good_change(templates: Path) -> None:
    renderer = Renderer(templates)
    (templates / "email" / "alert.subject.txt.j2").write_text("[ops] {{ mail.subject }}", encoding="utf-8")
    renderer.reload()
    assert renderer.alert(an_alert()).subject.startswith("[ops] Drone attack")


def test_missing_folder_is_an_error_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="there is no such template"):
        Renderer(tmp_path)


def test_not_utf8(templates: Path) -> None:
    (templates / "email" / "alert.subject.txt.j2").write_bytes(b"\xff\xfe")
    with pytest.raises(TemplateError, match="UTF-8"):
        Renderer(templates)


class _Tags(html.parser.HTMLParser):
    """Open and closed tags, to see whether text broke the layout."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.tags.append("/" + tag)


def tags(text: str) -> list[str]:
    parser = _Tags()
    parser.feed(text)
    return parser.tags


@pytest.mark.parametrize(
    "text",
    [
        "</td></table><h1>",
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '"><a href="javascript:alert(1)">',
        "{{7*7}} {% for %} {# #}",
        "&lt;b&gt; &#60;script&#62;",
        "-->]]></style>",
        "%(number)s %s %",
    ],
)
def test_text_from_feeds_is_only_ever_text(text: str) -> None:
    renderer = Renderer(SHIPPED)
    plain, hostile = renderer.alert(an_alert()), renderer.alert(an_alert(quote=text, publisher=text))
    assert tags(hostile.html) == tags(plain.html)
    assert text in hostile.text


def test_link_shows_where_it_leads() -> None:
    mail = Renderer(SHIPPED).alert(an_alert(link="https://аррlе.com/x"))
    assert 'href="https://xn--l-7sbq6ba.com/x"' in mail.html
    assert "read it at xn--l-7sbq6ba.com" in mail.html


def test_link_that_is_no_web_address_is_left_out() -> None:
    mail = Renderer(SHIPPED).alert(an_alert(link="javascript:alert(1)"))
    assert "javascript" not in mail.html + mail.text
    assert "Northern Wire" in mail.text


def test_subject_is_cut() -> None:
    mail = Renderer(SHIPPED).alert(replace(an_alert(), subject="Istra " * 60))
    assert len(mail.subject) == 120


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one two three\n", "one two\nthree\n"),
        ("- one two three\n", "- one two\n  three\n"),
        ("  one two three\n", "  one two\n  three\n"),
        ("  https://example.org/long\n", "  https://example.org/long\n"),
        ("a\n\n\n\nb", "a\n\nb\n"),
    ],
)
def test_wrap(text: str, expected: str) -> None:
    assert wrap(text, 10) == expected


def test_postal_address_ends_every_mail() -> None:
    renderer = Renderer(SHIPPED)
    for view in samples():
        named = replace(view, footer=replace(view.footer, imprint="Example Desk, 1 <Example> Street"))
        match named:
            case AlertView():
                mail = renderer.alert(named)
            case DigestView():
                mail = renderer.digest(named)
            case ServiceView():
                mail = renderer.service(named)
        assert "Example Desk, 1 <Example> Street" in mail.text
        assert "Example Desk, 1 &lt;Example&gt; Street" in mail.html
