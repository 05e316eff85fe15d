"""OWNER TO: with the relation go its indexes, its TOAST table and the sequences it owns."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.migrate.altering import altering, change_relation, works
from opskit.migrate.flow import Site
from opskit.migrate.nodes import enum_word
from opskit.migrate.storage import lock_with_parts
from opskit.migrate.touching import Touched


def _touches(site: Site, touched: Touched) -> None:
    if site.table is None or site.table.owner == _new(site) != "":
        return
    lock_with_parts(touched, site.relation, Lock.ACCESS_EXCLUSIVE)
    touched.lock_all(site.table.sequences, Lock.ACCESS_EXCLUSIVE)


effect = altering(_touches)


def _new(site: Site) -> str:
    role = site.node.newowner
    named = enum_word(role, "roletype") == "ROLESPEC_CSTRING"
    return str(role.rolename) if named else site.world.login


def after(site: Site) -> None:
    if works(site):
        change_relation(site, owner=_new(site))
