"""SET LOGGED and SET UNLOGGED: the table is written anew, and from 15 on the sequences it owns as well."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.migrate import foreign_keys
from opskit.migrate.flow import Site
from opskit.migrate.storage import rewrite_table
from opskit.migrate.touching import Touched
from opskit.migrate.world import Relation

LOGGED, UNLOGGED = "p", "u"


def change(site: Site, touched: Touched, wanted: str) -> str | None:
    table = site.table
    if table is None:
        touched.doubt("whether it is so already")
        rewrite_table(touched, site.relation)
        return None
    if table.kind == "p":
        refused = f"42809: ALTER action SET LOGGED cannot be performed on partitioned table {table.name}"
        return refused if site.world.known_from(18) else None
    if table.persistence == wanted:
        return None
    if table.kind == "S":
        touched.rewrite(table.name)
        return None
    if failed := _refused(touched, table, wanted):
        return failed
    rewrite_table(touched, site.relation)
    if site.world.known_from(15):
        for sequence in table.sequences:
            touched.lock(sequence, Lock.ACCESS_EXCLUSIVE)
            touched.rewrite(sequence)
    return None


def _refused(touched: Touched, table: Relation, wanted: str) -> str | None:
    """A logged table cannot refer to one that is not."""
    if wanted == UNLOGGED:
        others = [child for child, _ in foreign_keys.pointing_at(touched, table) if child.name != table.name]
    else:
        keys = (key for key in table.constraints.values() if key.kind == "f" and key.references != table.name)
        others = [each for key in keys if (each := touched.world.get(key.references))]
    bound = next((each for each in others if each.persistence != wanted), None)
    return f"42P16: table {table.name} and {bound.name} are bound by a foreign key" if bound else None
