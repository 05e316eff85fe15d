"""The world as a server's catalog has it."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.core.step import Reader
from opskit.migrate.parser import Parsed
from opskit.migrate.world import World

_SETTINGS = """
select pg_catalog.current_setting('server_version_num')::integer as version,
    pg_catalog.current_setting('TimeZone') as timezone,
    pg_catalog.current_schemas(false)::text[] as search_path
"""


def read_world(db: Reader, statements: Sequence[Parsed]) -> World:
    """Everything the statements may touch, and what only the server can say of their expressions and types."""
    row = db.rows(_SETTINGS)[0]
    return World(version=row["version"], timezone=row["timezone"], search_path=tuple(row["search_path"]))
