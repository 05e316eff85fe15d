"""Identity columns and the sequences behind them."""

from __future__ import annotations

from opskit.migrate import kin
from opskit.migrate.altering import column_of, lock_of
from opskit.migrate.flow import Site
from opskit.migrate.touching import Touched


def lock_partitions(site: Site, touched: Touched) -> None:
    """From 17 on partitions share the identity columns of their parent."""
    if site.world.known_from(17) or not site.world.complete:
        touched.lock_all(kin.partitions(site.world, site.relation), lock_of(site))


def sequence_of(site: Site) -> str:
    column = column_of(site, site.node.name)
    return column.sequence if column else ""


def refused(site: Site) -> str | None:
    """The error where the column certainly has no identity."""
    column = column_of(site, site.node.name)
    if column is None or column.identity or not (site.table and site.table.whole):
        return None
    return f'55000: column "{column.name}" of relation {site.relation} is not an identity column'
