"""ALTER TYPE … RENAME VALUE."""

from __future__ import annotations

from opskit.core.identifier import qualified
from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit

TITLE = "Enum value that running code knows by its old name"
SEVERITY = Severity.WARNING
WHY = "code that writes or compares the old value gets an error at once (22P02)"
SAFE = "add the new value, move code and rows to it, and leave the old one unused"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"alter_enum_stmt"})


def find(site: Site) -> Hit | None:
    if not site.node.old_val:
        return None
    name = qualified(*(part.string.sval for part in site.node.type_name))
    return Hit(f"code that uses the value {site.node.old_val!r} of {name} fails once it is {site.node.new_val!r}")
