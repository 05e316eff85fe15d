"""An undo as the statements of a change."""

from __future__ import annotations

from opskit.core.change import Irreversible, Statement
from opskit.migrate.transactional import runs_alone, runs_in_transaction
from opskit.migrate.undo import Undo


def way_back(undo: Undo | Irreversible) -> tuple[Statement, ...] | Irreversible:
    """Several statements that can share a transaction do: all are done or none is."""
    if isinstance(undo, Irreversible):
        return undo
    texts = undo.statements
    shared = len(texts) > 1 and all(runs_in_transaction(sql) for sql in texts)
    return tuple(
        Statement(sql, runs_in_transaction(sql), runs_alone(sql), "way back" if shared else "") for sql in texts
    )
