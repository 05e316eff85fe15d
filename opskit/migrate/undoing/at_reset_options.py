"""ALTER TABLE … ALTER COLUMN … RESET (…)."""

from __future__ import annotations

from opskit.migrate.undoing.at_set_options import undo

__all__ = ["undo"]
