"""ALTER TABLE … DISABLE TRIGGER or ENABLE TRIGGER."""

from __future__ import annotations

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit

TITLE = "Triggers switched off or on"
SEVERITY = Severity.WARNING
WHY = "SHARE ROW EXCLUSIVE lock that queues before all writes; while off, writes of everybody pass unchecked"
SAFE = "switch it off for one session only: set session_replication_role = replica; else a short lock_timeout"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset(
    {
        "at_disable_trig",
        "at_disable_trig_all",
        "at_disable_trig_user",
        "at_enable_trig",
        "at_enable_trig_all",
        "at_enable_trig_user",
        "at_enable_always_trig",
        "at_enable_replica_trig",
    }
)


def find(site: Site) -> Hit | None:
    lock = site.effect.lock_on(site.relation)
    if lock is None:
        return None
    word = "off" if site.kind.startswith("at_disable") else "on"
    which = f"trigger {site.node.name}" if site.node.name else "triggers"
    foreign_keys = ", foreign keys too," if site.kind.endswith("_all") else ""
    text = f"switching {which}{foreign_keys} {word} for everybody stops the writes of {site.relation}"
    return Hit(text, site.relation, lock)
