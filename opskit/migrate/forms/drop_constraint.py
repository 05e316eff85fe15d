"""ALTER TABLE … DROP CONSTRAINT."""

from __future__ import annotations

from typing import ClassVar

from opskit.core.identifier import qualified
from opskit.migrate.ddl import Clause, Ddl, Source
from opskit.migrate.nodes import enum_word
from opskit.value import Value

ON = frozenset({"at_drop_constraint"})


class DropConstraint(Value):
    kind: ClassVar[str] = "drop_constraint"
    source: Source
    schema: str
    table: str
    name: str
    if_exists: bool
    cascade: bool

    @property
    def relation(self) -> str:
        return qualified(self.schema, self.table)


def recognise(clause: Clause) -> list[Ddl]:
    command = clause.node
    cascade = enum_word(command, "behavior") == "DROP_CASCADE"
    return [DropConstraint(clause.source, clause.schema, clause.table, command.name, command.missing_ok, cascade)]
