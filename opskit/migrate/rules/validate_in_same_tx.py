"""A constraint added NOT VALID and validated before the lock of that is gone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from opskit.core.verdict import Severity
from opskit.migrate.commits import committed_together
from opskit.migrate.constraints import added, name_of
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit

TITLE = "NOT VALID and VALIDATE in one transaction"
SEVERITY = Severity.CRITICAL
WHY = (
    "the lock of ADD CONSTRAINT is held until the commit: all wait while VALIDATE reads the table, as without NOT VALID"
)
SAFE = "VALIDATE CONSTRAINT in a transaction of its own, after the one that adds the constraint; opskit does so"
VERSIONS = ">= 14"
STYLE = False
ON: frozenset[str] = frozenset()


def find_in_file(sites: Sequence[Site]) -> Iterator[tuple[Site, Hit]]:
    for group in committed_together(sites):
        held: dict[tuple[str, str], Site] = {}
        for site in group:
            adder = held.get((site.relation, site.node.name)) if site.kind == "at_validate_constraint" else None
            if adder and not site.fresh:
                text = f"{site.node.name} is validated while the lock on {site.relation} from adding it is held"
                yield site, Hit(text, site.relation, adder.effect.lock, safe=not site.inside)
            constraint = added(site, "CONSTR_CHECK", "CONSTR_FOREIGN", "CONSTR_NOTNULL")
            if constraint and constraint.skip_validation:
                held[site.relation, name_of(site.whole.relation.relname, constraint)] = site
