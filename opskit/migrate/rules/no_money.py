"""A column of type money."""

from __future__ import annotations

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.new_columns import KINDS, new_columns
from opskit.migrate.nodes import type_word

TITLE = "money"
SEVERITY = Severity.INFO
WHY = "its currency and its digits come from a setting of the server (lc_monetary)"
SAFE = "numeric, with the currency in a column of its own"
VERSIONS = ">= 14"
STYLE = True
ON = KINDS
TYPES = ("money",)


def find(site: Site) -> Hit | None:
    found = next((each for each in new_columns(site) if type_word(each) in TYPES), None)
    return Hit(f"column {found.colname} of {site.relation} is money", site.relation) if found else None
