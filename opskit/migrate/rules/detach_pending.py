"""ALTER TABLE … DETACH PARTITION where an earlier DETACH … CONCURRENTLY was interrupted."""

from __future__ import annotations

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit

TITLE = "Detach after an interrupted one"
SEVERITY = Severity.CRITICAL
WHY = "the server refuses it (55000) until the interrupted detach is finished"
SAFE = "alter table … detach partition … finalize"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"at_detach_partition"})


def find(site: Site) -> Hit | None:
    """CONCURRENTLY is refused while any partition is pending, plain DETACH only for the pending one."""
    command = getattr(site.node, "def").partition_cmd
    child = site.world.key(command.name.schemaname, command.name.relname)
    wanted = site.table.children if command.concurrent and site.table else (child,)
    known = (site.world.get(each) for each in wanted)
    pending = next((each.name for each in known if each and each.detach_pending), None)
    if pending is None:
        return None
    text = f"the detach of {pending} from {site.relation} was interrupted and has to be finalized: this statement fails"
    return Hit(text, site.relation)
