"""ENABLE TRIGGER ALL."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.migrate import altering

LEVEL = Lock.SHARE_ROW_EXCLUSIVE
effect = altering.with_partitions
