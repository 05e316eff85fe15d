"""Tables that a revision uses although only a revision on another branch makes them: told from the statements alone.
What no revision makes is not spoken of; it may have been there before Alembic was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from opskit.core.identifier import qualified
from opskit.migrate.lineage import ancestors
from opskit.migrate.migration import Migration
from opskit.migrate.nodes import enum_word
from opskit.migrate.parser import Parsed, parse
from opskit.value import Value

_MAKES = {"create_stmt": "relation", "view_stmt": "view"}


class Lack(Value):
    """`line` is that of the statement in `revision` that uses the table first."""

    revision: str
    table: str
    maker: str
    line: int


def lacks(migrations: Sequence[Migration]) -> list[Lack]:
    """At most one for each revision and table; none where an ancestor, the revision itself or a descendant makes it."""
    makers: dict[str, list[str]] = {}
    used: dict[str, dict[str, int]] = {}
    for migration in migrations:
        for line, parsed in written(migration):
            for name in made(parsed):
                makers.setdefault(name, []).append(migration.revision)
            for name in touched(parsed.node):
                used.setdefault(migration.revision, {}).setdefault(name, line)
    before = {each.revision: ancestors(migrations, {each.revision}) for each in migrations}
    return [
        Lack(revision, name, makers[name][0], line)
        for revision, names in used.items()
        for name, line in names.items()
        if name in makers and all(_apart(before, revision, maker) for maker in makers[name])
    ]


def _apart(before: Mapping[str, set[str]], revision: str, maker: str) -> bool:
    return maker not in before[revision] and revision not in before[maker]


def written(migration: Migration) -> Iterator[tuple[int, Parsed]]:
    """Its statements, each with its line; one that became several steps once only."""
    sources = {ddl.source.ordinal: ddl.source for ddl in migration.up}
    for source in sources.values():
        yield from ((source.line, each) for each in parse(source.text, migration.path))


def made(parsed: Parsed) -> Iterator[str]:
    """Tables and views a statement leaves under a new name."""
    node = parsed.node
    if parsed.kind in _MAKES:
        yield _name(getattr(node, _MAKES[parsed.kind]))
    elif parsed.kind == "create_table_as_stmt":
        yield _name(node.into.rel)
    elif parsed.kind == "rename_stmt" and enum_word(node, "rename_type") == "OBJECT_TABLE":
        yield qualified(node.relation.schemaname, node.newname)


def unmade(parsed: Parsed) -> Iterator[str]:
    """Tables and views whose name is free afterwards."""
    node = parsed.node
    if parsed.kind == "drop_stmt" and enum_word(node, "remove_type") in ("OBJECT_TABLE", "OBJECT_VIEW"):
        yield from (qualified(*(part.string.sval for part in each.list.items)) for each in node.objects)
    elif parsed.kind == "rename_stmt" and enum_word(node, "rename_type") == "OBJECT_TABLE":
        yield _name(node.relation)


def touched(message: Any) -> Iterator[str]:
    """Every relation a statement names, wherever it stands in it; none of one that is nested too deeply to be read."""
    if message is None:
        return
    if message.DESCRIPTOR.name == "RangeVar":
        yield _name(message)
    for field, value in message.ListFields():
        if field.message_type:
            for each in value if field.is_repeated else [value]:
                yield from touched(each)


def _name(relation: Any) -> str:
    return qualified(relation.schemaname, relation.relname)


def standing(migrations: Sequence[Migration]) -> Mapping[str, str]:
    """The tables and views that a row of migrations leaves behind -> the revision that made each."""
    found: dict[str, str] = {}
    for migration in migrations:
        for _, parsed in written(migration):
            for name in unmade(parsed):
                found.pop(name, None)
            found |= dict.fromkeys(made(parsed), migration.revision)
    return found
