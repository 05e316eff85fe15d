"""A column of type serial, bigserial or smallserial."""

from __future__ import annotations

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.new_columns import KINDS, new_columns
from opskit.migrate.nodes import type_word

TITLE = "serial where an identity would do"
SEVERITY = Severity.INFO
WHY = "its sequence has rights and a default of its own that are forgotten when the table is copied or granted"
SAFE = "bigint generated always as identity"
VERSIONS = ">= 14"
STYLE = True
ON = KINDS
SERIALS = {"serial", "bigserial", "smallserial", "serial2", "serial4", "serial8"}


def find(site: Site) -> Hit | None:
    found = next((each for each in new_columns(site) if type_word(each) in SERIALS), None)
    return Hit(f"column {found.colname} of {site.relation} is {type_word(found)}", site.relation) if found else None
