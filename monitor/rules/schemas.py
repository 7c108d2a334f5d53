"""JSON Schemas of the operator files, for editors and ``check-jsonschema``: ``python -m monitor.rules.schemas``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from monitor.rules.formats import FORMATS

DIRECTORY = Path("rules/schema")
"""Where the shipped files refer to, from the project's root."""


def schema_text(kind: str) -> str:
    """The schema of one kind of file (a key of ``FORMATS``), as it stands on disk."""
    schema = FORMATS[kind].model_json_schema(by_alias=True)
    return json.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}, indent=2) + "\n"


def main(directory: Path = DIRECTORY) -> None:
    """Write all schemas into *directory*."""
    directory.mkdir(parents=True, exist_ok=True)
    for kind in FORMATS:
        (directory / f"{kind}.schema.json").write_text(schema_text(kind), encoding="utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
