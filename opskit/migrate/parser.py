"""PostgreSQL's own parser (libpg_query through postgast): the only module that imports it, and the only one that
reads SQL. Offsets of libpg_query are bytes; lines and columns given out here count characters from 1."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import postgast
from postgast import PgQueryError
from postgast.pg_query_pb2 import C_COMMENT, SQL_COMMENT, ParseResult

from opskit.errors import Fault, InvalidFile


@dataclass(frozen=True)
class Parsed:
    """One statement as written, where it stands, and its node of the parse tree. `node` is the protobuf message and
    stays inside opskit.migrate."""

    text: str
    ordinal: int
    line: int
    kind: str
    node: Any = field(repr=False, compare=False)


def parse(sql: str, path: Path = Path("<sql>")) -> list[Parsed]:
    """All statements of a text. InvalidFile (exit 7) with line and column when it does not parse."""
    if "\0" in sql:
        raise InvalidFile([Fault(path, sql[: sql.index("\0")].count("\n") + 1, "holds a NUL character")])
    try:
        tree = postgast.parse(sql)
    except PgQueryError as error:
        raise InvalidFile(
            [_fault(sql, path, error)], "mend the file; psql commands (\\i, \\set) are not SQL"
        ) from error
    raw = sql.encode()
    return [_parsed(raw, ordinal, statement) for ordinal, statement in enumerate(tree.stmts, 1)]


def split(sql: str, path: Path = Path("<sql>")) -> list[str]:
    return [parsed.text for parsed in parse(sql, path)]


def deparse(kind: str, node: Any) -> str:
    """SQL text of one statement node, as PostgreSQL's deparser writes it."""
    tree = ParseResult(version=_version())
    getattr(tree.stmts.add().stmt, kind).CopyFrom(node)
    return str(postgast.deparse(tree))


def deparse_expression(node: Any) -> str:
    """SQL text of an expression node."""
    tree = postgast.parse("select 1")
    tree.stmts[0].stmt.select_stmt.target_list[0].res_target.val.CopyFrom(node)
    return str(postgast.deparse(tree)).removeprefix("SELECT ")


def drop_of(statement: str) -> str | None:
    """The DROP that takes a CREATE back, or None where the statement creates nothing that can be dropped by name."""
    try:
        return str(postgast.to_drop(statement))
    except (PgQueryError, ValueError):
        return None


def _version() -> int:
    return int(postgast.parse("select 1").version)


def _parsed(raw: bytes, ordinal: int, statement: Any) -> Parsed:
    start = int(statement.stmt_location)
    end = start + int(statement.stmt_len) if statement.stmt_len else len(raw)
    start += _leading_blank_and_comments(raw[start:end])
    text = raw[start:end].decode().rstrip().removesuffix(";").rstrip()
    line = raw[:start].count(b"\n") + 1
    kind = str(statement.stmt.WhichOneof("node"))
    return Parsed(text, ordinal, line, kind, getattr(statement.stmt, kind))


def _leading_blank_and_comments(chunk: bytes) -> int:
    """Bytes before the first token: libpg_query counts the comments above a statement as part of it."""
    for token in postgast.scan(chunk.decode()).tokens:
        if token.token not in (SQL_COMMENT, C_COMMENT):
            return int(token.start)
    return 0


def _fault(sql: str, path: Path, error: PgQueryError) -> Fault:
    position = max(int(error.cursorpos or 0) - 1, 0)
    before = sql[:position]
    line = before.count("\n") + 1
    column = position - (before.rfind("\n") + 1) + 1
    return Fault(path, line, str(error), column)


def runs_in_transaction(sql: str) -> bool:
    """False for the CONCURRENTLY forms, which PostgreSQL refuses inside a transaction block."""
    return not any(getattr(parsed.node, "concurrent", False) for parsed in parse(sql))
