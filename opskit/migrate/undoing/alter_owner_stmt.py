"""ALTER … OWNER TO of anything but a relation: the owner before, with the privileges that went over to the new one."""

from __future__ import annotations

from opskit.core.change import Irreversible
from opskit.core.step import Reader
from opskit.migrate.ddl import Clause
from opskit.migrate.definitions.belongings import owners, privileges
from opskit.migrate.named import find, kind_of, name_in
from opskit.migrate.spelled_out import spelled_out
from opskit.migrate.undo import LATER, Undo

_NOT_DERIVED = Irreversible("the owner of this kind of object is not looked up; write a down.sql that says who it was")
_LOOKED_UP = frozenset(
    "aggregate collation database domain event_trigger fdw foreign_server function language operator procedure"
    " publication routine schema statistic_ext tablespace type".split()
)


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    kind = kind_of(clause.node, "object_type")
    if kind not in _LOOKED_UP:
        return _NOT_DERIVED
    found = find(db, name_in(kind, clause.node.object))
    if found is None:
        return LATER
    with spelled_out(db):
        owner = [each.statement for each in owners(db, [found])]
        given = [each.statement for each in privileges(db, [found])]
    return Undo((*owner, *given)) if owner else _NOT_DERIVED
