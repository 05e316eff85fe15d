"""ALTER TABLE … NO FORCE ROW LEVEL SECURITY."""

from __future__ import annotations

from opskit.migrate.undoing.at_force_row_security import undo

__all__ = ["undo"]
