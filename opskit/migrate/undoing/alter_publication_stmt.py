"""ALTER PUBLICATION: its options and what is in it, as they are."""

from __future__ import annotations

from typing import Any

from opskit.core.change import Irreversible
from opskit.core.identifier import ident
from opskit.core.step import Reader
from opskit.migrate.ddl import Clause
from opskit.migrate.named import Name, find, present_name
from opskit.migrate.nodes import enum_word
from opskit.migrate.published import members, options
from opskit.migrate.undo import LATER, Undo

_SCHEMA = "select pg_catalog.quote_ident(pg_catalog.current_schema()) as name"


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    node = clause.node
    found = find(db, Name("publication", name=node.pubname))
    if found is None:
        return LATER
    name = ident(node.pubname)
    if node.options:
        return Undo((f"ALTER PUBLICATION {name} SET {options(db, found)}",))
    before = members(db, found)
    listed = [_listed(each.publication_obj_spec, db) for each in node.pubobjects]
    put, taken = _put_and_taken(enum_word(node, "action"), [what for what, _ in listed], before)
    words = dict(listed)
    away = [f"ALTER PUBLICATION {name} DROP {words[what]}" for what in put]
    return Undo((*away, *(before[what] for what in taken)))


def _put_and_taken(action: str, listed: list[str], before: dict[str, str]) -> tuple[list[str], list[str]]:
    """What the statement leaves in it that is to go, and what of before is to be put in again."""
    if action == "AP_AddObjects":
        return [each for each in listed if each not in before], []
    if action == "AP_DropObjects":
        return [], [each for each in listed if each in before]
    return listed, list(before)


def _listed(spec: Any, db: Reader) -> tuple[str, str]:
    """What a member is called in published.members, and what is said to drop it."""
    kind = enum_word(spec, "pubobjtype")
    if kind == "PUBLICATIONOBJ_TABLE":
        table = present_name(db, spec.pubtable.relation)
        only = "" if spec.pubtable.relation.inh else "ONLY "
        return table, f"TABLE {only}{table}"
    current = kind == "PUBLICATIONOBJ_TABLES_IN_CUR_SCHEMA"
    rows = db.rows(_SCHEMA) if current else []
    schema = str(rows[0]["name"]) if rows else ident(spec.name)
    return f"schema {schema}", f"TABLES IN SCHEMA {schema}"
