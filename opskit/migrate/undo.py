"""The undo of a statement: derived from its parse tree and from the catalog as it is before it runs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from opskit.core.change import Irreversible, Loss, NotYetKnown, worst
from opskit.core.step import Reader, Row
from opskit.migrate import undoing
from opskit.migrate.clauses import clauses
from opskit.migrate.ddl import Clause, Source
from opskit.migrate.parser import Parsed
from opskit.value import Value

# A kind without a module.
UNKNOWN = "no undo follows from the statement; write a down.sql"
LATER = NotYetKnown("what it is about is not there yet: its undo is read right before it runs")


class Undo(Value):
    """Statements in the order they run; none where nothing is left to take back. `loss` as of a change."""

    statements: tuple[str, ...] = ()
    loss: Loss = Loss.NONE


class _NoCatalog:
    def rows(self, query: str, /, **params: object) -> Sequence[Row]:
        return ()


# For who has only the text: what depends on a catalog is then not yet known.
NO_CATALOG: Reader = _NoCatalog()


def undo_of(parsed: Parsed, db: Reader) -> Undo | Irreversible:
    source = Source(parsed.text, parsed.ordinal, parsed.line)
    if parsed.kind != "alter_table_stmt":
        return _derived(Clause(parsed.kind, parsed.node, parsed.node, source, parsed.text), db)
    return together([_derived(each, db) for each in clauses(parsed, source)])


def together(found: Sequence[Undo | Irreversible]) -> Undo | Irreversible:
    """The way back of statements or commands that were done in this order."""
    known = [each for each in found if isinstance(each, Undo)]
    for each in found:
        if isinstance(each, Irreversible):
            return each
    statements = tuple(sql for each in reversed(known) for sql in each.statements)
    return Undo(statements, worst(each.loss for each in known))


def _derived(clause: Clause, db: Reader) -> Undo | Irreversible:
    module = _module(clause.kind)
    if module is None:
        return Irreversible(UNKNOWN)
    found: Undo | Irreversible = module.undo(clause, db)
    return found


@cache
def _module(kind: str) -> ModuleType | None:
    name = f"{undoing.__name__}.{kind}"
    return import_module(name) if find_spec(name) else None
