"""ALTER TABLE … ADD COLUMN, ALTER TYPE … ADD ATTRIBUTE, where it runs as written. A CHECK beside the column that does
not speak of it outlives it, and goes by itself."""

from __future__ import annotations

from typing import Any

from opskit.core.change import Irreversible, Loss
from opskit.core.identifier import ident
from opskit.core.step import Reader
from opskit.migrate.column_before import columns
from opskit.migrate.constraint_form import columns_named
from opskit.migrate.constraint_name import name_of
from opskit.migrate.ddl import Clause
from opskit.migrate.nodes import enum_word
from opskit.migrate.relation_before import Before, of_relation
from opskit.migrate.undo import Undo


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    written = getattr(clause.node, "def").column_def
    column = ident(written.colname)

    def back(before: Before) -> Undo | Irreversible:
        there = columns(db, before.oid, written.colname)
        if clause.node.missing_ok and there and not there[0]["depth"]:
            return Undo()
        if before.row["kind"] == "c":
            cascade = " CASCADE" if enum_word(clause.node, "behavior") == "DROP_CASCADE" else ""
            return Undo((before.alter(f"DROP ATTRIBUTE IF EXISTS {column}{cascade}"),), Loss.NEW_DATA)
        names = [name_of(each, clause, db, before.oid) for each in _outliving(written)]
        checks = [before.alter(f"DROP CONSTRAINT IF EXISTS {ident(name)}") for name in names]
        return Undo((*checks, before.alter(f"DROP COLUMN IF EXISTS {column}")), Loss.NEW_DATA)

    return of_relation(clause, db, back)


def _outliving(column: Any) -> list[Any]:
    checks = [each.constraint for each in column.constraints if enum_word(each.constraint, "contype") == "CONSTR_CHECK"]
    return [each for each in checks if column.colname not in columns_named(each.raw_expr)]
