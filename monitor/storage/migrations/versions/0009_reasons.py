"""Why a message came is stored as facts; what stands in messages that are there, in plain words, stays as such."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

PART = 1000
"""Rows that are in memory at once."""


def upgrade() -> None:
    """Bring the rows from 0008 to 0009; the schema is the same."""
    _rewrite("deliveries", "items", ["id"])
    _rewrite("alerts", "value", ["subscriber", "incident", "version", "mode"])


def _rewrite(name: str, column: str, keys: list[str]) -> None:
    table = sa.table(name, *(sa.column(each) for each in (*keys, column)))
    key = [table.c[each] for each in keys]
    text = table.c[column]
    statement = sa.select(*key, text).where(text.like('%"because"%')).order_by(*key)
    connection = op.get_bind()
    last = None
    while True:
        part = statement if last is None else statement.where(sa.tuple_(*key) > sa.tuple_(*map(sa.literal, last)))
        rows = connection.execute(part.limit(PART)).all()
        for row in rows:
            changed = json.dumps(_with_facts(json.loads(row[-1])), ensure_ascii=False, separators=(",", ":"))
            mine = [column_ == value for column_, value in zip(key, row[:-1], strict=True)]
            connection.execute(table.update().where(*mine).values({column: changed}))
        if len(rows) < PART:
            return
        last = tuple(rows[-1][:-1])


def _with_facts(value: Any) -> Any:
    """*value* with the reasons of its matches in their new form."""
    if isinstance(value, list):
        return [_with_facts(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {name: _reasons(each) if name == "because" else _with_facts(each) for name, each in value.items()}


def _reasons(given: Any) -> Any:
    return [{"kind": "words", "values": [each]} if isinstance(each, str) else each for each in given]
