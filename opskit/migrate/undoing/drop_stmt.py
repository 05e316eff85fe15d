"""DROP: all that goes, with CASCADE also what depends on it, is made again as it is."""

from __future__ import annotations

from opskit.core.change import Irreversible
from opskit.core.step import Reader
from opskit.migrate.ddl import Clause
from opskit.migrate.definitions.reading import restored
from opskit.migrate.named import find, kind_of, name_in
from opskit.migrate.undo import LATER, Undo


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    kind = kind_of(clause.node, "remove_type")
    found = [find(db, name_in(kind, each)) for each in clause.node.objects]
    named = [each for each in found if each is not None]
    if len(named) < len(found) and not clause.node.missing_ok:
        return LATER
    return restored(db, named) if named else Undo()
