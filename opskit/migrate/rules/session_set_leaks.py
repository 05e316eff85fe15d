"""SET that is still in effect when the file ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit

TITLE = "Setting that outlives its file"
SEVERITY = Severity.INFO
WHY = "the next file in the same session, or the next user of a pooled connection, runs under it"
SAFE = "RESET it at the end, or SET LOCAL inside a transaction"
VERSIONS = ">= 14"
STYLE = False
ON: frozenset[str] = frozenset()


def find_in_file(sites: Sequence[Site]) -> Iterator[tuple[Site, Hit]]:
    sets = [site for site in sites if site.kind == "variable_set_stmt" and not site.inside]
    if not sets:
        return
    end = sites[-1].session.after(sites[-1].parsed)
    last = {site.node.name.lower(): site for site in sets}
    for name, site in last.items():
        if name in end.settings:
            yield site, Hit(f"{name} stays {end.settings[name]} after the file")
