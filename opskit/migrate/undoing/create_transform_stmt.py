"""CREATE TRANSFORM."""

from __future__ import annotations

from opskit.core.change import Irreversible
from opskit.core.identifier import ident
from opskit.core.step import Reader
from opskit.migrate.created import dropped
from opskit.migrate.ddl import Clause
from opskit.migrate.type_name import type_text
from opskit.migrate.undo import Undo

_REPLACED = Irreversible("CREATE OR REPLACE TRANSFORM takes the old functions away; write a down.sql with them")


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    node = clause.node
    if node.replace:
        return _REPLACED
    return dropped("TRANSFORM", f"FOR {type_text(node.type_name, ())} LANGUAGE {ident(node.lang)}")
