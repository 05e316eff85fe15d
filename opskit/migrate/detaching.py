"""A partition that leaves its parent."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.migrate.flow import Site
from opskit.migrate.touching import Touched
from opskit.value import replace


def child_of(site: Site) -> str:
    named = getattr(site.node, "def").partition_cmd.name
    return site.world.key(named.schemaname, named.relname)


def lock_child(touched: Touched, name: str) -> None:
    """With its share of the parent's indexes."""
    touched.lock(name, Lock.ACCESS_EXCLUSIVE)
    child = touched.world.get(name)
    shares = [index.name for index in child.indexes.values() if index.parent] if child else []
    touched.lock_all(shares, Lock.ACCESS_EXCLUSIVE)


def detach(site: Site) -> None:
    name = child_of(site)
    parent, child = site.world.noted(site.relation), site.world.noted(name)
    default = "" if parent.default_partition == name else parent.default_partition
    children = tuple(each for each in parent.children if each != name)
    site.world.put(replace(parent, children=children, default_partition=default))
    site.world.put(
        replace(
            child,
            parents=tuple(each for each in child.parents if each != parent.name),
            is_partition=False,
            detach_pending=False,
            bound="",
            indexes={key: replace(each, parent="") for key, each in child.indexes.items()},
            columns={key: replace(each, inherited=False) for key, each in child.columns.items()},
            constraints={key: replace(each, inherited=False) for key, each in child.constraints.items()},
        )
    )
