"""CREATE INDEX CONCURRENTLY and its like between BEGIN and COMMIT, or in a function."""

from __future__ import annotations

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.transactional import transactional
from opskit.value import replace

TITLE = "Statement inside a transaction that cannot run in one"
SEVERITY = Severity.CRITICAL
WHY = "CONCURRENTLY commits between its phases: inside a transaction, a DO block or a function it fails (25001)"
SAFE = "a step of its own in autocommit; with Alembic inside autocommit_block()"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset(
    "index_stmt drop_stmt reindex_stmt alter_table_stmt vacuum_stmt cluster_stmt createdb_stmt dropdb_stmt"
    " alter_system_stmt create_table_space_stmt drop_table_space_stmt".split()
)


def find(site: Site) -> Hit | None:
    """What stands in a DO block is judged by its own node."""
    if not site.inside and not site.session.in_transaction:
        return None
    if transactional(replace(site.parsed, kind=site.kind, node=site.node)):
        return None
    where = site.inside or f"the transaction of line {site.session.opened}"
    return Hit(f"it fails (25001) inside {where}", site.relation)
