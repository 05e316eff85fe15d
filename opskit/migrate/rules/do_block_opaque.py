"""A DO block that cannot be read: another language than PL/pgSQL, or PL/pgSQL that the server will refuse."""

from __future__ import annotations

from opskit.core.verdict import Severity
from opskit.migrate.do_blocks import read_block
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit

TITLE = "Block that cannot be read"
SEVERITY = Severity.WARNING
WHY = "what it locks and changes is known only once it has run"
SAFE = "write plain statements; opskit shows, bounds and takes back those"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"do_stmt"})


def find(site: Site) -> Hit | None:
    reasons = [each for each in read_block(site.parsed).opaque if not each.startswith("line ")]
    return Hit(f"the DO block is opaque: {reasons[0]}", certain=False) if reasons else None
