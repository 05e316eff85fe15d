"""An index that is gone; dropped CONCURRENTLY, its definition kept for the undo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from opskit.catalog.facts import fact
from opskit.core.change import Change, Irreversible, Mark, Statement
from opskit.core.finding import Finding
from opskit.core.identifier import qualified
from opskit.core.step import Reader, Row
from opskit.core.verdict import Severity
from opskit.migrate.forms.create_index import create_index
from opskit.migrate.forms.drop_index import DropIndex as Ddl
from opskit.migrate.parser import parse
from opskit.steps import index_tree, observing


@dataclass(frozen=True)
class Seen:
    """`index` is a row of the fact index_state; `parts` are rows of partition_indexes, where the index is that of a
    partitioned table; `state` is what the record says of the statement."""

    index: Row | None
    parts: Sequence[Row]
    state: str


@dataclass(frozen=True)
class DropIndex:
    """`expected` says that an earlier statement of the same plan makes the index."""

    ddl: Ddl
    mark: Mark
    expected: bool = False

    @property
    def name(self) -> str:
        return f"{self.mark.revision} #{self.mark.ordinal} drop index {self.ddl.name}"

    @property
    def target(self) -> str:
        return qualified(self.ddl.schema, self.ddl.name)

    def observe(self, db: Reader) -> Seen:
        index = observing.index(db, self.target)
        split = index is not None and index["is_partitioned"]
        parts = db.rows(fact("partition_indexes"), relation=index["table_name"]) if index and split else ()
        state = observing.statement_state(db, self.mark.revision, self.mark.ordinal, self.mark.part)
        return Seen(index, parts, state)

    def plan(self, seen: Seen) -> list[Change]:
        if seen.index is None and (seen.state in ("done", "intent") or self.ddl.if_exists):
            return []
        plain = seen.index is not None and (seen.index["constraint_name"] or seen.index["is_partitioned"])
        how = "DROP INDEX" if plain or self.ddl.cascade else "DROP INDEX CONCURRENTLY"
        return [
            Change(
                f"drop index {self.ddl.name}",
                Statement(f"{how} {self.target}" + " CASCADE" * self.ddl.cascade, transactional=how == "DROP INDEX"),
                self._undo(seen),
                mark=self.mark,
                obstacles=() if seen.index or self.expected else (self._absent(),),
                notes=(_PARTITIONED if seen.parts else _CONCURRENTLY,) if how.endswith("Y") or seen.parts else (),
            )
        ]

    def _undo(self, seen: Seen) -> tuple[Statement, ...] | Irreversible:
        if seen.index is None:
            return Irreversible("its definition is known only once it is there")
        if seen.parts:
            return index_tree.made_again(seen.index["qualified_name"], seen.parts)
        safe = create_index(parse(seen.index["definition"])[0].node, self.ddl.source).safe_sql
        return (Statement(safe, transactional=False),)

    def _absent(self) -> Finding:
        text = f"index {self.ddl.name} does not exist, so it cannot be dropped"
        return Finding(f"drop_index:{self.ddl.name}", Severity.CRITICAL, self.ddl.name, text)


_CONCURRENTLY = "CONCURRENTLY: it waits for what uses the index, and nothing waits behind it"
_PARTITIONED = (
    "as written: CONCURRENTLY is refused for the index of a partitioned table; the lock is held for an instant"
)
