"""The name that PostgreSQL gives a constraint which is added without one (ChooseConstraintName, ChooseIndexName)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from opskit.catalog.facts import fact
from opskit.core.step import Reader
from opskit.migrate.constraint_form import columns_named
from opskit.migrate.ddl import Clause
from opskit.migrate.flow import command_kind
from opskit.migrate.naming import chosen
from opskit.migrate.nodes import enum_word

_INDEXED = {"CONSTR_UNIQUE": "key", "CONSTR_PRIMARY": "pkey", "CONSTR_EXCLUSION": "excl"}


def constraint_name(clause: Clause, db: Reader, oid: int) -> str:
    """Of an ADD CONSTRAINT; those added before it by the same statement have their names already."""
    taken: set[str] = set()
    for command in (each.alter_table_cmd for each in clause.whole.cmds):
        if command == clause.node:
            break
        if command_kind(command) == "at_add_constraint":
            taken.add(name_of(getattr(command, "def").constraint, clause, db, oid, taken))
    return name_of(getattr(clause.node, "def").constraint, clause, db, oid, taken)


def name_of(constraint: Any, clause: Clause, db: Reader, oid: int, taken: Collection[str] = ()) -> str:
    """`taken` are names given besides those of the catalog."""
    return _given(constraint) or chosen(
        clause.table, _columns(constraint), _label(constraint), {*taken, *_taken(db, oid, constraint)}
    )


def _given(constraint: Any) -> str:
    return str(constraint.conname or constraint.indexname)


def _taken(db: Reader, oid: int, constraint: Any) -> Collection[str]:
    indexed = enum_word(constraint, "contype") in _INDEXED
    return {str(row["name"]) for row in db.rows(fact("undo_constraint_names"), oid=oid, indexed=indexed)}


def _label(constraint: Any) -> str:
    kind = enum_word(constraint, "contype")
    return {"CONSTR_CHECK": "check", "CONSTR_FOREIGN": "fkey", "CONSTR_NOTNULL": "not_null", **_INDEXED}[kind]


def _columns(constraint: Any) -> list[str]:
    kind = enum_word(constraint, "contype")
    if kind == "CONSTR_CHECK":
        named = columns_named(constraint.raw_expr)
        return named if len(named) == 1 else []
    if kind == "CONSTR_PRIMARY":
        return []
    if kind == "CONSTR_EXCLUSION":
        elements = [each.list.items[0].index_elem for each in constraint.exclusions]
        return [each.name or "expr" for each in elements]
    keys = constraint.fk_attrs if kind == "CONSTR_FOREIGN" else [*constraint.keys, *constraint.including]
    return [each.string.sval for each in keys]
