"""A partition detached CONCURRENTLY; one that an interrupted DETACH left half detached is finished."""

from __future__ import annotations

from opskit.catalog.facts import fact
from opskit.core.change import Change, Irreversible, Mark, Statement
from opskit.core.finding import Finding
from opskit.core.identifier import ident
from opskit.core.step import Reader, Row
from opskit.core.verdict import Severity
from opskit.migrate import naming
from opskit.migrate.checks import expression
from opskit.migrate.forms.detach_partition import DetachPartition as Ddl
from opskit.migrate.nodes import enum_word
from opskit.migrate.parser import parse
from opskit.migrate.query_tree import column_names
from opskit.steps import observing
from opskit.value import Value, replace

CONCURRENTLY, PLAIN, FINALIZE = " CONCURRENTLY", "", " FINALIZE"
_NAMES = """
select k.conname::text as name
from pg_catalog.pg_constraint as k
join pg_catalog.pg_class as c on c.relnamespace = k.connamespace
where c.oid = pg_catalog.to_regclass(%(relation)s)
order by 1
"""


class Seen(Value):
    """Rows of the facts partition_parent and partition_child; `taken` are names of constraints in the child's schema;
    `recorded` is the row that opskit's record has of this statement."""

    parent: Row | None
    child: Row | None
    taken: frozenset[str]
    recorded: Row | None


class DetachPartition(Value):
    ddl: Ddl
    mark: Mark

    @property
    def name(self) -> str:
        return f"{self.mark.revision} #{self.mark.ordinal} detach {self.ddl.child}"

    def observe(self, db: Reader) -> Seen:
        parents = db.rows(fact("partition_parent"), relation=self.ddl.relation)
        children = db.rows(fact("partition_child"), relation=self.ddl.partition)
        taken = frozenset(str(row["name"]) for row in db.rows(_NAMES, relation=self.ddl.partition))
        place = (self.mark.ordinal, self.mark.part)
        rows = [row for row in observing.statements(db, self.mark.revision) if row["state"] != "undone"]
        recorded = next((row for row in rows if (row["ordinal"], row["part"]) == place), None)
        return Seen(parents[0] if parents else None, children[0] if children else None, taken, recorded)

    def plan(self, seen: Seen) -> list[Change]:
        child = seen.child
        if child is None or seen.parent is None or child["parent"] != seen.parent["qualified_name"]:
            return self._detached(seen)
        if child["detach_pending"]:
            left = _recorded_check(seen) or _equal_check(child)
            finish = self._detach(child, FINALIZE, _PENDING, left)
            return [finish if seen.recorded else replace(finish, undo=_HALF_DETACHED), *self._cleaned(left)]
        if seen.parent["default_partition"]:
            return [self._detach(child, PLAIN, _DEFAULT, "")]
        left = _check_to_come(child, seen.taken)
        return [self._detach(child, CONCURRENTLY, _WEAKLY, left), *self._cleaned(left)]

    def _detached(self, seen: Seen) -> list[Change]:
        left = _recorded_check(seen)
        if seen.recorded is not None:
            return self._cleaned(left if seen.child and left in seen.child["checks"] else "")
        text = f"{self.ddl.partition} is no partition of {self.ddl.relation}, so it cannot be detached"
        finding = Finding(f"detach_partition:{self.ddl.child}", Severity.CRITICAL, self.ddl.partition, text)
        sql = f"ALTER TABLE {self.ddl.relation} DETACH PARTITION {self.ddl.partition}"
        undo = Irreversible("its bound is known only once it is a partition")
        return [Change(f"detach {self.ddl.child}", Statement(sql), undo, mark=self.mark, obstacles=(finding,))]

    def _detach(self, child: Row, how: str, note: str, left: str) -> Change:
        """What an interrupted one leaves is finished by the next apply, not taken back. `left` is a CHECK it leaves."""
        sql = f"ALTER TABLE {self.ddl.relation} DETACH PARTITION {self.ddl.partition}{how}"
        return Change(
            f"detach {self.ddl.child} from {self.ddl.table}",
            Statement(sql, transactional=how == PLAIN),
            self._back(child, left),
            mark=self.mark,
            notes=(note,),
            debris=(),
        )

    def _back(self, child: Row, left: str) -> tuple[Statement, ...]:
        """Attached again, its bound proved first; by the CHECK that may still be there, or the same put there anew."""
        alter, name = f"ALTER TABLE {self.ddl.partition}", ident(left)
        attach = f"ALTER TABLE {self.ddl.relation} ATTACH PARTITION {self.ddl.partition} {child['bound']}"
        if not left:
            return (Statement(attach),)
        drop = f"{alter} DROP CONSTRAINT IF EXISTS {name}"
        add = f"{alter} ADD CONSTRAINT {name} CHECK ({child['condition']}) NOT VALID"
        return tuple(Statement(sql) for sql in (drop, add, f"{alter} VALIDATE CONSTRAINT {name}", attach, drop))

    def _cleaned(self, left: str) -> list[Change]:
        """Where CONCURRENTLY was asked for, so was the CHECK."""
        if not left or self.ddl.concurrently:
            return []
        drop = Statement(f"ALTER TABLE {self.ddl.partition} DROP CONSTRAINT IF EXISTS {ident(left)}")
        text = f"drop the copy of its bound that {self.ddl.child} keeps"
        mark = replace(self.mark, part=self.mark.part + 1)
        return [Change(text, drop, (), mark=mark, notes=("a plain DETACH leaves no such CHECK",))]


_HALF_DETACHED = Irreversible(
    "a partition that was half detached before is nothing to go back to; to have it back whole, attach it with ALTER"
    " TABLE … ATTACH PARTITION … FOR VALUES …"
)
_WEAKLY = "CONCURRENTLY: reads and writes of the parent go on"
_PENDING = "an earlier DETACH CONCURRENTLY was interrupted: it is finished"
_DEFAULT = "without CONCURRENTLY, which is refused beside a default partition; the lock is held for an instant"


def _check_to_come(child: Row, taken: frozenset[str]) -> str:
    """The name of the CHECK with its bound that CONCURRENTLY gives a partition, as PostgreSQL will choose it (sources,
    AddRelationNewConstraints): with the column's name where the bound is about one column only."""
    if not child["condition"]:
        return ""
    columns = set(column_names(expression(child["condition"])))
    return naming.chosen(child["name"], columns if len(columns) == 1 else (), "check", taken)


def _recorded_check(seen: Seen) -> str:
    """The name that was chosen when the DETACH was begun: its recorded undo ends with dropping it."""
    undo = list(seen.recorded["undo"]) if seen.recorded else []
    commands = [parse(sql)[0].node.cmds[0].alter_table_cmd for sql in undo[-1:]]
    return next((str(each.name) for each in commands if enum_word(each, "subtype") == "AT_DropConstraint"), "")


def _equal_check(child: Row) -> str:
    """One that says just what the bound says, left by a DETACH that opskit knows nothing of."""
    same = f"CHECK ({child['condition']})"
    return next((name for name, each in child["checks"].items() if each["definition"] == same), "")
