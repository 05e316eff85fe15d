"""PostgreSQL's own parser (libpg_query through postgast): the only module that imports it, and the only one that
reads SQL. Offsets of libpg_query are bytes; lines and columns given out here count characters from 1."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import postgast
from google.protobuf.message import DecodeError
from postgast import PgQueryError
from postgast.pg_query_pb2 import C_COMMENT, IDENT, SQL_COMMENT, UIDENT, ParseResult, RawStmt

from opskit.errors import Fault, InvalidFile
from opskit.migrate.depth import SHALLOW, too_deep
from opskit.migrate.parse_fault import fault_of, unfit
from opskit.value import Sided, Value

# The kind of a statement that is nested too deeply for its tree to be read.
DEEP = "deep_stmt"


class Comment(Value):
    """`text` is without its dashes or slashes."""

    line: int
    text: str


class Parsed(Sided):
    """One statement as written, where it stands, its node of the parse tree, and the comments that belong to it: above
    it, inside it, and behind it on its last line. `node` is the protobuf message and stays inside opskit.migrate."""

    beside: ClassVar[frozenset[str]] = frozenset({"node"})
    text: str
    ordinal: int
    line: int
    kind: str
    node: Any
    comments: tuple[Comment, ...] = ()


def parse(sql: str, path: Path = Path("<sql>")) -> list[Parsed]:
    """All statements of a text. InvalidFile (exit 7) with line and column when it does not parse."""
    if fault := unfit(sql, path):
        raise InvalidFile([fault], "mend the file")
    try:
        shallow = _shallow(sql)
        statements = _tree(shallow)
        tokens = postgast.scan(sql).tokens
    except PgQueryError as error:
        raise InvalidFile([_fault(sql, path, error)], "mend the file") from error
    raw = sql.encode()
    if shallow != sql:
        statements = [_without_tree(each, raw, shallow.encode()) for each in statements]
    return list(_statements(raw, statements, tokens))


def _shallow(sql: str) -> str:
    """The text, with `SHOW name` of the same length for each statement that cannot be parsed because the process would
    not survive it. Their trees are taken away again."""
    if len(sql) <= SHALLOW:
        return sql
    raw = bytearray(sql.encode())
    try:
        tokens = postgast.scan(sql).tokens
    except PgQueryError:
        return sql  # the parser comes to a fault too, and says it better
    for start, end in too_deep(each for each in tokens if each.token not in (SQL_COMMENT, C_COMMENT)):
        name = bytes(byte if byte >= 0x80 else ord("_") for byte in raw[start + 5 : end])
        raw[start:end] = b"show " + name
    return raw.decode()


def _without_tree(statement: Any, raw: bytes, shallow: bytes) -> Any:
    begin = int(statement.stmt_location)
    end = begin + int(statement.stmt_len) if statement.stmt_len else len(raw)
    if raw[begin:end] != shallow[begin:end]:
        statement.ClearField("stmt")
    return statement


def _tree(sql: str) -> Sequence[Any]:
    """The raw statements. Where one is nested more deeply than protobuf decodes (100 levels, as 100 UNIONs are), each
    is read on its own, and that one is left without a tree."""
    try:
        return list(postgast.parse(sql).stmts)
    except DecodeError:
        raw, at, found = sql.encode(), 0, []
        for text in postgast.split(sql):
            piece = text.encode()
            at = raw.index(piece, at)
            found.append(_placed(text, at, len(piece)))
            at += len(piece)
        return found


def _placed(text: str, location: int, length: int) -> Any:
    try:
        statement = postgast.parse(text).stmts[0]
    except DecodeError:
        statement = RawStmt()
    statement.stmt_location, statement.stmt_len = location, length
    return statement


def split(sql: str, path: Path = Path("<sql>")) -> list[str]:
    return [parsed.text for parsed in parse(sql, path)]


def deparse(kind: str, node: Any) -> str:
    """SQL text of one statement node, as PostgreSQL's deparser writes it."""
    tree = ParseResult(version=_version())
    getattr(tree.stmts.add().stmt, kind).CopyFrom(node)
    return str(postgast.deparse(tree))


def deparse_expression(node: Any) -> str:
    """SQL text of an expression node."""
    tree = ParseResult()
    tree.CopyFrom(_select_one())
    tree.stmts[0].stmt.select_stmt.target_list[0].res_target.val.CopyFrom(node)
    return str(postgast.deparse(tree)).removeprefix("SELECT ")


@cache
def _select_one() -> Any:
    return postgast.parse("select 1")


