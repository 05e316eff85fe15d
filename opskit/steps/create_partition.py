"""A new partition: a table like its parent, then attached, which leaves reads and writes of the parent alone; CREATE
TABLE … PARTITION OF waits for all of them, and they for it."""

from __future__ import annotations

from opskit.catalog.facts import fact
from opskit.core.change import Change, Loss, Mark, Statement
from opskit.core.step import Reader, Row
from opskit.migrate.forms.create_partition import CreatePartition as Ddl
from opskit.migrate.preceding import NOTHING, Preceding
from opskit.steps import observing
from opskit.steps.attach_partition import AttachPartition
from opskit.steps.attach_partition import Seen as SeenAttached
from opskit.value import Value, replace


class Seen(Value):
    """`state` is what the record says of the table itself; `attached` what AttachPartition sees."""

    there: bool
    state: str
    parent: Row | None
    attached: SeenAttached


class CreatePartition(Value):
    ddl: Ddl
    mark: Mark
    preceding: Preceding = NOTHING

    @property
    def name(self) -> str:
        return f"{self.mark.revision} #{self.mark.ordinal} new partition {self.ddl.attach.child}"

    @property
    def _attach(self) -> AttachPartition:
        return AttachPartition(self.ddl.attach, replace(self.mark, part=self.mark.part + 1), self.preceding)

    def observe(self, db: Reader) -> Seen:
        there = bool(observing.relation_kind(db, self.ddl.partition))
        state = observing.statement_state(db, self.mark.revision, self.mark.ordinal, self.mark.part)
        parents = db.rows(fact("partition_parent"), relation=self.ddl.relation)
        return Seen(there, state, parents[0] if parents else None, self._attach.observe(db))

    def plan(self, seen: Seen) -> list[Change]:
        if seen.there and self.ddl.if_not_exists and not seen.state:
            return []
        if not seen.there and (not self.ddl.plain or seen.parent is None):
            return [self._as_written("it gives columns or constraints of its own, which LIKE cannot say")]
        if not seen.there and self.ddl.partitioned and _keys_at_once(seen.parent):
            return [self._as_written("before 18 the foreign key of a partitioned table cannot be proved beforehand")]
        return [*([] if seen.there else [self._alone(seen.parent)]), *self._attach.plan(seen.attached)]

    def _alone(self, parent: Row | None) -> Change:
        method = (parent["access_method"] if parent else None) or ""
        sql = self.ddl.create_sql((parent["tablespace"] if parent else None) or "", method)
        return Change(
            f"create table {self.ddl.attach.child} like {self.ddl.attach.table}",
            Statement(sql),
            (self._drop(),),
            Loss.NEW_DATA,
            self.mark,
            notes=("CREATE TABLE … PARTITION OF would stop reads and writes of the parent while it waits",),
        )

    def _as_written(self, reason: str) -> Change:
        return Change(
            f"create partition {self.ddl.attach.child}",
            Statement(self.ddl.source.text),
            (self._drop(),),
            Loss.NEW_DATA,
            self.mark,
            notes=(f"as written: {reason}",),
        )

    def _drop(self) -> Statement:
        return Statement(f"DROP TABLE IF EXISTS {self.ddl.partition}")


def _keys_at_once(parent: Row | None) -> bool:
    return parent is not None and bool(parent["foreign_keys"]) and parent["major"] < 18
