"""SET WITHOUT OIDS: nothing since PostgreSQL 12."""

from __future__ import annotations

from opskit.migrate import altering

effect = altering.only_itself
