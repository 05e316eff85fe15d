"""ALTER COLUMN … SET GENERATED, RESTART and options of the sequence behind an identity column."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.migrate.altering import altering, no_column
from opskit.migrate.flow import Site
from opskit.migrate.identity import lock_partitions, refused, sequence_of
from opskit.migrate.touching import Touched


def _touches(site: Site, touched: Touched) -> str | None:
    if failed := no_column(site, site.node.name) or refused(site):
        return failed
    lock_partitions(site, touched)
    sequence = sequence_of(site)
    if sequence:
        touched.lock(sequence, Lock.SHARE_ROW_EXCLUSIVE)
        changed = {each.def_elem.defname for each in getattr(site.node, "def").list.items} - {"generated"}
        if changed:
            touched.rewrite(sequence)
    return None


effect = altering(_touches)
