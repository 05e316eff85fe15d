"""A table, column, index or constraint whose name needs quoting."""

from __future__ import annotations

from opskit.core.identifier import ident
from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.new_columns import KINDS, new_columns

TITLE = "Name that has to be quoted"
SEVERITY = Severity.INFO
WHY = "whoever forgets the quotes gets another name, or an error"
SAFE = "small letters, digits and underscores, beginning with a letter"
VERSIONS = ">= 14"
STYLE = True
ON = KINDS | {"index_stmt"}


def find(site: Site) -> Hit | None:
    named = [site.node.idxname] if site.kind == "index_stmt" else [each.colname for each in new_columns(site)]
    named += [site.node.relation.relname] if site.kind == "create_stmt" else []
    odd = next((name for name in named if name and ident(name) != name), "")
    return Hit(f"{ident(odd)} has to be quoted wherever it is used", site.relation) if odd else None
