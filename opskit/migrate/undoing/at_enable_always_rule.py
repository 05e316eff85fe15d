"""ALTER TABLE … ENABLE ALWAYS RULE name."""

from __future__ import annotations

from opskit.migrate.undoing.at_enable_rule import undo

__all__ = ["undo"]
