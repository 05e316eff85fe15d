"""An index that is gone; dropped CONCURRENTLY, its definition kept for the undo."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.catalog.facts import fact
from opskit.core.change import Change, Irreversible, Mark, Statement
from opskit.core.finding import Finding
from opskit.core.identifier import qualified
from opskit.core.step import Reader, Row
from opskit.core.verdict import Severity
from opskit.migrate.definitions.indexes import besides, tablespace
from opskit.migrate.definitions.reading import restored
from opskit.migrate.forms.create_index import create_index
from opskit.migrate.forms.drop_index import DropIndex as Ddl
from opskit.migrate.named import Name, find
from opskit.migrate.parser import parse
from opskit.migrate.preceding import NOTHING, Preceding
from opskit.migrate.undo import Undo
from opskit.steps import index_tree, observing
from opskit.steps.foreseen import foreseen
from opskit.steps.way_back import way_back
from opskit.value import Value, replace


class Seen(Value):
    """`index` is a row of the fact index_definition; `parts` are rows of partition_indexes, where the index is that of
    a partitioned table; `state` is what the record says of the statement; `expected` is a row of partition_indexes
    too, where an earlier statement of the plan makes the index. `besides` is said of it when it is there again, `place`
    its tablespace; `whole` is the way back of all that goes with CASCADE."""

    index: Row | None
    parts: Sequence[Row]
    state: str
    expected: Row | None = None
    besides: Sequence[str] = ()
    place: str = ""
    whole: Undo | Irreversible | None = None

    @property
    def partitioned(self) -> bool:
        found = self.index or self.expected
        return found is not None and bool(found["is_partitioned"])


class DropIndex(Value):
    ddl: Ddl
    mark: Mark
    preceding: Preceding = NOTHING

    @property
    def name(self) -> str:
        return f"{self.mark.revision} #{self.mark.ordinal} drop index {self.ddl.name}"

    @property
    def target(self) -> str:
        return qualified(self.ddl.schema, self.ddl.name)

    def observe(self, db: Reader) -> Seen:
        index = observing.index_definition(db, self.target)
        split = index is not None and index["is_partitioned"]
        parts = db.rows(fact("partition_indexes"), relation=index["table_name"]) if index and split else ()
        state = observing.statement_state(db, self.mark.revision, self.mark.ordinal, self.mark.part)
        expected = self._expected and index is None
        made = foreseen(db, self.preceding, self.mark).named(self.ddl.schema, self.ddl.name) if expected else None
        seen = Seen(index, parts, state, made)
        kept = index is not None and not self.mark.goes_back
        found = find(db, Name("index", relation=self.target)) if kept else None
        if found is None:
            return seen
        if self.ddl.cascade:
            return replace(seen, whole=restored(db, [found]))
        return replace(seen, besides=besides(db, found), place=tablespace(db, found))

    @property
    def _expected(self) -> bool:
        return self.preceding.names(self.ddl.name)

    def plan(self, seen: Seen) -> list[Change]:
        if seen.index is None and (seen.state in ("done", "intent") or (self.ddl.if_exists and not self._expected)):
            return []
        of_constraint = seen.index is not None and seen.index["constraint_name"]
        how = "DROP INDEX" if of_constraint or seen.partitioned or self.ddl.cascade else "DROP INDEX CONCURRENTLY"
        return [
            Change(
                f"drop index {self.ddl.name}",
                Statement(f"{how} {self.target}" + " CASCADE" * self.ddl.cascade, transactional=how == "DROP INDEX"),
                self._undo(seen),
                mark=self.mark,
                obstacles=() if seen.index or self._expected else (self._absent(),),
                notes=(_PARTITIONED,) if seen.partitioned else (_CONCURRENTLY,) if how.endswith("Y") else (),
            )
        ]

    def _undo(self, seen: Seen) -> tuple[Statement, ...] | Irreversible:
        if seen.index is None:
            return Irreversible("its definition is known only once it is there")
        if seen.whole is not None:
            return way_back(seen.whole)
        if not seen.index["is_valid"] and not seen.partitioned:
            return ()  # what a failed build has left is nobody's: it enforces nothing and answers no read
        settings = tuple(Statement(sql) for sql in seen.besides)
        if seen.parts:
            return (*index_tree.made_again(seen.index["qualified_name"], seen.parts), *settings)
        node = parse(seen.index["definition"])[0].node
        node.table_space = seen.place
        moved = [each for each in settings if " SET TABLESPACE " not in each.sql]
        return (Statement(create_index(node, self.ddl.source).safe_sql, transactional=False), *moved)

    def _absent(self) -> Finding:
        text = f"index {self.ddl.name} does not exist, so it cannot be dropped"
        return Finding(f"drop_index:{self.ddl.name}", Severity.CRITICAL, self.ddl.name, text)


_CONCURRENTLY = "CONCURRENTLY: it waits for what uses the index, and nothing waits behind it"
_PARTITIONED = (
    "as written: CONCURRENTLY is refused for the index of a partitioned table; the lock is held for an instant"
)
