"""A table, as the steps that change its constraints and columns look at it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set

from opskit.catalog.facts import fact
from opskit.core.step import Reader, Row
from opskit.migrate.constraint_form import expression_of, proven_not_null
from opskit.migrate.preceding import Drop
from opskit.steps import observing
from opskit.value import Value, field

_MAJOR = "select pg_catalog.current_setting('server_version_num')::pg_catalog.int4 / 10000 as major"


class Table(Value):
    """`shape` is the row of the fact table_shape, None where there is no such table (yet); `columns` the rows of
    table_columns by their names, `constraints` those of table_constraints. `gone` are names of constraints
    that are left out: earlier in the same plan they are dropped."""

    major: int
    shape: Row | None = None
    columns: Mapping[str, Row] = field(default_factory=dict)
    constraints: Sequence[Row] = ()
    gone: Set[str] = frozenset()

    @property
    def partitioned(self) -> bool:
        return self.shape is not None and self.shape["kind"] == "p"

    @property
    def heirs(self) -> bool:
        """Whether it has partitions or children."""
        return self.shape is not None and bool(self.shape["heirs"])

    @property
    def primary_key(self) -> Sequence[str]:
        return self.shape["primary_key"] if self.shape else ()

    def has(self, columns: Sequence[str]) -> bool:
        return all(column in self.columns for column in columns)

    def not_null(self, column: str) -> bool:
        return column in self.columns and bool(self.columns[column]["not_null"])

    def constraint(self, name: str) -> Row | None:
        return next((row for row in self.constraints if row["here"] and row["name"] == name), None)

    def proves(self, column: str, besides: str) -> bool:
        """Whether a validated CHECK, other than the one named, says that the column is not null."""
        return any(
            column in proven_not_null(expression_of(row["definition"]))
            for row in self.constraints
            if row["here"] and row["kind"] == "c" and row["validated"] and row["name"] != besides
        )


def table(db: Reader, relation: str, names: Sequence[str] = (), drops: Iterable[Drop] = ()) -> Table:
    """`relation` is quoted and perhaps qualified; `names` are constraint names that may be taken elsewhere. What the
    `drops`, earlier in the same plan, are still to take away is not there."""
    major = int(db.rows(_MAJOR)[0]["major"])
    shape = db.rows(fact("table_shape"), relation=relation)
    if not shape:
        return Table(major)
    columns = {str(row["name"]): row for row in db.rows(fact("table_columns"), relation=relation)}
    constraints = db.rows(fact("table_constraints"), relation=relation, names=list(names))
    there = {str(row["name"]) for row in constraints}
    gone = {drop.name for drop in drops if drop.name in there and not _is_done(db, drop)}
    keys = [row for row in constraints if row["here"] and row["kind"] == "p" and row["name"] in gone]
    known = {**shape[0], "primary_key": []} if keys else shape[0]
    return Table(major, known, columns, [row for row in constraints if row["name"] not in gone], gone)


def _is_done(db: Reader, drop: Drop) -> bool:
    return observing.statement_state(db, drop.mark.revision, drop.mark.ordinal, drop.mark.part) == "done"
