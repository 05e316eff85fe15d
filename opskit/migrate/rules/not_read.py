"""A statement that is nested too deeply to be read, as 100 UNIONs or 10,000 operators in a row are."""

from __future__ import annotations

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.parser import DEEP

TITLE = "Statement that opskit cannot read"
SEVERITY = Severity.WARNING
WHY = "what it locks, and whether the server takes it at all, is not known"
SAFE = "write it with IN, VALUES or a table instead of a long chain of operators; or try it on a copy"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({DEEP})


def find(site: Site) -> Hit | None:
    return Hit("is nested too deeply to be read: nothing is known of it", certain=False)
