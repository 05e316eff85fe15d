"""ALTER TABLE … NOT OF."""

from __future__ import annotations

from opskit.migrate.undoing.at_add_of import undo

__all__ = ["undo"]
