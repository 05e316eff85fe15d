"""EXECUTE of a text that is put together when it runs, in a DO block."""

from __future__ import annotations

from opskit.core.verdict import Severity
from opskit.migrate.do_blocks import read_block
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit

TITLE = "Statement that is only known when it runs"
SEVERITY = Severity.WARNING
WHY = "what it locks and changes cannot be told beforehand, neither by a person nor by opskit"
SAFE = "write plain statements, or look at each of them before the window"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"do_stmt"})


def find(site: Site) -> Hit | None:
    reasons = [each for each in read_block(site.parsed).opaque if each.startswith("line ")]
    return Hit(f"{reasons[0]} ({len(reasons)} in this block)", certain=False) if reasons else None
