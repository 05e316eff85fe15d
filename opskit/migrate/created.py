"""What a CREATE makes, and the DROP that takes it away."""

from __future__ import annotations

from typing import Any

from opskit.core.change import Loss
from opskit.core.identifier import ident, qualified
from opskit.core.step import Reader
from opskit.migrate.named import Name, find
from opskit.migrate.undo import Undo

_FIRST = "select pg_catalog.current_schema()::text as schema"


def home(db: Reader, schema: str) -> str:
    """Where a name is made that may say no schema: the first of the search path. Empty where no catalog tells."""
    rows = [] if schema else db.rows(_FIRST)
    return str(rows[0]["schema"] or "") if rows else schema


def relation_name(db: Reader, relation: Any) -> str:
    """Of the RangeVar of a CREATE; what is temporary is in no other schema."""
    schema = "pg_temp" if relation.relpersistence == "t" else home(db, relation.schemaname)
    return qualified(schema, relation.relname)


def made_relation(db: Reader, relation: Any, word: str, loss: Loss = Loss.NONE, *, unless_there: bool = False) -> Undo:
    """`unless_there`: the statement says IF NOT EXISTS."""
    name = relation_name(db, relation)
    if unless_there and find(db, Name("table", relation=name)):
        return Undo()
    return dropped(word, name, loss)


def made_in_schema(db: Reader, parts: list[str], word: str) -> Undo:
    """`parts` are schema, where it is said, and name."""
    return dropped(word, qualified(home(db, ".".join(parts[:-1])), parts[-1]))


def made(db: Reader, kind: str, name: str, word: str, *, unless_there: bool = False) -> Undo:
    """What is in no schema; `kind` as in undo_named."""
    if unless_there and find(db, Name(kind, name=name)):
        return Undo()
    return dropped(word, ident(name))


def dropped(word: str, name: str, loss: Loss = Loss.NONE) -> Undo:
    return Undo((f"DROP {word} IF EXISTS {name}",), loss)


def strings(nodes: Any) -> list[str]:
    """The parts of a dotted name."""
    return [str(each.string.sval) for each in nodes]
