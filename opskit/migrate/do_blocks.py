"""What stands inside a DO block, statement by statement. Which of them run is only known when they do, so all of them
are taken to."""

from __future__ import annotations

from collections.abc import Iterator

from opskit.errors import InvalidFile
from opskit.migrate.nodes import block_body, function_body
from opskit.migrate.parser import Parsed, parse
from opskit.migrate.plpgsql import Inner, inner_statements
from opskit.value import Value, replace


class Block(Value):
    """`statements` are those that can be read, with the lines of the file; `opaque` says of the others why not."""

    statements: tuple[Parsed, ...]
    opaque: tuple[str, ...]
    commits: bool


def read_block(parsed: Parsed) -> Block:
    language, body = block_body(parsed.node)
    if language.lower() != "plpgsql":
        return Block((), (f"it is written in {language}",), commits=False)
    if not body:
        return Block((), ("it has no text",), commits=False)
    try:
        inner = inner_statements(parsed.text)
    except ValueError as error:
        return Block((), (f"PL/pgSQL refuses it: {error}",), commits=True)
    first = parsed.line + parsed.text[: parsed.text.find(body)].count("\n")
    known, opaque = [], []
    for each in inner:
        if each.sql:
            known += list(_statements(each, parsed, first))
        elif each.dynamic:
            opaque.append(f"line {first + each.line - 1} runs text that is put together when it runs")
    return Block(tuple(known), tuple(opaque), any(each.ends for each in inner))


def _statements(inner: Inner, block: Parsed, first: int) -> Iterator[Parsed]:
    try:
        for each in parse(inner.sql):
            yield replace(each, ordinal=block.ordinal, line=first + inner.line - 1 + each.line - 1)
    except InvalidFile:
        return  # an assignment or a query that only PL/pgSQL understands changes no schema


# What changes rows only, or nothing.
_NO_SCHEMA = frozenset(
    "select_stmt insert_stmt update_stmt delete_stmt merge_stmt variable_set_stmt notify_stmt copy_stmt lock_stmt"
    " transaction_stmt call_stmt".split()
)


def schema_changes(function: Parsed) -> list[str]:
    """The statements in the body of a CREATE FUNCTION that change the schema, as far as the body can be read."""
    language, body = function_body(function.node)
    try:
        if language == "sql":
            return [each.text for each in parse(body) if each.kind not in _NO_SCHEMA]
        inner = inner_statements(function.text) if language == "plpgsql" and body else []
    except (InvalidFile, ValueError):
        return []
    return [each.text for one in inner if one.sql for each in _read(one.sql) if each.kind not in _NO_SCHEMA]


def _read(sql: str) -> list[Parsed]:
    try:
        return parse(sql)
    except InvalidFile:
        return []
