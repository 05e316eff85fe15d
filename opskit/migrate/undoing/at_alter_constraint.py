"""ALTER TABLE … ALTER CONSTRAINT: when it is checked; whether at all, and whether children have it (18)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from opskit.core.change import Irreversible
from opskit.core.step import Reader, Row
from opskit.migrate.column_before import columns
from opskit.migrate.constraint_before import comment, made_anew, of_constraint
from opskit.migrate.ddl import Clause
from opskit.migrate.not_null_before import waived_below
from opskit.migrate.relation_before import Before
from opskit.migrate.undo import Undo


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    wanted = getattr(clause.node, "def").atalter_constraint

    def back(before: Before, rows: Sequence[Row]) -> Undo:
        row = rows[0]
        if wanted.alter_enforceability and row["enforced"] and not row["validated"]:
            return Undo((made_anew(row), *comment(row)))
        alter = f"ALTER CONSTRAINT {row['name']}"
        statements = [before.alter(f"{alter} {each}") for each in _attributes(wanted, row)]
        if wanted.alter_inheritability and row["no_inherit"]:
            statements += waived_below(columns(db, before.oid, row["first_column"]))
        return Undo(tuple(statements))

    return of_constraint(clause, db, wanted.conname, back)


def _attributes(wanted: Any, row: Row) -> Iterator[str]:
    if wanted.alter_inheritability:
        yield "NO INHERIT" if row["no_inherit"] else "INHERIT"
    if wanted.alter_enforceability:
        yield "ENFORCED" if row["enforced"] else "NOT ENFORCED"
    if wanted.alter_deferrability:
        deferred = " INITIALLY DEFERRED" if row["deferred"] else ""
        yield f"DEFERRABLE{deferred}" if row["deferrable"] else "NOT DEFERRABLE"
