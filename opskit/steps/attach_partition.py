"""A table made a partition without being read under a lock: the indexes it lacks are built CONCURRENTLY, its bound and
that of the default partition are proved as CHECKs, then it is attached, which is a matter of an instant."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.catalog.facts import fact
from opskit.core.change import Change, Mark, Statement
from opskit.core.finding import Finding
from opskit.core.identifier import ident
from opskit.core.step import Reader, Row
from opskit.core.verdict import Severity
from opskit.migrate.bound_condition import check_name, condition
from opskit.migrate.forms.attach_partition import AttachPartition as Ddl
from opskit.migrate.preceding import NOTHING, Preceding
from opskit.steps.bound_check import BoundCheck
from opskit.steps.freshness import fresh
from opskit.steps.indexes_of_parent import IndexesOfParent
from opskit.steps.indexes_of_parent import Seen as SeenIndexes
from opskit.steps.unforeseen import before_attaching, obstacles
from opskit.value import Value, replace

# Where the parts of each piece begin, in the order they are carried out, but for the end of the CHECKs.
DEFAULT_CHECK, INDEXES, FOREIGN_KEYS, ATTACH = 10, 1_000, 9_000_000, 10_000_000


class Seen(Value):
    """Rows of the facts partition_parent and partition_child; `child` is None for a table without rows that nobody else
    knows. `outside` counts rows of the child that its bound excludes, `inside` rows of the default partition that it
    includes."""

    parent: Row | None
    child: Row | None
    default: Row | None = None
    condition: str = ""
    indexes: SeenIndexes | None = None
    outside: int = 0
    inside: int = 0


class AttachPartition(Value):
    ddl: Ddl
    mark: Mark
    preceding: Preceding = NOTHING

    @property
    def name(self) -> str:
        return f"{self.mark.revision} #{self.mark.ordinal} partition {self.ddl.child}"

    def observe(self, db: Reader) -> Seen:
        parent, child = _row(db, "partition_parent", self.ddl.relation), _row(db, "partition_child", self.ddl.partition)
        attached = child is not None and child["parent"] is not None
        if child is not None and not attached and fresh(db, self.ddl.partition, self.mark.run):
            child = None
        if parent is None or not parent["key"]:
            return Seen(None, child)
        default = _row(db, "partition_child", parent["default_partition"]) if parent["default_partition"] else None
        text = condition(parent, self.ddl.bound)
        if attached:
            return Seen(parent, child, default, text)
        inside = _count(db, default, f"({text})") if default and text else 0
        if child is None:
            return Seen(parent, None, default, text, None, 0, inside)
        whole = " AND ".join(filter(None, [text, parent["own_condition"]]))
        indexes = IndexesOfParent(self.mark, self.preceding).observe(db, parent, child)
        outside = _count(db, child, f"({whole}) IS NOT TRUE") if text else 0
        return Seen(parent, child, default, text, indexes, outside, inside)

    def plan(self, seen: Seen) -> list[Change]:
        checks = self._checks(seen)
        if seen.child is not None and seen.child["parent"] is not None:
            return [change for check in checks if check.name in check.table["checks"] for change in check.after()]
        changes = self._as_written(seen) if not seen.condition else self._proved(seen, checks)
        return [replace(changes[0], obstacles=(*changes[0].obstacles, *self._obstacles(seen))), *changes[1:]]

    def _as_written(self, seen: Seen) -> list[Change]:
        note = _AS_WRITTEN if seen.child or seen.default else _EMPTY
        return [*self._indexes(seen), *self._foreign_keys(seen), self._attach(seen, note)]

    def _indexes(self, seen: Seen) -> list[Change]:
        return IndexesOfParent(replace(self.mark, part=self.mark.part + INDEXES)).changes(seen.indexes)

    def _proved(self, seen: Seen, checks: Sequence[BoundCheck]) -> list[Change]:
        before = [change for check in checks for change in check.before()]
        after = [change for check in checks for change in check.after()]
        note = _ATTACHED if seen.child or seen.default else _EMPTY
        return [*self._indexes(seen), *before, *self._foreign_keys(seen), self._attach(seen, note), *after]

    def _checks(self, seen: Seen) -> list[BoundCheck]:
        found = []
        if seen.parent is not None and seen.child is not None and seen.condition:
            whole = " AND ".join(filter(None, [seen.condition, seen.parent["own_condition"]]))
            name = check_name(self.ddl.child)
            found.append(BoundCheck(seen.child, name, whole, self.mark, 0))
        if seen.default is not None and seen.condition:
            name = check_name(seen.default["name"], self.ddl.child)
            found.append(BoundCheck(seen.default, name, f"NOT ({seen.condition})", self.mark, DEFAULT_CHECK))
        return found

    def _foreign_keys(self, seen: Seen) -> list[Change]:
        """Those of the parent: ATTACH takes over an equal one that is proved, and proves others under its lock. Before
        18 the key of a partitioned table cannot be NOT VALID."""
        if seen.parent and seen.child and seen.child["kind"] == "p" and seen.parent["major"] < 18:
            return []
        alter, found = f"ALTER TABLE {self.ddl.partition}", []
        own = seen.child["checks"] if seen.child else {}
        for place, key in enumerate(self._lacking(seen)):
            mark = replace(self.mark, part=self.mark.part + FOREIGN_KEYS + 2 * place)
            name, there = ident(key["name"]), own.get(key["name"])
            if there is None:
                add = Statement(f"{alter} ADD CONSTRAINT {name} {key['definition']} NOT VALID")
                drop = Statement(f"{alter} DROP CONSTRAINT IF EXISTS {name}")
                found.append(Change(f"add foreign key {key['name']} of the parent", add, (drop,), mark=mark))
            validate = Statement(f"{alter} VALIDATE CONSTRAINT {name}")
            text = f"prove foreign key {key['name']}"
            found.append(Change(text, validate, (), mark=replace(mark, part=mark.part + 1)))
        return found

    def _lacking(self, seen: Seen) -> list[Row]:
        keys: Sequence[Row] = seen.parent["foreign_keys"] if seen.parent else []
        own = seen.child["checks"].values() if seen.child else []
        proved = {each["definition"] for each in own if each["validated"]}
        return [each for each in keys if each["definition"] not in proved]

    def _attach(self, seen: Seen, note: str) -> Change:
        alter, child = f"ALTER TABLE {self.ddl.relation}", self.ddl.partition
        # What a detached partition keeps of its parent's foreign keys was not its own before.
        own = seen.child["checks"] if seen.child else {}
        keys = [each for each in (seen.parent["foreign_keys"] if seen.parent else []) if each["name"] not in own]
        drops = [Statement(f"ALTER TABLE {child} DROP CONSTRAINT IF EXISTS {ident(each['name'])}") for each in keys]
        return Change(
            f"attach {self.ddl.child} to {self.ddl.table}",
            Statement(self.ddl.sql),
            (Statement(f"{alter} DETACH PARTITION {child}"), *drops),
            mark=replace(self.mark, part=self.mark.part + ATTACH),
            notes=(note,),
        )

    def _obstacles(self, seen: Seen) -> list[Finding]:
        moved = before_attaching(self.preceding, seen.parent, seen.child) if seen.parent else ()
        found = [*obstacles(f"attach_partition:{self.ddl.child}", self.ddl.partition, moved)]
        if seen.outside:
            text = f"{_rows(seen.outside)} of {self.ddl.partition} outside the bound: it cannot be attached"
            remedy = "move or delete them, or widen the bound"
            found.append(self._finding("outside", self.ddl.partition, text, seen.outside, remedy))
        if seen.inside and seen.default is not None:
            default = seen.default["qualified_name"]
            text = f"{_rows(seen.inside)} of {default} inside the bound of {self.ddl.partition}: it cannot be attached"
            remedy = "move them out of the default partition first, in batches"
            found.append(self._finding("inside", default, text, seen.inside, remedy))
        return found

    def _finding(self, what: str, table: str, text: str, rows: int, remedy: str) -> Finding:
        key = f"attach_partition:{self.ddl.child}:{what}"
        return Finding(key, Severity.CRITICAL, table, text, {"rows": rows}, remedy)


_ATTACHED = "the bound is proved already: SHARE UPDATE EXCLUSIVE on the parent, ACCESS EXCLUSIVE below for an instant"
_EMPTY = "SHARE UPDATE EXCLUSIVE on the parent: its reads and writes go on"
_AS_WRITTEN = "as written: this bound cannot be said as a CHECK that PostgreSQL recognises"


def _row(db: Reader, slug: str, relation: str) -> Row | None:
    rows = db.rows(fact(slug), relation=relation)
    return rows[0] if rows else None


def _count(db: Reader, table: Row, where: str) -> int:
    # Both come from the catalog or from the parser's own deparser, quoted.
    rows = db.rows(f"select count(*) as rows from {table['qualified_name']} where {where}")  # noqa: S608
    return int(rows[0]["rows"])


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"
