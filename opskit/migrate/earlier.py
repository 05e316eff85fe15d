"""What a file did before a place in it, for the rules that look back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from opskit.migrate.flow import Site


def on_older_columns(sites: Iterable[Site], kind: str) -> Iterator[Site]:
    """The commands of this kind, but for those on columns that the file itself has added before: no running code
    knows these yet."""
    added: set[tuple[str, str]] = set()
    for site in sites:
        if site.kind == "at_add_column" and not site.node.missing_ok:
            added.add((site.relation, getattr(site.node, "def").column_def.colname))
        elif site.kind == kind and (site.relation, site.node.name) not in added:
            yield site
