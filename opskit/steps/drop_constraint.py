"""A constraint that is gone; its definition is kept for the undo."""

from __future__ import annotations

from dataclasses import dataclass

from opskit.core.change import Change, Irreversible, Mark, Statement
from opskit.core.finding import Finding
from opskit.core.identifier import ident
from opskit.core.step import Reader
from opskit.core.verdict import Severity
from opskit.migrate.forms.drop_constraint import DropConstraint as Ddl
from opskit.migrate.preceding import NOTHING, Preceding
from opskit.steps import observing

_DEFINITION = """
select pg_catalog.pg_get_constraintdef(c.oid) as definition
from pg_catalog.pg_constraint as c
where c.conrelid = pg_catalog.to_regclass(%(table)s) and c.conname = %(name)s
"""


@dataclass(frozen=True)
class DropConstraint:
    ddl: Ddl
    mark: Mark
    preceding: Preceding = NOTHING

    @property
    def name(self) -> str:
        return f"{self.mark.revision} #{self.mark.ordinal} drop constraint {self.ddl.name}"

    def observe(self, db: Reader) -> tuple[str, str]:
        """Its definition, empty when it is not there, and what the record says of this statement."""
        rows = db.rows(_DEFINITION, table=self.ddl.relation, name=self.ddl.name)
        state = observing.statement_state(db, self.mark.revision, self.mark.ordinal, self.mark.part)
        return (str(rows[0]["definition"]) if rows else ""), state

    def plan(self, seen: tuple[str, str]) -> list[Change]:
        definition, state = seen
        expected = self.preceding.names(self.ddl.name)
        if not definition and (state == "done" or (self.ddl.if_exists and not expected)):
            return []
        constraint = ident(self.ddl.name)
        statement = f"ALTER TABLE {self.ddl.relation} DROP CONSTRAINT {constraint}" + " CASCADE" * self.ddl.cascade
        undo = f"ALTER TABLE {self.ddl.relation} ADD CONSTRAINT {constraint} {definition}"
        return [
            Change(
                f"drop constraint {self.ddl.name}",
                Statement(statement),
                (Statement(undo),) if definition else Irreversible("its definition is known only once it is there"),
                mark=self.mark,
                obstacles=() if definition or expected else (self._absent(),),
            )
        ]

    def _absent(self) -> Finding:
        text = f"constraint {self.ddl.name} does not exist on {self.ddl.relation}, so it cannot be dropped"
        return Finding(f"drop_constraint:{self.ddl.name}", Severity.CRITICAL, self.ddl.name, text)
