"""The world as a server's catalog has it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from opskit.catalog.facts import fact
from opskit.core.identifier import qualified
from opskit.core.step import Reader, Row
from opskit.errors import OpskitError
from opskit.migrate.catalog_relations import read_relations
from opskit.migrate.expressions import called, defaults_of, indexed_calls
from opskit.migrate.parser import Parsed, deparse_expression, parse
from opskit.migrate.type_changes import named_types
from opskit.migrate.world import TypeInfo, World


def read_world(db: Reader, statements: Sequence[Parsed]) -> World:
    """Everything there is, and what only the server can say of the statements' expressions and types. Reads only what
    pg_catalog shows to every login."""
    settings = db.rows(fact("world_settings"))[0]
    casts = db.rows(fact("world_casts"))
    types = _types(db, sorted(set(named_types(statements))))
    return World(
        read_relations(db),
        version=settings["version"],
        complete=True,
        search_path=tuple(settings["search_path"]),
        timezone=settings["timezone"],
        types=types,
        volatility=_indexed(db, statements) | asked_volatility(db, [*_written(statements), *_of_types(types)]),
        coercible=frozenset((row["source"], row["target"]) for row in casts if row["binary"]),
        assignable=frozenset((row["source"], row["target"]) for row in casts),
        opclasses={(row["method"], row["type"]): row["name"] for row in db.rows(fact("world_opclasses"))},
        tablespace=settings["tablespace"],
        login=settings["login"],
        settings=settings["settings"],
    )


def _types(db: Reader, named: list[str]) -> dict[str, TypeInfo]:
    """By the name that format_type prints, and by the name as it is written."""
    rows = db.rows(fact("world_types"), named=named)
    by_name = {row["name"]: row for row in rows}
    found = {name: _type(row, by_name) for name, row in by_name.items()}
    return found | {row["written"]: found[row["name"]] for row in rows if row["written"]}


def _type(row: Row, by_name: Mapping[str, Row]) -> TypeInfo:
    """A domain over a constrained domain is constrained."""
    below, constrained = row, bool(row["constrained"])
    while below["base"] in by_name:
        below = by_name[below["base"]]
        constrained = constrained or bool(below["constrained"])
    return TypeInfo(row["name"], row["kind"], row["base"], constrained, tuple(row["used_by"]), row["default_text"])


def _written(statements: Sequence[Parsed]) -> Iterator[str]:
    return (deparse_expression(node) for node in defaults_of(statements))


def _of_types(types: Mapping[str, TypeInfo]) -> Iterator[str]:
    return (each.default for each in types.values() if each.default)


def asked_volatility(db: Reader, expressions: Iterable[str]) -> dict[str, str]:
    """Of each default of a new column, what the planner leaves of it. It inlines functions in SQL and works out those
    that are immutable, so the name of a function alone says too little."""
    planned = {}
    for text in dict.fromkeys(expressions):
        left = _planned(db, text)
        if left is not None:
            planned[text] = sorted(called(left))
    names = sorted({name for functions in planned.values() for name in functions})
    known = {row["written"]: str(row["volatility"]) for row in db.rows(fact("world_functions"), named=names)}
    return {text: max((known.get(name, "v") for name in names), default="i") for text, names in planned.items()}


def _indexed(db: Reader, statements: Sequence[Parsed]) -> dict[str, str]:
    """Of each call of a function in an index, what pg_proc says of all functions of that name."""
    calls = {deparse_expression(call): call.func_call.funcname for call in indexed_calls(statements)}
    names = {text: qualified(*(part.string.sval for part in parts)) for text, parts in calls.items()}
    if not names:
        return {}
    rows = db.rows(fact("world_functions"), named=sorted(set(names.values())))
    known = {row["written"]: str(row["volatility"]) for row in rows}
    return {text: known[name] for text, name in names.items() if name in known}


def _planned(db: Reader, expression: str) -> Any | None:
    """The expression's node after planning, or None where it cannot be planned yet: the migration itself may make the
    function it calls."""
    try:
        rows = db.rows(f"explain (verbose, costs off) select {expression}")
        lines = [str(next(iter(row.values()))).strip() for row in rows]
        output = next(line for line in lines if line.startswith("Output: "))
        return parse("select " + output.removeprefix("Output: "))[0].node
    except (OpskitError, StopIteration):
        return None
