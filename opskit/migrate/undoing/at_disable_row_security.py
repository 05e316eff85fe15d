"""ALTER TABLE … DISABLE ROW LEVEL SECURITY."""

from __future__ import annotations

from opskit.migrate.undoing.at_enable_row_security import undo

__all__ = ["undo"]
