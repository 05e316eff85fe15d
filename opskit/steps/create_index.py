"""An index that exists, is valid and means what was asked for; built CONCURRENTLY, rebuilt where a failed build left
an INVALID one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from opskit.core.change import Change, Mark, Statement
from opskit.core.finding import Finding
from opskit.core.identifier import qualified
from opskit.core.step import Reader, Row
from opskit.core.verdict import Severity
from opskit.migrate.forms.create_index import CreateIndex as Ddl
from opskit.migrate.index_form import same_index
from opskit.migrate.index_tree import Tree, branches
from opskit.steps import index_tree, observing
from opskit.steps.prechecking import answered

SHOWN_GROUPS = 10


@dataclass(frozen=True)
class Seen:
    """`index` is a row of the fact index_state; `duplicates` the groups that a unique index would refuse, at most
    SHOWN_GROUPS of them, largest first; `tree` the partitions of a partitioned table, `done` the statements already run
    for this one."""

    index: Row | None
    table_kind: str
    duplicates: Sequence[Row] = ()
    tree: Tree | None = None
    done: frozenset[str] = frozenset()


@dataclass(frozen=True)
class CreateIndex:
    ddl: Ddl
    mark: Mark

    @property
    def name(self) -> str:
        return f"{self.mark.revision} #{self.mark.ordinal} index {self.ddl.name}"

    @property
    def target(self) -> str:
        return qualified(self.ddl.schema, self.ddl.name)

    def observe(self, db: Reader) -> Seen:
        index = observing.index(db, self.target)
        kind = observing.relation_kind(db, self.ddl.relation)
        missing = index is None or not index["is_valid"]
        duplicates = duplicate_groups(db, self.ddl) if kind and missing and self.ddl.unique else ()
        if kind != "p" or not missing:
            return Seen(index, kind, duplicates)
        tree = index_tree.observe(db, self.ddl.relation)
        return Seen(index, kind, duplicates, tree, index_tree.recorded_here(db, self.mark))

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

    def _build(self, seen: Seen) -> Change:
        return Change(
            f"build index {self.ddl.name}",
            Statement(self.ddl.safe_sql, transactional=False),
            (self._drop(),),
            mark=self.mark,
            obstacles=duplicate_findings(self.ddl, seen.duplicates),
            notes=("CONCURRENTLY: writes go on while it is built",),
        )

    def _on_partitions(self, tree: Tree, seen: Seen) -> list[Change]:
        """CREATE INDEX CONCURRENTLY is refused on a partitioned table by every version."""
        duplicates = duplicate_findings(self.ddl, seen.duplicates)
        if tree.whole:
            return index_tree.IndexTree(self.mark, branches(self.ddl, tree), seen.done).changes(duplicates)
        change = Change(
            f"build index {self.ddl.name} on a partitioned table",
            Statement(self.ddl.source.text),
            (Statement(f"DROP INDEX IF EXISTS {self.target}"),),
            mark=self.mark,
            obstacles=duplicates,
            notes=(
                "as written: beside a foreign table the index is valid only when made in one go; writes wait for it",
            ),
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


def duplicate_groups(db: Reader, ddl: Ddl) -> Sequence[Row]:
    """Groups of rows with equal keys, as text, with their count; NULLs are distinct unless declared otherwise."""
    shown = ", ".join(f"coalesce(({key})::text, 'NULL')" for key in ddl.keys)
    known = [] if ddl.nulls_not_distinct else [f"({key}) is not null" for key in ddl.keys]
    where = " and ".join([f"({ddl.predicate})"] * bool(ddl.predicate) + known) or "true"
    # Keys, predicate and relation come out of the parser's own deparser, quoted.
    query = (
        f"select concat_ws(', ', {shown}) as key, count(*) as rows, count(*) over () as groups"  # noqa: S608
        f" from {ddl.relation} where {where} group by {', '.join(ddl.keys)} having count(*) > 1"
        f" order by count(*) desc, key limit {SHOWN_GROUPS}"
    )
    return answered(db, query, "duplicates").rows


def duplicate_findings(ddl: Ddl, rows: Sequence[Row]) -> tuple[Finding, ...]:
    """One for each group shown, and one that counts those that are not."""
    found = [_duplicate(ddl, row) for row in rows]
    more = int(rows[0]["groups"]) - len(rows) if rows else 0
    if more > 0:
        groups = "group" if more == 1 else "groups"
        text = f"{ddl.name}: and {more} more {groups} like these"
        found.append(Finding(f"create_index:{ddl.name}:duplicates", Severity.CRITICAL, ddl.relation, text))
    return tuple(found)


def _duplicate(ddl: Ddl, row: Row) -> Finding:
    return Finding(
        f"create_index:{ddl.name}:duplicates",
        Severity.CRITICAL,
        ddl.relation,
        f"{ddl.name}: {row['rows']} rows of {ddl.relation} have ({', '.join(ddl.keys)}) = ({row['key']})",
        {"key": row["key"], "rows": row["rows"], "groups": row["groups"]},
        "merge or delete the duplicates; which row survives is a person's decision",
    )
