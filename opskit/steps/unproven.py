"""What a foreign key and a CHECK have in common: added NOT VALID, which looks at no row, then validated while reads and
writes go on."""

from __future__ import annotations

from opskit.core.change import Change, Mark, Statement
from opskit.core.finding import Finding
from opskit.core.identifier import ident
from opskit.core.step import Row
from opskit.core.verdict import Severity
from opskit.migrate.constraint_form import added, added_unproven
from opskit.migrate.preceding import Named
from opskit.value import Value, replace

AS_WRITTEN_NOT_VALID = "as written: NOT VALID looks at no row"


class Unproven(Value):
    """The texts that add, validate and drop a constraint under the name it gets."""

    ddl: Named
    mark: Mark
    name: str

    @property
    def alter(self) -> str:
        return f"ALTER TABLE {self.ddl.relation}"

    @property
    def drop(self) -> Statement:
        return Statement(f"{self.alter} DROP CONSTRAINT IF EXISTS {ident(self.name)}")

    def changes(self, adding: str, validating: str, found: Row | None) -> list[Change]:
        """What is missing, where `found` is already there; with notes for the two steps."""
        if found and (found["validated"] or not self.ddl.validates):
            return []
        if not self.ddl.validates:
            return [self.as_written(AS_WRITTEN_NOT_VALID)]
        validate = self.validate(validating, found)
        return [validate] if found else [self.add(adding), validate]

    def as_written(self, note: str, obstacles: tuple[Finding, ...] = ()) -> Change:
        sql = added(self.ddl.sql, self.name)
        return Change(
            f"add constraint {self.name}", Statement(sql), (self.drop,), mark=self.mark, notes=(note,),
            obstacles=obstacles,
        )  # fmt: skip

    def add(self, note: str) -> Change:
        return Change(
            f"add constraint {self.name}, NOT VALID", self._add, (self.drop,), mark=self.mark, notes=(note,)
        )  # fmt: skip

    def validate(self, note: str, found: Row | None) -> Change:
        """`found` was there before, NOT VALID, so the way back leaves it so."""
        again = f"{self.alter} ADD CONSTRAINT {ident(self.name)} {found['definition']}" if found else ""
        return Change(
            f"validate constraint {self.name}",
            Statement(f"{self.alter} VALIDATE CONSTRAINT {ident(self.name)}"),
            (self.drop, Statement(again)) if found else (),
            mark=replace(self.mark, part=self.mark.part + 1),
            notes=(note,),
        )

    @property
    def _add(self) -> Statement:
        return Statement(added_unproven(self.ddl.sql, self.name))

    def different(self, row: Row) -> Change:
        text = f"constraint {self.name} of {self.ddl.relation} exists with another definition: {row['definition']}"
        finding = Finding(f"{self.ddl.kind}:{self.name}", Severity.CRITICAL, self.name, text)
        return self.as_written("", (finding,))


def put_back(relation: str, row: Row) -> tuple[Statement, Statement]:
    """A validated constraint of the catalog made again, without a scan under its lock."""
    alter, name = f"ALTER TABLE {relation}", ident(str(row["name"]))
    add = f"{alter} ADD CONSTRAINT {name} {row['definition']} NOT VALID"
    return Statement(add), Statement(f"{alter} VALIDATE CONSTRAINT {name}")
