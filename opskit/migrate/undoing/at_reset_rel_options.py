"""ALTER TABLE, INDEX, VIEW … RESET (…)."""

from __future__ import annotations

from opskit.migrate.undoing.at_set_rel_options import undo

__all__ = ["undo"]
