"""Every mistake in an operator file is told with its line and what would be right.

Each file in ``tests/data/rules/bad`` holds one mistake and is named after it; its first lines are the messages expected,
as comments.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.rules.formats import FORMATS, RuleFile
from monitor.rules.loading import load_ruleset
from monitor.rules.mistakes import validated
from monitor.rules.yaml_text import read_document
from tests.placenames import SmallGazetteer

BAD = Path(__file__).parents[1] / "data" / "rules" / "bad"
TARGETS = {"rule": "alerts", "attack": "attacks", "filter": "filters"}
DRONE = "version: 1\nid: drone\ntitle: Drone\nterms: {en: {weapon: [drone]}}\n"
ANY = "version: 1\nid: any\ntitle: Any\nterms: {en: {attack: [attack], target: {refinery: [refinery]}}}\n"


def written(directory: Path, files: dict[str, str]) -> Path:
    for name, content in files.items():
        (directory / name).parent.mkdir(exist_ok=True)
        (directory / name).write_text(content, encoding="utf-8")
    return directory


@pytest.mark.parametrize("path", sorted(BAD.glob("*.yml")), ids=lambda path: path.stem)
def test_mistake(path: Path, tmp_path: Path) -> None:
    content = path.read_text(encoding="utf-8")
    expected = [line.removeprefix("# ") for line in content.splitlines() if line.startswith("# ")]
    kind = path.stem.split("-")[0]
    name = f"{TARGETS[kind]}/{path.name}" if kind in TARGETS else {"feeds": "feeds.yml"}.get(kind, "places.yml")
    directory = written(tmp_path, {"attacks/drone.yml": DRONE, "attacks/any.yml": ANY, name: content})
    errors = load_ruleset(directory, SmallGazetteer()).errors
    assert {str(error).removeprefix(f"{tmp_path / name}:").strip() for error in errors} == set(expected)


def test_all_mistakes_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    rule = "version: 1\nid: x\ntitle: 5\nlevel: loud\nowner: me\nmatch: {attack: drone, plaice: {}}\n"
    directory = written(tmp_path, {"alerts/x.yml": rule, "feeds.yml": "version: 2\nfeeds: []\n"})
    places = [f"{Path(error.path).name}:{error.line}" for error in load_ruleset(directory, SmallGazetteer()).errors]
    assert sorted(places) == ["feeds.yml:1", "x.yml:3", "x.yml:4", "x.yml:6", "x.yml:6"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(b"version: 1\nplaces: []\n# " + b"x" * 1_100_000, "at most 1048576 are read", id="too large"),
        pytest.param("version: 1 # п".encode("cp1251"), "not UTF-8", id="another encoding"),
        pytest.param(b"version: 1\nplaces: []\x00\n", "control character U+0000", id="a null byte"),
        pytest.param("version: 1\n# \x80\n".encode(), "control character U+0080", id="a control character of Latin-1"),
        pytest.param(b"[" * 100 + b"]" * 100, "nested deeper than 20 levels", id="deep nesting"),
        pytest.param(b"a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n", "aliases are not allowed", id="a billion laughs"),
        pytest.param(b"just words\n", "must be keys and values", id="no mapping"),
    ],
)
def test_hostile_files_are_refused(content: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / "places.yml").write_bytes(content)
    errors = load_ruleset(tmp_path, SmallGazetteer()).errors
    assert any(message in str(error) for error in errors), errors


GOOD = (
    "version: 1\nid: x\ntitle: X\nlevel: low\nowner: me\n"
    "match:\n  attack: [drone]\n  place: {within: [RU-MOW], min_precision: region}\n  text: {any: [/a+/, raid]}\n"
    "alert: {wait: 3m, limit: {alerts: 2, per: 1h}}\nexamples:\n- name: n\n  entries: [{lang: en, published: 2024-09-05T04:40Z, title: t}]\n"
    "  expect: [{place: Moscow, day: 2024-09-05}]\n"
)
JUNK = [
    "",
    "\n",
    "  ",
    "- ",
    ": ",
    "{",
    "}",
    "[",
    "]",
    "no",
    "5",
    "1.5",
    "~",
    "true",
    "'",
    '"',
    "&a ",
    "*a",
    "!x ",
    "/(/",
    "é",
    "\t",
    "#",
]


@given(st.integers(0, len(GOOD)), st.integers(0, 12), st.sampled_from(JUNK))
def test_a_file_damaged_anywhere_is_taken_or_told(at: int, lost: int, junk: str) -> None:
    content = GOOD[:at] + junk + GOOD[at + lost :]
    document = read_document(content.encode(), Path("x.yml"))
    found, errors = validated(document, RuleFile)
    assert (found is None) == bool(errors)
    assert all(error.message and error.path == "x.yml" for error in errors)


@given(st.binary(max_size=200), st.sampled_from(sorted(FORMATS)))
def test_any_bytes_are_taken_or_told(content: bytes, kind: str) -> None:
    found, errors = validated(read_document(content, Path("x.yml")), FORMATS[kind])
    assert (found is None) == bool(errors)
