"""ALTER COLUMN … DROP EXPRESSION: the values of a stored column stay as they are."""

from __future__ import annotations

from opskit.migrate.altering import altering, change_column, column_of, lock_heirs, no_column, works
from opskit.migrate.flow import Site
from opskit.migrate.touching import Touched
from opskit.value import replace


def _touches(site: Site, touched: Touched) -> str | None:
    column = column_of(site, site.node.name)
    if column is not None and column.generated == "v":
        return f'0A000: ALTER TABLE / DROP EXPRESSION is not supported for virtual generated columns: "{column.name}"'
    if column is not None and not column.generated and site.table and site.table.whole and not site.node.missing_ok:
        return f'55000: column "{column.name}" of relation {site.relation} is not a generated column'
    lock_heirs(site, touched)
    return no_column(site, site.node.name)


effect = altering(_touches)


def after(site: Site) -> None:
    if works(site):
        change_column(site, site.node.name, lambda column: replace(column, generated="", default=""))
