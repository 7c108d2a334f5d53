"""`monitor mail lint` and `test-send`: whether the templates in force make good mails, and whether they arrive."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from monitor.delivery.render import Renderer
from monitor.jobs.trying_mail import Fault, faults, rendered_samples
from tests.unit.conftest import Command

SHIPPED = Path(__file__).parents[2] / "templates"


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return Renderer(SHIPPED)


def test_shipped_templates_are_without_fault_in_every_language(renderer: Renderer):
    tried = list(rendered_samples(renderer))

    assert {sample.lang for sample in tried} == {"en", "ru", "uk"}
    assert [fault for sample in tried for fault in faults(sample)] == []


FAULTY = {
    "a subject of two lines": ({"subject": "One\ntwo"}, "the subject is not one line of words"),
    "a long subject": ({"subject": "x" * 130}, "the subject has 130 characters; 120 are shown"),
    "a text that lacks a fact": (
        {"text": "Nothing."},
        "the text does not say 'Drone attack: Istra district, Moscow region'",
    ),
    "a picture from the network": (
        {"html": '<img src="https://tracker.example/p.gif">'},
        "the HTML loads something from the network; mail programs block it or tell on the reader",
    ),
    "more than is shown": ({"html": "x" * 110_000}, "the HTML has 110000 octets; mail programs cut it at 102400"),
}


@pytest.mark.parametrize(("changed", "problem"), FAULTY.values(), ids=FAULTY)
def test_faults_are_named(renderer: Renderer, changed: dict[str, str], problem: str):
    sample = next(iter(rendered_samples(renderer, ["en"])))
    broken = replace(sample, rendered=replace(sample.rendered, **changed))

    assert Fault(name="1-alert", lang="en", problem=problem) in list(faults(broken))


def test_lint_says_how_many_were_tried(command: Command):
    assert command("db", "upgrade")[0] == 0

    status, printed, _ = command("mail", "lint")

    assert (status, printed) == (0, "18 mails rendered, 0 faults\n")
    assert json.loads(command("mail", "lint", "--json")[1]) == []


def test_lint_names_a_template_that_lost_a_fact(command: Command, tmp_path: Path):
    shutil.copytree(SHIPPED, tmp_path / "templates")
    (tmp_path / "templates" / "email" / "alert.body.txt.j2").write_text("Something happened.\n", encoding="utf-8")
    (tmp_path / "monitor.toml").write_text('templates_dir = "templates"\n', encoding="utf-8")
    assert command("db", "upgrade")[0] == 0

    status, printed, _ = command("mail", "lint")

    assert status == 1
    assert "1-alert (en): the text does not say 'Drone attack: Istra district, Moscow region'" in printed


def test_samples_are_sent_to_one_address(command: Command, tmp_path: Path):
    (tmp_path / "monitor.toml").write_text('mailbox_dir = "mails"\n', encoding="utf-8")
    assert command("db", "upgrade")[0] == 0

    status, printed, _ = command("mail", "test-send", "anna@example.org", "--lang", "uk", "--kind", "alert")

    assert status == 0
    assert printed.endswith("2 mails handed over for anna@example.org\n")
    mails = sorted((tmp_path / "mails").glob("*.eml"))
    assert len(mails) == 2
    assert all("anna@example.org" in mail.read_text(encoding="utf-8") for mail in mails)


REFUSED = {
    "no address": (
        ("mail", "test-send", "nobody"),
        "'nobody' is no address that mail can go to: An email address must have an @-sign",
    ),
    "no such language": (
        ("mail", "test-send", "a@example.org", "--lang", "tlh"),
        "no mails in tlh: choose of en, ru, uk",
    ),
}


@pytest.mark.parametrize(("arguments", "said"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_sent_is_refused(command: Command, arguments: tuple[str, ...], said: str):
    status, _, errors = command(*arguments)

    assert status != 0
    assert said in errors
