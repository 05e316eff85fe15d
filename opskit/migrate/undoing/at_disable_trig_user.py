"""ALTER TABLE … DISABLE TRIGGER USER."""

from __future__ import annotations

from opskit.migrate.undoing.at_enable_trig_user import undo

__all__ = ["undo"]
