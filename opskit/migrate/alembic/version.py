"""The table in which Alembic keeps the heads of a database, and the one statement that moves it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from opskit.core.identifier import qualified
from opskit.migrate.ddl import Source
from opskit.migrate.parser import parse
from opskit.value import Value

Heads = frozenset[str]


class VersionTable(Value):
    """`schema` is empty where env.py names none; `create_sql` is what Alembic itself would create it with."""

    schema: str
    table: str
    create_sql: str

    @property
    def name(self) -> str:
        return qualified(self.schema, self.table)


class VersionMove(Value):
    """The heads before and after a revision. `passed` are the states the table goes through until `before`: the steps
    of one plan move it one after another. `lacks` names tables the revision uses that are made on a branch it does not
    stand on, each with the revision that makes it."""

    kind: ClassVar[str] = "keep_alembic_version"
    source: Source
    table: VersionTable
    before: Heads
    after: Heads
    passed: tuple[Heads, ...] = ()
    lacks: tuple[tuple[str, str], ...] = ()

    @property
    def back_sql(self) -> str:
        return move_sql(self.table.name, self.after, self.before)


def move_sql(table: str, before: Heads, after: Heads) -> str:
    """One statement, so that no crash leaves it half done: what Alembic does in one to many (a merge deletes all heads
    but one and updates that, its way back inserts them again)."""
    gone, come = sorted(before - after), sorted(after - before)
    parts = [_update(table, old, new) for old, new in zip(gone[:1], come[:1], strict=False)]
    paired = len(parts)
    parts += [f"DELETE FROM {table} WHERE version_num = {_literal(old)}" for old in gone[paired:]]  # noqa: S608 - quoted
    parts += [f"INSERT INTO {table} (version_num) VALUES ({_literal(new)})" for new in come[paired:]]  # noqa: S608 - quoted
    first, *rest = parts
    return f"WITH {', '.join(f'part_{n} AS ({sql})' for n, sql in enumerate(rest, 1))} {first}" if rest else first


def _update(table: str, old: str, new: str) -> str:
    return f"UPDATE {table} SET version_num = {_literal(new)} WHERE version_num = {_literal(old)}"  # noqa: S608 - quoted


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


class Moved(Value):
    """A recorded move, read back from its statement."""

    table: VersionTable
    gone: Heads
    come: Heads


def read_move(sql: str) -> Moved | None:
    """What a statement of opskit's record moved; None when it is none that move_sql writes."""
    parsed = parse(sql)
    if len(parsed) != 1 or parsed[0].kind not in ("update_stmt", "insert_stmt", "delete_stmt"):
        return None
    relation = parsed[0].node.relation
    table = VersionTable(relation.schemaname, relation.relname, "")
    pairs = list(_pairs(parsed[0].kind, parsed[0].node))
    gone = frozenset(old for old, _ in pairs if old)
    come = frozenset(new for _, new in pairs if new)
    return Moved(table, gone, come) if gone | come and move_sql(table.name, gone, come) == sql else None


def _pairs(kind: str, node: Any) -> Iterator[tuple[str, str]]:
    """The revision taken out and the one put in, of the statement and of those in its WITH; empty without one."""
    old = node.where_clause.a_expr.rexpr.a_const.sval.sval if kind != "insert_stmt" else ""
    new = ""
    if kind == "update_stmt":
        new = next((each.res_target.val.a_const.sval.sval for each in node.target_list), "")
    elif kind == "insert_stmt":
        rows = node.select_stmt.select_stmt.values_lists
        new = next((item.a_const.sval.sval for row in rows for item in row.list.items), "")
    yield old, new
    for each in node.with_clause.ctes:
        inner = each.common_table_expr.ctequery
        part = inner.WhichOneof("node")
        if part in ("update_stmt", "insert_stmt", "delete_stmt"):
            yield from _pairs(part, getattr(inner, part))
