"""CREATE TABLE without a primary key."""

from __future__ import annotations

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.new_columns import new_columns
from opskit.migrate.new_keys import copies_indexes, is_key, table_key

TITLE = "Table without a primary key"
SEVERITY = Severity.INFO
WHY = "its rows cannot be told apart, and logical replication cannot update them"
SAFE = "a primary key, bigint generated always as identity where nothing else offers itself"
VERSIONS = ">= 14"
STYLE = True
ON = frozenset({"create_stmt"})


def find(site: Site) -> Hit | None:
    made = site.node
    if made.HasField("partbound") or made.inh_relations or made.HasField("of_typename") or table_key(site):
        return None
    if any(is_key(each) for each in new_columns(site)) or copies_indexes(site):
        return None
    return Hit(f"table {site.relation} has no primary key", site.relation)
