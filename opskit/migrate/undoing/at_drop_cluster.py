"""ALTER TABLE … SET WITHOUT CLUSTER."""

from __future__ import annotations

from opskit.migrate.undoing.at_cluster_on import undo

__all__ = ["undo"]
