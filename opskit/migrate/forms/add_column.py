"""ALTER TABLE … ADD COLUMN that does more than make room: a default that may be volatile, serial, identity, or
constraints beside the column."""

from __future__ import annotations

from typing import Any, ClassVar

from opskit.core.identifier import ident, qualified
from opskit.migrate.beside_column import added_beside, made_identity, sequence_options, without
from opskit.migrate.ddl import Clause, Ddl, Source
from opskit.migrate.forms.set_not_null import SetNotNull
from opskit.migrate.nodes import clauses
from opskit.migrate.parser import deparse_expression
from opskit.migrate.type_name import is_serial, type_text
from opskit.value import Value

ON = frozenset({"at_add_column"})
_FREE = ("CONSTR_NULL", "CONSTR_NOTNULL", "CONSTR_DEFAULT")


class AddColumn(Value):
    """`free_sql` adds it with its default and NOT NULL but without the constraints beside it, which are `constraints`;
    `bare_sql` without default and NOT NULL too. `serial`: its default is a sequence of its own. `identity_sql` makes a
    column that has a default an identity column instead; `sequence_options` are those of its sequence. `sql` is the
    clause as written."""

    kind: ClassVar[str] = "add_column"
    source: Source
    schema: str
    table: str
    column: str
    if_not_exists: bool
    default: str
    serial: bool
    identity_sql: str
    sequence_options: str
    not_null: bool
    only: bool
    bare_sql: str
    free_sql: str
    constraints: tuple[Ddl, ...]
    sql: str

    @property
    def relation(self) -> str:
        return qualified(self.schema, self.table)

    @property
    def target(self) -> str:
        """The table as ALTER TABLE names it."""
        return f"ONLY {self.relation}" if self.only else self.relation

    @property
    def filled(self) -> SetNotNull:
        """The NOT NULL of the column, as a statement of its own."""
        return SetNotNull(self.source, self.schema, self.table, self.column, self.only)

    @property
    def drop_sql(self) -> str:
        return f"ALTER TABLE {self.target} DROP COLUMN IF EXISTS {ident(self.column)}"


def recognise(clause: Clause) -> list[Ddl]:
    """A column without a default, or with a constant, is free to add; a stored generated one has no safe form."""
    column = getattr(clause.node, "def").column_def
    written = clauses(column)
    if "CONSTR_GENERATED" in written or "CONSTR_ATTR_NOT_ENFORCED" in written or _is_free(column, written):
        return []
    if column.type_name.typmods and (is_serial(column.type_name) or "CONSTR_IDENTITY" in written):
        return []  # serial(3): no sequence has such a type, and the server refuses it
    inline = added_beside(clause, column)
    return [] if inline is None else [_add_column(clause, column, written, inline)]


def _is_free(column: Any, written: dict[str, Any]) -> bool:
    constant = "CONSTR_DEFAULT" not in written or _constant(written["CONSTR_DEFAULT"].raw_expr)
    return set(written) <= set(_FREE) and constant and not is_serial(column.type_name)


def _constant(node: Any) -> bool:
    while node.WhichOneof("node") == "type_cast":
        node = node.type_cast.arg
    return bool(node.WhichOneof("node") == "a_const")


def _add_column(clause: Clause, column: Any, written: dict[str, Any], inline: tuple[Ddl, ...]) -> AddColumn:
    type_name = type_text(column.type_name, ())
    serial, identity = is_serial(column.type_name), written.get("CONSTR_IDENTITY")
    default = written.get("CONSTR_DEFAULT")
    return AddColumn(
        clause.source, clause.schema, clause.table, column.colname, clause.node.missing_ok,
        "" if default is None else deparse_expression(default.raw_expr), serial,
        "" if identity is None else made_identity(clause, column.colname, identity),
        sequence_options(type_name, identity) if serial or identity is not None else "",
        serial or identity is not None or "CONSTR_NOTNULL" in written, not clause.whole.relation.inh,
        without(clause, type_name=type_name if serial else ""),
        without(clause, *_FREE) if inline else clause.sql, inline, clause.sql,
    )  # fmt: skip
