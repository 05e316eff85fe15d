"""ALTER COLUMN … DROP IDENTITY: the sequence behind it goes."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.migrate.altering import altering, change_column, no_column, works
from opskit.migrate.flow import Site
from opskit.migrate.identity import lock_partitions, refused, sequence_of
from opskit.migrate.touching import Touched
from opskit.value import replace


def _touches(site: Site, touched: Touched) -> str | None:
    if failed := no_column(site, site.node.name):
        return failed
    if failed := refused(site):
        return None if site.node.missing_ok else failed
    lock_partitions(site, touched)
    if sequence_of(site):
        touched.lock(sequence_of(site), Lock.ACCESS_EXCLUSIVE)
    return None


effect = altering(_touches)


def after(site: Site) -> None:
    if works(site):
        sequence = sequence_of(site)
        change_column(site, site.node.name, lambda column: replace(column, identity="", sequence=""))
        site.world.drop(sequence)
