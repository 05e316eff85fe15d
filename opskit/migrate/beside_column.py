"""The constraints written beside a new column, each as the ALTER TABLE that adds it alone; and the column without
them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from opskit.core.identifier import ident
from opskit.migrate.ddl import Clause, Ddl
from opskit.migrate.forms.add_check import add_check
from opskit.migrate.forms.add_foreign_key import add_foreign_key
from opskit.migrate.forms.add_primary_key import add_primary_key
from opskit.migrate.forms.add_unique import add_unique, is_plain
from opskit.migrate.nodes import enum_word
from opskit.migrate.parser import deparse, parse
from opskit.value import replace

_DEFERRING = {
    "CONSTR_ATTR_DEFERRABLE": ("deferrable", True),
    "CONSTR_ATTR_NOT_DEFERRABLE": ("deferrable", False),
    "CONSTR_ATTR_DEFERRED": ("initdeferred", True),
    "CONSTR_ATTR_IMMEDIATE": ("initdeferred", False),
}
# Indexes are built before rows are compared with them, and other tables are locked last.
_ORDER = ("CONSTR_PRIMARY", "CONSTR_UNIQUE", "CONSTR_CHECK", "CONSTR_FOREIGN")


def added_beside(clause: Clause, column: Any) -> tuple[Ddl, ...] | None:
    """In the order in which they are added; None where one has no form of its own (storage options)."""
    found = [each for each in _with_deferring(column) if enum_word(each, "contype") in _ORDER]
    found.sort(key=lambda each: _ORDER.index(enum_word(each, "contype")))
    ddls = [_ddl(clause, column.colname, each) for each in found]
    known = tuple(each for each in ddls if each is not None)
    return known if len(known) == len(ddls) else None


def without(clause: Clause, *kept: str, type_name: str = "") -> str:
    """The ADD COLUMN with only these kinds of constraint beside the column, and of another type if one is given."""
    statement = _statement(clause)
    command = statement.cmds[0].alter_table_cmd
    command.missing_ok = False
    column = getattr(command, "def").column_def
    chosen = [each for each in column.constraints if enum_word(each.constraint, "contype") in kept]
    left = [type(each).FromString(each.SerializeToString()) for each in chosen]
    del column.constraints[:]
    column.constraints.extend(left)
    if type_name:
        other = getattr(parse(f"alter table t add c {type_name}")[0].node.cmds[0].alter_table_cmd, "def")
        column.type_name.CopyFrom(other.column_def.type_name)
    return deparse("alter_table_stmt", statement)


def made_identity(clause: Clause, column: str, identity: Any) -> str:
    """The ALTER TABLE that makes a column with a default an identity column instead."""
    name = ident(column)
    text = f"alter table t alter column {name} drop default, alter column {name} add generated always as identity"
    statement = parse(text)[0].node
    statement.relation.CopyFrom(clause.whole.relation)
    getattr(statement.cmds[1].alter_table_cmd, "def").constraint.CopyFrom(identity)
    return deparse("alter_table_stmt", statement)


def sequence_options(type_name: str, identity: Any) -> str:
    """What stands behind the name in the CREATE SEQUENCE of an identity column."""
    start = "CREATE SEQUENCE s"
    statement = parse(f"{start} as {type_name}")[0].node
    options = identity.options if identity is not None else ()
    statement.options.extend(each for each in options if each.def_elem.defname not in ("sequence_name", "as"))
    return deparse("create_seq_stmt", statement).removeprefix(start).strip()


def _with_deferring(column: Any) -> Iterator[Any]:
    """Each constraint with the DEFERRABLE that is written behind it."""
    current = None
    for each in (one.constraint for one in column.constraints):
        kind = enum_word(each, "contype")
        if kind in _DEFERRING and current is not None:
            name, value = _DEFERRING[kind]
            setattr(current, name, value)
            if kind == "CONSTR_ATTR_DEFERRED":
                current.deferrable = True
            continue
        if current is not None:
            yield current
        current = type(each).FromString(each.SerializeToString())
    if current is not None:
        yield current


def _ddl(clause: Clause, column: str, constraint: Any) -> Ddl | None:
    kind = enum_word(constraint, "contype")
    _over(constraint, column, kind)
    alone = replace(clause, sql=_added(clause, constraint))
    if kind == "CONSTR_FOREIGN":
        return add_foreign_key(constraint, alone)
    if kind == "CONSTR_CHECK":
        return add_check(constraint, alone)
    if not is_plain(constraint):
        return None
    if kind == "CONSTR_PRIMARY":
        return add_primary_key(constraint, alone)
    return add_unique(constraint, alone)


def _over(constraint: Any, column: str, kind: str) -> None:
    """Written beside a column it names none."""
    keys = constraint.fk_attrs if kind == "CONSTR_FOREIGN" else constraint.keys
    if kind != "CONSTR_CHECK":
        keys.add().string.sval = column


def _added(clause: Clause, constraint: Any) -> str:
    statement = parse("alter table t add check (true)")[0].node
    statement.relation.CopyFrom(clause.whole.relation)
    getattr(statement.cmds[0].alter_table_cmd, "def").constraint.CopyFrom(constraint)
    return deparse("alter_table_stmt", statement)


def _statement(clause: Clause) -> Any:
    """The ALTER TABLE with the clause alone."""
    return parse(clause.sql)[0].node
