"""ALTER TABLE … SET LOGGED or SET UNLOGGED."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.nodes import enum_word

TITLE = "Table that changes between logged and unlogged"
SEVERITY = Severity.CRITICAL
WHY = "table and indexes are rewritten under ACCESS EXCLUSIVE; SET LOGGED also writes all of it to the WAL"
SAFE = "none: fill a new table of the wanted kind and swap the names, or take a window"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"at_set_logged", "at_set_un_logged"})


def find(site: Site) -> Hit | None:
    if not site.effect.rewrites or not site.effect.stopped or _is_sequence(site):
        return None
    text = f"changing {site.relation} between logged and unlogged rewrites it while its reads and writes wait"
    return Hit(text, site.relation, Lock.ACCESS_EXCLUSIVE, certain=site.effect.certain)


def _is_sequence(site: Site) -> bool:
    """A sequence is one page."""
    spoken = enum_word(site.whole, "objtype") == "OBJECT_SEQUENCE"
    return spoken or (site.table is not None and site.table.kind == "S")
