"""A statement opskit has no safer form for: it runs as written, once; the record tells whether it did."""

from __future__ import annotations

from dataclasses import dataclass

from opskit.core.change import Change, Irreversible, Mark, Statement
from opskit.core.step import Reader
from opskit.migrate.ddl import Other
from opskit.steps import observing


@dataclass(frozen=True)
class RunStatement:
    ddl: Other
    mark: Mark

    @property
    def name(self) -> str:
        return f"{self.mark.revision} #{self.mark.ordinal}"

    def observe(self, db: Reader) -> str:
        return observing.statement_state(db, self.mark.revision, self.mark.ordinal, self.mark.part)

    def plan(self, seen: str) -> list[Change]:
        if seen == "done":
            return []
        statement = Statement(self.ddl.sql, self.ddl.transactional)
        undo = (
            (Statement(self.ddl.undo),)
            if self.ddl.undo
            else Irreversible("no undo follows from the statement; write a down.sql")
        )
        summary = f"{self.name}: {self.ddl.node.removesuffix('_stmt').replace('_', ' ')}"
        return [Change(summary, statement, undo, loss=self.ddl.loss, mark=self.mark)]
