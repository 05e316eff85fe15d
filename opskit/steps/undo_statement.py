"""A recorded statement taken back by the undo that was recorded with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import takewhile

from opskit.core.change import Change, Irreversible, Loss, Mark, Statement
from opskit.core.finding import Finding
from opskit.core.step import Reader, Row
from opskit.core.verdict import Severity
from opskit.migrate.parser import parse
from opskit.migrate.transactional import runs_alone, runs_in_transaction
from opskit.steps import observing


def _sets(sql: str) -> bool:
    """Settings of the file stand before the undo proper (see pg/recording)."""
    return parse(sql)[0].kind == "variable_set_stmt"


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
        recorded = list(self.row["undo"])
        session = tuple(takewhile(_sets, recorded))
        statements = recorded[len(session) :]
        return [self._change(sql, session, last=place == len(statements)) for place, sql in enumerate(statements, 1)]

    def _change(self, sql: str, session: tuple[str, ...], last: bool) -> Change:
        return Change(
            f"undo: {self.row['summary']}",
            Statement(sql, runs_in_transaction(sql), alone=runs_alone(sql), session=session),
            Irreversible("is an undo; apply brings it back"),
            loss=Loss(self.row["loss"]),
            mark=self.mark if last else None,
        )

    def _refused(self) -> Change:
        reason = f"{self.row['summary']} has no undo: {self.row['irreversible']}"
        finding = Finding(f"undo:{self.name}", Severity.CRITICAL, self.row["summary"], reason)
        return Change(self.name, Statement(self.row["sql"]), Irreversible(reason), mark=self.mark, obstacles=(finding,))
