"""A partition's bound as a CHECK that is proved before the partition is attached, so that PostgreSQL need not read the
table while it is locked; taken away again afterwards."""

from __future__ import annotations

from collections.abc import Iterator

from opskit.core.change import Change, Mark, Statement
from opskit.core.identifier import ident
from opskit.core.step import Row
from opskit.value import Value, replace


class BoundCheck(Value):
    """`table` is a row of the fact partition_child; `place` is where its parts begin."""

    table: Row
    name: str
    condition: str
    mark: Mark
    place: int

    @property
    def _alter(self) -> str:
        return f"ALTER TABLE {self.table['qualified_name']}"

    def before(self) -> Iterator[Change]:
        drop = (Statement(f"{self._alter} DROP CONSTRAINT IF EXISTS {ident(self.name)}"),)
        there = self.table["checks"].get(self.name)
        if there is None:
            add = f"{self._alter} ADD CONSTRAINT {ident(self.name)} CHECK ({self.condition}) NOT VALID"
            yield Change(f"say the bound as a CHECK of {self.table['name']}", Statement(add), drop, mark=self._mark(0),
                         notes=("NOT VALID: nothing is read, the lock is held for an instant",))  # fmt: skip
        if there is None or not there["validated"]:
            validate = f"{self._alter} VALIDATE CONSTRAINT {ident(self.name)}"
            yield Change(f"prove the bound of {self.table['name']}", Statement(validate), (), mark=self._mark(1),
                         notes=("reads the table while others write; attaching it then reads nothing",))  # fmt: skip

    def after(self) -> Iterator[Change]:
        """Only where it is there, or is put there by the same plan."""
        drop = f"{self._alter} DROP CONSTRAINT IF EXISTS {ident(self.name)}"
        yield Change(f"drop the CHECK of {self.table['name']} again", Statement(drop), (), mark=self._mark(2))

    def _mark(self, offset: int) -> Mark:
        return replace(self.mark, part=self.mark.part + self.place + offset)
