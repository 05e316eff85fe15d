"""A column of type char(n)."""

from __future__ import annotations

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.new_columns import KINDS, new_columns
from opskit.migrate.nodes import type_word

TITLE = "char(n)"
SEVERITY = Severity.INFO
WHY = "it is padded with blanks, which comparisons leave out and lengths count"
SAFE = "text, with a CHECK on its length where one is wanted"
VERSIONS = ">= 14"
STYLE = True
ON = KINDS
TYPES = ("bpchar",)


def find(site: Site) -> Hit | None:
    found = next((each for each in new_columns(site) if type_word(each) in TYPES), None)
    return Hit(f"column {found.colname} of {site.relation} is char(n)", site.relation) if found else None
