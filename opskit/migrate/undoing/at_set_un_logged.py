"""ALTER TABLE … SET UNLOGGED."""

from __future__ import annotations

from opskit.migrate.undoing.at_set_logged import undo

__all__ = ["undo"]
