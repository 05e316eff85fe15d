"""A column of type varchar(n)."""

from __future__ import annotations

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.new_columns import KINDS, new_columns
from opskit.migrate.nodes import type_word

TITLE = "varchar where text would do"
SEVERITY = Severity.INFO
WHY = "a longer limit is a new lock on the table, and the type is no faster or smaller than text"
SAFE = "text, with a CHECK on its length where one is wanted"
VERSIONS = ">= 14"
STYLE = True
ON = KINDS
TYPES = ("varchar",)


def find(site: Site) -> Hit | None:
    found = next((each for each in new_columns(site) if type_word(each) in TYPES), None)
    return Hit(f"column {found.colname} of {site.relation} is varchar", site.relation) if found else None
