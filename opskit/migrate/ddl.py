"""The statements opskit knows by kind. Each carries the statement it came from; `kind` is the name of the step
module that brings it about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from opskit.core.change import Loss
from opskit.core.identifier import qualified


@dataclass(frozen=True)
class Source:
    """Where a statement stands. `ordinal` counts the statements of its file from 1."""

    text: str
    ordinal: int
    line: int


@dataclass(frozen=True)
class CreateIndex:
    """`safe_sql` builds it CONCURRENTLY and without IF NOT EXISTS (which would hide an INVALID index); `keys` and
    `predicate` are expressions as SQL."""

    kind: ClassVar[str] = "create_index"
    source: Source
    schema: str
    table: str
    name: str
    unique: bool
    nulls_not_distinct: bool
    concurrently: bool
    if_not_exists: bool
    keys: tuple[str, ...]
    predicate: str
    safe_sql: str

    @property
    def relation(self) -> str:
        return qualified(self.schema, self.table)


@dataclass(frozen=True)
class AddUnique:
    """ALTER TABLE … ADD [CONSTRAINT name] UNIQUE (columns): a unique index, then a constraint that takes it over."""

    kind: ClassVar[str] = "add_unique"
    source: Source
    schema: str
    table: str
    name: str
    index: CreateIndex
    attach_sql: str

    @property
    def relation(self) -> str:
        return qualified(self.schema, self.table)


@dataclass(frozen=True)
class DropIndex:
    """One index of a DROP INDEX; a statement that names several becomes several."""

    kind: ClassVar[str] = "drop_index"
    source: Source
    schema: str
    name: str
    if_exists: bool
    concurrently: bool
    cascade: bool


@dataclass(frozen=True)
class DropConstraint:
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


@dataclass(frozen=True)
class Other:
    """Runs as written. `node` is libpg_query's name of the statement; `undo` its derived inverse, empty when there
    is none; `relations` what the statement names."""

    kind: ClassVar[str] = "run_statement"
    source: Source
    node: str
    transactional: bool
    relations: tuple[str, ...] = ()
    undo: str = ""
    loss: Loss = Loss.NONE


Ddl = CreateIndex | AddUnique | DropIndex | DropConstraint | Other
