"""ALTER TABLE … ADD [CONSTRAINT name] PRIMARY KEY (columns)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from opskit.core.identifier import ident, qualified
from opskit.migrate.ddl import Clause, Ddl, Source
from opskit.migrate.forms.create_index import CreateIndex, create_index
from opskit.migrate.naming import chosen
from opskit.migrate.parser import enum_word, parse

ON = frozenset({"at_add_constraint"})


@dataclass(frozen=True)
class AddPrimaryKey:
    """Columns that are not null, a unique index, then a constraint that takes it over. `sql` is the clause as
    written."""

    kind: ClassVar[str] = "add_primary_key"
    source: Source
    schema: str
    table: str
    name: str
    columns: tuple[str, ...]
    index: CreateIndex
    attach_sql: str
    only: bool
    sql: str

    @property
    def relation(self) -> str:
        return qualified(self.schema, self.table)


def recognise(clause: Clause) -> list[Ddl]:
    constraint = getattr(clause.node, "def").constraint
    if enum_word(constraint, "contype") != "CONSTR_PRIMARY" or not is_plain(constraint):
        return []
    only = not clause.whole.relation.inh
    return [add_primary_key(constraint, clause.schema, clause.table, only, clause.source, clause.sql)]


def is_plain(constraint: Any) -> bool:
    """Over named columns; USING INDEX, WITHOUT OVERLAPS and storage options stay as written."""
    beyond = constraint.indexname or constraint.without_overlaps or constraint.options or constraint.indexspace
    return bool(constraint.keys) and not beyond


def add_primary_key(
    constraint: Any, schema: str, table: str, only: bool, source: Source, sql: str
) -> AddPrimaryKey:
    columns = tuple(key.string.sval for key in constraint.keys)
    name = constraint.conname or chosen(table, (), "pkey")
    relation = qualified(schema, table)
    include = ", ".join(ident(key.string.sval) for key in constraint.including)
    build = f"create unique index concurrently {ident(name)} on {relation} ({', '.join(map(ident, columns))})"
    build += f" include ({include})" if include else ""
    defer = " DEFERRABLE" if constraint.deferrable else ""
    defer += " INITIALLY DEFERRED" if constraint.initdeferred else ""
    attach = f"ALTER TABLE {relation} ADD CONSTRAINT {ident(name)} PRIMARY KEY USING INDEX {ident(name)}{defer}"
    index = create_index(parse(build)[0].node, source)
    return AddPrimaryKey(source, schema, table, name, columns, index, attach, only, sql)
