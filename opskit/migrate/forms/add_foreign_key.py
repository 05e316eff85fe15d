"""ALTER TABLE … ADD [CONSTRAINT name] FOREIGN KEY."""

from __future__ import annotations

from typing import Any, ClassVar

from opskit.core.identifier import qualified
from opskit.migrate.ddl import Clause, Ddl, Source
from opskit.migrate.nodes import enum_word
from opskit.value import Value

ON = frozenset({"at_add_constraint"})


class AddForeignKey(Value):
    """`name` is empty where none is written; `referenced` too where no columns of `parent` (quoted) are. `validates` is
    false for one that is written NOT VALID. `sql` is the clause as written."""

    kind: ClassVar[str] = "add_foreign_key"
    label: ClassVar[str] = "fkey"
    source: Source
    schema: str
    table: str
    name: str
    columns: tuple[str, ...]
    parent: str
    referenced: tuple[str, ...]
    match_full: bool
    validates: bool
    sql: str

    @property
    def relation(self) -> str:
        return qualified(self.schema, self.table)


def recognise(clause: Clause) -> list[Ddl]:
    """One that is NOT ENFORCED (18) asks no row and stays as written."""
    constraint = getattr(clause.node, "def").constraint
    if enum_word(constraint, "contype") != "CONSTR_FOREIGN" or not constraint.is_enforced:
        return []
    return [add_foreign_key(constraint, clause)]


def add_foreign_key(constraint: Any, clause: Clause) -> AddForeignKey:
    return AddForeignKey(
        clause.source, clause.schema, clause.table, constraint.conname,
        tuple(key.string.sval for key in constraint.fk_attrs),
        qualified(constraint.pktable.schemaname, constraint.pktable.relname),
        tuple(key.string.sval for key in constraint.pk_attrs),
        constraint.fk_matchtype == "f", not constraint.skip_validation, clause.sql,
    )  # fmt: skip
