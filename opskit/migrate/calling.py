"""Whether a CALL, or a block with one in it, runs a procedure that commits as it goes: then it is no part of a
transaction. Only bodies in PL/pgSQL are read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from opskit.catalog.facts import fact
from opskit.core.step import Reader
from opskit.errors import InvalidFile
from opskit.migrate.nodes import block_body, function_body
from opskit.migrate.parser import Parsed, parse
from opskit.migrate.plpgsql import Inner, inner_statements

CALLS = ("call_stmt", "do_stmt")
# Schema and name; without a schema any fits.
Name = tuple[str, str]


def commits(sql: str, before: Iterable[str], db: Reader) -> bool:
    """`sql` is one statement; `before` are those that run earlier and may make the procedure that it calls."""
    made = [parsed for text in before for parsed in parse(text) if parsed.kind == "create_function_stmt"]
    waiting, looked = list(_called(parse(sql)[0])), set[Name]()
    while waiting:
        name = waiting.pop()
        if name in looked:
            continue
        looked.add(name)
        for each in _bodies(name, made, db):
            if each.ends:
                return True
            waiting += _called_in(each)
    return False


def _called(parsed: Parsed) -> Iterator[Name]:
    if parsed.kind == "call_stmt":
        yield _name(parsed.node.funccall.funcname)
    elif parsed.kind == "do_stmt":
        language, body = block_body(parsed.node)
        for each in _inner(language, body, parsed.text):
            yield from _called_in(each)


def _called_in(inner: Inner) -> Iterator[Name]:
    try:
        found = parse(inner.sql) if inner.sql else []
    except InvalidFile:
        return  # an expression that only PL/pgSQL understands calls no procedure
    for each in found:
        yield from _called(each)


def _bodies(name: Name, made: Iterable[Parsed], db: Reader) -> Iterator[Inner]:
    """What stands in all procedures of that name."""
    rows = db.rows(fact("procedures_named"), schema=name[0], name=name[1])
    there = [parse(str(row["definition"]))[0] for row in rows]
    for each in (*there, *(one for one in made if _is(_name(one.node.funcname), name))):
        yield from _inner(*function_body(each.node), each.text)


def _inner(language: str, body: str, text: str) -> list[Inner]:
    if language.lower() != "plpgsql" or not body:
        return []
    try:
        return inner_statements(text)
    except ValueError:
        return []  # the server will refuse it


def _name(parts: Iterable[object]) -> Name:
    *schema, name = (str(each.string.sval) for each in parts)  # type: ignore[attr-defined]
    return (schema[-1] if schema else "", name)


def _is(made: Name, called: Name) -> bool:
    return made[1] == called[1] and (not made[0] or not called[0] or made[0] == called[0])
