"""ALTER TABLE … ADD [CONSTRAINT name] UNIQUE (columns)."""

from __future__ import annotations

from typing import Any, ClassVar

from opskit.core.identifier import ident, qualified
from opskit.migrate.ddl import Clause, Ddl, Source
from opskit.migrate.forms.create_index import CreateIndex, create_index
from opskit.migrate.naming import chosen
from opskit.migrate.nodes import enum_word
from opskit.migrate.parser import parse
from opskit.value import Value

ON = frozenset({"at_add_constraint"})


class AddUnique(Value):
    """A unique index, then a constraint that takes it over. `sql` is the clause as written."""

    kind: ClassVar[str] = "add_unique"
    source: Source
    schema: str
    table: str
    name: str
    index: CreateIndex
    attach_sql: str
    sql: str

    @property
    def relation(self) -> str:
        return qualified(self.schema, self.table)


def recognise(clause: Clause) -> list[Ddl]:
    constraint = getattr(clause.node, "def").constraint
    if enum_word(constraint, "contype") != "CONSTR_UNIQUE" or not is_plain(constraint):
        return []
    return [add_unique(constraint, clause)]


def is_plain(constraint: Any) -> bool:
    """Over named columns; USING INDEX, WITHOUT OVERLAPS and storage options stay as written."""
    beyond = constraint.indexname or constraint.without_overlaps or constraint.options or constraint.indexspace
    return bool(constraint.keys) and not beyond


def add_unique(constraint: Any, clause: Clause) -> AddUnique:
    name = constraint.conname or chosen(clause.table, [key.string.sval for key in constraint.keys], "key")
    index, attach = index_then_constraint(constraint, clause, name, "UNIQUE")
    return AddUnique(clause.source, clause.schema, clause.table, name, index, attach, clause.sql)


def index_then_constraint(constraint: Any, clause: Clause, name: str, kind: str) -> tuple[CreateIndex, str]:
    """The index, and the ALTER TABLE that takes it over. `kind` is UNIQUE or PRIMARY KEY."""
    columns, include = (
        ", ".join(ident(k.string.sval) for k in keys) for keys in (constraint.keys, constraint.including)
    )
    build = f"create unique index concurrently {ident(name)} on {clause.relation} ({columns})"
    build += f" include ({include})" if include else ""
    build += " nulls not distinct" if constraint.nulls_not_distinct else ""
    defer = " DEFERRABLE" if constraint.deferrable else ""
    defer += " INITIALLY DEFERRED" if constraint.initdeferred else ""
    attach = f"ALTER TABLE {clause.relation} ADD CONSTRAINT {ident(name)} {kind} USING INDEX {ident(name)}{defer}"
    return create_index(parse(build)[0].node, clause.source), attach
