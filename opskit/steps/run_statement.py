"""A statement opskit has no safer form for: it runs as written, once; the record tells whether it did."""

from __future__ import annotations

from opskit.core.change import Change, Irreversible, Loss, Mark, Statement, worst
from opskit.core.finding import Finding
from opskit.core.identifier import literal
from opskit.core.step import Reader
from opskit.core.verdict import Severity
from opskit.migrate.calling import CALLS, commits
from opskit.migrate.ddl import Other
from opskit.migrate.parser import parse
from opskit.migrate.preceding import NOTHING, Preceding
from opskit.migrate.undo import Undo, undo_of
from opskit.steps import observing
from opskit.steps.way_back import way_back
from opskit.value import Value

# What is no part of a transaction and may be data's: it is not run a second time on a guess.
_MAY_CHANGE_ROWS = ("do_stmt", "call_stmt")
# Characters of the statement by which a page of 80 columns names it: revision, outcome and time stand beside it.
_SHOWN = 40


class Seen(Value):
    """What the record says of the statement, how it would be taken back, and whether it calls what commits."""

    state: str
    undo: Undo | Irreversible
    commits: bool

    @property
    def way_back(self) -> tuple[Statement, ...] | Irreversible:
        return way_back(self.undo)

    @property
    def loss(self) -> Loss:
        return Loss.NONE if isinstance(self.undo, Irreversible) else self.undo.loss


class RunStatement(Value):
    ddl: Other
    mark: Mark
    preceding: Preceding = NOTHING

    @property
    def name(self) -> str:
        return f"{self.mark.revision} #{self.mark.ordinal}"

    def observe(self, db: Reader) -> Seen:
        state = observing.statement_state(db, self.mark.revision, self.mark.ordinal, self.mark.part)
        known = state == "done" or self.mark.goes_back
        undo = Undo() if known else undo_of(parse(self.ddl.sql)[0], db)
        calls = self.ddl.transactional and self.ddl.node in CALLS
        return Seen(state, undo, calls and commits(self.ddl.sql, self.preceding.functions, db))

    def plan(self, seen: Seen) -> list[Change]:
        if seen.state == "done":
            return []
        transactional = self.ddl.transactional and not seen.commits
        statement = Statement(self.ddl.sql, transactional, alone=self.ddl.alone)
        obstacles = (self._begun(),) if seen.state == "intent" and self.ddl.node in _MAY_CHANGE_ROWS else ()
        summary, loss = _first_words(self.ddl.sql), worst([self.ddl.loss, seen.loss])
        return [Change(summary, statement, seen.way_back, loss, self.mark, obstacles)]

    def _begun(self) -> Finding:
        """It commits as it goes, so that nobody but its author can tell how far it came."""
        mark = self.mark
        place = f"revision = {literal(mark.revision)} and ordinal = {mark.ordinal} and part = {mark.part}"
        text = f"{self.name} was begun before and not seen to end; it commits as it goes, so some of it may be done"
        # Shown to a person, never run.
        done = f"update opskit.statement set state = 'done' where {place}"  # noqa: S608
        again = f"delete from opskit.statement where {place}"  # noqa: S608
        remedy = f"look what it did; then either: {done}   or, to run it again: {again}"
        return Finding(f"run_statement:{self.name}:begun", Severity.CRITICAL, self.name, text, {}, remedy)


def _first_words(sql: str) -> str:
    line = " ".join(sql.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"
