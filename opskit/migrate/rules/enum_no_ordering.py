"""ALTER TYPE … ADD VALUE without BEFORE or AFTER."""

from __future__ import annotations

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit

TITLE = "Enumeration value whose place is left to chance"
SEVERITY = Severity.INFO
WHY = "values are sorted in the order in which they were added, which may differ between environments"
SAFE = "say BEFORE or AFTER which value it stands"
VERSIONS = ">= 14"
STYLE = True
ON = frozenset({"alter_enum_stmt"})


def find(site: Site) -> Hit | None:
    if site.node.old_val or site.node.new_val_neighbor:
        return None
    return Hit(f"the value {site.node.new_val!r} is added behind all others")
