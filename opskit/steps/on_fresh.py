"""A statement about a table that an earlier statement of the same migration creates: nobody waits for it, so it runs as
written; its safe form is for the day when the table has come to stay and the statement has not run yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from opskit.core.change import Change, Irreversible
from opskit.core.step import Reader, Step
from opskit.steps import observing
from opskit.steps.freshness import fresh
from opskit.steps.run_statement import RunStatement, Seen
from opskit.value import Value, replace


class OnFresh(Value):
    """`safe` are the steps that the statement means otherwise; `relation` is the table's name as written."""

    written: RunStatement
    safe: Sequence[Step[Any]]
    relation: str

    @property
    def name(self) -> str:
        return self.safe[0].name

    def observe(self, db: Reader) -> tuple[Seen | None, list[Any]]:
        """What is seen of it where it runs as written; else what the steps of its safe form see."""
        mark, sql = self.written.mark, self.written.ddl.sql
        rows = [row for row in observing.statements(db, mark.revision) if row["ordinal"] == mark.ordinal]
        done = any(row["sql"] == sql and row["state"] == "done" for row in rows)
        if done or fresh(db, self.relation, mark.run):
            return (replace(self.written.observe(db), state="done" if done else ""), [])
        return None, [step.observe(db) for step in self.safe]

    def plan(self, seen: tuple[Seen | None, list[Any]]) -> list[Change]:
        written, safe = seen
        if written is not None:
            return [_goes_with_its_table(change) for change in self.written.plan(written)]
        return [change for step, each in zip(self.safe, safe, strict=True) for change in step.plan(each)]


def _goes_with_its_table(change: Change) -> Change:
    """The way back drops the table, and with it whatever the statement has done to it."""
    undo = () if isinstance(change.undo, Irreversible) else change.undo
    return replace(change, undo=undo, notes=("as written: the table is new, nobody waits for it",))