@cache
def _version() -> int:
    return int(postgast.parse("select 1").version)


def _statements(raw: bytes, statements: Any, tokens: Any) -> Iterator[Parsed]:
    """libpg_query counts the comments above a statement as part of it; a comment behind a statement on the same line
    is counted to the next one, and given back to where a reader sees it."""
    newlines = _newlines(raw)
    # Numbers alone: a million tokens that are held keep the garbage collector busy for longer than all the rest takes.
    words = [(token.start, token.end) for token in tokens if token.token not in (SQL_COMMENT, C_COMMENT)]
    comments = [_comment(raw, token, newlines) for token in tokens if token.token in (SQL_COMMENT, C_COMMENT)]
    starts = [start for start, _ in words]
    taken = 0
    for ordinal, statement in enumerate(statements, 1):
        begin = int(statement.stmt_location)
        end = begin + int(statement.stmt_len) if statement.stmt_len else len(raw)
        first = starts[bisect_right(starts, begin - 1)]
        last, last_end = words[bisect_right(starts, end - 1) - 1]
        if last >= begin and raw[last:last_end] == b";" and last > first:
            last, last_end = words[bisect_right(starts, end - 1) - 2]
        line, last_line = (bisect_right(newlines, place - 1) + 1 for place in (first, last_end - 1))
        mine = taken
        while mine < len(comments) and (comments[mine][0] < end or comments[mine][1].line == last_line):
            mine += 1
        kind = str(statement.stmt.WhichOneof("node") or DEEP)
        own = tuple(comment for _, comment in comments[taken:mine])
        taken = mine
        yield Parsed(raw[first:last_end].decode(), ordinal, line, kind, getattr(statement.stmt, kind, None), own)


def _newlines(raw: bytes) -> list[int]:
    found, at = [], raw.find(b"\n")
    while at >= 0:
        found.append(at)
        at = raw.find(b"\n", at + 1)
    return found


def _comment(raw: bytes, token: Any, newlines: list[int]) -> tuple[int, Comment]:
    text = raw[token.start : token.end].decode().removeprefix("--").removeprefix("/*").removesuffix("*/").strip()
    return token.start, Comment(bisect_right(newlines, token.start - 1) + 1, text)


def _fault(sql: str, path: Path, error: PgQueryError) -> Fault:
    position = max(int(error.cursorpos or 0) - 1, 0)
    return fault_of(sql, path, str(error), position, _ends_in_copied_rows)


def _ends_in_copied_rows(sql: str) -> bool:
    """Whether the last statement reads rows that follow it in the file, as a dump has them."""
    try:
        last = postgast.parse(_shallow(sql)).stmts[-1].stmt
    except (PgQueryError, DecodeError, IndexError):
        return False
    copy = last.copy_stmt
    return bool(last.WhichOneof("node") == "copy_stmt" and copy.is_from and not copy.filename)


def plpgsql_tree(sql: str) -> Any:
    """The body of a DO or CREATE FUNCTION as libpg_query's JSON has it. ValueError where PL/pgSQL refuses it."""
    try:
        return postgast.parse_plpgsql(sql)
    except PgQueryError as error:
        raise ValueError(str(error)) from error


def constant(expression: str) -> str:
    """The text of an expression that is one plain string, else empty."""
    try:
        statement = parse(f"select {expression}")[0]
    except InvalidFile:
        return ""
    if statement.kind == DEEP or not statement.node.target_list:
        return ""
    value = statement.node.target_list[0].res_target.val
    return str(value.a_const.sval.sval) if value.WhichOneof("node") == "a_const" else ""


def parse_expression(text: str) -> Any:
    """The node of an expression, as the catalog prints one."""
    return postgast.parse(f"select {text}").stmts[0].stmt.select_stmt.target_list[0].res_target.val


def words(text: str) -> list[str]:
    """The words and signs of SQL or of a part of it, as written, without comments; none where it has no end."""
    try:
        tokens = postgast.scan(text).tokens
    except PgQueryError:
        return []
    raw = text.encode()
    return [raw[token.start : token.end].decode() for token in tokens if token.token not in (SQL_COMMENT, C_COMMENT)]


def long_names(sql: str) -> list[str]:
    """Identifiers of more than 63 bytes, as written: the parse tree has them cut off already."""
    raw = sql.encode()
    words = [raw[token.start : token.end] for token in postgast.scan(sql).tokens if token.token in (IDENT, UIDENT)]
    return [word.decode().strip('"') for word in words if len(word.strip(b'"')) > 63]
