"""The JSON Schemas on disk are those of the code, and the shipped files keep to them."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from monitor.rules.formats import FORMATS
from monitor.rules.schemas import main, schema_text
from monitor.rules.yaml_text import read_document

RULES = Path(__file__).parents[2] / "rules"
SHIPPED = sorted(RULES.glob("**/*.yml"))


@pytest.mark.parametrize("kind", FORMATS)
def test_the_file_on_disk_is_current(kind: str) -> None:
    on_disk = (RULES / "schema" / f"{kind}.schema.json").read_text(encoding="utf-8")
    assert on_disk == schema_text(kind), "run python -m monitor.rules.schemas"


def test_writing_them_gives_one_file_for_each_format(tmp_path: Path) -> None:
    main(tmp_path / "schema")
    assert {path.name for path in (tmp_path / "schema").iterdir()} == {f"{kind}.schema.json" for kind in FORMATS}


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_shipped_files_name_their_schema_and_keep_to_it(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    reference = first.removeprefix("# yaml-language-server: $schema=")
    schema = json.loads((path.parent / reference).read_text(encoding="utf-8"))
    jsonschema.validate(read_document(path.read_bytes(), path).data, schema)
