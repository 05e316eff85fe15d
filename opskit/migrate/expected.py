"""The indexes that a row of migrations leaves behind: made by a CREATE INDEX, an added UNIQUE or PRIMARY KEY, alone or
beside a new column, and dropped or taken along by nothing after it.

What a statement that runs as written does to them is followed for drops of tables, schemas and columns and for renames
of indexes, constraints and tables; a renamed column shows as another definition."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from opskit.core.identifier import ident, qualified
from opskit.migrate.ddl import Ddl
from opskit.migrate.forms.add_column import AddColumn
from opskit.migrate.forms.add_primary_key import AddPrimaryKey
from opskit.migrate.forms.add_unique import AddUnique
from opskit.migrate.forms.create_index import CreateIndex, create_index
from opskit.migrate.forms.drop_constraint import DropConstraint
from opskit.migrate.forms.drop_index import DropIndex
from opskit.migrate.migration import Migration
from opskit.migrate.nodes import enum_word
from opskit.migrate.parser import parse
from opskit.value import Value, replace


class Expected(Value):
    """`revision` and `index.source` tell the statement that makes it; `attach_sql` is set where it belongs to a unique
    constraint or primary key, which has the same name."""

    revision: str
    name: str
    index: CreateIndex
    attach_sql: str = ""

    @property
    def remedy(self) -> tuple[str, ...]:
        """What builds it again without stopping writes."""
        return (self.index.safe_sql, self.attach_sql) if self.attach_sql else (self.index.safe_sql,)

    def lies_in(self, schema: str) -> bool:
        return not schema or not self.index.schema or schema == self.index.schema

    def lies_on(self, schema: str, table: str) -> bool:
        return self.index.table == table and self.lies_in(schema)


def expected(migrations: Iterable[Migration]) -> list[Expected]:
    """In the order they are made."""
    found: list[Expected] = []
    for migration in migrations:
        for ddl in migration.up:
            if isinstance(ddl, CreateIndex):
                found = _with(found, Expected(migration.revision, ddl.name, ddl))
            elif isinstance(ddl, (AddUnique, AddPrimaryKey)):
                found = _with(found, Expected(migration.revision, ddl.name, ddl.index, ddl.attach_sql))
            elif isinstance(ddl, AddColumn):
                found = _with_column(found, migration.revision, ddl)
            elif isinstance(ddl, DropIndex):
                found = _without_index(found, ddl.schema, ddl.name)
            elif isinstance(ddl, DropConstraint):
                found = _without_constraint(found, ddl.schema, ddl.table, ddl.name)
            else:
                found = _after_other(found, ddl)
    return found


def _with(found: list[Expected], new: Expected) -> list[Expected]:
    """A second CREATE INDEX IF NOT EXISTS of the same name does nothing."""
    known = any(each.name == new.name and each.lies_in(new.index.schema) for each in found)
    return found if known else [*found, new]


def _with_column(found: list[Expected], revision: str, ddl: AddColumn) -> list[Expected]:
    for each in ddl.constraints:
        if isinstance(each, (AddUnique, AddPrimaryKey)):
            found = _with(found, Expected(revision, each.name, each.index, each.attach_sql))
    return found


def _without_index(found: list[Expected], schema: str, name: str) -> list[Expected]:
    return [each for each in found if each.name != name or not each.lies_in(schema)]


def _without_constraint(found: list[Expected], schema: str, table: str, name: str) -> list[Expected]:
    return [each for each in found if each.name != name or not each.attach_sql or not each.lies_on(schema, table)]


def _after_other(found: list[Expected], ddl: Ddl) -> list[Expected]:
    parsed = parse(ddl.source.text)[0]
    node = parsed.node
    if parsed.kind == "drop_stmt":
        return _after_drop(found, node)
    if parsed.kind == "alter_table_stmt":
        return _after_alter_table(found, node)
    if parsed.kind == "rename_stmt":
        return [_renamed(each, node) for each in found]
    return found


def _after_drop(found: list[Expected], node: Any) -> list[Expected]:
    kind = enum_word(node, "remove_type")
    if kind == "OBJECT_SCHEMA":
        gone = {each.string.sval for each in node.objects}
        return [each for each in found if each.index.schema not in gone]
    if kind == "OBJECT_TABLE":
        for names in ([part.string.sval for part in each.list.items] for each in node.objects):
            schema = names[-2] if len(names) > 1 else ""
            found = [each for each in found if not each.lies_on(schema, names[-1])]
    return found


def _after_alter_table(found: list[Expected], node: Any) -> list[Expected]:
    relation = node.relation
    for command in (each.alter_table_cmd for each in node.cmds):
        kind = enum_word(command, "subtype")
        if kind == "AT_DropConstraint":
            found = _without_constraint(found, relation.schemaname, relation.relname, command.name)
        elif kind == "AT_DropColumn":
            here = (relation.schemaname, relation.relname)
            found = [each for each in found if not (each.lies_on(*here) and command.name in _columns(each.index))]
    return found


def _renamed(one: Expected, node: Any) -> Expected:
    schema, name = node.relation.schemaname, node.relation.relname
    kind = enum_word(node, "rename_type")
    if kind == "OBJECT_TABCONSTRAINT" and one.lies_on(schema, name) and one.name == node.subname:
        return _named(one, node.newname)
    if kind not in ("OBJECT_INDEX", "OBJECT_TABLE") or not one.lies_in(schema):
        return one
    if one.name == name:
        return _named(one, node.newname)
    return _on_table(one, node.newname) if one.index.table == name else one


def _named(one: Expected, name: str) -> Expected:
    statement = parse(one.index.safe_sql)[0].node
    statement.idxname = name
    return _rebuilt(one, name, statement)


def _on_table(one: Expected, table: str) -> Expected:
    statement = parse(one.index.safe_sql)[0].node
    statement.relation.relname = table
    return _rebuilt(one, one.name, statement)


def _rebuilt(one: Expected, name: str, statement: Any) -> Expected:
    index = create_index(statement, one.index.source)
    kind = "PRIMARY KEY" if "PRIMARY KEY USING INDEX" in one.attach_sql else "UNIQUE"
    attach = f"ALTER TABLE {qualified(index.schema, index.table)} ADD CONSTRAINT {ident(name)} {kind} USING INDEX"
    deferrable = one.attach_sql.rpartition(f"USING INDEX {ident(one.name)}")[2]
    attach_sql = f"{attach} {ident(name)}{deferrable}" if one.attach_sql else ""
    return replace(one, name=name, index=index, attach_sql=attach_sql)


def _columns(index: CreateIndex) -> set[str]:
    """The columns an index stands or falls with: keys, included ones, and what expressions and predicate name."""
    node = parse(index.safe_sql)[0].node
    plain = {each.index_elem.name for each in [*node.index_params, *node.index_including_params]}
    return plain | set(_column_refs(node))


def _column_refs(message: Any) -> list[str]:
    if message.DESCRIPTOR.name == "ColumnRef":
        return [message.fields[-1].string.sval]
    found: list[str] = []
    for field, value in message.ListFields():
        if field.message_type:
            for each in value if field.is_repeated else [value]:
                found += _column_refs(each)
    return found
