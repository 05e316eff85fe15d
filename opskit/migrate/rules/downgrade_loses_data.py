"""A down.sql that drops a table or a column, or deletes rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import FileSites, Hit
from opskit.migrate.parser import enum_word
from opskit.migrate.sql_folder import DOWN

TITLE = "Way back that loses data"
SEVERITY = Severity.WARNING
WHY = "rows written since the migration go with what it drops, in the middle of an incident"
SAFE = "keep the column or table until the release has settled; opskit rollback asks for --accept-data-loss"
VERSIONS = ">= 14"
STYLE = False
ON: frozenset[str] = frozenset()
LOSES = {"at_drop_column": "drops a column", "truncate_stmt": "empties a table", "delete_stmt": "deletes rows"}
HOLDS_ROWS = {"OBJECT_TABLE": "drops a table", "OBJECT_SCHEMA": "drops a schema"}


def find_in_set(files: Sequence[FileSites]) -> Iterator[tuple[FileSites, Site, Hit]]:
    for file in files:
        for site in file.sites if file.path.name == DOWN else []:
            what = LOSES.get(site.kind, "")
            if site.kind == "drop_stmt":
                what = HOLDS_ROWS.get(enum_word(site.node, "remove_type"), "")
            if what:
                yield file, site, Hit(f"{what}, and with it what was written since", site.relation)
