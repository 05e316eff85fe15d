"""A column that runs out of numbers, made wider while the application runs, as the text of a migration that a person
reads, completes and applies: a column beside it, a trigger that fills it, the rows in batches, and the two change names
in an instant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from opskit.app.fix_mends import ByHand
from opskit.catalog.facts import fact
from opskit.core.identifier import ident, literal, qualified
from opskit.core.step import Reader, Row
from opskit.errors import InvalidFile
from opskit.migrate import naming
from opskit.migrate.flow import command_kind
from opskit.migrate.nodes import type_word
from opskit.migrate.parser import parse
from opskit.migrate.spelled_out import spelled_out
from opskit.steps.backfill import backfill_sql
from opskit.value import replace


def with_recipes(db: Reader, by_hand: Sequence[ByHand]) -> list[ByHand]:
    return [replace(each, recipe=tuple(_recipe(db, each.remedy))) for each in by_hand]


def _recipe(db: Reader, remedy: str) -> Iterator[str]:
    for relation, column in _widened(remedy):
        with spelled_out(db):
            rows = db.rows(fact("column_to_widen"), relation=relation, column=column)
        for row in rows:
            if not row["others"]:
                yield from _statements(row)
            else:
                yield _comment(f"by a new column, which has to take these along: {row['others']}")


def _widened(remedy: str) -> Iterator[tuple[str, str]]:
    """Relation and column of each command that makes a column bigint."""
    try:
        statements = parse(remedy)
    except InvalidFile:
        return
    for parsed in (each for each in statements if each.kind == "alter_table_stmt"):
        relation = qualified(parsed.node.relation.schemaname, parsed.node.relation.relname)
        for command in (each.alter_table_cmd for each in parsed.node.cmds):
            wanted = getattr(command, "def").column_def
            if command_kind(command) == "at_alter_column_type" and type_word(wanted) == "int8":
                yield relation, command.name


def _statements(row: Row) -> Iterator[str]:
    schema, bare, column = str(row["schema"]), str(row["table_name"]), str(row["column_name"])
    table, old = f"{schema}.{ident(bare)}", ident(column)
    wide, narrow = naming.chosen(column, (), "wide"), ident(naming.chosen(column, (), "narrow"))
    new, follows = ident(wide), ident(naming.chosen(bare, (column,), "follows"))
    key = ident(naming.chosen(bare, (column,), "wide_key"))
    function = f"{schema}.{follows}()"
    body = literal(f"begin new.{new} := new.{old}; return new; end")
    yield f"alter table {table} add column {new} bigint"
    yield f"create function {function} returns trigger language plpgsql as {body}"
    yield f"create trigger {follows} before insert or update on {table} for each row execute function {function}"
    yield backfill_sql(table, wide, [table])
    if row["key_name"]:
        yield f"create unique index {key} on {table} ({new})"
    yield f"alter table {table} alter column {new} set not null"
    yield "begin"
    yield from _swap(row, table, (old, new, narrow), key)
    yield f"drop trigger {follows} on {table}"
    yield f"drop function {function}"
    yield "commit"
    if row["sequence"]:
        yield f"alter sequence {row['sequence']} as bigint"
    yield _comment(f"later, when nobody reads it any more: alter table {table} drop column {narrow}")


def _comment(text: str) -> str:
    """On one line, whatever a name holds: behind a line's end it would be a statement."""
    return f"-- {' '.join(text.split())}"


def _swap(row: Row, table: str, names: tuple[str, str, str], key: str) -> Iterator[str]:
    """What the column has goes over to the one that takes its name."""
    old, new, narrow = names
    if row["key_name"]:
        yield f"alter table {table} drop constraint {ident(row['key_name'])}"
    if row["sequence"]:
        yield f"alter sequence {row['sequence']} owned by {table}.{new}"
    yield f"alter table {table} alter column {old} drop default"
    yield f"alter table {table} alter column {old} drop not null"
    yield f"alter table {table} rename column {old} to {narrow}"
    yield f"alter table {table} rename column {new} to {old}"
    if row["default_sql"]:
        yield f"alter table {table} alter column {old} set default {row['default_sql']}"
    if row["key_name"]:
        kind = "primary key" if row["key_type"] == "p" else "unique"
        yield f"alter table {table} add constraint {ident(row['key_name'])} {kind} using index {key}"
