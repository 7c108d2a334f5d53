"""What holds for every page: headers, bounds, errors in plain words, no token where it does not belong."""

from __future__ import annotations

import logging
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.errors import StorageError, TemplateError
from monitor.web.app import PARTS, make_app
from monitor.web.guard import LARGEST_BODY
from monitor.web.pages import About, Pages
from tests.assembled import TEMPLATES
from tests.web.site import SIGN_UP, Site

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def pages_of(site: Site) -> list[str]:
    links = site.confirmed()
    own = [links.confirm, links.settings, f"{links.settings}/new", f"{links.settings}/erase", links.leave]
    return ["/", "/asked", "/link", "/link-asked", "/privacy", "/nowhere", *own]


def test_every_page_keeps_to_itself(site: Site):
    for page in pages_of(site):
        headers = site.client.get(page).headers
        assert headers["referrer-policy"] == "no-referrer", page
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"
        assert headers["strict-transport-security"].startswith("max-age=")
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert "set-cookie" not in headers
    assert "strict-transport-security" not in insecure(site).get("/").headers


def insecure(site: Site):
    from starlette.testclient import TestClient

    site.services.settings = site.services.settings.model_copy(update={"public_url": None})
    return TestClient(make_app(site.services))


class Markup(HTMLParser):
    """Gathers what an accessible page without scripts must have, and what it must not."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_every_page_is_plain_semantic_html(site: Site):
    for page in pages_of(site):
        text = site.client.get(page, headers={"Accept-Language": "uk"}).text
        markup = Markup()
        markup.feed(text)
        names = [tag for tag, _ in markup.tags]
        attributes = [name for _, attrs in markup.tags for name in attrs]
        ids = [attrs["id"] for _, attrs in markup.tags if "id" in attrs]
        labelled = {attrs.get("for") for tag, attrs in markup.tags if tag == "label"}
        fields = [attrs for tag, attrs in markup.tags if tag in {"input", "select"} and attrs.get("type") != "hidden"]
        assert names.count("h1") == names.count("main") == 1, page
        assert "script" not in names
        assert "style" not in [*names, *attributes]
        assert not [name for name in attributes if name.startswith("on")]
        assert len(ids) == len(set(ids)), page
        assert all(field["id"] in labelled for field in fields), page
        assert not re.search(r'(src|href|action)="(https?:)?//', text), page


@pytest.mark.parametrize(
    "form", ["/", "/link", "/confirm/x", "/unsubscribe/x", "/settings/x/person", "/settings/x/new"]
)
def test_large_bodies_are_refused(site: Site, form: str):
    body = b"email=" + b"x" * LARGEST_BODY
    announced = site.client.post(form, content=body, headers=FORM)
    hidden = site.client.post(form, content=iter([body[:1000], body[1000:]]), headers=FORM)

    assert announced.status_code == 413
    # A page that reads no form is done before the body has come.
    assert hidden.status_code in {413, 404, 200}
    assert "larger than any form" in announced.text


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ({"json": {"email": "anna@example.net"}}, 415),
        ({"content": b"email=a", "headers": {"Content-Type": "text/plain"}}, 415),
        ({"content": b""}, 415),
        ({"content": b"garbage", "headers": {"Content-Type": "multipart/form-data"}}, 400),
        ({"content": b"garbage", "headers": {"Content-Type": "multipart/form-data; boundary=x"}}, 400),
        ({"files": {"email": ("a.txt", b"anna@example.net")}}, 400),
        ({"content": b"&".join([b"x=1"] * 1200), "headers": FORM}, 400),
        ({"content": b"email=%ff%fe%00&rule=%00&tz=%0d%0aX-A:%20b", "headers": FORM}, 422),
    ],
    ids=["json", "text", "nothing", "no boundary", "no parts", "file", "too many fields", "bytes"],
)
def test_what_is_no_form_of_ours_is_refused(site: Site, request_: dict[str, object], status: int):
    answer = site.client.post("/", **request_)  # type: ignore[arg-type]

    assert answer.status_code == status
    assert "<h1>" in answer.text


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fields=st.dictionaries(st.sampled_from([*SIGN_UP, "x"]), st.text(max_size=30), max_size=7))
def test_no_form_makes_an_error_of_the_service(site: Site, fields: dict[str, str]):
    site.clock.go_on(hours=1)
    for page in ("/", "/link"):
        assert site.client.post(page, data=fields).status_code in {303, 413, 415, 422}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(token=st.text(min_size=1, max_size=40), lang=st.text(max_size=8))
def test_no_address_makes_an_error_of_the_service(site: Site, token: str, lang: str):
    from urllib.parse import quote

    for page in ("confirm/{}", "settings/{}", "unsubscribe/{}", "message/{}", "answer/{}/1"):
        address = f"/{page.format(quote(token, safe=''))}"
        assert site.client.get(address, params={"lang": lang}).status_code in {200, 404}


def test_unknown_pages_and_methods_are_answered_in_plain_words(site: Site):
    answer = site.client.get("/nowhere?lang=ru")

    assert (answer.status_code, "Такой страницы нет" in answer.text) == (404, True)
    assert site.client.delete("/").status_code == 405


def test_database_that_is_away_is_no_mystery(site: Site, caplog: pytest.LogCaptureFixture):
    def fail() -> None:
        raise StorageError("the database is locked")

    site.services.store.begin = fail  # type: ignore[method-assign, assignment]
    answer = site.client.post("/", data=SIGN_UP)

    assert answer.status_code == 503
    assert "web.unavailable" in {record.getMessage() for record in caplog.records}


def test_mistake_of_ours_is_logged_and_answered(site: Site, caplog: pytest.LogCaptureFixture):
    def fail() -> None:
        raise RuntimeError("bug")

    site.services.store.begin = fail  # type: ignore[method-assign, assignment]
    answer = site.client.post("/", data=SIGN_UP)

    assert (answer.status_code, "bug" in answer.text) == (500, False)
    [record] = [record for record in caplog.records if record.getMessage() == "web.failed"]
    assert record.__dict__["route"] == "/"


def test_no_token_and_no_address_is_logged(site: Site, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    links = site.confirmed()
    for link in (links.confirm, links.settings, links.leave):
        site.client.get(link)
        site.client.post(link)
        site.client.get(f"{link}x")

    logged = "\n".join(
        f"{record.getMessage()} {vars(record)}" for record in caplog.records if record.name.startswith("monitor")
    )
    assert "web.answered" in logged
    for link in (links.confirm, links.settings, links.leave):
        assert link.rpartition("/")[2] not in logged
    assert "anna@" not in logged


def test_reading_methods_are_the_only_ones_beside_post():
    routes = [route for part in PARTS for route in part.router.routes]
    assert len(routes) > 20
    for route in routes:
        assert route.methods in ({"GET", "HEAD"}, {"POST"}), route.path  # type: ignore[attr-defined]


def test_style_sheet_may_be_kept_and_pages_name_the_version(site: Site):
    [address] = re.findall(r'href="(/style\.css\?\w+)"', site.client.get("/").text)

    answer = site.client.get(address)

    assert answer.headers["content-type"].startswith("text/css")
    assert "max-age" in answer.headers["cache-control"]


ABOUT = About(service="Attack monitor")


def test_operator_may_change_a_page_while_it_runs_and_a_broken_one_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("monitor.web.pages.LOOK_EVERY_S", 0)
    told: list[TemplateError] = []
    pages = Pages((tmp_path, TEMPLATES), ABOUT, told.append)
    (tmp_path / "web").mkdir()
    own = tmp_path / "web" / "privacy.html.j2"

    own.write_text("Ours: {{ about.service }}")
    assert pages.render("privacy", "en", {}) == "Ours: Attack monitor"
    own.write_text("\n{{ nothing }}")
    assert pages.render("privacy", "en", {}) == "Ours: Attack monitor"
    assert pages.render("privacy", "en", {}) == "Ours: Attack monitor"

    assert [str(error) for error in told] == ["templates/web/privacy.html.j2:2: 'nothing' is undefined"]
    own.unlink()
    assert "stored about you" in pages.render("privacy", "en", {})


@pytest.mark.parametrize(
    ("template", "wrong"),
    [
        ("{{ about.__class__.__mro__ }}", "unsafe"),
        ("{% for %}", r"privacy\.html\.j2:1"),
        ("{{ title | safe }}", "No filter named 'safe'"),
        ("{% extends 'web/nothing.j2' %}", r"nothing\.j2"),
    ],
)
def test_template_that_does_not_render_is_refused_at_the_start(tmp_path: Path, template: str, wrong: str):
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "privacy.html.j2").write_text(template)

    with pytest.raises(TemplateError, match=wrong):
        Pages((tmp_path, TEMPLATES), ABOUT, lambda _: None)
