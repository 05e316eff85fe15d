"""ALTER TABLE … ADD CONSTRAINT, where it runs as written: NOT ENFORCED, EXCLUDE, USING INDEX, NOT NULL (18)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from opskit.core.change import Irreversible
from opskit.core.identifier import ident
from opskit.core.step import Reader
from opskit.migrate.column_before import added_beside, columns
from opskit.migrate.constraint_before import constraints
from opskit.migrate.constraint_name import constraint_name
from opskit.migrate.ddl import Clause
from opskit.migrate.index_taken_over import given_back, index
from opskit.migrate.nodes import enum_word
from opskit.migrate.not_null_before import waived
from opskit.migrate.relation_before import Before, of_relation
from opskit.migrate.undo import LATER, Undo


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    constraint = getattr(clause.node, "def").constraint

    def back(before: Before) -> Undo | Irreversible:
        if enum_word(constraint, "contype") == "CONSTR_NOTNULL":
            return _nullable(clause, db, before, _keys(constraint))
        name = constraint_name(clause, db, before.oid)
        if constraints(db, before.oid, name):
            return LATER
        drop = before.alter(f"DROP CONSTRAINT IF EXISTS {ident(name)}")
        if constraint.indexname:
            return _without_index(clause, db, before, drop)
        found = _nullable(clause, db, before, _demanded(constraint, _keys(constraint)))
        return found if isinstance(found, Irreversible) else Undo((drop, *found.statements))

    return of_relation(clause, db, back)


def _without_index(clause: Clause, db: Reader, before: Before, drop: str) -> Undo | Irreversible:
    constraint = getattr(clause.node, "def").constraint
    row = index(db, before, constraint.indexname)
    if row is None:
        return LATER
    found = _nullable(clause, db, before, _demanded(constraint, row["columns"]))
    if isinstance(found, Irreversible):
        return found
    return Undo(tuple(given_back(before, row, (drop, *found.statements))))


def _nullable(clause: Clause, db: Reader, before: Before, names: Sequence[str]) -> Undo | Irreversible:
    """A column that the same statement adds goes as a whole."""
    found: list[str] = []
    for name in (each for each in names if each not in added_beside(clause)):
        rows = columns(db, before.oid, name)
        if not rows or rows[0]["depth"]:
            return LATER
        found += waived(rows)
    return Undo(tuple(found))


def _demanded(constraint: Any, names: Sequence[str]) -> Sequence[str]:
    """A primary key makes its columns NOT NULL, and leaves them so."""
    return names if enum_word(constraint, "contype") == "CONSTR_PRIMARY" else ()


def _keys(constraint: Any) -> list[str]:
    return [each.string.sval for each in constraint.keys]
