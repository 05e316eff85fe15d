"""ALTER COLUMN … SET DEFAULT and DROP DEFAULT: for rows that are written from now on."""

from __future__ import annotations

from opskit.migrate.altering import change_column, with_heirs, works
from opskit.migrate.flow import Site
from opskit.migrate.parser import deparse_expression
from opskit.value import replace

effect = with_heirs


def after(site: Site) -> None:
    if works(site):
        given = getattr(site.node, "def") if site.node.HasField("def") else None
        text = deparse_expression(given) if given is not None else ""
        change_column(site, site.node.name, lambda column: replace(column, default=text))
