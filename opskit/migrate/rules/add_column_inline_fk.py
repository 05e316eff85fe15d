"""ALTER TABLE … ADD COLUMN … REFERENCES."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.constraints import added_apart, added_column, foreign_keys
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit

TITLE = "Foreign key beside a new column that also locks the table it references"
SEVERITY = Severity.WARNING
WHY = (
    "SHARE ROW EXCLUSIVE lock on the referenced table while ACCESS EXCLUSIVE on the altered one is held: short, but"
    " while it queues for the one, all wait for the other"
)
SAFE = "opskit adds the column alone, then the foreign key NOT VALID in a step of its own, then validates it"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"at_add_column"})


def find(site: Site) -> Hit | None:
    key = next(foreign_keys(site), None)
    lock = site.effect.lock_on(key.parent) if key else None
    if key is None or lock is None or key.parent == site.relation:
        return None
    text = f"adding column {added_column(site)} to {site.relation} also locks {key.parent}, which it references"
    return Hit(text, key.parent, Lock.SHARE_ROW_EXCLUSIVE, safe=added_apart(site))
