"""What holds on to a column, so that its type cannot change or it cannot go by itself."""

from __future__ import annotations

from opskit.migrate.altering import cascades, tables, typed_tables
from opskit.migrate.flow import Site
from opskit.migrate.world import Relation

_PARTS = {"column": "generated column", "policy": "policy definition", "trigger": "trigger definition"}


def refused_type(site: Site) -> str | None:
    """The error of ALTER COLUMN … TYPE that only depends on the catalog."""
    column, table = site.node.name, site.table
    if table is None:
        return None
    if table.kind == "c":
        return _refused_composite(site, table)
    if table.of_type:
        return "42809: cannot alter column type of typed table"
    if column in table.partition_key:
        return f'42P16: cannot alter column "{column}" because it is part of the partition key'
    has = table.columns.get(column)
    if has is not None and has.inherited:
        return f'42P16: cannot alter inherited column "{column}"'
    if table.children and not site.whole.relation.inh:
        return f'42P16: type of inherited column "{column}" must be changed in child tables too'
    return next((tied for each in tables(site) if (tied := _tied(each, column, site.world.major))), None)


def _refused_composite(site: Site, table: Relation) -> str | None:
    if typed_tables(site) and not cascades(site):
        return f"2BP01: cannot alter type {table.name} because it is the type of a typed table"
    return None


def _tied(relation: Relation, column: str, major: int) -> str | None:
    if relation.views.get(column):
        return f"0A000: cannot alter type of a column used by a view or rule: {relation.views[column][0]}"
    reader = next(iter(relation.dependents.get(column, ())), "")
    what = _PARTS.get(reader.partition(" ")[0], "")
    state = "42601" if what == _PARTS["column"] and major < 15 else "0A000"
    return f"{state}: cannot alter type of a column used by a {what}: {reader}" if reader else None


def refused_drop(site: Site) -> str | None:
    """The error of DROP COLUMN without looking at what CASCADE would take along."""
    column, table = site.node.name, site.table
    if table is None:
        return None
    if table.of_type:
        return "42809: cannot drop column from typed table"
    if table.kind == "c" and typed_tables(site) and not cascades(site):
        return f"2BP01: cannot alter type {table.name} because it is the type of a typed table"
    if column in table.partition_key:
        return f'42P16: cannot drop column "{column}" because it is part of the partition key'
    has = table.columns.get(column)
    if has is not None and has.inherited:
        return f'42P16: cannot drop inherited column "{column}"'
    return None
