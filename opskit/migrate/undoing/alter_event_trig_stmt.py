"""ALTER EVENT TRIGGER … ENABLE, DISABLE."""

from __future__ import annotations

from opskit.core.change import Irreversible
from opskit.core.identifier import ident
from opskit.core.step import Reader
from opskit.migrate.ddl import Clause
from opskit.migrate.undo import LATER, Undo

_FIRES = "select g.evtenabled::text as fires from pg_catalog.pg_event_trigger as g where g.evtname = %(name)s"
_WORDS = {"O": "ENABLE", "D": "DISABLE", "R": "ENABLE REPLICA", "A": "ENABLE ALWAYS"}


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    name = clause.node.trigname
    rows = db.rows(_FIRES, name=name)
    return Undo((f"ALTER EVENT TRIGGER {ident(name)} {_WORDS[rows[0]['fires']]}",)) if rows else LATER
