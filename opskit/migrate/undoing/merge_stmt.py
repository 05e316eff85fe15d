"""MERGE: neither the new rows nor the old values are told."""

from __future__ import annotations

from opskit.core.change import Irreversible
from opskit.core.step import Reader
from opskit.migrate.ddl import Clause

_WHY = Irreversible(
    "the rows MERGE added, changed or removed are not kept; bring them back from a copy taken before or from a backup"
)


def undo(clause: Clause, db: Reader) -> Irreversible:
    return _WHY
