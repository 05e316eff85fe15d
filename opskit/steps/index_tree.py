"""An index on a partitioned table, brought about without stopping writes: declared on the partitioned tables alone,
built CONCURRENTLY on each partition, attached."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.catalog.facts import fact
from opskit.core.change import Change, Mark, Statement
from opskit.core.finding import Finding
from opskit.core.identifier import literal
from opskit.core.step import Reader, Row
from opskit.core.verdict import Severity
from opskit.migrate.index_tree import Branch, Tree
from opskit.migrate.parser import deparse, parse
from opskit.steps import observing
from opskit.value import Value, replace

# Among the parts of a statement, those that attach come after all that build.
ATTACHES = 5000


def observe(db: Reader, relation: str, label: str = "idx") -> Tree:
    """The relation's partitions and their indexes; a table that is none has itself for its only one."""
    tables = db.rows(fact("partition_tree"), relation=relation)
    schemas = sorted({str(each["schema"]) for each in tables})
    return Tree(
        tables,
        db.rows(fact("partition_indexes"), relation=relation),
        db.rows(fact("names_taken"), schemas=schemas, label=label),
    )


def recorded_here(db: Reader, mark: Mark) -> frozenset[str]:
    """The statements that this statement of the migration has already run here, or begun."""
    rows = observing.statements(db, mark.revision)
    return frozenset(str(row["sql"]) for row in rows if row["ordinal"] == mark.ordinal and row["state"] != "undone")


class IndexTree(Value):
    """`done` as recorded_here gives it: what is found and not in it was here before."""

    mark: Mark
    branches: Sequence[Branch]
    done: frozenset[str]

    def changes(self, obstacles: tuple[Finding, ...]) -> list[Change]:
        all_of_it = self.branches
        found = [*map(_busy, all_of_it), *map(_stuck, all_of_it)]
        obstacles = (*obstacles, *(each for each in found if each))
        changes: list[Change] = []
        for place, branch in enumerate(all_of_it):
            changes += self._made(branch, place) if branch.missing else []
        first = True
        for place, branch in enumerate(all_of_it):
            if branch.above and not branch.attached:
                changes.append(self._attached(branch, place, self._taken_apart(all_of_it) if first else ()))
                first = False
        return [replace(changes[0], obstacles=obstacles), *changes[1:]] if changes else []

    def _made(self, branch: Branch, place: int) -> list[Change]:
        mark = replace(self.mark, part=self.mark.part + place)
        if branch.partitioned:
            drop = Statement(f"DROP INDEX IF EXISTS {branch.index}")
            text = f"declare index {branch.name} on {branch.table['name']} alone"
            return [Change(text, Statement(branch.sql), (drop,), mark=mark, notes=_DECLARED)]
        drop = Statement(f"DROP INDEX CONCURRENTLY IF EXISTS {branch.index}", transactional=False)
        build = Change(
            f"build index {branch.name}", Statement(branch.sql, transactional=False), (drop,), mark=mark, notes=_BUILT
        )
        debris = Change(f"drop the INVALID index {branch.name} that a failed build left", drop, ())
        return [debris, build] if branch.broken else [build]

    def _attached(self, branch: Branch, place: int, undo: tuple[Statement, ...]) -> Change:
        """An index cannot be detached again: the first to be attached takes all of it apart."""
        return Change(
            f"attach index {branch.name}",
            Statement(f"ALTER INDEX {branch.above} ATTACH PARTITION {branch.index}"),
            undo,
            mark=replace(self.mark, part=self.mark.part + ATTACHES + place),
            notes=_ATTACHED,
        )

    def _taken_apart(self, all_of_it: Sequence[Branch]) -> tuple[Statement, ...]:
        """Dropping the root drops what is attached; what was here before is built again."""
        drop = Statement(f"DROP INDEX IF EXISTS {all_of_it[0].index}")
        before = [each for each in all_of_it if each.found and not each.broken and each.sql not in self.done]
        names = {each.index for each in before}
        again = [each for branch in before for each in _as_before(branch, branch.above in names)]
        return (drop, *again)


_DECLARED = ("CONCURRENTLY is refused on a partitioned table: built on each partition, then attached",)
_BUILT = ("CONCURRENTLY: writes go on while it is built",)
_ATTACHED = ("the table's index is valid once the last one is attached",)


def _as_before(branch: Branch, above_too: bool) -> list[Statement]:
    row = branch.found
    if row is None:
        return []
    attach = Statement(f"ALTER INDEX {row['parent']} ATTACH PARTITION {branch.index}")
    comment = row.get("comment")
    noted = [Statement(f"COMMENT ON INDEX {branch.index} IS {literal(comment)}")] if comment else []
    return [rebuilt(row), *([attach] if row["parent"] and above_too else []), *noted]


def rebuilt(row: Row) -> Statement:
    """The statement that makes an index of the fact partition_indexes again, where it is not there."""
    node = parse(row["definition"])[0].node
    node.concurrent, node.if_not_exists = not row["is_partitioned"], True
    return Statement(deparse("index_stmt", node), transactional=bool(row["is_partitioned"]))


def made_again(root: str, parts: Sequence[Row]) -> tuple[Statement, ...]:
    """The index of a partitioned table and all its parts as they were (rows of the fact partition_indexes), built
    CONCURRENTLY where there is something to build."""
    row = next(each for each in parts if each["qualified_name"] == root)
    attach = Statement(f"ALTER INDEX {row['parent']} ATTACH PARTITION {root}")
    below = [each["qualified_name"] for each in parts if each["parent"] == root]
    own = (rebuilt(row), attach) if row["parent"] else (rebuilt(row),)
    return (*own, *(statement for part in below for statement in made_again(part, parts)))


def _busy(branch: Branch) -> Finding | None:
    pid = branch.found["building_pid"] if branch.found else None
    return _finding(branch, f"is being built by pid {pid}") if pid else None


def _stuck(branch: Branch) -> Finding | None:
    """It cannot be dropped without the whole, and what was invalid when it was attached leaves the whole invalid."""
    if not (branch.broken and branch.attached):
        return None
    return _finding(branch, f"is INVALID and attached to {branch.above}: drop that one, then apply builds both again")


def _finding(branch: Branch, text: str) -> Finding:
    return Finding(f"create_index:{branch.name}", Severity.CRITICAL, branch.index, f"index {branch.name} {text}")
