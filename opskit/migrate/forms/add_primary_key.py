"""ALTER TABLE … ADD [CONSTRAINT name] PRIMARY KEY (columns)."""

from __future__ import annotations

from typing import Any, ClassVar

from opskit.core.identifier import qualified
from opskit.migrate.ddl import Clause, Ddl, Source
from opskit.migrate.forms.add_unique import index_then_constraint, is_plain
from opskit.migrate.forms.create_index import CreateIndex
from opskit.migrate.naming import chosen
from opskit.migrate.nodes import enum_word
from opskit.value import Value

ON = frozenset({"at_add_constraint"})


class AddPrimaryKey(Value):
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
    return [add_primary_key(constraint, clause)]


def add_primary_key(constraint: Any, clause: Clause) -> AddPrimaryKey:
    columns = tuple(key.string.sval for key in constraint.keys)
    name = constraint.conname or chosen(clause.table, (), "pkey")
    only = not clause.whole.relation.inh
    index, attach = index_then_constraint(constraint, clause, name, "PRIMARY KEY")
    return AddPrimaryKey(clause.source, clause.schema, clause.table, name, columns, index, attach, only, clause.sql)
