"""The statements inside a body of PL/pgSQL."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from opskit.migrate.parser import constant, plpgsql_tree
from opskit.value import Value

_RUNS = {
    "PLpgSQL_stmt_execsql": "sqlstmt",
    "PLpgSQL_stmt_perform": "expr",
    "PLpgSQL_stmt_fors": "query",
    "PLpgSQL_stmt_call": "expr",
}


class Inner(Value):
    """A statement inside a block of PL/pgSQL. `line` counts from the first line of the body; `dynamic` text is put
    together when it runs, and only `sql` of a plain string is known; empty otherwise. `ends` is commit or rollback."""

    sql: str
    line: int
    dynamic: bool = False
    ends: str = ""


def inner_statements(sql: str) -> list[Inner]:
    """Of a DO or CREATE FUNCTION in PL/pgSQL, in the order they are written. ValueError where PL/pgSQL refuses it.
    There has to be a text: without one libpg_query ends the process."""
    try:
        return list(_inner(plpgsql_tree(sql)))
    except RecursionError as error:
        raise ValueError("it is nested too deeply to be read") from error


def _inner(tree: Any) -> Iterator[Inner]:
    if isinstance(tree, list):
        for each in tree:
            yield from _inner(each)
        return
    if not isinstance(tree, dict):
        return
    for name, value in tree.items():
        if name in ("PLpgSQL_stmt_commit", "PLpgSQL_stmt_rollback"):
            yield Inner("", value.get("lineno", 1), ends=name.rpartition("_")[2])
        elif name in ("PLpgSQL_stmt_dynexecute", "PLpgSQL_stmt_dynfors"):
            yield Inner(constant(value["query"]["PLpgSQL_expr"]["query"]), value.get("lineno", 1), dynamic=True)
            yield from _inner(value.get("body", []))
        elif name in _RUNS:
            yield Inner(value[_RUNS[name]]["PLpgSQL_expr"]["query"], value.get("lineno", 1))
            yield from _inner(value.get("body", []))
        else:
            yield from _inner(value)
