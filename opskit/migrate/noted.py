"""The comment or security label an object has."""

from __future__ import annotations

from typing import Any

from opskit.catalog.facts import fact
from opskit.core.change import Irreversible
from opskit.core.step import Reader
from opskit.migrate.definitions.belongings import noted
from opskit.migrate.definitions.gone import addressed
from opskit.migrate.named import Address, find, kind_of, name_in
from opskit.migrate.spelled_out import spelled_out
from opskit.migrate.undo import LATER, Undo

_NOT_DERIVED = Irreversible("what was noted on this kind of object is not derived; write a down.sql that sets it")
_NOT_LOOKED_UP = frozenset(
    "access_method conversion largeobject opclass opfamily subscription transform tsconfiguration tsdictionary tsparser"
    " tstemplate".split()
)


def as_noted(node: Any, db: Reader, verb: str) -> Undo | Irreversible:
    """`node` is a COMMENT or SECURITY LABEL, `verb` how it begins, with a space behind."""
    kind = kind_of(node, "objtype")
    if kind in _NOT_LOOKED_UP:
        return _NOT_DERIVED
    found = find(db, name_in(kind, node.object))
    if found is None:
        return LATER
    with spelled_out(db):
        rows = db.rows(fact("undo_comments"), **addressed([found]))
    own = [row for row in rows if Address(row["class"], row["oid"], row["sub"]) == found]
    labelled = [row for row in own if row["target"].startswith(verb)]
    plain = next(row for row in own if row["target"].startswith("COMMENT "))
    none = {**plain, "target": verb + plain["target"].removeprefix("COMMENT "), "text": None}
    return Undo((noted(labelled[0] if labelled else none),))
