"""A function or procedure whose body changes the schema."""

from __future__ import annotations

from opskit.core.verdict import Severity
from opskit.migrate.do_blocks import schema_changes
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit

TITLE = "Function that changes the schema when it is called"
SEVERITY = Severity.INFO
WHY = "its locks are taken whenever somebody calls it, outside of any window"
SAFE = "keep schema changes in migrations"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"create_function_stmt"})


def find(site: Site) -> Hit | None:
    found = schema_changes(site.parsed)
    return Hit(f"its body runs {found[0]!r}", certain=False) if found else None
