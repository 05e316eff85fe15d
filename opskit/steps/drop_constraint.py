"""A constraint that is gone; its definition, and that of what goes with it, is kept for the undo."""

from __future__ import annotations

from opskit.core.change import Change, Irreversible, Mark, Statement
from opskit.core.finding import Finding
from opskit.core.identifier import ident
from opskit.core.step import Reader, Row
from opskit.core.verdict import Severity
from opskit.migrate.definitions.reading import restored
from opskit.migrate.forms.drop_constraint import DropConstraint as Ddl
from opskit.migrate.named import Address
from opskit.migrate.preceding import NOTHING, Preceding
from opskit.migrate.spelled_out import spelled_out
from opskit.migrate.undo import Undo
from opskit.steps import observing
from opskit.steps.way_back import way_back
from opskit.value import Value

_CONSTRAINT = """
select c.tableoid::pg_catalog.int8 as class, c.oid::pg_catalog.int8 as oid, c.contype::text as kind
from pg_catalog.pg_constraint as c
where c.conrelid = pg_catalog.to_regclass(%(table)s) and c.conname = %(name)s
"""
_DEFINITION = """
select pg_catalog.pg_get_constraintdef(c.oid) as definition
from pg_catalog.pg_constraint as c where c.oid = %(oid)s::pg_catalog.oid
"""
_LATER = Irreversible("its definition is known only once it is there")


class Seen(Value):
    """`state` is what the record says of this statement; `undo` is None where the constraint is not there."""

    state: str
    undo: Undo | Irreversible | None


class DropConstraint(Value):
    ddl: Ddl
    mark: Mark
    preceding: Preceding = NOTHING

    @property
    def name(self) -> str:
        return f"{self.mark.revision} #{self.mark.ordinal} drop constraint {self.ddl.name}"

    def observe(self, db: Reader) -> Seen:
        rows = db.rows(_CONSTRAINT, table=self.ddl.relation, name=self.ddl.name)
        state = observing.statement_state(db, self.mark.revision, self.mark.ordinal, self.mark.part)
        if rows and self.mark.goes_back:
            return Seen(state, Undo())
        return Seen(state, self._undo(db, rows[0]) if rows else None)

    def _undo(self, db: Reader, row: Row) -> Undo | Irreversible:
        """From 18 on NOT NULL is one, which else comes with its column."""
        if row["kind"] != "n":
            return restored(db, [Address(row["class"], row["oid"])])
        with spelled_out(db):
            definition = db.rows(_DEFINITION, oid=row["oid"])[0]["definition"]
        return Undo((f"ALTER TABLE {self.ddl.relation} ADD CONSTRAINT {ident(self.ddl.name)} {definition}",))

    def plan(self, seen: Seen) -> list[Change]:
        expected = self.preceding.names(self.ddl.name)
        if seen.undo is None and (seen.state == "done" or (self.ddl.if_exists and not expected)):
            return []
        constraint = ident(self.ddl.name)
        statement = f"ALTER TABLE {self.ddl.relation} DROP CONSTRAINT {constraint}" + " CASCADE" * self.ddl.cascade
        return [
            Change(
                f"drop constraint {self.ddl.name}",
                Statement(statement),
                _LATER if seen.undo is None else way_back(seen.undo),
                mark=self.mark,
                obstacles=() if seen.undo is not None or expected else (self._absent(),),
            )
        ]

    def _absent(self) -> Finding:
        text = f"constraint {self.ddl.name} does not exist on {self.ddl.relation}, so it cannot be dropped"
        return Finding(f"drop_constraint:{self.ddl.name}", Severity.CRITICAL, self.ddl.name, text)
