"""ALTER TABLE … ALTER COLUMN … TYPE, ALTER TYPE … ALTER ATTRIBUTE: PostgreSQL builds indexes and constraints anew both
ways; what it sets to the new type's own, and each default, is given back. What does not fit the old type any more is an
error, not cut off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from opskit.catalog.facts import fact
from opskit.core.change import Irreversible, Loss
from opskit.core.identifier import literal
from opskit.core.step import Reader, Row
from opskit.migrate.column_before import beside, each_its_own, of_columns
from opskit.migrate.ddl import Clause
from opskit.migrate.nodes import enum_word
from opskit.migrate.relation_before import Before
from opskit.migrate.type_change_loss import loss
from opskit.migrate.type_changes import split_type
from opskit.migrate.type_name import type_text
from opskit.migrate.undo import LATER, Undo

_STAMPS = {"timestamp without time zone", "timestamp with time zone"}


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    base, modifier = split_type(type_text(getattr(clause.node, "def").column_def.type_name, ()))

    def back(before: Before, rows: Sequence[Row]) -> Undo | Irreversible:
        ways = db.rows(fact("undo_type_change"), old=rows[0]["type_oid"], new=base)
        if not ways:
            return LATER
        if not ways[0]["assigns" if _without_using(rows[0]) else "casts"]:
            return Irreversible(_no_cast(rows[0], ways[0]))
        return Undo(tuple(_statements(clause, before, rows, ways[0])), _loss(clause, rows[0], ways[0], modifier))

    return of_columns(clause, db, back)


def _statements(clause: Clause, before: Before, rows: Sequence[Row], way: Row) -> Iterator[str]:
    """A time zone decides what a timestamp means: that of the way there."""
    row = rows[0]
    if _zoned(way):
        yield f"SET LOCAL TimeZone TO {literal(way['zone'])}"
    if row["kind"] == "c":
        cascade = " CASCADE" if enum_word(clause.node, "behavior") == "DROP_CASCADE" else ""
        yield before.alter(f"ALTER ATTRIBUTE {row['column']} TYPE {_type(row)}{cascade}")
        return
    column = f"ALTER COLUMN {row['column']}"
    has_default = beside(clause, "at_column_default") or any(each["default"] for each in rows)
    bare = f"{column} DROP DEFAULT, " * has_default
    through = "::text" * bool(way["labels"])
    using = "" if _without_using(row) or way["strings"] else f" USING {row['column']}{through}::{row['type']}"
    same = {each["default"] for each in rows} == {row["default"]}
    default = f", {column} SET DEFAULT {row['default']}" if same and row["default"] else ""
    yield before.alter(f"{bare}{column} TYPE {_type(row)}{using}{default}")
    if not same:
        yield from each_its_own(rows, _default)
    yield from each_its_own(rows, _storage)
    yield from (text for each in rows for text in each_its_own([each], _compression))


def _type(row: Row) -> str:
    return f"{row['type']} COLLATE {row['collation']}" if row["collation"] else str(row["type"])


def _without_using(row: Row) -> bool:
    """Of a foreign table, a generated column and a composite type PostgreSQL takes none."""
    return row["kind"] in ("f", "c") or bool(row["generated"])


def _default(row: Row) -> str:
    return f"ALTER COLUMN {row['column']} SET DEFAULT {row['default']}" if row["default"] else ""


def _storage(row: Row) -> str:
    return f"ALTER COLUMN {row['column']} SET STORAGE {row['storage']}" if row["stored_differently"] else ""


def _compression(row: Row) -> str:
    kept = row["compression"] != "default"
    return f"ALTER COLUMN {row['column']} SET COMPRESSION {row['compression']}" if kept else ""


def _zoned(way: Row) -> bool:
    return {way["old_base"], way["new_base"]} == _STAMPS


def _loss(clause: Clause, row: Row, way: Row, modifier: str) -> Loss:
    """An expression may make anything of the values."""
    if getattr(clause.node, "def").column_def.HasField("raw_default"):
        return Loss.OLD_DATA
    _, kept = split_type(row["type"])
    return loss(_with(way["old_base"], kept), _with(way["new_base"], modifier), way["zone"])


def _with(base: str, modifier: str) -> str:
    return f"{base}({modifier})" if modifier else base


def _no_cast(row: Row, way: Row) -> str:
    return (
        f"no cast leads from {way['new']} back to {row['type']}; write a down.sql that says with USING what the values"
        " become"
    )
