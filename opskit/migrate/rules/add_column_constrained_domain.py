"""ALTER TABLE … ADD COLUMN of a domain that has a CHECK or NOT NULL."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.type_changes import constrained
from opskit.migrate.type_name import type_text

TITLE = "Column of a constrained domain on a table with rows"
SEVERITY = Severity.CRITICAL
WHY = (
    "the domain's constraint is tested for every row, even of NULLs: a rewrite under ACCESS EXCLUSIVE, on all versions"
)
SAFE = "add the column with the domain's base type, the condition as CHECK … NOT VALID, and VALIDATE it afterwards"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"at_add_column"})


def find(site: Site) -> Hit | None:
    column = getattr(site.node, "def").column_def
    name = type_text(column.type_name, site.world.search_path)
    tested = constrained(site.world, name)
    if tested is False or not site.effect.rewrites or not site.effect.stopped:
        return None
    work = f"adding column {column.colname} rewrites {site.relation} while its reads and writes wait"
    domain = f"{name} is a domain with constraints"
    text = f"{work}, for {domain}" if tested else f"{work}, if {domain}"
    return Hit(text, site.relation, Lock.ACCESS_EXCLUSIVE, certain=tested is True)
