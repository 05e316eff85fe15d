"""ALTER TABLE … DROP CONSTRAINT of what this file did not add."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.constraints import added, name_of, only_not_null
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.parser import parse_expression
from opskit.migrate.world import Constraint, Relation

TITLE = "Guarantee that is given up"
SEVERITY = Severity.WARNING
WHY = (
    "rows that break it come in from then on, and adding it again fails; without its primary key a published table"
    " refuses updates and deletes"
)
SAFE = "drop it once no code relies on it; for a change, add and validate the new one first"
VERSIONS = ">= 14"
STYLE = False
ON: frozenset[str] = frozenset()

_WORDS = {"c": "the check", "f": "the foreign key", "p": "the primary key", "u": "the unique constraint"}


def find_in_file(sites: Sequence[Site]) -> Iterator[tuple[Site, Hit]]:
    own: set[tuple[str, str]] = set()
    for site in sites:
        constraint = added(
            site, "CONSTR_CHECK", "CONSTR_FOREIGN", "CONSTR_UNIQUE", "CONSTR_EXCLUSION", "CONSTR_NOTNULL"
        )
        if constraint:
            own.add((site.relation, name_of(site.whole.relation.relname, constraint)))
        elif site.kind == "at_drop_constraint" and not site.fresh and (site.relation, site.node.name) not in own:
            hit = _hit(site)
            if hit:
                yield site, hit


def _hit(site: Site) -> Hit | None:
    constraint = site.table.constraints.get(site.node.name) if site.table else None
    if site.effect.fails or (site.table and site.table.whole and not constraint):
        return None
    text = f"{_WORDS.get(constraint.kind, 'constraint') if constraint else 'constraint'} {site.node.name} is given up"
    if constraint and site.table:
        if _said_by_not_null(constraint, site.table):
            return None
        if constraint.kind == "p" and site.table.replica_identity == "d" and site.table.publications:
            text += f"; {site.relation} is published, and its updates and deletes fail without it"
    return Hit(text, site.relation, Lock.ACCESS_EXCLUSIVE)


def _said_by_not_null(constraint: Constraint, table: Relation) -> bool:
    """A CHECK that says of its column what NOT NULL says of it too."""
    column = table.columns.get(constraint.columns[0]) if len(constraint.columns) == 1 else None
    if constraint.kind != "c" or not constraint.expression or not column or not column.not_null:
        return False
    return only_not_null(parse_expression(constraint.expression))
