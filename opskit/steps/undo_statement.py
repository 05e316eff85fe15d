"""A recorded statement taken back by the undo that was recorded with it."""

from __future__ import annotations

from dataclasses import dataclass, field

from opskit.core.change import Change, Irreversible, Loss, Mark, Statement
from opskit.core.finding import Finding
from opskit.core.step import Reader, Row
from opskit.core.verdict import Severity
from opskit.migrate.transactional import runs_in_transaction
from opskit.steps import observing


@dataclass(frozen=True)
class UndoStatement:
    """`row` is a row of opskit.statement."""

    row: Row = field(repr=False)
    mark: Mark

    @property
    def name(self) -> str:
        return f"{self.mark.revision} #{self.mark.ordinal}.{self.mark.part} undo: {self.row['summary']}"

    def observe(self, db: Reader) -> str:
        return observing.statement_state(db, self.mark.revision, self.mark.ordinal, self.mark.part)

    def plan(self, seen: str) -> list[Change]:
        if seen not in ("done", "intent"):
            return []
        if self.row["irreversible"]:
            return [self._refused()]
        statements = list(self.row["undo"])
        return [self._change(sql, last=place == len(statements)) for place, sql in enumerate(statements, 1)]

    def _change(self, sql: str, last: bool) -> Change:
        return Change(
            f"undo: {self.row['summary']}",
            Statement(sql, runs_in_transaction(sql)),
            Irreversible("is an undo; apply brings it back"),
            loss=Loss(self.row["loss"]),
            mark=self.mark if last else None,
        )

    def _refused(self) -> Change:
        reason = f"{self.row['summary']} has no undo: {self.row['irreversible']}"
        finding = Finding(f"undo:{self.name}", Severity.CRITICAL, self.row["summary"], reason)
        return Change(self.name, Statement(self.row["sql"]), Irreversible(reason), mark=self.mark, obstacles=(finding,))
