"""The remedy of a finding, read: what `opskit fix` carries out of it. A remedy is carried out whole or not at all, and
by what the parser makes of its text, whatever check it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from opskit.errors import InvalidFile
from opskit.migrate import mending
from opskit.migrate.clauses import clauses
from opskit.migrate.ddl import Clause, Source
from opskit.migrate.mending import Turn
from opskit.migrate.parser import DEEP, Parsed, parse
from opskit.value import Value, replace

IN_WORDS = "takes more than statements"
BLANKS = "has blanks to fill in"
OTHER_KIND = "opskit fix carries out no statement of this kind"
COMMAND = "a command for the shell, which opskit prints and never runs; its extension has to be in this database"
IN_COMMENTS = "its remedy mixes comments and statements"


class Remedy(Value):
    """`reason` is why a person has to carry it out; where there is none, `statements` are what opskit runs."""

    statements: tuple[Parsed, ...] = ()
    reason: str = ""


def read(text: str) -> Remedy:
    try:
        statements = parse(text)
    except InvalidFile:
        return Remedy(reason=_unreadable(text))
    if not statements:
        return Remedy(reason=IN_WORDS)
    if _comments_may_hide(text, statements):
        return Remedy(reason=IN_COMMENTS)
    reasons = [reason for each in statements if (reason := _by_hand(each))]
    return Remedy(reason=reasons[0]) if reasons else Remedy(tuple(statements))


def _unreadable(text: str) -> str:
    if text.startswith("pg_repack "):
        return COMMAND
    return BLANKS if "<" in text and ">" in text else IN_WORDS


def turn(parsed: Parsed) -> Turn:
    """Of a statement that is carried out; an ANALYZE is libpg_query's vacuum_stmt too."""
    if parsed.kind == "vacuum_stmt" and not parsed.node.is_vacuumcmd:
        return Turn.ANALYZE
    found: list[Turn] = [module.TURN for each in _pieces(parsed) if (module := _module(each.kind))]
    return max(found)


def _comments_may_hide(text: str, statements: Sequence[Parsed]) -> bool:
    """A name from the database may hold a line's end, or an asterisk and a slash. In a comment it would end that, and
    what stands behind it would be read as SQL."""
    commented = any(each.comments for each in statements)
    return commented and ("\n" in text or "\r" in text or "*/" in text)


def _by_hand(parsed: Parsed) -> str:
    if parsed.kind == DEEP:
        return OTHER_KIND
    for clause in _pieces(parsed):
        module = _module(clause.kind)
        reason = str(module.by_hand(clause)) if module else OTHER_KIND
        if reason:
            return reason
    return ""


def _pieces(parsed: Parsed) -> list[Clause]:
    source = Source(parsed.text, parsed.ordinal, parsed.line)
    if parsed.kind == "alter_table_stmt":
        return clauses(parsed, source)
    return [Clause(parsed.kind, parsed.node, parsed.node, source, parsed.text)]


@cache
def _module(kind: str) -> ModuleType | None:
    name = f"{mending.__name__}.{kind}"
    return import_module(name) if find_spec(name) else None


def placed(parsed: Parsed, ordinal: int) -> Parsed:
    """As a statement of a fix: it stands in no file."""
    return replace(parsed, ordinal=ordinal, line=0, comments=())
