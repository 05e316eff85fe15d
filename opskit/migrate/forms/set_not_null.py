"""ALTER TABLE … ALTER COLUMN … SET NOT NULL."""

from __future__ import annotations

from typing import ClassVar

from opskit.core.identifier import ident, qualified
from opskit.migrate.ddl import Clause, Ddl, Source
from opskit.value import Value

ON = frozenset({"at_set_not_null"})


class SetNotNull(Value):
    """`target` is the table as ALTER TABLE names it: with ONLY where it is written so."""

    kind: ClassVar[str] = "set_not_null"
    source: Source
    schema: str
    table: str
    column: str
    only: bool

    @property
    def relation(self) -> str:
        return qualified(self.schema, self.table)

    @property
    def target(self) -> str:
        return f"ONLY {self.relation}" if self.only else self.relation

    @property
    def sql(self) -> str:
        return f"ALTER TABLE {self.target} ALTER COLUMN {ident(self.column)} SET NOT NULL"


def recognise(clause: Clause) -> list[Ddl]:
    return [SetNotNull(clause.source, clause.schema, clause.table, clause.node.name, not clause.whole.relation.inh)]
