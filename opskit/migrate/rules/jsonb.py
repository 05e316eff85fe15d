"""A column of type json."""

from __future__ import annotations

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.new_columns import KINDS, new_columns
from opskit.migrate.nodes import type_word

TITLE = "json where jsonb would do"
SEVERITY = Severity.INFO
WHY = "json keeps the text, is parsed at each access and cannot be indexed or compared"
SAFE = "jsonb"
VERSIONS = ">= 14"
STYLE = True
ON = KINDS
TYPES = ("json",)


def find(site: Site) -> Hit | None:
    found = next((each for each in new_columns(site) if type_word(each) in TYPES), None)
    return Hit(f"column {found.colname} of {site.relation} is json", site.relation) if found else None
