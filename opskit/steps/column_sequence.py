"""The sequence of a serial column, or the passing one that numbers an identity column until it has its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from opskit.core.change import Change, Mark, Statement
from opskit.core.identifier import ident, literal, qualified
from opskit.core.step import Row
from opskit.migrate.constraint_form import candidates
from opskit.migrate.forms.add_column import AddColumn as Ddl
from opskit.migrate.naming import chosen
from opskit.steps.tables import Table
from opskit.value import Value, replace

CREATE, OWNER, BELONGS, IDENTITY = 1, 2, 3, 10
NO_LOCK = "locks nothing that is in use"
FOR_ALL = "whoever inserts rows takes numbers from it until the column has its own"
BECOMES = (
    "ACCESS EXCLUSIVE for an instant: its rows are numbered and NOT NULL; its sequence goes on after the last number"
)


class ColumnSequence(Value):
    """`name` is qualified and quoted; `owned` says that the column has it already."""

    ddl: Ddl
    mark: Mark
    table: Table
    name: str
    exists: bool
    owned: bool

    @property
    def default(self) -> str:
        return f"pg_catalog.nextval({literal(self.name)}::pg_catalog.regclass)"

    def drop(self) -> Statement:
        return Statement(f"DROP SEQUENCE IF EXISTS {self.name}")

    def made(self) -> list[Change]:
        create = Change(
            f"create sequence {self.name}",
            Statement(f"CREATE SEQUENCE {self.name} {self.ddl.sequence_options}"),
            (self.drop(),), mark=self._part(CREATE), notes=(NO_LOCK,),
        )  # fmt: skip
        changes = [] if self.exists else [create]
        if self.ddl.identity_sql:
            grant = Statement(f"GRANT USAGE ON SEQUENCE {self.name} TO PUBLIC")
            return [*changes, Change("let everybody use it", grant, (), mark=self._part(BELONGS), notes=(FOR_ALL,))]
        return [] if self.owned else [*changes, *self._handed_over()]

    def _handed_over(self) -> list[Change]:
        """To the owner of the table, which PostgreSQL demands of a sequence that belongs to a column."""
        column = f"{self.ddl.relation}.{ident(self.ddl.column)}"
        changes = []
        if self.table.shape is not None:
            owner = Statement(f"ALTER SEQUENCE {self.name} OWNER TO {ident(str(self.table.shape['owner']))}")
            changes = [Change("give it to the table's owner", owner, (), mark=self._part(OWNER), notes=(NO_LOCK,))]
        belongs = Statement(f"ALTER SEQUENCE {self.name} OWNED BY {column}")
        text = f"let it belong to {self.ddl.column}"
        return [*changes, Change(text, belongs, (), mark=self._part(BELONGS), notes=(NO_LOCK,))]

    def identity(self) -> Change:
        """In one transaction, so that no number is given twice."""
        own = f"pg_catalog.pg_get_serial_sequence({literal(self.ddl.relation)}, {literal(self.ddl.column)})"
        following = f"pg_catalog.nextval({literal(self.name)}::pg_catalog.regclass)"
        block = (
            f"do $opskit$\nbegin\n  {self.ddl.identity_sql};\n"
            f"  perform pg_catalog.setval({own}::pg_catalog.regclass, {following}, false);\n"
            f"  drop sequence {self.name};\nend\n$opskit$"
        )
        back = f"ALTER TABLE {self.ddl.target} ALTER COLUMN {ident(self.ddl.column)} DROP IDENTITY IF EXISTS"
        return Change(
            f"make {self.ddl.column} an identity column", Statement(block), (Statement(back),),
            mark=self._part(IDENTITY), notes=(BECOMES,),
        )  # fmt: skip

    def _part(self, place: int) -> Mark:
        return replace(self.mark, part=self.mark.part + place)


def tried_names(ddl: Ddl) -> list[str]:
    """The names it may get."""
    return [_passing(ddl), *candidates(ddl.table, [ddl.column], "seq")]


def sequence_of(
    ddl: Ddl, mark: Mark, table: Table, taken: Sequence[Row], recorded: Mapping[int, Row]
) -> ColumnSequence:
    """`taken` are the rows of the fact taken_names for tried_names; `recorded` those of the record of this statement,
    by their part: a free sequence that it made is its own."""
    row = table.columns.get(ddl.column)
    if row and row["sequence"]:
        return ColumnSequence(ddl, mark, table, str(row["sequence"]), True, True)
    there = {str(each["name"]): bool(each["free_sequence"]) for each in taken}
    made_before = row is not None and CREATE in recorded and recorded[CREATE]["state"] == "done"
    name = _passing(ddl) if ddl.identity_sql else _picked(ddl, there, made_before)
    schema = str(table.shape["schema"]) if table.shape else ddl.schema
    return ColumnSequence(ddl, mark, table, qualified(schema, name), name in there, False)


def _picked(ddl: Ddl, there: Mapping[str, bool], made_before: bool) -> str:
    tried = candidates(ddl.table, [ddl.column], "seq")
    return next((name for name in tried if name not in there or (made_before and there[name])), tried[0])


def _passing(ddl: Ddl) -> str:
    return chosen(ddl.table, [ddl.column], "opskit_seq")
