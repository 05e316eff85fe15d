"""A new partition beside a DEFAULT partition without a CHECK that shuts the new bound out."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.nodes import enum_word

TITLE = "Default partition that is read in full for a new one"
SEVERITY = Severity.CRITICAL
WHY = "its rows might belong to the new partition: every one is tested under ACCESS EXCLUSIVE on the default partition"
SAFE = "opskit first adds the negated bound to the default partition as CHECK … NOT VALID and validates it"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"at_attach_partition", "create_stmt"})


def find(site: Site) -> Hit | None:
    parent = _parent(site)
    table = site.world.get(parent)
    if not parent or (table.fresh if table else site.world.complete):
        return None
    if table is None or not (table.whole or table.default_partition):
        text = f"if {parent} has a default partition, all its rows are read while its reads and writes wait"
        return Hit(text, parent, Lock.ACCESS_EXCLUSIVE, safe=True, certain=False)
    default = table.default_partition
    if not default or default not in site.effect.stopped or default not in site.effect.scans:
        return None
    text = f"all rows of {default}, the default partition of {parent}, are read while its reads and writes wait"
    return Hit(text, default, Lock.ACCESS_EXCLUSIVE, safe=True)


def _parent(site: Site) -> str:
    """The partitioned table that gets a partition, other than its default one; empty for an index."""
    if site.kind == "at_attach_partition":
        bound = getattr(site.node, "def").partition_cmd.bound
        is_table = enum_word(site.whole, "objtype") == "OBJECT_TABLE"
        return site.relation if is_table and not bound.is_default else ""
    if not site.node.HasField("partbound") or site.node.partbound.is_default:
        return ""
    named = site.node.inh_relations[0].range_var
    return site.world.key(named.schemaname, named.relname)
