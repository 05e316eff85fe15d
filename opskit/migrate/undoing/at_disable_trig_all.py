"""ALTER TABLE … DISABLE TRIGGER ALL."""

from __future__ import annotations

from opskit.migrate.undoing.at_enable_trig_all import undo

__all__ = ["undo"]
