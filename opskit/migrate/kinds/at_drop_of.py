"""NOT OF: the table is of no type any more."""

from __future__ import annotations

from opskit.migrate.altering import change_relation, only_itself, works
from opskit.migrate.flow import Site

effect = only_itself


def after(site: Site) -> None:
    if works(site):
        change_relation(site, of_type="")
