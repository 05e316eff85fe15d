"""ALTER TABLE … DISABLE TRIGGER name."""

from __future__ import annotations

from opskit.migrate.undoing.at_enable_trig import undo

__all__ = ["undo"]
