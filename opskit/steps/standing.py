"""What there is of a foreign key or a CHECK that a statement adds: the name it gets, and what has that name already."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.core.step import Reader, Row
from opskit.errors import OpskitError
from opskit.migrate.constraint_form import candidates, constraint_of, expression_of, same_constraint
from opskit.migrate.parser import deparse_expression
from opskit.migrate.preceding import Named, Preceding
from opskit.steps.tables import Table, table
from opskit.value import Value


class Standing(Value):
    """What there is of a constraint: `name` is the one it gets, or has; `found` is what has that name, `same` whether
    that is what the statement asks for."""

    table: Table
    name: str
    found: Row | None
    same: bool

    @property
    def proved(self) -> bool:
        return self.found is not None and bool(self.found["validated"])


def standing(db: Reader, ddl: Named, preceding: Preceding) -> Standing:
    drops = preceding.drops_of(ddl.schema, ddl.table)
    seen = table(db, ddl.relation, named(ddl), drops)
    name = settled_name(db, ddl, seen, preceding)
    found = seen.constraint(name)
    return Standing(seen, name, found, found is not None and equal(db, ddl, found))


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
