"""A statement of a migration, recognised: what a step is made of."""

from __future__ import annotations

from typing import Any, ClassVar, Protocol

from opskit.core.change import Loss
from opskit.core.identifier import qualified
from opskit.value import Value


class Source(Value):
    """Where a statement stands. `ordinal` counts the statements of its file from 1; `part` is where the numbers of its
    parts begin, for a statement that becomes several; `session` and `block` as in migrate.framing.Frame."""

    text: str
    ordinal: int
    line: int
    part: int = 1
    session: tuple[str, ...] = ()
    block: int = 0


class Ddl(Protocol):
    """`kind` is the name of the step module that brings it about, and of the form module that recognises it."""

    kind: ClassVar[str]

    @property
    def source(self) -> Source: ...


class Clause(Value):
    """A statement, or one command of an ALTER TABLE, as a form module looks at it. `kind` as in migrate/flow:
    index_stmt or at_set_not_null; `node` is the statement's node or the command, `whole` always the statement's node;
    `sql` says just this clause, as a statement of its own."""

    kind: str
    node: Any
    whole: Any
    source: Source
    sql: str

    @property
    def schema(self) -> str:
        return str(self.whole.relation.schemaname)

    @property
    def table(self) -> str:
        return str(self.whole.relation.relname)

    @property
    def relation(self) -> str:
        return qualified(self.schema, self.table)


class Other(Value):
    """Runs as written. `node` is libpg_query's name of the statement; `sql` what runs; `loss` what is lost where it is
    part of a way back; `alone` as in core.change.Statement."""

    kind: ClassVar[str] = "run_statement"
    source: Source
    node: str
    sql: str
    transactional: bool
    loss: Loss = Loss.NONE
    alone: bool = False
