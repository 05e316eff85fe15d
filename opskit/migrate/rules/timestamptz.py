"""A column of type timestamp without time zone."""

from __future__ import annotations

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.new_columns import KINDS, new_columns
from opskit.migrate.nodes import type_word

TITLE = "timestamp without a time zone"
SEVERITY = Severity.INFO
WHY = "it holds no moment in time: the same value means another one in another session"
SAFE = "timestamptz"
VERSIONS = ">= 14"
STYLE = True
ON = KINDS
TYPES = ("timestamp",)


def find(site: Site) -> Hit | None:
    found = next((each for each in new_columns(site) if type_word(each) in TYPES), None)
    return (
        Hit(f"column {found.colname} of {site.relation} is a timestamp without time zone", site.relation)
        if found
        else None
    )
