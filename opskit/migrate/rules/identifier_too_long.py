"""A name of more than 63 bytes."""

from __future__ import annotations

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.parser import long_names

TITLE = "Name that the server cuts off"
SEVERITY = Severity.INFO
WHY = "two long names may become the same one, and code that looks for the name as written does not find it"
SAFE = "at most 63 bytes"
VERSIONS = ">= 14"
STYLE = True
ON = frozenset(
    "create_stmt alter_table_stmt index_stmt view_stmt rename_stmt create_function_stmt create_seq_stmt".split()
)


def find(site: Site) -> Hit | None:
    long = next(iter(long_names(site.parsed.text)), "")
    return Hit(f"{long} has {len(long.encode())} bytes; the server keeps 63", site.relation) if long else None
