"""An index that is gone; dropped CONCURRENTLY, its definition kept for the undo."""

from __future__ import annotations

from dataclasses import dataclass

from opskit.core.change import Change, Irreversible, Mark, Statement
from opskit.core.finding import Finding
from opskit.core.identifier import qualified
from opskit.core.step import Reader, Row
from opskit.core.verdict import Severity
from opskit.migrate.forms.create_index import create_index
from opskit.migrate.forms.drop_index import DropIndex as Ddl
from opskit.migrate.parser import parse
from opskit.steps import observing


@dataclass(frozen=True)
class DropIndex:
    """`expected` says that an earlier statement of the same plan makes the index."""

    ddl: Ddl
    mark: Mark
    expected: bool = False

    @property
    def name(self) -> str:
        return f"{self.mark.revision} #{self.mark.ordinal} drop index {self.ddl.name}"

    def observe(self, db: Reader) -> tuple[Row | None, str]:
        """The index, and what the record says of this statement."""
        target = qualified(self.ddl.schema, self.ddl.name)
        return observing.index(db, target), observing.statement_state(
            db, self.mark.revision, self.mark.ordinal, self.mark.part
        )

    def plan(self, seen: tuple[Row | None, str]) -> list[Change]:
        index, state = seen
        if index is None and (state in ("done", "intent") or self.ddl.if_exists):
            return []
        return [self._drop(index)]

    def _drop(self, index: Row | None) -> Change:
        target = qualified(self.ddl.schema, self.ddl.name)
        plain = index is not None and (index["constraint_name"] or index["is_partitioned"])
        how = "DROP INDEX" if plain or self.ddl.cascade else "DROP INDEX CONCURRENTLY"
        return Change(
            f"drop index {self.ddl.name}",
            Statement(f"{how} {target}" + " CASCADE" * self.ddl.cascade, transactional=how == "DROP INDEX"),
            self._undo(index),
            mark=self.mark,
            obstacles=() if index or self.expected else (self._absent(),),
        )

    def _undo(self, index: Row | None) -> tuple[Statement, ...] | Irreversible:
        if index is None:
            return Irreversible("its definition is known only once it is there")
        safe = create_index(parse(index["definition"])[0].node, self.ddl.source).safe_sql
        return (Statement(safe, transactional=False),)

    def _absent(self) -> Finding:
        text = f"index {self.ddl.name} does not exist, so it cannot be dropped"
        return Finding(f"drop_index:{self.ddl.name}", Severity.CRITICAL, self.ddl.name, text)
