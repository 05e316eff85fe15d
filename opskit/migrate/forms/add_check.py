"""ALTER TABLE … ADD [CONSTRAINT name] CHECK. A CHECK of a domain stays as written: to validate one later holds the same
SHARE lock on every table with a column of the domain, on 14 to 18 alike, so there is nothing to gain."""

from __future__ import annotations

from typing import Any, ClassVar

from opskit.core.identifier import qualified
from opskit.migrate.constraint_form import columns_named, proven_not_null
from opskit.migrate.ddl import Clause, Ddl, Source
from opskit.migrate.nodes import enum_word
from opskit.migrate.parser import deparse_expression
from opskit.value import Value

ON = frozenset({"at_add_constraint"})


class AddCheck(Value):
    """`name` is empty where none is written; `columns` are those in the name that PostgreSQL gives it then: the only
    one that the expression names, or none. `not_null` are the columns it proves to be not null. `only` leaves children
    out. `validates` is false for one that is written NOT VALID. `sql` is the clause as written."""

    kind: ClassVar[str] = "add_check"
    label: ClassVar[str] = "check"
    source: Source
    schema: str
    table: str
    name: str
    columns: tuple[str, ...]
    not_null: tuple[str, ...]
    expression: str
    only: bool
    validates: bool
    sql: str

    @property
    def relation(self) -> str:
        return qualified(self.schema, self.table)


def recognise(clause: Clause) -> list[Ddl]:
    """One that is NOT ENFORCED (18) asks no row and stays as written."""
    constraint = getattr(clause.node, "def").constraint
    if enum_word(constraint, "contype") != "CONSTR_CHECK" or not constraint.is_enforced:
        return []
    return [add_check(constraint, clause)]


def add_check(constraint: Any, clause: Clause) -> AddCheck:
    named = columns_named(constraint.raw_expr)
    only = not clause.whole.relation.inh or constraint.is_no_inherit
    return AddCheck(
        clause.source, clause.schema, clause.table, constraint.conname, tuple(named) if len(named) == 1 else (),
        tuple(proven_not_null(constraint.raw_expr)), deparse_expression(constraint.raw_expr),
        only, not constraint.skip_validation, clause.sql,
    )  # fmt: skip
