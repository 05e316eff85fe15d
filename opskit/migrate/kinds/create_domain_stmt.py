"""CREATE DOMAIN."""

from __future__ import annotations

from opskit.core.effect import NO_EFFECT, Effect
from opskit.migrate.flow import Site
from opskit.migrate.nodes import clauses
from opskit.migrate.parser import deparse_expression
from opskit.migrate.type_changes import constrained, note_type
from opskit.migrate.type_name import type_text
from opskit.migrate.world import TypeInfo


def effect(site: Site) -> Effect:
    return NO_EFFECT


def after(site: Site) -> None:
    marks = clauses(site.node)
    base = type_text(site.node.type_name, site.world.search_path)
    default = deparse_expression(marks["CONSTR_DEFAULT"].raw_expr) if "CONSTR_DEFAULT" in marks else ""
    tested = bool(marks.keys() & {"CONSTR_CHECK", "CONSTR_NOTNULL"}) or constrained(site.world, base) is not False
    note_type(site.world, site.node.domainname, TypeInfo("", "d", base, tested, default=default))
