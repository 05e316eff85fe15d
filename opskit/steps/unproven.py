"""What a foreign key and a CHECK have in common: added NOT VALID, which looks at no row, then validated while reads and
writes go on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from opskit.core.change import Change, Mark, Statement
from opskit.core.finding import Finding
from opskit.core.identifier import ident
from opskit.core.step import Reader, Row
from opskit.core.verdict import Severity
from opskit.errors import OpskitError
from opskit.migrate.constraint_form import (
    added,
    added_unproven,
    candidates,
    constraint_of,
    expression_of,
    same_constraint,
)
from opskit.migrate.parser import deparse_expression
from opskit.migrate.preceding import Named, Preceding
from opskit.steps.tables import Table


@dataclass(frozen=True)
class Unproven:
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


def named(ddl: Named) -> list[str]:
    """The name it has, or those PostgreSQL would try."""
    return [ddl.name] if ddl.name else candidates(ddl.table, ddl.columns, ddl.label)


def settled_name(db: Reader, ddl: Named, table: Table, preceding: Preceding) -> str:
    """The name it gets, or has already: the first that is free, after its namesakes of the same plan took theirs."""
    if ddl.name:
        return ddl.name
    given: set[str] = set()
    name = ""
    for each in (*preceding.namesakes(ddl), ddl):
        name = next((one for one in named(ddl) if one not in given and _is_for(db, each, one, table)), name)
        given.add(name)
    return name


def _is_for(db: Reader, ddl: Named, name: str, table: Table) -> bool:
    """Whether the name is free, or stands for the same constraint here; children have it too then."""
    rows = [row for row in table.constraints if row["name"] == name]
    here = [row for row in rows if row["here"]]
    return any(equal(db, ddl, row) for row in here) if here else not rows


def equal(db: Reader, ddl: Named, row: Row) -> bool:
    """Whether a constraint of the catalog is what the statement asks for. The server has the last word on an
    expression: it prints more than casts in a way of its own."""
    written = constraint_of(ddl.sql)
    if same_constraint(written, row["definition"]):
        return True
    if row["kind"] != "c" or ddl.kind != "add_check" or not row["here"]:
        return False
    theirs = constraint_of(f"alter table t add {row['definition']}")
    return written.is_no_inherit == theirs.is_no_inherit and _same_to_server(
        db, ddl.relation, [deparse_expression(each) for each in (written.raw_expr, expression_of(row["definition"]))]
    )


def _same_to_server(db: Reader, relation: str, expressions: Sequence[str]) -> bool:
    """Planned beside each other over the same table, they print alike. Nothing is run."""
    try:
        printed = [_printed(db, relation, each) for each in expressions]
    except OpskitError:
        return False
    return printed[0] == printed[1]


def _printed(db: Reader, relation: str, expression: str) -> list[str]:
    # Relation and expression come out of the parser's own deparser, quoted.
    rows = db.rows(f"explain (verbose, costs off) select {expression} from only {relation}")  # noqa: S608
    return [str(next(iter(row.values()))) for row in rows if "Output: " in str(next(iter(row.values())))]
