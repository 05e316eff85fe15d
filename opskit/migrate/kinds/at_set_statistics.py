"""ALTER COLUMN … SET STATISTICS."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.migrate import altering

LEVEL = Lock.SHARE_UPDATE_EXCLUSIVE
effect = altering.with_heirs
