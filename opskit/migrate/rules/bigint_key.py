"""A primary key of type integer, smallint, serial or smallserial."""

from __future__ import annotations

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.new_columns import KINDS, new_columns
from opskit.migrate.new_keys import is_key, table_key
from opskit.migrate.nodes import type_word

TITLE = "Primary key that runs out at two thousand million"
SEVERITY = Severity.INFO
WHY = "a key that is full stops every insert, and a wider type writes the table anew"
SAFE = "bigint generated always as identity"
VERSIONS = ">= 14"
STYLE = True
ON = KINDS
NARROW = {"int2", "int4", "serial", "serial2", "serial4", "smallserial"}


def find(site: Site) -> Hit | None:
    for column in new_columns(site):
        if type_word(column) in NARROW and (is_key(column) or column.colname in table_key(site)):
            return Hit(f"key {column.colname} of {site.relation} is narrower than bigint", site.relation)
    return None
