"""ALTER TABLE … ADD [CONSTRAINT name] UNIQUE (columns)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from opskit.core.identifier import ident, qualified
from opskit.migrate.ddl import Clause, Ddl, Source
from opskit.migrate.forms.create_index import CreateIndex, create_index
from opskit.migrate.parser import enum_word, parse

ON = frozenset({"at_add_constraint"})


@dataclass(frozen=True)
class AddUnique:
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
    return [_add_unique(clause, constraint)] if _is_plain(constraint) else []


def _is_plain(constraint: Any) -> bool:
    """UNIQUE over named columns; USING INDEX, WITHOUT OVERLAPS and storage options stay as written."""
    return (
        enum_word(constraint, "contype") == "CONSTR_UNIQUE"
        and bool(constraint.keys)
        and not (constraint.indexname or constraint.without_overlaps or constraint.options or constraint.indexspace)
    )


def _add_unique(clause: Clause, constraint: Any) -> AddUnique:
    columns = [key.string.sval for key in constraint.keys]
    name = constraint.conname or "_".join([clause.table, *columns, "key"])
    include = ", ".join(ident(key.string.sval) for key in constraint.including)
    build = f"create unique index concurrently {ident(name)} on {clause.relation} ({', '.join(map(ident, columns))})"
    build += f" include ({include})" if include else ""
    build += " nulls not distinct" if constraint.nulls_not_distinct else ""
    index = create_index(parse(build)[0].node, clause.source)
    defer = " DEFERRABLE" if constraint.deferrable else ""
    defer += " INITIALLY DEFERRED" if constraint.initdeferred else ""
    attach = f"ALTER TABLE {clause.relation} ADD CONSTRAINT {ident(name)} UNIQUE USING INDEX {ident(name)}{defer}"
    return AddUnique(clause.source, clause.schema, clause.table, name, index, attach, clause.sql)
