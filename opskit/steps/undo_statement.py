"""A recorded statement taken back by the undo that was recorded with it."""

from __future__ import annotations

from collections.abc import Iterator, Set
from itertools import takewhile
from typing import Any

from opskit.core.change import Change, Irreversible, Loss, Mark, Statement
from opskit.core.finding import Finding
from opskit.core.identifier import ident
from opskit.core.step import Reader, Row, Step
from opskit.core.verdict import Severity
from opskit.migrate.classify import classify
from opskit.migrate.ddl import Ddl, Other
from opskit.migrate.forms.drop_constraint import DropConstraint
from opskit.migrate.forms.drop_index import DropIndex
from opskit.migrate.parser import parse
from opskit.migrate.transactional import runs_alone, runs_in_transaction
from opskit.steps import observing
from opskit.steps.by_kind import step_of
from opskit.steps.framed import framed
from opskit.value import Value, replace

_BACK = Irreversible("is an undo; apply brings it back")


class UndoStatement(Value):
    """`row` is a row of opskit.statement: `undo` are settings of the file, then the undo proper. What brings something
    back goes in its safe form, as on the way there, unless the same names are taken away before it (`gone`, quoted):
    what is seen now is then not what it will find. Between BEGIN and COMMIT it goes as written, in one transaction (see
    pg/recording)."""

    row: Row
    mark: Mark
    gone: Set[str] = frozenset()

    @property
    def name(self) -> str:
        return f"{self.mark.revision} #{self.mark.ordinal}.{self.mark.part} undo: {self.row['summary']}"

    def observe(self, db: Reader) -> tuple[str, list[Any]]:
        """What the record says, and what the steps of the safe form see."""
        state = observing.statement_state(db, self.mark.revision, self.mark.ordinal, self.mark.part)
        taken = state in ("done", "intent") and not self.row["irreversible"]
        return state, [step.observe(db) for step in self._safe()] if taken else []

    def plan(self, seen: tuple[str, list[Any]]) -> list[Change]:
        state, below = seen
        if state not in ("done", "intent"):
            return []
        if self.row["irreversible"]:
            return [self._refused()]
        safe = self._safe()
        found = [change for step, each in zip(safe, below, strict=True) for change in step.plan(each)]
        statements = [(each.do, each) for each in found] if safe else [(each, None) for each in self._as_recorded()]
        last = len(statements)
        return [self._change(do, each, place == last) for place, (do, each) in enumerate(statements, 1)]

    def _change(self, do: Statement, found: Change | None, last: bool) -> Change:
        return Change(
            f"undo: {self.row['summary']}",
            do,
            _BACK,
            loss=Loss(self.row["loss"]),
            mark=self.mark if last else None,
            obstacles=found.obstacles if found else (),
            notes=found.notes if found else (),
        )

    @property
    def _session(self) -> tuple[str, ...]:
        return tuple(takewhile(sets, self.row["undo"]))

    def _safe(self) -> list[Step[Any]]:
        """Of an undo that is one statement which has a safe form, and is no drop: that has been recorded as such."""
        proper = list(self.row["undo"])[len(self._session) :]
        ddls = [ddl for sql in proper for parsed in parse(sql) for ddl in classify(parsed)] if len(proper) == 1 else []
        if not ddls or any(isinstance(ddl, (Other, DropIndex, DropConstraint)) for ddl in ddls):
            return []
        if any(ident(str(getattr(ddl, "name", ""))) in self.gone for ddl in ddls):
            return []
        return [framed(step_of(ddl, self._place(ddl)), replace(ddl.source, session=self._session)) for ddl in ddls]

    def _place(self, ddl: Ddl) -> Mark:
        """Where nothing is recorded: the steps of the way back go by what they see."""
        return replace(self.mark, ordinal=-self.mark.ordinal, part=ddl.source.part)

    def _as_recorded(self) -> Iterator[Statement]:
        session = self._session
        block = ""
        for sql in list(self.row["undo"])[len(session) :]:
            if sql in ("BEGIN", "COMMIT"):
                block = self.name if sql == "BEGIN" else ""
            else:
                yield Statement(
                    sql, runs_in_transaction(sql), alone=runs_alone(sql), together=block, session=session
                )  # fmt: skip

    def _refused(self) -> Change:
        reason = f"{self.row['summary']} has no undo: {self.row['irreversible']}"
        finding = Finding(f"undo:{self.name}", Severity.CRITICAL, self.row["summary"], reason)
        return Change(self.name, Statement(self.row["sql"]), Irreversible(reason), mark=self.mark, obstacles=(finding,))


def sets(sql: str) -> bool:
    """Whether it is a setting of the file, which stands before an undo proper."""
    return parse(sql)[0].kind == "variable_set_stmt"
