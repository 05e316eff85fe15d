"""An index that exists, is valid and means what was asked for; built CONCURRENTLY, rebuilt where a failed build left
an INVALID one."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.core.change import Change, Mark, Statement
from opskit.core.finding import Finding
from opskit.core.identifier import qualified
from opskit.core.step import Reader, Row
from opskit.core.verdict import Severity
from opskit.migrate.forms.create_index import CreateIndex as Ddl
from opskit.migrate.index_form import same_index
from opskit.migrate.index_tree import Tree, branches
from opskit.migrate.preceding import NOTHING, Preceding
from opskit.steps import index_tree, observing, unforeseen
from opskit.steps.duplicates import duplicate_findings, duplicate_groups
from opskit.steps.foreseen import Foreseen, foreseen
from opskit.steps.prechecking import softened
from opskit.value import Value, replace

BESIDE_FOREIGN = "as written: beside a foreign table the index is valid only when made in one go; writes wait for it"


class Seen(Value):
    """`index` is a row of the fact index_state; `duplicates` the groups that a unique index would refuse, at most
    SHOWN_GROUPS of them, largest first; `tree` the partitions of a partitioned table, `done` the statements already run
    for this one."""

    index: Row | None
    table_kind: str
    duplicates: Sequence[Row] = ()
    tree: Tree | None = None
    done: frozenset[str] = frozenset()


class CreateIndex(Value):
    ddl: Ddl
    mark: Mark
    preceding: Preceding = NOTHING

    @property
    def name(self) -> str:
        return f"{self.mark.revision} #{self.mark.ordinal} index {self.ddl.name}"

    @property
    def target(self) -> str:
        return qualified(self.ddl.schema, self.ddl.name)

    def observe(self, db: Reader) -> Seen:
        index = observing.index(db, self.target)
        kind = observing.relation_kind(db, self.ddl.relation)
        if index and self.preceding.drops_name(self.ddl.name) and index["qualified_name"] in self._before(db).gone:
            index = None
        missing = index is None or not index["is_valid"]
        duplicates = duplicate_groups(db, self.ddl) if kind and missing and self.ddl.unique else ()
        if kind != "p" or not missing:
            return Seen(index, kind, duplicates)
        tree = self._before(db).over(index_tree.observe(db, self.ddl.relation))
        return Seen(index, kind, duplicates, tree, index_tree.recorded_here(db, self.mark))

    def _before(self, db: Reader) -> Foreseen:
        return foreseen(db, self.preceding, self.mark)

    def plan(self, seen: Seen) -> list[Change]:
        index = seen.index
        if seen.tree and (index is None or same_index(index["definition"], self.ddl.safe_sql)):
            return self._on_partitions(seen.tree, seen)
        if index is None:
            return [self._build(seen)]
        if index["building_pid"]:
            text = f"is being built by pid {index['building_pid']}"
            return [replace(self._build(seen), obstacles=(self._obstacle(text),))]
        if not same_index(index["definition"], self.ddl.safe_sql):
            text = f"exists with another definition: {index['definition']}"
            return [replace(self._build(seen), obstacles=(self._obstacle(text),))]
        if index["is_valid"]:
            return []
        return [self._drop_debris(), self._build(seen)]

    def doubled(self, seen: Seen) -> tuple[tuple[Finding, ...], tuple[str, ...]]:
        """The duplicates as obstacles, or as a note where an earlier statement of the plan may see to them."""
        found = duplicate_findings(self.ddl, seen.duplicates)
        changed_in = self.preceding.changes_rows(self.ddl.schema, self.ddl.table)
        if changed_in and len(found) > 1:
            text = f"{seen.duplicates[0]['groups']} groups of duplicates, the largest of them: {found[0].message}"
            found = (replace(found[0], message=text),)
        return softened(found, changed_in)

    def _build(self, seen: Seen) -> Change:
        obstacles, notes = self.doubled(seen)
        return Change(
            f"build index {self.ddl.name}",
            Statement(self.ddl.safe_sql, transactional=False),
            (self._drop(),),
            mark=self.mark,
            obstacles=obstacles,
            notes=("CONCURRENTLY: writes go on while it is built", *notes),
        )

    def _on_partitions(self, tree: Tree, seen: Seen) -> list[Change]:
        """CREATE INDEX CONCURRENTLY is refused on a partitioned table by every version."""
        obstacles, notes = self.doubled(seen)
        if tree.whole:
            moved = () if self.ddl.only else unforeseen.partitions_moved(self.preceding, tree.tables)
            unknown = unforeseen.obstacles(f"create_index:{self.ddl.name}", self.ddl.relation, moved)
            grown = branches(self.ddl, tree)
            changes = index_tree.IndexTree(self.mark, grown, seen.done).changes((*obstacles, *unknown))
            return [replace(changes[0], notes=(*changes[0].notes, *notes)), *changes[1:]] if changes else []
        change = Change(
            f"build index {self.ddl.name} on a partitioned table",
            Statement(self.ddl.source.text),
            (Statement(f"DROP INDEX IF EXISTS {self.target}"),),
            mark=self.mark,
            obstacles=obstacles,
            notes=(BESIDE_FOREIGN, *notes),
        )
        return [change]

    def _drop(self) -> Statement:
        return Statement(f"DROP INDEX CONCURRENTLY IF EXISTS {self.target}", transactional=False)

    def _drop_debris(self) -> Change:
        return Change(
            f"drop the INVALID index {self.ddl.name} that a failed build left",
            self._drop(),
            (),
        )

    def _obstacle(self, text: str) -> Finding:
        return Finding(
            f"create_index:{self.ddl.name}", Severity.CRITICAL, self.ddl.name, f"index {self.ddl.name} {text}"
        )
